"""Names as keys, names as parts of addresses, and the steps of the map."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumah_inovasi.organisations import tiles
from rumah_inovasi.organisations.model import name_key, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dinas Sosial", "dinas-sosial"),
        ("MI Ma'arif  (Baru)", "mi-maarif-baru"),
        ("Café №1 — “Élan”", "cafe-no1-elan"),
        ("日本", "tanpa-judul"),
        ("--", "tanpa-judul"),
        ("a" * 79 + " b", "a" * 79),
    ],
)
def test_address_part_is_plain_and_never_empty(text: str, expected: str) -> None:
    assert slug(text) == expected


@settings(deadline=None)
@given(st.text())
def test_address_part_of_any_text_is_letters_digits_and_single_hyphens(text: str) -> None:
    made = slug(text)
    assert 0 < len(made) <= 80
    assert all(part.isalnum() and part.isascii() and part == part.lower() for part in made.split("-"))


@settings(deadline=None)
@given(st.text(alphabet=st.characters(max_codepoint=0x24F)).filter(lambda text: re.search(r"\w", text)))
def test_case_and_punctuation_around_a_name_do_not_matter(text: str) -> None:
    assert name_key(f"  ({text})! ") == name_key(text)


def test_names_of_signs_alone_are_not_all_one() -> None:
    assert name_key("!!!") == name_key(" !!! ")
    assert name_key("!!!") != name_key("???")


@pytest.mark.parametrize(("count", "step"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (6, 3), (7, 4), (500, 4)])
def test_map_is_shaded_in_the_steps_of_its_legend(count: int, step: int) -> None:
    assert tiles.step(count) == step
