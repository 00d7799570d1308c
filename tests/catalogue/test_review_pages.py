"""The pages of a proposal as author and reviewer see them, without JavaScript."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.catalogue.proposal import Proposal
from rumah_inovasi.house import House
from rumah_inovasi.mail.letters import Letter
from tests.drafting import BODY, changed, drafted, innovation, proposal, published, submit
from tests.factories import put, write_up
from tests.pages import Answer, PageClient
from tests.people import Person, government, person, signed_in, unit


@dataclass
class Desk:
    """An author and a local admin, each at a browser of their own."""

    house: House
    unit: int
    author: Person
    admin: Person
    writing: PageClient
    reviewing: PageClient


@pytest.fixture
def desk(app: Flask, house: House) -> Desk:
    own = unit(house, "Puskesmas Contoh")
    author = person(house, "Ani Penulis", (Role.AUTHOR, own))
    admin = person(house, "Budi Admin", (Role.LOCAL_ADMIN, government(house)))
    return Desk(house, own, author, admin, signed_in(app, house, author), signed_in(app, house, admin))


def at(number: int) -> str:
    return f"/ruang-kerja/usulan/{number}"


def letters(house: House) -> list[tuple[str, str]]:
    with house.database.read() as session:
        return [(row.recipient, row.subject) for row in session.scalars(select(Letter).order_by(Letter.id))]


def test_a_text_goes_from_draft_to_publication(desk: Desk, client: PageClient) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = desk.writing.get(at(number))
    assert "Draf" in page.text
    desk.writing.submit(page, {"authorised": "y"}, to=f"{at(number)}/ajukan")
    assert "Menunggu tinjauan: Antrean Dari Rumah" in dict(letters(desk.house))[desk.admin.email]

    queue = desk.reviewing.get("/ruang-kerja/tinjauan")
    assert at(number) in queue.links
    page = desk.reviewing.get(at(number))
    assert "Antrean terlalu panjang." in page.text
    desk.reviewing.submit(page, to=f"{at(number)}/tinjau")
    page = desk.reviewing.get(at(number))
    desk.reviewing.submit(page, {"body": "Sebut sumbernya.", "aksi": "perbaikan"}, to=f"{at(number)}/putuskan")

    page = desk.writing.get(at(number))
    assert "Perlu perbaikan" in page.text
    assert "Sebut sumbernya." in page.text
    assert letters(desk.house)[-1] == (desk.author.email, "Tulisan Anda: perlu perbaikan: Antrean Dari Rumah")
    desk.writing.submit(page, {"authorised": "y"}, to=f"{at(number)}/ajukan")
    page = desk.reviewing.get(at(number))
    desk.reviewing.submit(page, {"aksi": "setujui"}, to=f"{at(number)}/putuskan")

    made = proposal(desk.house, number).innovation_number
    assert "Antrean Dari Rumah" in client.get(f"/inovasi/{innovation(desk.house, made).ref}").text
    assert "Sudah terbit sebagai revisi 1." in desk.writing.get(at(number)).text


def test_submission_needs_the_statement(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = desk.writing.submit(desk.writing.get(at(number)), to=f"{at(number)}/ajukan", status=400)
    assert "Centang pernyataan" in page.text
    assert proposal(desk.house, number).state == "draft"


def test_draft_that_has_become_incomplete_is_refused_with_what_is_missing(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = desk.writing.get(at(number))
    with desk.house.database.write() as session:
        found = session.get_one(Proposal, number)
        found.stored = {**found.stored, "ringkasan": ""}
    refused = desk.writing.submit(page, {"authorised": "y"}, to=f"{at(number)}/ajukan", status=400)
    assert "mulai dari “ringkasan”" in refused.text
    assert proposal(desk.house, number).state == "draft"


def test_what_blocks_publication_is_listed_and_no_submission_is_offered(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit, body="Hubungi 0812-3456-7890.", ringkasan="")
    page = desk.writing.get(at(number))
    assert "0812-3456-7890" in page.text
    assert "Ringkasan" in page.text
    assert f"{at(number)}/ajukan" not in [form.get("action") for form in page.tree.all("form")]


def test_a_decision_without_a_word_keeps_what_stands_there(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    submit(desk.house, desk.author, number)
    page = desk.reviewing.get(at(number))
    refused = desk.reviewing.submit(page, {"body": " ", "aksi": "tolak"}, to=f"{at(number)}/putuskan", status=400)
    assert "Komentar wajib ditulis" in refused.text
    refused = desk.reviewing.submit(page, {"body": "x", "aksi": "entah"}, to=f"{at(number)}/putuskan", status=400)
    assert "Pilih salah satu: setujui" in refused.text


def test_a_decision_that_comes_too_late_keeps_what_was_typed(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    submit(desk.house, desk.author, number)
    page = desk.reviewing.get(at(number))
    desk.writing.submit(desk.writing.get(at(number)), to=f"{at(number)}/tarik-kembali")
    late = desk.reviewing.submit(
        page, {"body": "Perbaiki judulnya.", "aksi": "perbaikan"}, to=f"{at(number)}/putuskan", status=409
    )
    assert "Keadaan usulan ini sudah berubah" in late.text
    assert "Perbaiki judulnya." in late.html


def test_reviewer_sees_word_by_word_what_changes(desk: Desk) -> None:
    made = published(desk.house, desk.author, desk.admin, desk.unit)
    number = changed(desk.house, desk.author, made, body=BODY.replace("lebih pendek", "lebih singkat"))
    page = desk.reviewing.get(at(number))
    assert [("".join(node.itertext())) for node in page.tree.all("ins")][1:] == ["singkat"]
    assert [("".join(node.itertext())) for node in page.tree.all("del")][1:] == ["pendek"]


def test_others_learn_nothing_of_a_proposal(desk: Desk, app: Flask, client: PageClient) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    other = person(desk.house, "Citra Lain", (Role.LOCAL_ADMIN, government(desk.house, "35.78")))
    page = signed_in(app, desk.house, other).get(at(number), status=404)
    nothing = signed_in(app, desk.house, other).get(at(999), status=404)
    assert page.text.replace(str(number), "N") == nothing.text.replace("999", "N")
    assert client.get(at(number), status=302).headers["Location"].startswith("/masuk?")
    made = proposal(desk.house, number).innovation_number
    client.get(f"/inovasi/{made}", status=404)


def test_page_of_a_write_up_offers_deeds_only_to_those_who_may(desk: Desk, app: Flask, client: PageClient) -> None:
    made = innovation(desk.house, published(desk.house, desk.author, desk.admin, desk.unit))
    url, change = f"/inovasi/{made.ref}", f"/ruang-kerja/inovasi/{made.number}/revisi"
    officer = signed_in(app, desk.house, person(desk.house, "Hadi Petugas", (Role.OFFICER, desk.unit)))
    for other in (client, officer):
        assert change not in [form.get("action") for form in other.get(url).tree.all("form")]
    desk.writing.submit(desk.writing.get(url), to=change)
    assert "Lanjutkan usulan yang terbuka" in desk.writing.get(url).text
    assert f"/ruang-kerja/inovasi/{made.number}/tarik" in desk.reviewing.get(url).links
    assert f"/ruang-kerja/inovasi/{made.number}/tarik" not in desk.writing.get(url).links


def test_former_revision_is_restored_as_a_proposal(desk: Desk) -> None:
    made = published(desk.house, desk.author, desk.admin, desk.unit)
    second = changed(desk.house, desk.author, made, judul="Judul Kedua")
    submit(desk.house, desk.author, second)
    desk.reviewing.submit(desk.reviewing.get(at(second)), {"aksi": "setujui"}, to=f"{at(second)}/putuskan")
    ref = innovation(desk.house, made).ref
    page = desk.writing.get(f"/inovasi/{ref}/revisi/1")
    answer = desk.writing.submit(page, to=f"/ruang-kerja/inovasi/{made}/revisi")
    number = int(answer.headers["Location"].split("/")[3])
    restored = proposal(desk.house, number)
    assert (restored.stored["judul"], restored.message) == ("Antrean Dari Rumah", "Dipulihkan dari revisi 1")


def test_withdrawal_asks_for_a_reason_and_leaves_a_tombstone(desk: Desk, client: PageClient) -> None:
    made = innovation(desk.house, published(desk.house, desk.author, desk.admin, desk.unit))
    address = f"/ruang-kerja/inovasi/{made.number}/tarik"
    desk.writing.get(address, status=403)
    page = desk.reviewing.get(address)
    assert "Wajib diisi." in desk.reviewing.submit(page, {"reason": ""}, status=400).text
    desk.reviewing.submit(page, {"reason": "Layanan sudah berhenti."})
    assert "Layanan sudah berhenti." in client.get(f"/inovasi/{made.ref}", status=410).text
    again = desk.writing.get(f"/inovasi/{made.ref}", status=410)
    desk.writing.submit(again, to=f"/ruang-kerja/inovasi/{made.number}/revisi")


def test_reviewer_may_only_say_something(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    submit(desk.house, desk.author, number)
    page = desk.reviewing.get(at(number))
    desk.reviewing.submit(page, {"body": "Menarik.", "aksi": "komentar"}, to=f"{at(number)}/putuskan")
    assert proposal(desk.house, number).state == "submitted"
    assert "Menarik." in desk.writing.get(at(number)).text


def test_proposal_for_a_withdrawn_text_says_what_approval_means(desk: Desk) -> None:
    made = innovation(desk.house, published(desk.house, desk.author, desk.admin, desk.unit))
    number = changed(desk.house, desk.author, made.number)
    assert "ditarik" not in desk.reviewing.get(at(number)).text
    page = desk.reviewing.get(f"/ruang-kerja/inovasi/{made.number}/tarik")
    desk.reviewing.submit(page, {"reason": "Layanan berhenti."})
    text = desk.reviewing.get(at(number)).text
    assert "Layanan berhenti. Menyetujui usulan ini berarti menerbitkannya kembali." in text


def test_owning_unit_confirms_a_text_of_the_editors(desk: Desk) -> None:
    made = put(desk.house, write_up(extra="asal_tulisan: redaksi\n")).number
    assert made
    address = f"/ruang-kerja/inovasi/{made}/klaim"
    page = desk.writing.get(address)
    bare = {"aksi": "konfirmasi", "csrf_token": token(page)}
    headers = {"Origin": "http://localhost"}
    assert "Centang pernyataan" in desk.writing.post(address, bare, status=400, headers=headers).text
    answer = desk.writing.post(address, {**bare, "authorised": "y"}, headers=headers)
    number = int(answer.headers["Location"].rsplit("/", 1)[1])
    assert proposal(desk.house, number).state == "submitted"
    desk.reviewing.submit(desk.reviewing.get(at(number)), {"aksi": "setujui"}, to=f"{at(number)}/putuskan")
    text = desk.reviewing.get(f"/inovasi/{innovation(desk.house, made).ref}").text
    assert "Ditulis oleh unit pemilik." in text


def token(page: Answer) -> str:
    """The token in the forms of a page."""
    return next(node.get("value", "") for node in page.tree.all("input") if node.get("name") == "csrf_token")
