"""`rumah-inovasi check`: whether index and archive are as the database says."""

import json
from dataclasses import asdict

import click

from rumah_inovasi import installation, outbox
from rumah_inovasi.commands.base import open_prepared_house, say, tells_errors
from rumah_inovasi.maintenance import differences, index_differences
from rumah_inovasi.search import engines

BY_HAND = {"berbeda", "tidak dikenal"}


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Keluaran JSON.")
@tells_errors
def check(*, as_json: bool) -> None:
    """Membandingkan basis data, indeks, dan arsip; kode keluar 1 bila ada beda."""
    with open_prepared_house() as house:
        with house.database.read() as session:
            waiting = outbox.status(session)
        index = index_differences(house, engines.build(house.settings))
        archive = differences(house)
        if archive:
            installation.require_filled(house)
    if as_json:
        found = {"indeks": [asdict(item) for item in index], "arsip": [asdict(item) for item in archive]}
        counts = {"menunggu": waiting.pending, "diparkir": waiting.parked}
        click.echo(json.dumps(found | {"perubahan": counts}, ensure_ascii=False, indent=2))
    else:
        for where, items in (("Indeks", index), ("Arsip", archive)):
            for item in items:
                click.echo(f"{where}, {item.kind}: {item.path}")
    if waiting.pending or waiting.parked:
        say(f"Perubahan yang belum sampai ke luar basis data: {waiting.pending} menunggu, {waiting.parked} diparkir.")
    if index or archive:
        say("Ada beda. Yang belum disalurkan: rumah-inovasi relay --once. Indeks: reindex. Arsip: content export.")
        if any(item.kind in BY_HAND for item in archive):
            say("Berkas arsip yang diubah atau ditambah dengan tangan: content import, atau pindahkan dari sana.")
        raise SystemExit(1)
    say("Basis data, indeks, dan arsip sama.")
