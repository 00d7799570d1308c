"""The page of synonyms: added, shown with what they do, removed, exported; refused where they would do nothing."""

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import select

from rumah_inovasi.accounts.actor import READER, Role
from rumah_inovasi.audit import AuditEntry
from rumah_inovasi.errors import Forbidden, Invalid
from rumah_inovasi.house import House
from rumah_inovasi.insight import synonym_actions
from rumah_inovasi.insight.synonym_rules import checked
from rumah_inovasi.search.language.synonyms import Group, Kind, Synonyms
from rumah_inovasi.search.model import OwnSynonyms
from tests.fixtures import START as NOW
from tests.pages import PageClient
from tests.people import government, person, signed_in

PATH = "/ruang-kerja/sinonim"
PAIR = {"first": "ngantri", "others": "antrean\r\n\r\n  mengantre di loket \r\n", "kind": "local"}


@pytest.fixture
def editor(app: Flask, house: House) -> PageClient:
    """The curator's browser."""
    return signed_in(app, house, person(house, "Kura Tor", (Role.CURATOR, government(house, "35"))))


def stored(house: House) -> list[OwnSynonyms]:
    with house.database.read() as session:
        return list(session.scalars(select(OwnSynonyms).order_by(OwnSynonyms.id)))


def test_group_is_added_shown_with_what_it_does_and_removed(house: House, editor: PageClient) -> None:
    answer = editor.submit(editor.get(PATH), PAIR, to=PATH)
    (found,) = stored(house)
    assert (found.kind, found.forms) == ("local", ["ngantri", "antrean", "mengantre di loket"])
    page = editor.get(answer.headers["Location"])
    assert "Yang mencari “ngantri” kini juga menemukan: antrean, mengantre di loket." in page.text
    assert "Yang mencari antrean juga menemukan ngantri, mengantre di loket." in page.text
    assert "/cari?q=ngantri" in page.links
    editor.submit(page, to=f"{PATH}/{found.id}/hapus")
    assert stored(house) == []
    editor.submit(page, to=f"{PATH}/{found.id}/hapus", status=404)
    with house.database.read() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.entity == "synonyms").order_by(AuditEntry.id))
        assert [(entry.verb, entry.entity_id, entry.details) for entry in entries] == [
            ("synonyms-added", str(found.id), {}),
            ("synonyms-removed", str(found.id), {}),
        ]


def test_ways_and_capitals_are_kept(house: House, editor: PageClient) -> None:
    editor.submit(editor.get(PATH), {**PAIR, "first": "NGANTRI", "is_one_way": "y", "in_capitals": "y"}, to=PATH)
    (found,) = stored(house)
    others = frozenset({"antrean", "mengantre di loket"})
    assert found.group == Group(Kind.LOCAL, tuple(found.forms), one_way=others, capitals=frozenset({"NGANTRI"}))
    assert "Yang mengetik NGANTRI dengan huruf besar juga menemukan antrean" in editor.get(PATH).text


def test_form_is_filled_with_the_words_that_were_missed(editor: PageClient) -> None:
    page = editor.get(f"{PATH}?kata=parkir+%3Cpintar%3E")
    assert 'value="parkir &lt;pintar&gt;"' in page.html


def test_shipped_groups_are_seen_and_searched_but_not_removed(editor: PageClient) -> None:
    page = editor.get(f"{PATH}?cari=KARTU+keluarga")
    assert "/cari?q=KK" in page.links
    assert "/cari?q=UMKM" not in page.links
    assert not [form for form in page.tree.all("form") if form.get("action", "").endswith("/hapus")]
    assert "Bawaan program tidak memuat kata itu." in editor.get(f"{PATH}?cari=zzzz").text


def refused(*forms: str, kind: Kind = Kind.SYNONYM, is_one_way: bool = False, in_capitals: bool = False) -> str:
    with pytest.raises(Invalid) as caught:
        checked(kind, forms, Synonyms.shipped(), is_one_way=is_one_way, in_capitals=in_capitals)
    return str(caught.value)


@pytest.mark.parametrize(
    ("forms", "reason"),
    [
        (["ngantri"], "satu sampai"),
        (["", "antrean"], "bukan tanda baca"),
        (["ngantri", "?!"], "bukan tanda baca"),
        (["ngantri", "di dan ke"], "kata umum"),
        (["ngantri", "NGANTRI"], "sama bagi pencarian"),
        (["e-tilang", "e tilang"], "sama bagi pencarian"),
        (["ngantri", "x" * 81], "terlalu panjang"),
        (["ngantri", "satu dua tiga empat lima enam tujuh delapan sembilan"], "terlalu panjang"),
        (["ngantri", "an\u202etrean"], "tidak tampak"),
        (["ngantri", "an\x00trean"], "tidak tampak"),
        (["ngantri", "hubungi 081234567890"], "ponsel"),
        (["ngantri", *(f"kata{number}" for number in range(8))], "satu sampai 7"),
        (["KK", "kartu keluarga"], "sudah saling menemukan"),
        (["kartu keluarga", "kk"], "sudah saling menemukan"),
    ],
)
def test_what_the_search_would_not_use_is_refused(forms: list[str], reason: str) -> None:
    assert reason in refused(*forms)


def test_pair_of_which_one_holds_the_other_adds_nothing_one_way() -> None:
    assert "tidak menambah apa pun" in refused("kembang", "kembang desa", is_one_way=True)
    both = checked(Kind.SYNONYM, ["kembang", "kembang desa"], Synonyms.shipped(), is_one_way=False, in_capitals=False)
    assert both.effects() == [("kembang desa", ("kembang",))]


def test_capitals_are_for_one_word_in_capitals() -> None:
    assert "huruf besar" in refused("ngantri", "antrean", in_capitals=True)
    assert "huruf besar" in refused("NGANTRI BARENG", "antrean", in_capitals=True)


def test_known_words_take_what_is_new_beside_them() -> None:
    checked(
        Kind.SYNONYM, ["KK", "kartu keluarga", "kartu rumah"], Synonyms.shipped(), is_one_way=False, in_capitals=False
    )


def test_refused_words_stay_in_the_form_with_the_reason(house: House, editor: PageClient) -> None:
    answer = editor.submit(editor.get(PATH), {"first": "kk", "others": "kartu keluarga"}, to=PATH, status=400)
    assert "sudah saling menemukan" in answer.text
    assert 'value="kk"' in answer.html
    assert stored(house) == []


def test_same_group_is_added_once(house: House, editor: PageClient) -> None:
    editor.submit(editor.get(PATH), PAIR, to=PATH)
    editor.submit(editor.get(PATH), PAIR, to=PATH, status=400)
    assert len(stored(house)) == 1


def test_groups_are_bounded(house: House, editor: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synonym_actions, "MOST_GROUPS", 1)
    editor.submit(editor.get(PATH), PAIR, to=PATH)
    answer = editor.submit(editor.get(PATH), {"first": "sowan", "others": "berkunjung"}, to=PATH, status=409)
    assert "Paling banyak 1 kelompok" in answer.text
    assert len(stored(house)) == 1


def test_table_holds_both_lists(editor: PageClient) -> None:
    editor.submit(editor.get(PATH), {**PAIR, "first": "=ngantri", "is_one_way": "y"}, to=PATH)
    rows = list(csv.DictReader(io.StringIO(editor.get(f"{PATH}.csv").html.removeprefix("\ufeff")), delimiter=";"))
    assert rows[0]["Asal"] == "sendiri"
    assert rows[0]["Kata"] == "'=ngantri"
    assert rows[0]["Tidak kembali"] == "antrean; mengantre di loket"
    assert {row["Asal"] for row in rows[1:]} == {"bawaan"}


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.LOCAL_ADMIN, Role.OFFICER, Role.TRAINER])
def test_others_change_nothing(house: House, role: Role) -> None:
    who = person(house, "Lain", (role, government(house)))
    for actor in (who.actor, READER):
        with house.database.write() as session:
            with pytest.raises(Forbidden):
                synonym_actions.add(
                    session, actor, Kind.LOCAL, ["a", "b"], is_one_way=False, in_capitals=False, now=NOW
                )
            with pytest.raises(Forbidden):
                synonym_actions.remove(session, actor, 1, now=NOW)
