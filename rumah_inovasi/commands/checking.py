"""`rumah-inovasi check`: whether index, archive and kept files are as the database says, and the secret key is one."""

import json
from dataclasses import asdict

import click

from rumah_inovasi import installation, outbox
from rumah_inovasi.accounts import secret
from rumah_inovasi.commands.base import open_prepared_house, say, tells_errors
from rumah_inovasi.maintenance import Difference, differences, file_differences, index_differences
from rumah_inovasi.search import engines

BY_HAND = {"berbeda", "tidak dikenal"}


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Keluaran JSON.")
@tells_errors
def check(*, as_json: bool) -> None:
    """Membandingkan basis data, indeks, arsip, dan lampiran; kode keluar 1 bila ada beda."""
    with open_prepared_house() as house:
        secret.require_usable(house.settings)
        with house.database.read() as session:
            waiting = outbox.status(session)
        index = index_differences(house, engines.build(house.settings))
        archive = differences(house)
        files = file_differences(house)
        if archive:
            installation.require_filled(house)
    found = {"indeks": index, "arsip": archive, "lampiran": files}
    if as_json:
        counts = {"menunggu": waiting.pending, "diparkir": waiting.parked}
        lists = {where: [asdict(item) for item in items] for where, items in found.items()}
        click.echo(json.dumps(lists | {"perubahan": counts}, ensure_ascii=False, indent=2))
    else:
        for where, items in found.items():
            for item in items:
                click.echo(f"{where.capitalize()}, {item.kind}: {item.path}")
    if waiting.pending or waiting.parked:
        say(f"Perubahan yang belum sampai ke luar basis data: {waiting.pending} menunggu, {waiting.parked} diparkir.")
    if any(found.values()):
        _tell_what_to_do(index, archive, files)
        raise SystemExit(1)
    say("Basis data, indeks, arsip, dan lampiran sama.")


def _tell_what_to_do(index: list[Difference], archive: list[Difference], files: list[Difference]) -> None:
    if index or archive:
        say("Ada beda. Yang belum disalurkan: rumah-inovasi relay --once. Indeks: reindex. Arsip: content export.")
    if any(item.kind in BY_HAND for item in archive):
        say("Berkas arsip yang diubah atau ditambah dengan tangan: content import, atau pindahkan dari sana.")
    if files:
        say("Lampiran yang hilang atau rusak: kembalikan folder lampiran dari cadangan, atau unggah lagi di situs.")
