"""The meter of a draft: ten parts, and the names of those that are missing."""

from rumah_inovasi.catalogue.completeness import FACTS, SOURCES, completeness
from rumah_inovasi.catalogue.section_texts import STANDARD
from rumah_inovasi.schema import Problem

BASIC = {"judul": "A", "ringkasan": "B", "urusan": ["kesehatan"], "bentuk": "pelayanan-publik", "jenis": "digital"}
FULL = "\n\n".join(f"## {title}\n\nKata." for title in STANDARD)


def test_empty_draft_lacks_all_ten_parts_in_the_order_of_the_form() -> None:
    state = completeness({}, "", [])
    assert (state.done, state.total) == (0, 10)
    assert state.missing == (*STANDARD, FACTS, SOURCES)


def test_full_draft_lacks_nothing() -> None:
    state = completeness({**BASIC, "sumber": [{"judul": "Berita"}]}, FULL, [])
    assert (state.done, state.missing) == (10, ())


def test_heading_without_words_is_no_section() -> None:
    assert "Hasil" in completeness(BASIC, "## Hasil\n\n- \n\n## Tujuan\n\nAda.", []).missing


def test_solution_tells_aim_novelty_and_implementation() -> None:
    missing = completeness(BASIC, "## Solusi\n\nBegini.", []).missing
    assert not {"Tujuan", "Kebaruan", "Implementasi"} & set(missing)
    assert "Latar belakang" in missing


def test_facts_are_complete_when_the_basic_ones_are_there_and_nothing_is_wrong() -> None:
    assert FACTS not in completeness(BASIC, "", []).missing
    assert FACTS in completeness({**BASIC, "jenis": ""}, "", []).missing
    assert FACTS in completeness(BASIC, "", [Problem(("mulai",), "Salah.")]).missing
