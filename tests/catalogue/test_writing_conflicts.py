"""Nothing typed is lost: two who save, a draft that was submitted meanwhile, a session that has ended, a script."""

from typing import Any

import pytest
from flask import Flask

from rumah_inovasi.accounts import current
from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.catalogue.proposal import Proposal
from rumah_inovasi.house import House
from rumah_inovasi.membership.model import Membership
from tests.catalogue.writers import JSON, Desk, desk, edit, type_in
from tests.drafting import changed, drafted, proposal, published, submit
from tests.pages import ORIGIN, Answer
from tests.people import PASSWORD


@pytest.fixture(name="desk")
def _desk(app: Flask, house: House) -> Desk:
    return desk(app, house)


def sent(page: Answer, **fields: Any) -> dict[str, Any]:
    """What the script sends: some fields, the version and the token of the page."""
    held = {node.get("name"): node.get("value", "") for node in page.tree.all("input") if node.get("type") == "hidden"}
    kept = {name: held[name] for name in ("csrf_token", "version", "mode")}
    return {**kept, "judul": "Antrean Dari Rumah", **fields}


def in_diff(page: Answer, kind: str) -> str:
    """All that is marked as gone (`del`) or come (`ins`)."""
    return " ".join("".join(node.itertext()) for node in page.tree.all(kind))


def test_second_of_two_who_save_sees_both_texts_and_keeps_the_own_one(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = desk.writer.get(edit(number))
    colleague = desk.at(desk.person("Rini Rekan", Role.AUTHOR))
    type_in(colleague, number, {"ringkasan": "Kata rekan.", "bagian-hasil": "Hasil rekan."})
    typed = {"ringkasan": "Kata saya.", "bagian-hasil": "Hasil saya.", "mitra": "Bidan\nKader"}
    typed["sumber-0-judul"] = "Buku"
    clash = desk.writer.submit(page, typed, to=edit(number), status=409)
    assert "rekan" in in_diff(clash, "del")
    assert "saya" in in_diff(clash, "ins")
    assert "Bidan" in in_diff(clash, "ins")
    assert proposal(desk.house, number).stored["ringkasan"] == "Kata rekan."
    assert edit(number) in clash.links  # drops the own text
    desk.writer.submit(clash, to=edit(number))
    found = proposal(desk.house, number)
    assert found.stored["ringkasan"] == "Kata saya."
    assert found.stored["mitra"] == ["Bidan", "Kader"]
    assert found.stored["sumber"] == [{"judul": "Buku"}]
    assert "Hasil saya." in found.body


def test_decision_after_a_conflict_may_itself_come_too_late(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = desk.writer.get(edit(number))
    type_in(desk.writer, number, {"ringkasan": "Satu"})
    clash = desk.writer.submit(page, {"ringkasan": "Lain"}, to=edit(number), status=409)
    type_in(desk.writer, number, {"ringkasan": "Dua"})
    again = desk.writer.submit(clash, to=edit(number), status=409)
    assert "Dua" in in_diff(again, "del")
    assert proposal(desk.house, number).stored["ringkasan"] == "Dua"


def test_same_text_sent_twice_is_no_conflict(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = desk.writer.get(edit(number))
    for _twice in range(2):
        desk.writer.submit(page, {"ringkasan": "Sama"}, to=edit(number))


def test_conflict_in_the_message_is_shown_too(desk: Desk) -> None:
    made = published(desk.house, desk.author, desk.admin, desk.unit)
    number = changed(desk.house, desk.author, made)
    page = desk.writer.get(edit(number))
    type_in(desk.writer, number, {"pesan": "Pesan rekan"})
    clash = desk.writer.submit(page, {"pesan": "Pesan saya"}, to=edit(number), status=409)
    assert "rekan" in in_diff(clash, "del")


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, None])
def test_form_without_a_version_counts_as_an_old_one(desk: Desk, version: str | None) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    clash = type_in(desk.writer, number, {"ringkasan": "Kata saya.", "version": version}, status=409)
    assert "Kata saya." in clash.html


def test_what_was_submitted_meanwhile_is_shown_to_be_copied(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = desk.writer.get(edit(number))
    submit(desk.house, desk.author, number)
    late = desk.writer.submit(page, {"bagian-hasil": "Terlambat & utuh", "mitra": "Bidan"}, to=edit(number), status=409)
    assert "sedang ditinjau" in late.text
    assert "Terlambat &amp; utuh" in late.html
    assert "Bidan" in late.text
    assert "Terlambat" not in proposal(desk.house, number).body


def test_expired_session_is_renewed_in_the_middle_and_the_text_goes_on(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = desk.writer.get(edit(number))
    with desk.writer.client.session_transaction() as cookie:
        cookie.pop(current.WORD)
    typed = {"bagian-hasil": "Ditulis\r\n\r\n- lama & <panjang>", "urusan": ["kesehatan", "sosial"]}
    asked = desk.writer.submit(page, typed, to=edit(number), status=401, aksi="pratinjau")
    signed = desk.writer.submit(asked, {"email": desk.author.email, "password": PASSWORD}, to="/masuk", status=200)
    done = desk.writer.submit(signed, to=edit(number))
    assert done.headers["Location"].endswith("/pratinjau")
    found = proposal(desk.house, number)
    assert "Ditulis\n\n- lama & <panjang>" in found.body
    assert found.stored["urusan"] == ["kesehatan", "sosial"]


def test_script_saves_and_learns_the_next_version(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = desk.writer.get(edit(number))
    first = sent(page, **{"bagian-hasil": "Satu kata."})
    told = desk.writer.post(edit(number), first, status=200, headers=JSON).json
    assert told["version"] == proposal(desk.house, number).version
    assert told["saved_at"].endswith("WIB")
    assert "Tujuan" in told["missing"]
    second = {**first, "version": str(told["version"]), "bagian-hasil": "Dua kata."}
    desk.writer.post(edit(number), second, status=200, headers=JSON)
    assert "Dua kata." in proposal(desk.house, number).body


def test_script_is_told_why_it_may_not_save(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = desk.writer.get(edit(number))
    type_in(desk.writer, number, {"ringkasan": "Lain"})
    stale = desk.writer.post(edit(number), sent(page), status=409, headers=JSON)
    assert "disimpan orang lain" in stale.json["message"]
    fresh = desk.writer.get(edit(number))
    long = sent(fresh, **{"bagian-hasil": "panjang " * 30_000})
    assert "terlalu panjang" in desk.writer.post(edit(number), long, status=400, headers=JSON).json["message"]
    submit(desk.house, desk.author, number)
    assert "sedang ditinjau" in desk.writer.post(edit(number), sent(fresh), status=409, headers=JSON).json["message"]
    with desk.writer.client.session_transaction() as cookie:
        cookie.pop(current.WORD)
    assert desk.writer.client.post(edit(number), data=sent(fresh), headers=JSON).status_code == 401


def test_nothing_is_saved_without_the_token_or_from_elsewhere(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = desk.writer.get(edit(number))
    foreign = {**JSON, "Origin": "https://jahat.example"}
    assert desk.writer.client.post(edit(number), data=sent(page), headers=foreign).status_code == 403
    bare = {**sent(page), "csrf_token": ""}
    kept = desk.writer.post(edit(number), {**bare, "ringkasan": "Tetap ada"}, status=400, headers=ORIGIN)
    assert "Tetap ada" in kept.html
    assert proposal(desk.house, number).version == 2


def test_role_that_has_ended_saves_nothing(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = desk.writer.get(edit(number))
    with desk.house.database.write() as session:
        for row in session.query(Membership).filter_by(account_id=desk.author.id):
            session.delete(row)
    desk.writer.submit(page, {"ringkasan": "Lain"}, to=edit(number), status=404)
    assert proposal(desk.house, number).version == 2


def test_conflict_page_of_a_whole_text_keeps_its_mode(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = desk.writer.get(f"{edit(number)}?mode=teks")
    type_in(desk.writer, number, {"ringkasan": "Lain"})
    clash = desk.writer.submit(page, {"isi": "Tanpa bagian."}, to=edit(number), status=409)
    assert any(node.get("name") == "isi" for node in clash.tree.all("textarea"))
    desk.writer.submit(clash, to=edit(number))
    assert proposal(desk.house, number).body == "Tanpa bagian."


def test_draft_of_another_that_took_its_place_is_not_overwritten(desk: Desk, house: House) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = desk.writer.get(edit(number))
    at = f"/ruang-kerja/usulan/{number}/hapus"
    desk.writer.submit(desk.writer.get(at), to=at)
    other = drafted(desk.house, desk.author, desk.unit, judul="Yang lain")
    desk.writer.submit(page, {"ringkasan": "Hantu"}, to=edit(number), status=404)
    with house.database.read() as session:
        assert session.get_one(Proposal, other).stored["judul"] == "Yang lain"
