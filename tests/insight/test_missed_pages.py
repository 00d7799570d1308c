"""What people search for and do not find: counts from three on, and what an editor does about them."""

import csv
import io
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy import select

from rumah_inovasi.accounts.actor import READER, Role
from rumah_inovasi.audit import AuditEntry
from rumah_inovasi.errors import Forbidden
from rumah_inovasi.house import House
from rumah_inovasi.insight import question_actions
from rumah_inovasi.insight.model import Need, NeedState
from tests.factories import put, write_up
from tests.fixtures import START as NOW
from tests.indexing import settle
from tests.insight.asking import as_browser, count, written
from tests.pages import ORIGIN, Answer, PageClient
from tests.people import government, person, signed_in
from tests.search.reading import words

PATH = "/ruang-kerja/wawasan"


@pytest.fixture
def editor(app: Flask, house: House) -> PageClient:
    """The curator's browser."""
    return signed_in(app, house, person(house, "Kura Tor", (Role.CURATOR, government(house, "35"))))


def rows(page: Answer, table: int = 0) -> dict[str, Element]:
    """The rows of a table of the page by their words."""
    tables = page.tree.all("table")
    bodies = [body for found in tables[table : table + 1] for body in found.iter("tbody")]
    return {words(next(row.iter("a"))): row for body in bodies for row in body.iter("tr")}


def press(client: PageClient, deed: str, asked: str, status: int = 303) -> Answer:
    """Press a button that belongs to some words."""
    page = client.get(PATH)
    token = next(node.get("value", "") for node in page.tree.all("input") if node.get("name") == "csrf_token")
    return client.post(f"{PATH}/{deed}", {"csrf_token": token, "kata": asked}, status=status, headers=ORIGIN)


def test_what_is_often_missed_is_listed_and_rarer_things_never(house: House, editor: PageClient) -> None:
    count(house, "parkir pintar", 1, 0, 2)
    count(house, "drone", 9)
    count(house, "rahasia siapa", 2)
    count(house, "ditemukan", 9, is_found=True)
    page = editor.get(PATH)
    assert list(rows(page)) == ["drone", "parkir pintar"]
    assert "rahasia siapa" not in page.html
    assert "rahasia siapa" not in editor.get(f"{PATH}.csv").html
    labels = [node.get("aria-label") for node in page.tree.elements if node.tag.endswith("svg") and node.get("role")]
    assert labels[1] == "Per minggu: 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1"


def test_questions_of_readers_come_to_be_listed(app: Flask, house: House, editor: PageClient) -> None:
    put(house, write_up())
    settle(house)
    reader = PageClient(app.test_client())
    for number in range(3):
        assert "parkir" not in rows(editor.get(PATH))
        reader.get("/cari?q=Parkir", **as_browser(f"192.0.2.{number}"))
        written(app, house)
    assert list(rows(editor.get(PATH))) == ["parkir"]


def test_one_click_leads_to_the_form_of_synonyms(house: House, editor: PageClient) -> None:
    count(house, "parkir & pintar", 3)
    (link,) = [link for link in editor.get(PATH).links if link.startswith("/ruang-kerja/sinonim?")]
    assert 'value="parkir &amp; pintar"' in editor.get(link).html


def test_what_is_found_by_now_says_so(house: House, editor: PageClient) -> None:
    put(house, write_up())
    settle(house)
    count(house, "antrean", 3)
    count(house, "parkir", 3)
    listed = rows(editor.get(PATH))
    assert "kini ada 1 tulisan" in words(listed["antrean"])
    assert "kini ada" not in words(listed["parkir"])


def test_text_is_asked_for_once_and_shown_to_all_who_write(app: Flask, house: House, editor: PageClient) -> None:
    count(house, "parkir pintar", 3)
    press(editor, "minta", "parkir pintar")
    assert "tulisan sudah diminta" in words(rows(editor.get(PATH))["parkir pintar"])
    press(editor, "minta", "parkir pintar")
    assert "sudah diminta" in editor.get(PATH).text
    with house.database.read() as session:
        (need,) = session.scalars(select(Need))
    assert (need.state, need.words, need.is_of_editors) == (NeedState.ASKED_FOR, "parkir pintar", True)
    author = signed_in(app, house, person(house, "Peni", (Role.AUTHOR, government(house))))
    desk = author.get("/ruang-kerja")
    assert "Tulisan yang diminta redaksi" in desk.text
    assert f"/ruang-kerja/kebutuhan/{need.id}" in desk.links
    assert "/ruang-kerja/tulis" in author.get(f"/ruang-kerja/kebutuhan/{need.id}").links


def test_what_is_dealt_with_goes_and_comes_back(house: House, editor: PageClient) -> None:
    count(house, "parkir pintar", 3)
    press(editor, "selesai", "parkir pintar")
    assert rows(editor.get(PATH)) == {}
    assert list(rows(editor.get(f"{PATH}?keadaan=selesai"))) == ["parkir pintar"]
    assert "parkir pintar" in editor.get(f"{PATH}.csv?keadaan=selesai").html
    press(editor, "munculkan", "parkir pintar")
    assert list(rows(editor.get(PATH))) == ["parkir pintar"]
    press(editor, "selesai", "tidak pernah dicari", status=404)
    press(editor, "selesai", "", status=400)
    editor.get(f"{PATH}?keadaan=entah", status=400)
    with house.database.read() as session:
        entries = list(session.scalars(select(AuditEntry).where(AuditEntry.entity == "question")))
    assert [entry.verb for entry in entries] == ["question-settled", "question-reopened"]
    assert "parkir" not in repr([(entry.entity_id, entry.details) for entry in entries])


def test_list_has_pages(house: House, editor: PageClient) -> None:
    for number in range(21):
        count(house, f"kata {number}", 3)
    assert len(rows(editor.get(PATH))) == 20
    assert len(rows(editor.get(f"{PATH}?hal=2"))) == 1
    editor.get(f"{PATH}?hal=3", status=404)


def test_table_names_no_day(house: House, editor: PageClient) -> None:
    count(house, "drone", 2, 0, 2)
    table = editor.get(f"{PATH}.csv").html.removeprefix("\ufeff")
    assert list(csv.DictReader(io.StringIO(table), delimiter=";")) == [
        {
            "Kata": "drone",
            "Dicari tanpa hasil": "4",
            "Minggu pertama": "2026-11-02",
            "Minggu terakhir": "2026-11-16",
        }
    ]


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.LOCAL_ADMIN, Role.OFFICER, Role.TRAINER])
def test_others_see_and_change_nothing(app: Flask, house: House, role: Role) -> None:
    count(house, "drone", 3)
    who = person(house, "Lain", (role, government(house)))
    client = signed_in(app, house, who)
    for path in (PATH, f"{PATH}.csv"):
        client.get(path, status=403)
    for actor in (who.actor, READER):
        with house.database.write() as session:
            with pytest.raises(Forbidden):
                question_actions.settle(session, actor, "drone", now=NOW)
            with pytest.raises(Forbidden):
                question_actions.reopen(session, actor, "drone", now=NOW)
