"""Synonyms: what else stands for the words of a query."""

import pytest
import yaml

from rumah_inovasi.search.language.stop_words import is_stop_word
from rumah_inovasi.search.language.synonyms import FILE, Group, Kind, Synonyms, Typed
from rumah_inovasi.search.language.tokens import parts


def others(query: str, synonyms: Synonyms | None = None) -> set[str]:
    match = (synonyms or Synonyms.shipped()).at(typed(query), 0)
    return {" ".join(other.surfaces) for other in match.others} if match else set()


def typed(query: str) -> list[Typed]:
    return [Typed(part.surface, query[part.start : part.end].isupper()) for part in parts(query)]


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("SKPD", "opd"),
        ("opd", "skpd"),
        ("opd", "organisasi perangkat daerah"),
        ("organisasi perangkat daerah", "opd"),
        ("kartu keluarga", "kk"),
        ("KTP", "ektp"),
        ("e-KTP", "ktp"),
        ("ektp", "kartu tanda penduduk"),
        ("ktp el", "ktpel"),
        ("ktpel", "kartu tanda penduduk"),
        ("jemput bola", "ketuk pintu"),
        ("resiko", "risiko"),
        ("kab", "kabupaten"),
        ("sinau", "belajar"),
        ("usaha mikro, kecil, dan menengah", "umkm"),
    ],
)
def test_forms_of_a_group_lead_to_one_another(query: str, other: str) -> None:
    assert other in others(query)


def test_a_form_in_two_groups_leads_to_both() -> None:
    assert {"adminduk", "disdukcapil"} <= others("dukcapil")


def test_what_holds_the_typed_form_is_left_out() -> None:
    assert others("perangkat daerah") == {"opd", "skpd"}
    assert others("organisasi perangkat daerah") == {"opd", "skpd", "satuan kerja perangkat daerah", "perangkat daerah"}
    assert others("ktp") == {"kartu tanda penduduk", "ektp", "ktpel"}


def test_the_longest_form_counts() -> None:
    words = typed("puskesmas pembantu desa")
    match = Synonyms.shipped().at(words, 0)
    assert match
    assert match.length == 2


def test_words_of_their_own_lead_on_only_in_capitals() -> None:
    assert others("PATEN")
    assert not others("paten")
    assert not others("lapor")
    # On a telephone people type in small letters.
    assert others("kk") == others("KK") == {"kartu keluarga"}


def test_one_way_is_no_way_back() -> None:
    assert "gizi buruk" in others("stunting")
    assert "stunting" not in others("gizi buruk")


def test_a_pejorative_form_is_understood_but_not_looked_for() -> None:
    assert "difabel" in others("penyandang cacat")
    assert "penyandang cacat" not in others("difabel")


def test_unknown_words_have_none() -> None:
    assert not others("xyz")
    assert Synonyms([]).at(typed("opd"), 0) is None


def test_groups_can_be_given() -> None:
    given = Synonyms([Group(Kind.LOCAL, ("musyawarah", "rembug"))])
    assert others("rembug", given) == {"musyawarah"}


def test_every_shipped_form_has_words_and_stands_once_in_its_group() -> None:
    rows = yaml.safe_load(FILE.read_text("utf-8"))
    assert len(rows) > 180
    for row in rows:
        assert set(row) <= {"kind", "canonical", "forms", "one_way", "asked_only", "capitals", "note"}
        forms = [row["canonical"], *row["forms"]]
        runs = [tuple(part.surface for part in parts(form)) for form in forms]
        assert all(runs), row
        assert len(set(runs)) == len(runs), row
        assert len("".join(runs[0])) > 1, row
        assert Kind(row["kind"])
        for key in ("one_way", "asked_only", "capitals"):
            assert set(row.get(key, ())) <= set(forms), row


def test_no_synonym_is_a_stop_word() -> None:
    rows = yaml.safe_load(FILE.read_text("utf-8"))
    forms = [form for row in rows for form in (row["canonical"], *row["forms"])]
    assert not [form for form in forms if all(is_stop_word(part.surface) for part in parts(form))]


@pytest.mark.parametrize("word", ["yang", "di", "untuk", "bagaimana"])
def test_function_words_are_stop_words(word: str) -> None:
    assert is_stop_word(word)


@pytest.mark.parametrize("word", ["pelayanan", "kediri", "#"])
def test_other_words_are_not(word: str) -> None:
    assert not is_stop_word(word)
