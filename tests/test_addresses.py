"""Every function that makes an address leads to a page that the application has."""

import inspect
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from flask import Flask

from rumah_inovasi import addresses

# One example for each function, and the endpoint and arguments that have to answer it.
EXAMPLES = {
    "write_up": (addresses.write_up("17-super-keren"), "catalogue.read", {"ref": "17-super-keren"}),
    "attachment": (addresses.attachment(17, "alur 1.png"), "attachments.fetch", {"number": 17, "name": "alur 1.png"}),
    "region": (addresses.region("35.15-sidoarjo"), "front.region", {"ref": "35.15-sidoarjo"}),
    "unit": (addresses.unit("12-dinas-sosial"), "front.unit", {"ref": "12-dinas-sosial"}),
    "topic": (addresses.topic("sosial"), "lists.topic", {"topic_id": "sosial"}),
    "tag": (addresses.tag("gizi-anak"), "lists.tag", {"slug": "gizi-anak"}),
    "workshop": (addresses.workshop("4-bimtek"), "learning.read", {"ref": "4-bimtek"}),
    "workshop_file": (
        addresses.workshop_file(4, "alur 1.png"),
        "learning.fetch",
        {"number": 4, "name": "alur 1.png"},
    ),
    "workshops": (addresses.workshops(tahun=2026), "learning.workshops", {}),
    "search": (addresses.search(q="antre online"), "search.results", {}),
    "problem": (addresses.problem(contoh="1"), "problem.ask", {}),
    "need": (addresses.need("parkir pintar"), "telling_needs.form", {}),
    "chapter": (addresses.chapter("penyusun"), "handbook.chapter", {"slug": "penyusun"}),
    "choice": (addresses.choice([17, 23]), "lists.choice", {}),
}


def public_functions() -> set[str]:
    made_here = inspect.getmembers(addresses, inspect.isfunction)
    return {name for name, made in made_here if made.__module__ == addresses.__name__ and not name.startswith("_")}


def test_every_function_has_an_example() -> None:
    assert EXAMPLES.keys() == public_functions()


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_address_leads_to_its_page(app: Flask, name: str) -> None:
    address, endpoint, arguments = EXAMPLES[name]
    assert app.url_map.bind("localhost").match(unquote(urlsplit(address).path)) == (endpoint, arguments)


def test_search_keeps_its_words_whatever_they_hold() -> None:
    address = addresses.search(q="a&b=c #100% é/ü", wilayah="35.15", hal=0)
    assert parse_qs(urlsplit(address).query) == {"q": ["a&b=c #100% é/ü"], "wilayah": ["35.15"], "hal": ["0"]}
    assert address.isascii()


def test_search_leaves_out_what_has_no_value() -> None:
    assert addresses.search(q="", wilayah=None) == "/cari"
    assert addresses.search(q="antre", urut=None) == "/cari?q=antre"


def test_choice_lists_numbers_in_the_order_chosen() -> None:
    assert addresses.choice([23, 17, 41]) == "/pilihan?n=23,17,41"
