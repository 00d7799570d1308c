"""The facts of a draft as fields of a form: what was kept comes back, and what was typed stays typed."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue import draft_form, writing_labels
from rumah_inovasi.catalogue import metadata as facts
from rumah_inovasi.catalogue.draft_form import ENTRIES, NOT_ASKED, Ask
from rumah_inovasi.catalogue.metadata import METADATA_KEYS, Metadata
from rumah_inovasi.interoperability import front_matter
from rumah_inovasi.learning.draft import ENTRIES as WORKSHOP_ENTRIES
from tests.catalogue.facts import any_metadata, vocabulary

CONTENT = Path(__file__).resolve().parents[2] / "content"
OFFERED = vocabulary().terms
names = st.sampled_from(
    [
        *("judul", "tag", "inovator", "urusan", "bentuk", "sumber-0-url", "sumber-99-url", "kontak-telepon"),
        *("keberlanjutan-status", "keberlanjutan", "sumber", "wilayah", "berkas", "lisensi", "asal_tulisan", "x"),
    ]
)


def again(stored: dict[str, Any]) -> dict[str, Any]:
    """What is kept once the form has been shown and sent without a change."""
    return drafts.tidy(draft_form.read(draft_form.fields_of(stored), stored, OFFERED, provenance=True))


def test_every_starter_write_up_comes_back_as_it_was() -> None:
    for path in CONTENT.rglob("*.md"):
        mapping = front_matter.parse(path.read_bytes(), name=path.name).mapping
        stored = drafts.tidy({key: value for key, value in mapping.items() if key in METADATA_KEYS})
        assert again(stored) == stored, path.name


@given(any_metadata())
def test_all_that_the_schema_allows_comes_back_as_it_was(found: Metadata) -> None:
    stored = drafts.tidy(facts.dump(found))
    assert again(stored) == stored


@given(st.dictionaries(names, st.lists(st.text(max_size=20), max_size=4)))
def test_whatever_is_sent_gives_facts_that_can_be_kept(sent: dict[str, list[str]]) -> None:
    stored = drafts.tidy(draft_form.read(sent, {}, OFFERED, provenance=False))
    assert set(stored) <= set(ENTRIES)
    drafts.read(stored, "35.15", vocabulary())
    assert again(stored) == stored


def test_every_key_of_the_facts_is_asked_for_or_left_out_on_purpose() -> None:
    assert set(ENTRIES) | NOT_ASKED == set(METADATA_KEYS)
    placed = [*writing_labels.FIRST, *(key for keys in writing_labels.GROUPS.values() for key in keys)]
    assert sorted(placed) == sorted(ENTRIES)
    parts = {f"{key}-{part.key}" for key, entry in ENTRIES.items() for part in entry.parts}
    assert parts == set(writing_labels.PARTS)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Bidan, kader", ["Bidan", "kader"]),
        ("Bidan\r\nKader, dan warga\r\n", ["Bidan", "Kader, dan warga"]),
        ("Dinas Kesehatan, Sidoarjo\n", ["Dinas Kesehatan, Sidoarjo"]),
        (" , ,\n", [", ,"]),
        ("", None),
    ],
)
def test_list_is_typed_by_lines_or_with_commas(typed: str, kept: list[str] | None) -> None:
    stored = drafts.tidy(draft_form.read({"inovator": [typed]}, {}, OFFERED, provenance=False))
    assert stored.get("inovator") == kept


def test_tags_are_written_in_their_form() -> None:
    stored = draft_form.read({"tag": ["Gizi  Anak, POSYANDU"]}, {}, OFFERED, provenance=False)
    assert stored["tag"] == ["gizi-anak", "posyandu"]


def test_only_offered_choices_are_kept_and_those_chosen_before() -> None:
    before = {"urusan": ["sudah-pensiun", "kesehatan"], "bentuk": "sudah-pensiun"}
    sent = {"urusan": ["kesehatan", "karangan", "sudah-pensiun", "pendidikan"], "bentuk": ["sudah-pensiun"]}
    stored = draft_form.read(sent, before, OFFERED, provenance=False)
    assert stored["urusan"] == ["sudah-pensiun", "kesehatan", "pendidikan"]
    assert stored["bentuk"] == "sudah-pensiun"
    assert draft_form.read({"bentuk": ["karangan"]}, before, OFFERED, provenance=False)["bentuk"] == ""


def test_region_files_licence_and_provenance_are_not_typed() -> None:
    before = {"berkas": [{"nama": "a.pdf"}], "lisensi": "CC-BY-4.0", "asal_tulisan": "unit"}
    sent = {"berkas": ["x"], "lisensi": ["x"], "asal_tulisan": ["redaksi"], "wilayah": ["35.78"]}
    stored = draft_form.read(sent, before, OFFERED, provenance=False)
    assert {key: stored.get(key) for key in (*before, "wilayah")} == {**before, "wilayah": None}
    assert draft_form.read(sent, before, OFFERED, provenance=True)["asal_tulisan"] == "redaksi"


def test_rows_beyond_all_measure_are_not_read() -> None:
    sent = {f"sumber-{number}-judul": [f"Berita {number}"] for number in range(10_000)}
    stored = drafts.tidy(draft_form.read(sent, {}, OFFERED, provenance=False))
    most = ENTRIES["sumber"].most
    assert most <= len(stored["sumber"]) < most + 10
    _found, problems = drafts.read(stored, "35.15", vocabulary())
    assert any(problem.path == ("sumber",) for problem in problems)


def test_signs_that_no_text_holds_are_dropped_and_nothing_else() -> None:
    stored = draft_form.read({"judul": ["A\x00B\x07C\ufffeD\u202eE  é"]}, {}, OFFERED, provenance=False)
    assert stored["judul"] == "ABCD\u202eE  é"


def test_problem_points_at_the_field_where_it_is_mended() -> None:
    for path, name in [
        (("judul",), "judul"),
        (("urusan", 1), "urusan"),
        (("inovator", 3), "inovator"),
        (("sumber", 2, "url"), "sumber-2-url"),
        (("sumber", 2), "sumber-2"),
        (("keberlanjutan", "status"), "keberlanjutan-status"),
        (("berkas", 0, "nama"), "berkas"),
    ]:
        assert draft_form.name_for(path) == name


def test_every_way_to_ask_is_in_use() -> None:
    entries = [*ENTRIES.values(), *WORKSHOP_ENTRIES.values()]
    asked = {entry.ask for entry in entries} | {part.ask for entry in entries for part in entry.parts}
    assert asked == set(Ask)
