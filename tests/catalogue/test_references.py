"""Numbers of write-ups in the addresses that people paste."""

import pytest

from rumah_inovasi.catalogue.references import as_numbers, number_in

HOST = "rumah.contoh.id"


@pytest.mark.parametrize(
    "text",
    [
        "/inovasi/68-kopi-pahit",
        "/inovasi/68",
        "  /inovasi/68-kopi-pahit  ",
        f"https://{HOST}/inovasi/68-kopi-pahit",
        f"http://{HOST.upper()}/inovasi/68-kopi-pahit?bahasa=en#hasil",
        f"{HOST}/inovasi/68-kopi-pahit",
        f"https://{HOST}/inovasi/68-kopi-pahit/riwayat",
        f"https://{HOST}/inovasi/68.md",
    ],
)
def test_address_of_a_write_up_is_its_number(text: str) -> None:
    assert number_in(text, HOST) == "68"


@pytest.mark.parametrize(
    "text",
    [
        "68",
        "kopi pahit",
        "https://lain.contoh.id/inovasi/68-kopi-pahit",
        f"https://{HOST}/pelatihan/68-kopi-pahit",
        f"https://{HOST}.lain.id/inovasi/68",
        "/inovasi/",
        "/inovasi/kopi",
        "/inovasi/68x",
        "/inovasi/1234567890",
        "/inovasi/6٨",
    ],
)
def test_anything_else_stays_as_it_was_typed(text: str) -> None:
    assert number_in(text, HOST) == text


def test_only_the_lists_of_numbers_are_read_so() -> None:
    facts = {"terkait": ["/inovasi/3-c", "4"], "seri": None, "mitra": ["/inovasi/3-c"]}
    assert as_numbers(facts, ("terkait", "seri"), HOST) == {
        "terkait": ["3", "4"],
        "seri": [],
        "mitra": ["/inovasi/3-c"],
    }
