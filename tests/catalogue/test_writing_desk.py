"""Where writers begin, find and discard their writings, and that nobody else sees them."""

import re

import pytest
from flask import Flask

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.catalogue import writing_queries
from rumah_inovasi.house import House
from tests.catalogue.writers import Desk, desk, edit, token, type_in
from tests.drafting import BODY, approve, drafted, proposal, published, submit
from tests.people import government, person, unit

SUGGESTED = "/cari/saran?q=kena"
NIK = "3515085203990001"


@pytest.fixture(name="desk")
def _desk(app: Flask, house: House) -> Desk:
    return desk(app, house)


def test_new_write_up_is_begun_with_unit_and_title(desk: Desk) -> None:
    page = desk.writer.get("/ruang-kerja/tulis")
    done = desk.writer.submit(page, {"title": "  Antrean  Dari Rumah "}, to="/ruang-kerja/tulis")
    number = int(re.findall(r"\d+", done.headers["Location"])[0])
    assert done.headers["Location"] == edit(number)
    assert proposal(desk.house, number).stored == {"judul": "Antrean Dari Rumah", "asal_tulisan": "unit"}
    assert "Antrean Dari Rumah" in desk.writer.get(edit(number)).title


def test_beginning_without_title_or_unit_says_what_is_missing(desk: Desk) -> None:
    page = desk.writer.get("/ruang-kerja/tulis")
    again = desk.writer.submit(page, {"title": " "}, to="/ruang-kerja/tulis", status=400)
    assert "Judul sementara" in again.text
    for unit_id in ("", "x", "9" * 30, "999999999"):
        sent = {"title": "Antrean", "unit": unit_id}
        assert "Antrean" in desk.writer.submit(page, sent, to="/ruang-kerja/tulis", status=400).html


def test_nobody_begins_for_the_unit_of_others(desk: Desk) -> None:
    other = unit(desk.house, "Puskesmas Lain")
    page = desk.writer.get("/ruang-kerja/tulis")
    assert "Puskesmas Lain" not in page.text
    desk.writer.submit(page, {"title": "Antrean", "unit": str(other)}, to="/ruang-kerja/tulis", status=403)


def test_who_writes_nowhere_has_no_desk(desk: Desk) -> None:
    reader = desk.at(desk.person("Fajar Petugas", Role.OFFICER))
    for path in ("/ruang-kerja/tulis", "/ruang-kerja/tulisan", "/ruang-kerja/tulisan.csv"):
        reader.get(path, status=403)


def test_who_is_not_signed_in_is_led_to_the_sign_in(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    stranger = desk.app.test_client()
    at = f"/ruang-kerja/usulan/{number}"
    for path in ("/ruang-kerja/tulis", "/ruang-kerja/tulisan", f"{at}/sunting", f"{at}/pratinjau", f"{at}/berkas"):
        answer = stranger.get(path)
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/masuk")


def test_many_units_are_searched_by_name_and_region(desk: Desk) -> None:
    curator = desk.at(person(desk.house, "Dewi Kurator", (Role.CURATOR, government(desk.house, "35"))))
    page = curator.get("/ruang-kerja/tulis?cari=puskesmas+contoh+sidoarjo")
    assert "Puskesmas Contoh" in page.text
    again = curator.submit(page, {"title": "", "unit": str(desk.unit)}, to="/ruang-kerja/tulis", status=400)
    assert f'value="{desk.unit}" checked' in again.html
    assert "Tidak ada unit dengan nama itu" in curator.get("/ruang-kerja/tulis?cari=zzzz").text
    assert "Persempit" in curator.get("/ruang-kerja/tulis").text


def test_title_like_a_known_one_is_asked_about_once(desk: Desk) -> None:
    published(desk.house, desk.author, desk.admin, desk.unit, judul="Kampung Iklim Sehat")
    page = desk.writer.get("/ruang-kerja/tulis")
    asked = desk.writer.submit(page, {"title": "kampung iklim, sehat"}, to="/ruang-kerja/tulis", status=200)
    assert "Apakah maksud Anda memperbaiki tulisan ini?" in asked.text
    assert "/inovasi/1-kampung-iklim-sehat" in asked.links
    other = desk.writer.submit(asked, {"title": "Kampung Iklim Sehat"}, to="/ruang-kerja/tulis", status=200)
    desk.writer.submit(other, to="/ruang-kerja/tulis")
    page = desk.writer.get("/ruang-kerja/tulis")
    desk.writer.submit(page, {"title": "Kampung Tangguh"}, to="/ruang-kerja/tulis")


def test_titles_of_drafts_are_not_told_to_others(desk: Desk) -> None:
    drafted(desk.house, desk.author, desk.unit, judul="Rahasia Dapur")
    stranger = desk.at(desk.person("Citra Luar", Role.AUTHOR, unit(desk.house, "Puskesmas Lain")))
    page = stranger.get("/ruang-kerja/tulis")
    stranger.submit(page, {"title": "Rahasia Dapur"}, to="/ruang-kerja/tulis")


def test_what_is_not_of_the_own_unit_does_not_exist(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    stranger = desk.at(desk.person("Citra Luar", Role.AUTHOR, unit(desk.house, "Puskesmas Lain")))
    at = f"/ruang-kerja/usulan/{number}"
    for path in ("sunting", "pratinjau", "berkas", "hapus"):
        stranger.get(f"{at}/{path}", status=404)
    page = stranger.get("/ruang-kerja/tulis")
    for path in ("sunting", "berkas", "hapus", "berkas/a.png/hapus", "berkas/a.png/keterangan"):
        stranger.post(
            f"{at}/{path}",
            {"csrf_token": token(page), "version": "2"},
            status=404,
            headers={"Origin": "http://localhost"},
        )
    assert proposal(desk.house, number).body == BODY


def test_own_writings_are_listed_with_their_state_in_words(desk: Desk) -> None:
    published(desk.house, desk.author, desk.admin, desk.unit, judul="Sudah Terbit")
    waiting = drafted(desk.house, desk.author, desk.unit, judul="Menunggu")
    submit(desk.house, desk.author, waiting)
    drafted(desk.house, desk.author, desk.unit, judul="=Masih Draf")
    rows = desk.writer.get("/ruang-kerja/tulisan").tree.all("tr")[1:]
    listed = [[" ".join(cell.itertext()) for cell in row][:2] for row in rows]
    assert listed == [["=Masih Draf", "Draf"], ["Menunggu", "Diajukan"], ["Sudah Terbit", "Terbit"]]
    some = desk.writer.get("/ruang-kerja/tulisan?keadaan=submitted")
    assert ("Menunggu" in some.text, "Masih Draf" in some.text) == (True, False)
    assert "Tidak ada tulisan dalam keadaan ini" in desk.writer.get("/ruang-kerja/tulisan?keadaan=declined").text
    table = desk.writer.get("/ruang-kerja/tulisan.csv?keadaan=draft")
    assert '"\'=Masih Draf"' in table.html
    assert "Menunggu" not in table.html
    desk.writer.get("/ruang-kerja/tulisan?keadaan=karangan&hal=1")
    desk.writer.get("/ruang-kerja/tulisan?hal=2", status=404)


def test_withdrawn_write_up_is_listed_as_such(desk: Desk) -> None:
    made = published(desk.house, desk.author, desk.admin, desk.unit, judul="Sudah Terbit")
    admin = desk.at(desk.admin)
    at = f"/ruang-kerja/inovasi/{made}/tarik"
    admin.submit(admin.get(at), {"reason": "Keliru"}, to=at)
    assert "Ditarik" in " ".join(desk.writer.get("/ruang-kerja/tulisan").tree.all("table")[0].itertext())


def test_draft_is_discarded_after_a_question(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    at = f"/ruang-kerja/usulan/{number}/hapus"
    done = desk.writer.submit(desk.writer.get(at), to=at)
    assert done.headers["Location"] == "/ruang-kerja/tulisan"
    assert "Draf dihapus." in desk.writer.get("/ruang-kerja/tulisan").text
    desk.writer.get(edit(number), status=404)


def test_what_waits_is_neither_edited_nor_discarded(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    submit(desk.house, desk.author, number)
    led = desk.writer.get(edit(number), status=303)
    assert led.headers["Location"] == f"/ruang-kerja/usulan/{number}"
    desk.writer.get(f"/ruang-kerja/usulan/{number}/hapus", status=409)


def test_what_was_typed_reaches_the_reader_in_the_end(desk: Desk) -> None:
    page = desk.writer.get("/ruang-kerja/tulis")
    done = desk.writer.submit(page, {"title": "Antrean Dari Rumah"}, to="/ruang-kerja/tulis")
    number = int(re.findall(r"\d+", done.headers["Location"])[0])
    type_in(desk.writer, number, {"ringkasan": "Warga tidak antre.", "bagian-hasil": "Baik sekali."})
    submit(desk.house, desk.author, number)
    made = approve(desk.house, desk.admin.actor, number)
    read = desk.writer.get(f"/inovasi/{made}-antrean-dari-rumah").text
    assert "Warga tidak antre." in read
    assert "Baik sekali." in read


def test_drafts_are_told_to_no_reader(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit, judul="Kenari Rahasia", body="## Hasil\n\nKenari bernyanyi.")
    at = proposal(desk.house, number).innovation_number
    reader = desk.app.test_client()
    for path in ("/", "/cari", "/cari.csv", "/wilayah/35.15", "/sitemap.xml", "/langganan/inovasi.atom", SUGGESTED):
        assert "kenari" not in reader.get(path, follow_redirects=True).text.casefold(), path
    assert reader.get(f"/inovasi/{at}").status_code == 404
    assert reader.get(f"/inovasi/{at}-kenari-rahasia.json").status_code == 404
    assert "bernyanyi" not in reader.get("/cari?q=kenari").text


def test_titles_like_the_own_one_come_from_the_own_region_first(desk: Desk) -> None:
    far = unit(desk.house, "Puskesmas Surabaya", region="35.78")
    there = desk.person("Eka Surabaya", Role.AUTHOR, far)
    admin = desk.person("Gita Admin", Role.LOCAL_ADMIN, government(desk.house, "35.78"))
    elsewhere = published(desk.house, there, admin, far, judul="Kampung Iklim Sehat")
    near = published(desk.house, desk.author, desk.admin, desk.unit, judul="Kampung Iklim Sehat 2")
    published(desk.house, desk.author, desk.admin, desk.unit, judul="Antrean Kampung")
    with desk.house.database.read() as session:

        def like(title: str, besides: int | None = None) -> list[int]:
            found = writing_queries.titles_like(session, title, "35.15", besides=besides)
            return [row.innovation.number for row in found]

        assert like("KAMPUNG iklim-sehat") == [near, elsewhere]
        assert like("Kampung Iklim Sehat", besides=near) == [elsewhere]
        assert like("Kampung") == like("") == like("!!!") == []
