"""A workshop from the first title to the page that everybody reads, in browsers without JavaScript."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from rumah_inovasi.house import House
from rumah_inovasi.learning import queries
from tests.factories import put, write_up
from tests.files.samples import pdf
from tests.learning.training import BODY, Crew, amended, approve, crew_of, plan_of, planned, submit, taught, workshop_of
from tests.pages import ORIGIN, Answer, PageClient
from tests.people import Person, signed_in, unit

DESK = "/ruang-kerja/pelatihan"
PHONE = "0812-3456-7890"
FULL: dict[str, Any] = {
    "judul": "Bimtek “Menulis” & Menilai",
    "ringkasan": "Peserta menulis inovasinya sendiri.",
    "mulai": "2026-12-02",
    "selesai": "2026-12-04",
    "jenis": "bimtek",
    "tempat": "Balai Kota",
    "tautan_daring": "https://contoh.id/ruang?a=1&b=2",
    "tautan_pendaftaran": "https://contoh.id/daftar",
    "penyelenggara": "Bagian Organisasi",
    "narasumber": ["Widyaiswara", "Universitas, Fakultas Ilmu Administrasi"],
    "sasaran": "Penyusun inovasi",
    "jp": "16",
    "kuota": "150",
    "inovasi": ["1"],
    "bahan": [{"judul": "Salindia", "url": "https://contoh.id/salindia"}],
    "sumber": [{"url": "https://contoh.id/undangan", "judul": "Undangan", "media": "Surat", "tanggal": "2026-11"}],
}


@pytest.fixture
def crew(house: House) -> Crew:
    return crew_of(house)


class At:
    """Browsers of a crew."""

    def __init__(self, app: Flask, house: House) -> None:
        self._app, self._house = app, house

    def __call__(self, who: Person) -> PageClient:
        return signed_in(self._app, self._house, who)


@pytest.fixture
def at(app: Flask, house: House) -> At:
    return At(app, house)


def url(number: int, end: str = "") -> str:
    return f"{DESK}/usulan/{number}{end}"


def as_fields(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts as the form holds them."""
    fields: dict[str, Any] = {}
    for key, value in facts.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            fields |= {f"{key}-{at}-{part}": text for at, row in enumerate(value) for part, text in row.items()}
        else:
            fields[key] = "\n".join(value) if isinstance(value, list) else value
    return fields


def type_in(client: PageClient, number: int, fields: dict[str, Any], **more: Any) -> Answer:
    address = url(number, "/sunting")
    return client.submit(client.get(address), fields, to=address, **more)


def decide(client: PageClient, number: int, choice: str, body: str = "", status: int = 303) -> Answer:
    address = url(number)
    return client.submit(client.get(address), {"body": body}, to=f"{address}/putuskan", aksi=choice, status=status)


def test_trainer_writes_and_everybody_reads(house: House, crew: Crew, at: At, client: PageClient) -> None:
    put(house, write_up())
    trainer, admin = at(crew.trainer), at(crew.admin)
    begun = trainer.get(f"{DESK}/tulis")
    made = trainer.submit(begun, {"title": "Bimtek"}, to=f"{DESK}/tulis")
    assert made.headers["Location"] == url(1, "/sunting")
    assert "Puskesmas Contoh" in trainer.get(url(1, "/sunting")).html
    type_in(trainer, 1, {**as_fields(FULL), "isi": BODY}, aksi="pratinjau")
    seen = trainer.get(url(1, "/pratinjau"))
    for words in ("Pratinjau: belum terbit.", "2–4 Desember 2026", "Balai Kota", "Antrean Ringkas", "Salindia"):
        assert words in seen.text, words
    page = trainer.get(url(1))
    trainer.submit(page, {"authorised": "y"}, to=url(1, "/ajukan"))
    client.get("/pelatihan/1", status=404)
    assert "Bimtek" in admin.get(DESK).text
    assert "Pelatihan menunggu tinjauan Anda" in admin.get("/ruang-kerja").text
    decide(admin, 1, "setujui")
    right = "/pelatihan/1-bimtek-menulis-menilai"
    shown = client.get(right)
    for words in ("16 jam pelajaran", "150 peserta", "Universitas, Fakultas Ilmu Administrasi", "Undangan. Surat"):
        assert words in shown.text, words
    assert "/inovasi/1-antrean-ringkas" in shown.links
    assert right in client.get("/inovasi/1-antrean-ringkas").links
    assert "Untuk unit dan admin" not in shown.text


def test_everything_that_the_form_asks_for_comes_back(house: House, crew: Crew, at: At) -> None:
    number = planned(house, crew.trainer, crew.unit)
    trainer = at(crew.trainer)
    type_in(trainer, number, {**as_fields(FULL), "isi": BODY})
    assert plan_of(house, number).stored == FULL
    type_in(trainer, number, {})
    assert plan_of(house, number).stored == FULL
    assert plan_of(house, number).body == BODY.strip("\n")


def test_incomplete_and_wrong_is_kept_and_told(house: House, crew: Crew, at: At) -> None:
    number = planned(house, crew.trainer, crew.unit)
    trainer = at(crew.trainer)
    wrong = {"mulai": "2026-13-01", "jp": "banyak", "penyelenggara": "", "narasumber": f"Budi {PHONE}", "isi": ""}
    type_in(trainer, number, wrong)
    page = trainer.get(url(number, "/sunting"))
    assert "Tanggal “2026-13-01” tidak ada dalam kalender." in page.text
    assert "Harus bilangan bulat" in page.text
    assert f"Nomor perorangan “{PHONE}” (PONSEL)." in page.text
    assert 'href="#f-penyelenggara"' in page.html
    proposal = trainer.get(url(number))
    assert "Belum dapat diajukan" in proposal.text
    assert "Penyelenggara: Wajib diisi." in proposal.text
    assert "/ajukan" not in proposal.html
    assert "(belum diisi)" in trainer.get(url(number, "/pratinjau")).text


def test_hand_made_submission_of_what_is_not_ready_is_refused(house: House, crew: Crew, at: At) -> None:
    number = planned(house, crew.trainer, crew.unit, ringkasan="")
    trainer = at(crew.trainer)
    page = trainer.get(url(number, "/hapus"))
    token = next(node.attrib["value"] for node in page.tree.all("input") if node.get("name") == "csrf_token")
    fields = {"csrf_token": token, "version": "2", "authorised": "y"}
    answer = trainer.post(url(number, "/ajukan"), fields, status=400, headers=ORIGIN)
    assert "mulai dari “ringkasan”" in answer.text


def test_stale_save_shows_both_texts_and_overwrites_nothing(house: House, crew: Crew, at: At) -> None:
    number = planned(house, crew.trainer, crew.unit)
    trainer, author = at(crew.trainer), at(crew.author)
    address = url(number, "/sunting")
    old = trainer.get(address)
    type_in(author, number, {"tempat": "Balai Kota", "isi": "Teks penulis."})
    page = trainer.submit(old, {"tempat": "Pendopo", "isi": "Teks narasumber."}, to=address, status=409)
    assert "Belum tersimpan" in page.text
    gone = [" ".join(node.itertext()) for node in page.tree.all("del")]
    come = [" ".join(node.itertext()) for node in page.tree.all("ins")]
    assert {"Balai Kota", "penulis"} <= set(gone)
    assert {"Pendopo", "narasumber"} <= set(come)
    assert plan_of(house, number).body == "Teks penulis."
    trainer.submit(page, {}, to=address)
    assert (plan_of(house, number).stored["tempat"], plan_of(house, number).body) == ("Pendopo", "Teks narasumber.")


def test_script_saves_and_is_told_of_a_clash(house: House, crew: Crew, at: At) -> None:
    number = planned(house, crew.trainer, crew.unit)
    trainer = at(crew.trainer)
    address = url(number, "/sunting")
    page = trainer.get(address)
    token = next(node.attrib["value"] for node in page.tree.all("input") if node.get("name") == "csrf_token")
    fields = {"csrf_token": token, "version": "2", "judul": "Bimtek", "isi": "Isi."}
    json = {**ORIGIN, "Accept": "application/json"}
    saved = trainer.client.post(address, data=fields, headers=json)
    assert saved.get_json()["version"] == 3
    assert "Tempat" in saved.get_json()["missing"]
    assert trainer.client.post(address, data={**fields, "judul": "Lain"}, headers=json).status_code == 409


def test_files_are_uploaded_titled_opened_and_removed(house: House, crew: Crew, at: At, client: PageClient) -> None:
    number = planned(house, crew.trainer, crew.unit)
    trainer, admin, stranger = at(crew.trainer), at(crew.admin), at(crew.stranger)
    address = url(number, "/berkas")
    sent = {"file": (BytesIO(pdf()), "Panduan Peserta.PDF"), "caption": "Panduan peserta"}
    trainer.submit(trainer.get(address), sent, to=address)
    page = trainer.get(address)
    file = "/pelatihan/1/berkas/panduan-peserta.pdf"
    assert file in page.links
    assert "Salin baris Markdown" not in page.text
    trainer.get(file)
    client.get(file, status=404)
    stranger.get(file, status=404)
    trainer.submit(trainer.get(url(number)), {"authorised": "y"}, to=url(number, "/ajukan"))
    admin.get(file)
    admin.submit(admin.get(url(number)), to=url(number, "/berkas/panduan-peserta.pdf/buka"))
    client.get(file, status=404)
    decide(admin, number, "setujui")
    assert "Panduan peserta" in client.get("/pelatihan/1-bimtek-menulis-inovasi").text
    client.get(file)
    change = amended(house, crew.author, 1)
    author = at(crew.author)
    files = author.get(url(change, "/berkas"))
    author.submit(files, {"caption": "Buku panduan"}, to=url(change, "/berkas/panduan-peserta.pdf/keterangan"))
    author.submit(author.get(url(change)), {"authorised": "y"}, to=url(change, "/ajukan"))
    assert "Buku panduan" in admin.get(url(change)).text
    decide(admin, change, "setujui")
    assert "Buku panduan" in client.get("/pelatihan/1-bimtek-menulis-inovasi").text
    last = amended(house, crew.author, 1)
    author.submit(author.get(url(last, "/berkas")), to=url(last, "/berkas/panduan-peserta.pdf/hapus"))
    submit(house, crew.author, last)
    decide(admin, last, "setujui")
    assert "Buku panduan" not in client.get("/pelatihan/1-bimtek-menulis-inovasi").text
    client.get(file, status=404)


def test_reviewer_is_told_of_closed_materials_and_opens_them_later_too(
    house: House, crew: Crew, at: At, client: PageClient
) -> None:
    number, admin = planned(house, crew.trainer, crew.unit), at(crew.admin)
    trainer, address = at(crew.trainer), url(number, "/berkas")
    sent = {"file": (BytesIO(pdf()), "panduan.pdf"), "caption": "Panduan peserta"}
    trainer.submit(trainer.get(address), sent, to=address)
    submit(house, crew.trainer, number)
    assert "1 bahan masih tertutup dan tidak akan tampil: panduan.pdf" in admin.get(url(number)).text
    decide(admin, number, "setujui")
    shown = "/pelatihan/1-bimtek-menulis-inovasi"
    assert "Panduan peserta" not in client.get(shown).text
    page = admin.get(url(number))
    assert "langsung berlaku pada halaman yang sudah terbit" in page.text
    admin.submit(page, to=url(number, "/berkas/panduan.pdf/buka"))
    assert "Panduan peserta" in client.get(shown).text
    later = amended(house, crew.author, 1)
    submit(house, crew.author, later)
    assert "tidak akan tampil" not in admin.get(url(later)).text
    decide(admin, later, "setujui")
    assert url(number, "/berkas/panduan.pdf/buka") not in admin.get(url(number)).html  # a former revision


def test_names_with_titles_stay_whole(house: House, crew: Crew, at: At) -> None:
    number, trainer = planned(house, crew.trainer, crew.unit), at(crew.trainer)
    for typed, kept in (
        ("Kepala Dinas Kesehatan, Kab. Sidoarjo", ["Kepala Dinas Kesehatan, Kab. Sidoarjo"]),
        ("Kepala Bagian, M.Kes; Widyaiswara\n\nTim BPSDM", ["Kepala Bagian, M.Kes", "Widyaiswara", "Tim BPSDM"]),
    ):
        type_in(trainer, number, {"narasumber": typed})
        type_in(trainer, number, {})  # as the form showed it
        assert plan_of(house, number).stored["narasumber"] == kept


def test_file_that_is_none_is_refused(house: House, crew: Crew, at: At) -> None:
    number = planned(house, crew.trainer, crew.unit)
    trainer, address = at(crew.trainer), url(number, "/berkas")
    sent = {"file": (BytesIO(b"<script>"), "a.pdf")}
    trainer.submit(trainer.get(address), sent, to=address, status=400)
    assert list(house.files.keys()) == []


def test_reviewer_asks_for_changes_and_the_trainer_mends(house: House, crew: Crew, at: At) -> None:
    number = planned(house, crew.trainer, crew.unit)
    submit(house, crew.trainer, number)
    trainer, admin = at(crew.trainer), at(crew.admin)
    decide(admin, number, "perbaikan", "Sebut tempatnya.")
    desk = trainer.get("/ruang-kerja")
    assert "Pelatihan perlu perbaikan" in desk.text
    assert "Sebut tempatnya." in desk.text
    type_in(trainer, number, {"tempat": "Balai Kota"})
    trainer.submit(trainer.get(url(number)), {"authorised": "y"}, to=url(number, "/ajukan"))
    decide(admin, number, "setujui", "Terima kasih.")
    assert "Terima kasih." in trainer.get(url(number)).text
    assert workshop_of(house, 1).place == "Balai Kota"


def test_reviewer_sees_what_changes_without_marks_that_nobody_typed(house: House, crew: Crew, at: At) -> None:
    number = planned(house, crew.trainer, crew.unit)
    trainer, address = at(crew.trainer), url(number, "/berkas")
    trainer.submit(trainer.get(address), {"file": (BytesIO(pdf()), "a.pdf"), "caption": "Panduan"}, to=address)
    submit(house, crew.trainer, number)
    decide(at(crew.admin), number, "setujui")
    change = amended(house, crew.author, 1, tempat="Balai Kota")
    page = at(crew.author).get(url(change))
    headings = [node.text for node in page.tree.all("h3")]
    assert headings == ["Tempat"]


def test_change_is_offered_on_the_page_and_goes_on_where_one_is_open(house: House, crew: Crew, at: At) -> None:
    taught(house, crew)
    trainer, right = at(crew.trainer), "/pelatihan/1-bimtek-menulis-inovasi"
    begun = trainer.submit(trainer.get(right), to=f"{DESK}/1/revisi")
    assert begun.headers["Location"] == url(2, "/sunting")
    page = trainer.get(right)
    assert url(2) in page.links
    assert f"{DESK}/1/revisi" not in page.html
    assert "Untuk unit dan admin" not in at(crew.stranger).get(right).text


def test_withdrawal_asks_for_a_reason_and_leaves_a_way_back(
    house: House, crew: Crew, at: At, client: PageClient
) -> None:
    taught(house, crew)
    admin, address = at(crew.admin), f"{DESK}/1/tarik"
    page = admin.get(address)
    admin.submit(page, {"reason": ""}, to=address, status=400)
    admin.submit(page, {"reason": f"Hubungi {PHONE}"}, to=address, status=400)
    admin.submit(page, {"reason": "Acara dibatalkan."}, to=address)
    assert "Acara dibatalkan." in client.get("/pelatihan/1-bimtek-menulis-inovasi", status=410).text
    again = admin.get("/pelatihan/1", status=410)
    admin.submit(again, to=f"{DESK}/1/revisi")
    with house.database.read() as session:
        assert queries.all_published(session) == []


def test_draft_is_discarded_after_a_question(house: House, crew: Crew, at: At) -> None:
    number = planned(house, crew.trainer, crew.unit)
    trainer = at(crew.trainer)
    answer = trainer.submit(trainer.get(url(number, "/hapus")), to=url(number, "/hapus"))
    assert answer.headers["Location"] == DESK
    trainer.get(url(number), status=404)


def test_more_rows_and_hostile_fields(house: House, crew: Crew, at: At) -> None:
    number = planned(house, crew.trainer, crew.unit)
    trainer = at(crew.trainer)
    grown = type_in(trainer, number, {}, aksi="tambah-bahan")
    assert grown.headers["Location"].endswith("tambah=bahan#f-bahan")
    page = trainer.get(url(number, "/sunting?tambah=bahan"))
    assert 'name="bahan-4-judul"' in page.html
    mark = "<script>alert(1)</script>"
    type_in(trainer, number, {"judul": mark, "tempat": mark, "bahan-0-judul": mark, "bahan-0-url": "mailto:a@b.id"})
    for end in ("", "/sunting", "/pratinjau", "/berkas", "/hapus"):
        assert mark not in trainer.get(url(number, end)).html
    assert mark not in trainer.get(DESK).html


def test_desk_of_a_trainer_leads_to_workshops_alone(crew: Crew, at: At) -> None:
    page = at(crew.trainer).get("/ruang-kerja")
    assert {f"{DESK}/tulis", DESK} <= set(page.links)
    assert "/ruang-kerja/tulis" not in page.links
    at(crew.officer).get(DESK, status=403)
    at(crew.officer).get(f"{DESK}/tulis", status=403)


def test_desk_lists_each_workshop_once(house: House, crew: Crew, at: At) -> None:
    taught(house, crew)
    second = amended(house, crew.author, 1)
    submit(house, crew.author, second)
    approve(house, crew.admin.actor, second)
    trainer = at(crew.trainer)
    assert [link for link in trainer.get(DESK).links if "/usulan/" in link] == [url(second)]
    third = amended(house, crew.author, 1)
    assert [link for link in trainer.get(DESK).links if "/usulan/" in link] == [url(third)]


def test_own_unit_is_the_first_choice(house: House, crew: Crew, at: At) -> None:
    for name in ("Apotek", "Balai"):
        unit(house, name)
    choices = re.findall(r'<span lang="id">([^<]+)</span>', at(crew.admin).get(f"{DESK}/tulis").html)
    assert choices[:2] == ["Pemerintah Kabupaten Sidoarjo", "Apotek"]


def test_unit_of_others_is_no_choice(house: House, crew: Crew, at: At) -> None:
    trainer = at(crew.trainer)
    page = trainer.get(f"{DESK}/tulis")
    with house.database.read() as session:
        assert queries.all_numbers(session) == set()
    trainer.submit(page, {"title": "Bimtek", "unit": "1"}, to=f"{DESK}/tulis", status=403)
    trainer.submit(page, {"title": "", "unit": str(crew.unit)}, to=f"{DESK}/tulis", status=400)
    trainer.submit(page, {"title": "Bimtek", "unit": "999999999"}, to=f"{DESK}/tulis", status=400)
