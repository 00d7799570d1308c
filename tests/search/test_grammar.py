"""The grammar: how what was typed is read, whatever it is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rumah_inovasi.search.grammar import LONGEST, Parsed, corrected, parse
from rumah_inovasi.search.port import FACETS, Clause

TYPED = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(
            ['"', "-", "“", "−", "wilayah:", "35.15", "tag:", " ", "e-KTP", "kab/kota", "\x00", "\u202e", "ﬁ", "%"]
        )
    ).map("".join),
)


def word(text: str) -> Clause:
    return Clause((text,))


def start(text: str) -> Clause:
    return Clause((text,), is_start=True)


def phrase(*words: str) -> Clause:
    return Clause(words, is_phrase=True)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("pelayanan publik", [word("pelayanan"), word("publik")]),
        ('"satu pintu" desa', [phrase("satu", "pintu"), word("desa")]),
        ("“satu pintu”", [phrase("satu", "pintu")]),
        ("bank -sampah", [word("bank"), Clause(("sampah",), is_excluded=True)]),
        ("bank −sampah", [word("bank"), Clause(("sampah",), is_excluded=True)]),
        ("\u200f-sampah", [Clause(("sampah",), is_excluded=True)]),
        ('-"bank sampah"', [Clause(("bank", "sampah"), is_phrase=True, is_excluded=True)]),
        ("-kab/kota", [Clause(("kab", "kota"), is_phrase=True, is_excluded=True)]),
        ("e-KTP kab/kota, UMKM!", [word("e-KTP"), word("kab"), word("kota"), word("UMKM")]),
        ("status:draft", [word("status"), word("draft")]),
        ("-status:draft", [Clause(("status", "draft"), is_phrase=True, is_excluded=True)]),
        ("a-wilayah:35.15", [word("a-wilayah"), word("35.15")]),
        ("wilayah: sidoarjo", [word("wilayah"), word("sidoarjo")]),
        ("xwilayah:1", [word("xwilayah"), word("1")]),
        ('tag:""', [word("tag")]),
        ('satu "dua tiga', [word("satu"), word("dua"), word("tiga")]),
        ('a"b c"d', [word("a"), phrase("b", "c"), word("d")]),
        ('"a"-b "c"tag:d', [phrase("a"), word("b"), phrase("c"), word("tag"), word("d")]),
        ("kata - kata", [word("kata"), word("kata")]),
        ("puskes* desa", [start("puskes"), word("desa")]),
        ("-Puskes*", [Clause(("Puskes",), is_start=True, is_excluded=True)]),
        (
            "pu* * ** a*b puskes** e-kt* 'puskes'*",
            [word(each) for each in ("pu", "a", "b", "puskes", "e-kt", "puskes")],
        ),
        ('"puskes*"', [phrase("puskes")]),
        ("OR AND NOT", [word("OR"), word("AND"), word("NOT")]),
        ("desa % \x00", [word("desa")]),
        ("%", [word("%")]),
        ('""', [word('""')]),
        ("", []),
        (" \t\u200b", []),
    ],
)
def test_words_phrases_and_exclusions_are_read(text: str, clauses: list[Clause]) -> None:
    assert parse(text) == Parsed(tuple(clauses))


@pytest.mark.parametrize("name", FACETS)
def test_every_filter_can_be_typed(name: str) -> None:
    assert parse(f'desa {name.upper()}:35.15 {name}:"dua  kata" {name}:35.15') == Parsed(
        (word("desa"),), ((name, "35.15"), (name, "dua kata"))
    )


@pytest.mark.parametrize("barred", ["-wilayah:35.15", '-UNIT:"dua kata"', "-urusan:sihir"])
def test_a_filter_that_is_not_wanted_is_told_and_no_words(barred: str) -> None:
    found = parse(f"desa {barred} kota {barred}")
    assert found == Parsed((word("desa"), word("kota")), barred=(barred,))
    assert found.rest == f"desa {barred} kota {barred}"
    assert parse(barred) == Parsed((), barred=(barred,))
    assert parse(barred.replace("-", "−")).barred == (barred,)
    assert corrected(f"dasa {barred}", {"dasa": "desa", "sihir": "sinar", "kata": "kota"}) == f"desa {barred}"


def test_a_filter_without_that_value_is_words() -> None:
    assert parse('urusan:sihir tag:gizi unit:"dua kata"', lambda name, _value: name == "tag") == Parsed(
        (word("urusan"), word("sihir"), word("unit"), phrase("dua", "kata")), (("tag", "gizi"),)
    )


@given(TYPED)
@example('"' * 99)
@example("-" * 99)
@example("tag:" * 30)
@example("ſdg:3 wİlayah:1")
def test_anything_can_be_typed(text: str) -> None:
    found = parse(text)
    assert all(clause.words and all(clause.words) for clause in found.clauses)
    assert all(name in FACETS and value for name, value in found.filters)
    refused = parse(text, lambda _name, _value: False)
    assert not refused.filters


@pytest.mark.parametrize("text", ["inovasi " * 10_000, '"' * 10_000, 'unit:"' * 10_000, "-" * 10_000])
def test_what_follows_the_longest_query_is_not_read(text: str) -> None:
    assert parse(text) == parse(text[:LONGEST])
    assert corrected(text, {}) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pelayann publik", "pelayanan publik"),
        ('-desa "Pelayann  publik", tag:gizi', '-desa "pelayanan  publik", tag:gizi'),
        ('tag:pelayann unit:"pelayann"', 'tag:pelayann unit:"pelayann"'),
        ("pelayannku", "pelayannku"),
        ("e-KPT e kpt", "e-KTP e kpt"),
        ("status:pelayann xtag:pelayann", "status:pelayanan xtag:pelayanan"),
    ],
)
def test_corrections_stand_where_the_words_stood(text: str, expected: str) -> None:
    assert corrected(text, {"pelayann": "pelayanan", "e-KPT": "e-KTP"}) == expected


def test_a_compound_is_corrected_before_its_parts() -> None:
    assert corrected("e-KPT e", {"e": "i", "ekpt": "e-KTP"}) == "e-KTP i"


@given(TYPED)
def test_a_query_without_corrections_stays(text: str) -> None:
    assert corrected(text, {}) == text


@given(TYPED)
def test_any_query_can_be_corrected(text: str) -> None:
    for clause in parse(text).clauses:
        assert isinstance(corrected(text, dict.fromkeys(clause.words, "benar")), str)
