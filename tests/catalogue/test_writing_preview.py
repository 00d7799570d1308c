"""The preview of a draft: as readers would see it, however incomplete, and for nobody else."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from rumah_inovasi.catalogue import draft_form, preview
from rumah_inovasi.catalogue.metadata import METADATA_KEYS
from rumah_inovasi.catalogue.proposal import Proposal
from rumah_inovasi.house import House
from tests.catalogue.facts import vocabulary
from tests.catalogue.writers import FULL, Desk, desk
from tests.drafting import changed, drafted, proposal, published
from tests.pages import Answer, PageClient

junk = st.recursive(
    st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["url", "judul", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@pytest.fixture(name="desk")
def _desk(app: Flask, house: House) -> Desk:
    return desk(app, house)


def show(client: PageClient, number: int) -> Answer:
    return client.get(f"/ruang-kerja/usulan/{number}/pratinjau")


def test_preview_is_the_page_of_the_write_up_and_says_that_it_is_none(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit, body="## Hasil\n\n**Tebal** sekali.", **FULL)
    page = show(desk.writer, number)
    assert "Pratinjau: belum terbit." in page.text
    assert page.title.startswith("Pratinjau:")
    assert "<strong>Tebal</strong>" in page.html
    for shown in (
        "Antrean Nyaman dan Teratur",
        "21 November 2019",
        "Kepala tata usaha",
        "Top “30” & <lain>",
        "Berita 1",
    ):
        assert shown in page.text
    robots = [node.get("content") for node in page.tree.all("meta") if node.get("name") == "robots"]
    assert robots == ["noindex"]
    assert page.headers["Cache-Control"] == "private, no-store"


def test_preview_leads_to_no_page_that_a_draft_has_not(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit, **FULL)
    at = proposal(desk.house, number).innovation_number
    links = show(desk.writer, number).links
    assert f"/ruang-kerja/usulan/{number}/sunting" in links
    assert [link for link in links if link.startswith(f"/inovasi/{at}")] == []


def test_empty_draft_has_a_preview(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit, body="", judul="", ringkasan="")
    page = show(desk.writer, number)
    assert "(belum diisi)" in page.text
    assert "belum lengkap atau masih salah" in page.text


def test_what_is_wrong_is_left_out_and_the_rest_shown(desk: Desk) -> None:
    wrong = {"mulai": "kemarin", "bentuk": "karangan", "sumber": [{"url": "x"}], "judul": "a" * 300}
    number = drafted(desk.house, desk.author, desk.unit, **{**FULL, **wrong})
    page = show(desk.writer, number)
    assert "kemarin" not in page.text
    assert "Kepala tata usaha" in page.text


def test_text_that_cannot_be_shown_says_what_to_change(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit, body="## Hasil\n\n" + "> " * 40 + "dalam")
    page = show(desk.writer, number)
    assert "Teks ini belum dapat ditampilkan." in page.text
    assert "terlalu dalam" in page.text


def test_hostile_text_stays_harmless(desk: Desk) -> None:
    body = "## Hasil\n\n<script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1))"
    number = drafted(desk.house, desk.author, desk.unit, body=body, judul="<script>alert(2)</script>")
    page = show(desk.writer, number)
    assert [node for node in page.tree.all("script") if not node.get("src")] == []
    assert "onerror" not in page.html
    assert "javascript:" not in page.html


def test_preview_of_a_change_shows_the_change_and_readers_the_former_text(desk: Desk) -> None:
    made = published(desk.house, desk.author, desk.admin, desk.unit)
    number = changed(desk.house, desk.author, made, body="## Hasil\n\nKenari bernyanyi.")
    assert "Kenari bernyanyi." in show(desk.writer, number).text
    assert "Kenari" not in desk.writer.get(f"/inovasi/{made}-antrean-dari-rumah").text
    with desk.house.database.read() as session:
        assert session.get_one(Proposal, number).revision is None


@given(st.dictionaries(st.sampled_from(METADATA_KEYS), junk, max_size=6))
def test_whatever_stands_in_the_facts_something_can_be_shown(stored: dict[str, object]) -> None:
    found = preview.facts_of(stored, "35.15", vocabulary(), "(belum diisi)")
    assert found.title
    assert found.summary
    assert found.region == "35.15"


@given(
    st.dictionaries(st.sampled_from(sorted(draft_form.ENTRIES)), st.lists(st.text(max_size=9), max_size=3), max_size=6)
)
def test_whatever_is_typed_something_can_be_shown(sent: dict[str, list[str]]) -> None:
    stored = draft_form.read(sent, {}, vocabulary().terms, provenance=True)
    assert preview.facts_of(stored, "35.15", vocabulary(), "(belum diisi)").title
