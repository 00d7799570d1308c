"""The public addresses are promises: what once answered goes on answering."""

from pathlib import Path

from flask import Flask

STORED = Path(__file__).with_name("public_addresses.txt")


def offered(app: Flask) -> set[str]:
    """Every address of the application with its methods, as a line of the stored list."""
    return {
        f"{' '.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))} {rule.rule}"
        for rule in app.url_map.iter_rules()
    }


def stored() -> list[str]:
    """The stored lines without comments."""
    return [line for line in STORED.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def test_no_promised_address_is_gone(full_app: Flask) -> None:
    assert set(stored()) - offered(full_app) == set()


def test_every_address_is_promised(full_app: Flask) -> None:
    assert offered(full_app) - set(stored()) == set(), f"add new addresses to {STORED.name}"


def test_list_is_in_order_without_doubles() -> None:
    assert stored() == sorted(set(stored()), key=lambda line: (line.partition(" ")[2], line))


def test_what_only_reads_is_asked_for_with_get(full_app: Flask) -> None:
    # All other changes are made by people who are signed in; tests/access/who.txt says by whom.
    changing = {line for line in offered(full_app) if not line.startswith("GET ")}
    inside = ("/ruang-kerja/", "/admin/", "/akun")
    assert {line for line in changing if not line.partition(" ")[2].startswith(inside)} == {
        "POST /atur-ulang",
        "POST /atur-ulang/<token>",
        "POST /bahasa",
        "POST /inovasi/<ref>/keliru",
        "POST /kebutuhan",
        "POST /keluar",
        "POST /masalah",
        "POST /langganan/berhenti/<token>",
        "POST /masuk",
        "POST /minta-akun",
    }


def test_no_two_addresses_answer_for_one_thing(full_app: Flask) -> None:
    endpoints = [rule.endpoint for rule in full_app.url_map.iter_rules()]
    assert len(endpoints) == len(set(endpoints))
