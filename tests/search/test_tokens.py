"""Tokens: which words a text has, and where."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rumah_inovasi.search.language.tokens import LONGEST, normal, parts, tokens, word_spans

# Letters, signs that join or are unseen, accents, controls, other scripts: what goes wrong when cut or normalised.
AWKWARD = st.text(
    st.one_of(
        st.sampled_from("aAbeéİſﬁŉ½٣Ⅳ-.'’‐ \u0301\u200b\u202e\u00ad\ufeff\x00\n_ｱﷺ中\ud800ʼ"), st.characters(codec=None)
    ),
    max_size=60,
)


def surfaces(text: str) -> list[tuple[str, int]]:
    return [(token.surface, token.position) for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Layanan KTP, cepat!", [("layanan", 0), ("ktp", 1), ("cepat", 2)]),
        ("e-KTP gratis", [("e", 0), ("ektp", 0), ("ktp", 1), ("gratis", 2)]),
        ("SP4N-LAPOR!", [("sp4n", 0), ("sp4nlapor", 0), ("lapor", 1)]),
        ("Si N'duk", [("si", 0), ("nduk", 1)]),
        ("Si N’duk", [("si", 0), ("nduk", 1)]),
        ("wilayah 35.15.", [("wilayah", 0), ("35", 1), ("3515", 1), ("15", 2)]),
        ("Rp1.000.000", [("rp1", 0), ("rp1000000", 0), ("000", 1), ("000", 2)]),
        ("inovasi-inovasi baru", [("inovasi", 0), ("baru", 1)]),
        ("rapor 90-90", [("rapor", 0), ("90", 1), ("9090", 1), ("90", 2)]),
        ("kab/kota", [("kab", 0), ("kota", 1)]),
        ("ya -- tidak", [("ya", 0), ("tidak", 1)]),
        ("'kutip' \"ganda\"", [("kutip", 0), ("ganda", 1)]),
        ("Café CAFE\u0301", [("cafe", 0), ("cafe", 1)]),
        ("pela\u200bya\u00adnan", [("pelayanan", 0)]),
        ("ﬁle Ⅳ ｋｔｐ", [("file", 0), ("iv", 1), ("ktp", 2)]),
        ("", []),
        ("% … !?", []),
    ],
)
def test_words_are_told_apart(text: str, expected: list[tuple[str, int]]) -> None:
    assert surfaces(text) == expected


def test_forms_of_one_word_share_its_stem() -> None:
    assert {token.stem for token in tokens("pelayanan melayani dilayani layanan")} == {"layan"}


def test_capitals_in_a_mixed_text_tell_an_acronym_and_in_a_text_of_capitals_nothing() -> None:
    assert [token.stem for token in tokens("Program BERSERI")][1] == "berseri"
    assert [token.stem for token in tokens("PELAYANAN MELAYANI")] == ["layan", "layan"]


def test_offsets_are_those_of_the_text_as_given() -> None:
    text = "Café\u0301, ﬁle: e-KTP inovasi-inovasi"
    assert [text[token.start : token.end] for token in tokens(text)] == [
        "Café\u0301",
        "ﬁle",
        "e",
        "e-KTP",
        "KTP",
        "inovasi-inovasi",
    ]


@given(AWKWARD)
@example("a\u0301-\u200bb'c.d")
@example("ab-ab-ab")
@example("\u0374 a")  # a letter that is no more than an accent
def test_what_stands_at_a_token_makes_its_surface(text: str) -> None:
    for token in tokens(text):
        written = text[token.start : token.end]
        whole = normal(written)
        assert token.surface
        assert token.surface == whole or whole == token.surface * (len(whole) // len(token.surface))  # a doubled word


@given(AWKWARD)
def test_positions_rise_one_by_one_and_places_lie_in_order(text: str) -> None:
    found = parts(text)
    assert [token.position for token in found] == list(range(len(found)))
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(0 <= token.start < token.end <= len(text) for token in tokens(text))


@given(AWKWARD)
def test_a_surface_is_its_own_surface(text: str) -> None:
    for token in tokens(text):
        assert [again.surface for again in tokens(token.surface)] == [token.surface]


@given(AWKWARD)
def test_words_are_whole_compounds(text: str) -> None:
    spans = word_spans(text)
    assert {start for start, _ in spans} <= {token.start for token in tokens(text)}
    assert {end for _, end in spans} <= {token.end for token in tokens(text)}


def test_words_as_typed_keep_compounds() -> None:
    text = "e-KTP kab/kota"
    assert [text[start:end] for start, end in word_spans(text)] == ["e-KTP", "kab", "kota"]


def test_very_long_words_are_compared_by_their_beginning() -> None:
    (token,) = tokens("a" * 500)
    assert (token.surface, token.end) == ("a" * LONGEST, 500)
    assert all(len(token.surface) <= LONGEST for token in tokens("-".join(["abcdefghij", "klmnopqrst"] * 50)))


@pytest.mark.parametrize(
    "text",
    [
        "inovasi desa " * 5_000,
        "a\u0301" * 100_000,
        "a" + "\u200b" * 100_000 + "-",
        "a-" * 50_000,
        "a'" * 50_000,
        "ﷺ" * 50_000,
    ],
)
def test_hostile_length_is_only_length(text: str) -> None:
    assert all(text[token.start : token.end] for token in tokens(text))
