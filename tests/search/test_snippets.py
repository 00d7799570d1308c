"""Marking: which parts of a text match, and the passage that shows most."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumah_inovasi.search.grammar import parse
from rumah_inovasi.search.language.synonyms import Synonyms
from rumah_inovasi.search.plan import Plan, plan
from rumah_inovasi.search.port import Segments
from rumah_inovasi.search.snippets import LEFT_OUT, PASSAGE_LENGTH, marked, matches, passages

TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(
        st.sampled_from(
            ["layanan", "e-KTP", "Desa.", "KK", " ", ", ", "\n", "kartu keluarga", "untuk", "\u200b", "é", "…", "-"]
        )
    ).map("".join),
)
QUERIES = st.sampled_from(
    ["melayani", "e-ktp desa", '"kartu keluarga"', "kartu keluarga -desa", "untuk", "%", "", "-desa"]
)


def planned(query: str) -> Plan:
    return plan(parse(query).clauses, Synonyms.shipped())


def whole(text: str, query: str) -> Segments:
    return marked(text, matches(text, planned(query)))


def hits(text: str, query: str) -> list[str]:
    return [run for run, is_match in whole(text, query) if is_match]


def passage(text: str, query: str, length: int = PASSAGE_LENGTH) -> Segments | None:
    found = passages(text, matches(text, planned(query)), length=length)
    return found[0] if found else None


def shown(segments: Segments | None) -> str:
    assert segments is not None
    return "".join(run for run, _ in segments)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Petugas melayani warga", "pelayanan", ["melayani"]),
        ("Layanan e-KTP, KTP-el, dan eKTP", "ektp", ["e-KTP", "KTP-el", "eKTP"]),
        ("Urus KK di desa", "kartu keluarga", ["KK"]),
        ("Kartu Keluarga dan kartu lain", "KK", ["Kartu Keluarga"]),
        ("Perangkat daerah (OPD)", "skpd", ["Perangkat daerah", "OPD"]),
        ("Satu pintu, dua pintu satu", '"satu pintu"', ["Satu pintu"]),
        ("layanan untuk lansia untuk semua", "untuk lansia", ["lansia"]),
        ("layanan untuk lansia", "untuk", ["untuk"]),
        ("bank sampah desa", "bank -sampah", ["bank"]),
        ("Kota Kediri, diri sendiri", "kediri", ["Kediri"]),
        ("Kab. Kediri, Kabupaten Kediri, Kota Kediri", "kab kediri", ["Kab. Kediri", "Kabupaten Kediri"]),
        ("Kab. Kediri dan kota lain, Kota Kediri", "kota kediri", ["Kota Kediri"]),
        ("Kab. Kediri", '"kabupaten kediri"', ["Kab. Kediri"]),
        ("inovasi-inovasi", "inovasi", ["inovasi-inovasi"]),
        ("desa", "%", []),
        ("desa", "", []),
    ],
)
def test_what_matches_is_marked(text: str, query: str, expected: list[str]) -> None:
    assert hits(text, query) == expected


def test_matches_that_overlap_make_one_run() -> None:
    assert hits("kartu tanda penduduk baru", '"kartu tanda" "tanda penduduk"') == ["kartu tanda penduduk"]


@given(TEXTS, QUERIES)
def test_runs_make_the_text(text: str, query: str) -> None:
    runs = whole(text, query)
    assert "".join(run for run, _ in runs) == text
    assert all(run for run, _ in runs)


FILLER = "Kalimat pengisi yang panjang tanpa isi berarti berada di sini. "
PASSAGE = "Petugas membawa kartu ke balai desa. "


def test_snippet_shows_the_place_with_most_of_the_words() -> None:
    text = f"Kartu. {FILLER * 9}{PASSAGE}{FILLER * 9}Desa, desa, desa."
    found = passage(text, "kartu desa", 80)
    assert found
    assert [run for run, is_match in found if is_match] == ["kartu", "desa"]


def test_snippet_begins_with_the_sentence_and_ends_after_a_word() -> None:
    text = FILLER * 9 + PASSAGE + FILLER * 9
    assert shown(passage(text, "kartu", 60)) == "…Petugas membawa kartu ke balai desa. Kalimat pengisi yang…"


def test_snippet_begins_with_a_word_where_the_sentence_is_long() -> None:
    text = "kata " * 100 + "kartu " + "kata " * 100
    assert shown(passage(text, "kartu", 40)) == "…kata kata kartu kata kata kata kata kata…"


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "kata " * 100 + "Warga di Kab. Sidoarjo datang."
    assert not shown(passage(text, "sidoarjo", 60)).startswith("…Sidoarjo")


def test_short_text_is_shown_whole() -> None:
    assert shown(passage(FILLER + PASSAGE, "kartu")) == FILLER + PASSAGE


@pytest.mark.parametrize("query", ["kelurahan", "-kartu", "", "%"])
def test_text_without_a_match_has_no_snippet(query: str) -> None:
    assert passage(PASSAGE, query) is None


@pytest.mark.parametrize("text", ["kartu" + " " * 500 + "keluarga", "x" * 500, "中" * 500])
def test_a_match_longer_than_the_snippet_is_cut(text: str) -> None:
    found = passage(text, f'"{text}"', 60)
    assert found
    assert any(is_match for _, is_match in found)
    assert len(shown(found)) <= 60 + 2


@given(TEXTS.map(lambda text: (text + " ") * 3), QUERIES, st.integers(10, 60))
def test_snippet_is_a_passage_of_the_text_within_its_length(text: str, query: str, length: int) -> None:
    found = passage(text, query, length)
    if found is None:
        assert not hits(text, query)
        return
    assert any(is_match for _, is_match in found)
    assert len(shown(found)) <= length + 2
    bare = shown(found).removesuffix(LEFT_OUT)
    assert bare in text or bare.removeprefix(LEFT_OUT) in text  # a text may begin with that sign itself


def test_further_passages_show_what_the_first_does_not() -> None:
    text = f"{PASSAGE}{FILLER * 9}Kartu lagi. {FILLER * 9}Warga menabung sampah."
    found = passages(text, matches(text, planned("kartu desa sampah")), most=3, length=60)
    marks = [[run for run, is_match in each if is_match] for each in found]
    assert marks == [["kartu", "desa"], ["Kartu"], ["sampah"]]


def test_there_are_no_more_passages_than_places_that_match() -> None:
    text = f"{PASSAGE}{FILLER * 9}"
    assert len(passages(text, matches(text, planned("kartu desa")), most=5, length=60)) == 1
