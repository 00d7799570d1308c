"""`rumah-inovasi search`: the search page's answer at the command line."""

import json
import logging
from dataclasses import replace

import click
from werkzeug.datastructures import MultiDict

from rumah_inovasi.app import build_house, create_app
from rumah_inovasi.commands.base import open_prepared_house, say, tells_errors
from rumah_inovasi.search import finding, selection
from rumah_inovasi.search.choices import Choices
from rumah_inovasi.search.results_json import as_json
from rumah_inovasi.web.current import base_url, vocabularies


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="Paling banyak sekian tulisan.")
@click.option("--json", "wants_json", is_flag=True, help="Keluaran JSON, seperti /api/v1/inovasi.")
@tells_errors
def search(query: tuple[str, ...], limit: int, *, wants_json: bool) -> None:
    """Mencari seperti halaman pencarian; QUERY juga boleh memuat saringan, misalnya wilayah:35.15."""
    logging.getLogger("rumah_inovasi").addHandler(logging.NullHandler())  # what matters is said below
    # Names, addresses and the language of an answer are those of a page.
    with (
        open_prepared_house(build_house) as house,
        create_app(house).test_request_context(),
        house.database.read() as session,
    ):
        choices = Choices(session, vocabularies(session))
        asked = selection.read(MultiDict({"q": " ".join(query)}), choices)
        found = finding.find(session, asked, choices, whole=True)
        found = replace(found, results=found.results[:limit])
        answer = as_json(found, asked, choices, base_url())
    if wants_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for result in found.results:
        click.echo(f"{result.card.number}\t{result.card.title}\t{result.card.region.label}")
    if found.is_limited:
        say("Indeks belum dapat dipakai; ini jawaban basis data. Jalankan: rumah-inovasi reindex.")
    elif found.is_wider:
        say("Tidak ada tulisan yang memuat semua kata itu; yang ini memuat sebagiannya.")
    if answer["suggestion"]:
        say(f"Maksud Anda: {answer['suggestion']}")
    say(f"{len(found.results)} dari {found.total} tulisan.")
