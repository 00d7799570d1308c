"""A text divided into sections and put together again: the same text, or not divided at all."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rumah_inovasi.catalogue import labels, section_texts
from rumah_inovasi.catalogue.section_texts import ORDER, SHORT, STANDARD, Indivisible
from rumah_inovasi.interoperability import front_matter

CONTENT = Path(__file__).resolve().parents[2] / "content"
# Lines that have a meaning for sections, among others.
PIECES = [
    *(f"## {title}" for title in ORDER),
    *("", "Teks.", "```", "~~~", "===", "---", "# Judul", "## Lain", "### Kecil", "##Rapat", "## ", "    ## Hasil"),
    *("> ## Hasil", "- butir", "\r", "## Hasil ", "  ", "## Hasil\r"),
]
bodies = st.lists(st.sampled_from(PIECES), max_size=14).map("\n".join) | st.text(max_size=60)


@given(bodies)
@example("## Hasil\n\nA\n\n```\n## Tujuan\n```")
@example("## Hasil\n\n \n## Tujuan\n\nB")
def test_text_is_divided_without_loss_or_not_at_all(body: str) -> None:
    try:
        sections = section_texts.split(body)
    except Indivisible:
        return
    assert section_texts.join(sections) == section_texts.canonical(body)
    assert set(sections) <= set(ORDER)


@given(st.dictionaries(st.sampled_from(ORDER), bodies, max_size=9))
def test_what_is_typed_by_section_is_found_in_the_text_that_is_kept(typed: dict[str, str]) -> None:
    body = section_texts.join(typed)
    for text in typed.values():
        assert not text.strip() or section_texts.canonical(text) in body
    try:
        again = section_texts.split(body)
    except Indivisible:
        return
    assert section_texts.join(again) == body


@given(st.dictionaries(st.sampled_from(ORDER), st.sampled_from(["Satu.", "Dua\n\n- tiga", "### Kecil\n\nEmpat"])))
def test_ordinary_sections_come_back_one_by_one_in_their_order(typed: dict[str, str]) -> None:
    again = section_texts.split(section_texts.join(typed))
    assert list(again.items()) == list(typed.items())


def test_every_starter_text_is_edited_by_section() -> None:
    found = list((CONTENT / "inovasi").rglob("*.md"))
    assert len(found) == 75
    for path in found:
        body = front_matter.parse(path.read_bytes(), name=path.name).body
        assert section_texts.join(section_texts.split(body)) == body, path.name


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("Pembuka.\n\n## Hasil\n\nA", "sebelum judul bagian"),
        ("Tanpa judul.", "sebelum judul bagian"),
        ("## Hasil\n\nA\n\n## Penutup\n\nB", "“Penutup”"),
        ("# Hasil\n\nA", "“Hasil”"),
        ("##Hasil\n\nA", "“Hasil”"),
        ("## Hasil\n\nPenutup\n---\n\nB", "“Penutup”"),
        ("## Hasil\n\nA\n\n## Hasil\n\nB", "dua kali"),
        ("## Hasil\n\n## Tujuan\n\nB", "“Hasil” masih kosong"),
        ("## Hasil\n\n```\n## Tujuan\n```", "di dalam kode"),
        ("## Hasil\nA", "Jarak baris"),
        ("## hasil\n\nA", "“hasil”"),
    ],
)
def test_text_of_another_build_is_edited_whole_and_the_reason_is_told(body: str, reason: str) -> None:
    with pytest.raises(Indivisible) as caught:
        section_texts.split(body)
    assert reason in str(caught.value)


def test_canonical_form_is_that_of_the_archive() -> None:
    for text in ("\n\r\n A \r\nB\r\r", "", "\n", "A\x0bB\n"):
        assert section_texts.canonical(text) == front_matter.canonical_body(text)


def test_empty_form_shows_the_standard_sections_and_their_labels() -> None:
    assert section_texts.layout([]) == list(STANDARD) == list(labels.SECTIONS)


def test_text_keeps_its_own_order_and_the_other_sections_stand_between() -> None:
    shown = section_texts.layout(["Sumber daya", "Hasil"])
    assert [title for title in shown if title in {"Sumber daya", "Hasil"}] == ["Sumber daya", "Hasil"]
    assert set(shown) == set(STANDARD)
    assert shown[0] == "Latar belakang"
    assert SHORT in section_texts.layout([SHORT])
