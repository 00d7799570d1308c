"""The desk: what waits for whom, the most urgent first, and the table of units of a local admin."""

import csv
import io
import re
import zipfile

import pytest
from flask import Flask

from rumah_inovasi import outbox
from rumah_inovasi.accounts.actor import READER, SYSTEM, Role
from rumah_inovasi.catalogue import actions as catalogue_actions
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue import review_actions
from rumah_inovasi.catalogue.model import Attachment
from rumah_inovasi.catalogue.proposal import Proposal
from rumah_inovasi.feedback import actions as feedback
from rumah_inovasi.front import unit_table
from rumah_inovasi.house import House
from rumah_inovasi.mail.letters import Letter
from rumah_inovasi.membership.model import AccountRequest
from rumah_inovasi.organisations import actions as organisations
from rumah_inovasi.organisations import queries as units
from tests.drafting import approve, drafted, published, submit
from tests.fixtures import START as NOW
from tests.pages import Answer, PageClient, _words
from tests.people import Person, actor_of, government, person, signed_in, unit

DESK = "/ruang-kerja"
Cast = dict[str, Person]
CHAPTERS = {
    "author": "penyusun",
    "admin": "admin-lokal",
    "foreign": "admin-lokal",
    "curator": "kurator",
    "system": "pengelola",
    "officer": "petugas",
    "trainer": "narasumber",
}


@pytest.fixture
def own(house: House) -> int:
    """The unit of the author."""
    return unit(house, "Puskesmas Contoh")


@pytest.fixture
def cast(house: House, own: int) -> Cast:
    """One person for each role, and a local admin of another regency."""
    people = {
        "author": (Role.AUTHOR, own),
        "admin": (Role.LOCAL_ADMIN, government(house)),
        "foreign": (Role.LOCAL_ADMIN, government(house, "35.14")),
        "curator": (Role.CURATOR, government(house, "35")),
        "system": (Role.SYSTEM_ADMIN, government(house, "35")),
        "officer": (Role.OFFICER, own),
        "trainer": (Role.TRAINER, own),
    }
    return {name: person(house, f"Si {name.title()}", post) for name, post in people.items()}


def desk(app: Flask, house: House, who: Person, query: str = "") -> Answer:
    return signed_in(app, house, who).get(DESK + query)


def groups(page: Answer) -> list[str]:
    """The headings of what waits, in their order, without their counts."""
    return [re.sub(r" \(\d+\)$", "", _words(node)) for node in page.tree.all("h3")]


def mend(house: House, who: Person, number: int, words: str) -> None:
    with house.database.write() as session:
        found = session.get_one(Proposal, number)
        review_actions.request_changes(session, who.actor, found, words, now=house.clock())


def table(page: Answer) -> dict[str, list[str]]:
    """The rows of the table by their first cell."""
    rows = [[_words(cell) for cell in row if cell.tag in {"th", "td"}] for row in page.tree.all("tr")]
    return {row[0]: row[1:] for row in rows}


def test_desk_is_for_those_who_are_signed_in(client: PageClient) -> None:
    for path in (DESK, "/ruang-kerja/unit.csv", "/ruang-kerja/unit.xlsx"):
        assert client.get(path, status=302).headers["Location"].startswith("/masuk")


@pytest.mark.parametrize("name", ["author", "admin", "foreign", "curator", "system", "officer", "trainer"])
def test_empty_desk_says_why_and_offers_first_steps(app: Flask, house: House, cast: Cast, name: str) -> None:
    page = desk(app, house, cast[name])
    assert "Tidak ada yang menunggu Anda" in page.text
    assert "Langkah pertama" in page.text
    assert f"/panduan/{CHAPTERS[name]}" in page.links
    writes = name in {"author", "admin", "foreign", "curator"}
    buttons = [node.get("href") for node in page.tree.all("a") if node.get("class") == "button"]
    assert buttons == {"trainer": ["/ruang-kerja/pelatihan/tulis"]}.get(name, ["/ruang-kerja/tulis"] if writes else [])


def test_account_without_role_is_told_what_to_do(app: Flask, house: House) -> None:
    page = desk(app, house, person(house, "Baru Datang"))
    assert "belum punya peran" in page.text
    assert [step for step in page.links if step == "/akun"]


def test_author_sees_own_texts_with_their_state_in_words(app: Flask, house: House, cast: Cast, own: int) -> None:
    author, admin = cast["author"], cast["admin"]
    draft = drafted(house, author, own, judul="Masih Draf")
    back = drafted(house, author, own, judul="Perlu Dipoles")
    submit(house, author, back)
    mend(house, admin, back, "Tambahkan angka\nkunjungan sebelum dan sesudah. " + "Lagi. " * 60)
    sent = drafted(house, author, own, judul="Sudah Dikirim")
    submit(house, author, sent)
    out = published(house, author, admin, own, judul="Sudah Terbit")
    gone = published(house, author, admin, own, judul="Sudah Ditarik")
    with house.database.write() as session:
        found = catalogue.innovation(session, gone)
        catalogue_actions.withdraw(session, SYSTEM, found, "Keliru", on=NOW.date(), now=house.clock())
    page = desk(app, house, author)
    assert groups(page) == ["Perlu perbaikan", "Draf Anda"]
    assert {f"/ruang-kerja/usulan/{draft}", f"/ruang-kerja/usulan/{back}"} <= set(page.links)
    assert "Tambahkan angka kunjungan sebelum dan sesudah." in page.text
    assert "Lagi. " * 40 not in page.text
    states = {
        _words(next(item.iter("a"))): _words(next(item.iter("span")))
        for item in page.tree.all("li")
        if "pill" in {node.get("class", "").split(" ")[0] for node in item.iter("span")}
    }
    assert states == {"Sudah Dikirim": "Diajukan", "Sudah Terbit": "Terbit", "Sudah Ditarik": "Ditarik"}
    assert f"/inovasi/{out}-sudah-terbit" in page.links
    assert "Langkah pertama" not in page.text


def test_text_under_review_is_called_so(app: Flask, house: House, cast: Cast, own: int) -> None:
    number = drafted(house, cast["author"], own)
    submit(house, cast["author"], number)
    with house.database.write() as session:
        review_actions.take_up(session, cast["admin"].actor, session.get_one(Proposal, number), now=house.clock())
    assert "Diverifikasi" in desk(app, house, cast["author"]).text


def test_drafts_of_others_are_on_nobody_elses_desk(app: Flask, house: House, cast: Cast, own: int) -> None:
    drafted(house, cast["author"], own, judul="Rahasia Penulis")
    for name in ("admin", "foreign", "curator", "system", "officer"):
        assert "Rahasia Penulis" not in desk(app, house, cast[name]).text


def test_reviewers_see_what_waits_in_their_tree(app: Flask, house: House, cast: Cast, own: int) -> None:
    author = cast["author"]
    live = published(house, author, cast["admin"], own, judul="Sudah Terbit")
    text = drafted(house, author, own, judul="Menunggu Putusan")
    submit(house, author, text)
    with house.database.write() as session:
        found = catalogue.innovation(session, live)
        report = feedback.report(session, READER, found, "Jamnya salah.", "", base_url="http://x", now=house.clock())
        request = AccountRequest(
            name="Budi Calon",
            email="budi@contoh.go.id",
            position="Staf",
            office_contact="031",
            region_code="35.15",
            unit_id=own,
            unit_name="Puskesmas Contoh",
            created_at=NOW,
        )
        session.add(request)
    links = {
        f"/ruang-kerja/usulan/{text}",
        f"/ruang-kerja/laporan/{report.id}",
        f"/ruang-kerja/permintaan/{request.id}",
    }
    for name in ("admin", "curator"):
        page = desk(app, house, cast[name])
        assert links <= set(page.links), name
        assert groups(page) == ["Tulisan menunggu tinjauan Anda", "Permintaan akun", "Laporan terbuka"]
    for name in ("foreign", "officer", "trainer"):
        assert not links & set(desk(app, house, cast[name]).links), name
    approve(house, cast["admin"].actor, text)
    with house.database.write() as session:
        feedback.handle(
            session, cast["admin"].actor, session.merge(report), "Sudah.", base_url="http://x", now=house.clock()
        )
    assert groups(desk(app, house, cast["curator"])) == ["Permintaan akun"]


def test_long_lists_show_a_few_and_how_many_more(app: Flask, house: House, cast: Cast, own: int) -> None:
    for number in range(7):
        submit(house, cast["author"], drafted(house, cast["author"], own, judul=f"Antrean {number}"))
    page = desk(app, house, cast["curator"])
    assert len([link for link in page.links if link.startswith("/ruang-kerja/usulan/")]) == 5
    assert "Lihat 2 lainnya" in page.text
    assert "Tulisan menunggu tinjauan Anda (7)" in page.text


def attached(house: House, number: int, name: str, *, has_numbers: bool = False) -> None:
    with house.database.write() as session:
        row = Attachment(
            innovation_number=number, name=name, key=name, sha256="0", media_type="application/pdf", size=1,
            is_open=False, has_numbers=has_numbers, created_at=NOW,
        )  # fmt: skip
        session.add(row)


def test_files_that_could_be_opened_are_pointed_out(app: Flask, house: House, cast: Cast, own: int) -> None:
    files = [{"nama": "laporan.pdf", "keterangan": "Laporan"}, {"nama": "data.pdf", "keterangan": "Data"}]
    number = published(house, cast["author"], cast["admin"], own)
    for name in ("laporan.pdf", "data.pdf", "tidak-disebut.pdf"):
        attached(house, number, name, has_numbers=name == "data.pdf")
    assert groups(desk(app, house, cast["admin"])) == []
    with house.database.write() as session:
        revision = catalogue.read(session, catalogue.innovation(session, number)).revision
        revision.stored = {**revision.stored, "berkas": files}
    page = desk(app, house, cast["admin"])
    assert groups(page) == ["Lampiran belum dibuka untuk umum"]
    assert "1 lampiran" in page.text
    assert groups(desk(app, house, cast["foreign"])) == []


def test_parked_rows_and_letters_wait_for_the_system_administrator(app: Flask, house: House, cast: Cast) -> None:
    with house.database.write() as session:
        outbox.record(session, outbox.UNIT, 1, now=NOW).parked_at = NOW
        session.add(Letter(recipient="a@b.id", subject="s", body="b", created_at=NOW, attempts=8, parked_at=NOW))
    page = desk(app, house, cast["system"])
    assert groups(page) == ["Antrean macet"]
    assert "/admin/antrean" in page.links
    assert "1 surat tidak terkirim" in page.text
    assert groups(desk(app, house, cast["admin"])) == []


def test_table_counts_each_state_of_each_unit(app: Flask, house: House, cast: Cast, own: int) -> None:
    author, admin = cast["author"], cast["admin"]
    for _time in range(2):
        drafted(house, author, own)
    for number, title in enumerate(("Satu", "Dua", "Tiga")):
        made = drafted(house, author, own, judul=title)
        submit(house, author, made)
        if number == 0:
            mend(house, admin, made, "Perbaiki.")
        if number == 1:
            with house.database.write() as session:
                review_actions.take_up(session, admin.actor, session.get_one(Proposal, made), now=house.clock())
    published(house, author, admin, own, judul="Terbit Satu")
    page = desk(app, house, admin)
    rows = table(page)
    assert rows["Puskesmas Contoh"] == ["2", "2", "1", "1"]
    assert rows["Jumlah"] == ["2", "2", "1", "1"]
    assert "Kecamatan Buduran" not in rows
    assert len(rows) == 3
    assert {"/ruang-kerja/tinjauan", f"/unit/{own}-puskesmas-contoh"} <= set(page.links)
    whole = table(desk(app, house, admin, "?semua=1"))
    assert whole["Kecamatan Buduran"] == ["0", "0", "0", "0"]
    assert len(whole) == 2 + 18 + 2  # head and sums, kecamatan, the government and the puskesmas
    assert "19 unit belum punya tulisan yang terbit" in page.text


def test_table_is_that_of_the_own_tree(app: Flask, house: House, cast: Cast, own: int) -> None:
    published(house, cast["author"], cast["admin"], own)
    assert "Puskesmas Contoh" not in table(desk(app, house, cast["foreign"], "?semua=1"))
    for name in ("author", "curator", "system", "officer"):
        assert table(desk(app, house, cast[name])) == {}
        signed_in(app, house, cast[name]).get("/ruang-kerja/unit.csv", status=403)


def test_other_roles_of_a_local_admin_add_no_units_to_the_table(app: Flask, house: House, own: int) -> None:
    far = unit(house, "Puskesmas Jauh", region="35.14")
    roles = (Role.LOCAL_ADMIN, own), (Role.AUTHOR, far), (Role.CURATOR, government(house, "35"))
    rows = table(desk(app, house, person(house, "Serba Bisa", *roles), "?semua=1"))
    assert set(rows) == {"Unit", "Puskesmas Contoh", "Jumlah"}


def test_figures_lead_to_what_they_count(app: Flask, house: House, cast: Cast, own: int) -> None:
    drafted(house, cast["author"], own, judul="Masih Draf")
    ours = signed_in(app, house, cast["admin"])
    path = "/ruang-kerja/tulisan?keadaan=draft"
    assert path in ours.get(DESK).links
    assert "Masih Draf" in ours.get(path).text


def test_ended_unit_stays_in_the_table_while_it_has_texts(house: House, cast: Cast, own: int) -> None:
    published(house, cast["author"], cast["admin"], own)
    empty = unit(house, "Puskesmas Kosong")
    with house.database.write() as session:
        admin = actor_of(house, cast["admin"].account)
        for number in (own, empty):
            organisations.close(session, admin, units.unit(session, number), [], now=NOW)
    with house.database.read() as session:
        names = {row.unit.name for row in unit_table.of(session, actor_of(house, cast["admin"].account)).rows}
    assert "Puskesmas Contoh" in names
    assert "Puskesmas Kosong" not in names


def test_table_goes_into_files_whole_and_harmless(app: Flask, house: House, cast: Cast, own: int) -> None:
    published(house, cast["author"], cast["admin"], own)
    with house.database.write() as session:
        admin = actor_of(house, cast["admin"].account)
        organisations.rename(session, admin, units.unit(session, own), "=1+1 Contoh", now=NOW)
    client = signed_in(app, house, cast["admin"])
    rows = list(csv.reader(io.StringIO(client.get("/ruang-kerja/unit.csv").html.removeprefix("\ufeff")), delimiter=";"))
    assert rows[0] == list(unit_table.HEADER)
    assert len(rows) == 1 + 20
    assert [str(own), "'=1+1 Contoh", "Puskesmas", "35.15", "0", "0", "0", "1"] in rows
    answer = client.get("/ruang-kerja/unit.xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="unit.xlsx"'
    with zipfile.ZipFile(io.BytesIO(answer.body)) as book:
        sheet, texts = (book.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "sharedStrings"))
    assert "<f>" not in sheet
    assert 'state="frozen"' in sheet
    assert "'=1+1 Contoh" in texts
    assert sheet.count("<row ") == 1 + 20
