"""Uploading in a browser, and who fetches what was uploaded."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.catalogue import actions, queries, upload_actions
from rumah_inovasi.files.inspection import MAX_BYTES
from rumah_inovasi.house import House
from tests.catalogue.writers import MULTIPART, Desk, desk, multipart, token, type_in
from tests.drafting import approve, drafted, proposal, submit
from tests.files import samples
from tests.indexing import settle
from tests.pages import ORIGIN, Answer, PageClient
from tests.people import government, person, unit

PNG = samples.picture()
NIK = "3515085203990001"


@pytest.fixture(name="desk")
def _desk(app: Flask, house: House) -> Desk:
    return desk(app, house)


def at(number: int) -> str:
    return f"/ruang-kerja/usulan/{number}/berkas"


def upload(client: PageClient, number: int, data: bytes, name: str, *, status: int = 303, **more: Any) -> Answer:
    """Choose a file, fill in the rest, and press the button."""
    fields = {"file": (BytesIO(data), name), "caption": "Alur", "harmless": "y", **more}
    return client.submit(client.get(at(number)), fields, to=at(number), status=status)


def keys(house: House) -> list[str]:
    """What lies in the store."""
    return list(house.files.keys())


def set_open(house: House, actor: Actor, number: int, name: str, *, is_open: bool) -> None:
    with house.database.write() as session:
        found = queries.innovation(session, number)
        actions.set_open(session, actor, found, name, is_open=is_open, now=house.clock())


def is_found(desk: Desk, word: str) -> bool:
    settle(desk.house)
    return "1 tulisan" in PageClient(desk.app.test_client()).get(f"/cari?q={word}").text


def items(house: House, number: int) -> list[dict[str, str]]:
    return list(proposal(house, number).stored.get("berkas", []))


def test_file_is_uploaded_and_listed_with_the_line_for_the_text(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    upload(desk.writer, number, PNG, "Alur Layanan (baru).PNG", caption="Alur [baru]")
    upload(desk.writer, number, samples.pdf(), "SK.pdf", caption="", harmless=None)
    page = desk.writer.get(at(number))
    place = proposal(desk.house, number).innovation_number
    assert f"![Alur \\[baru\\]]({place}/alur-layanan-baru.png)" in page.text
    assert f"[sk.pdf]({place}/sk.pdf)" in page.text
    assert "PNG" in page.text
    assert "tertutup" in page.text
    assert "belum dipakai dalam teks" in page.text
    assert len(keys(desk.house)) == 2


def test_preview_shows_the_picture_to_those_who_may_see_the_draft_and_to_nobody_else(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    upload(desk.writer, number, PNG, "alur.png")
    place = proposal(desk.house, number).innovation_number
    type_in(desk.writer, number, {"bagian-hasil": f"![Alur]({place}/alur.png)"})
    preview = desk.writer.get(f"/ruang-kerja/usulan/{number}/pratinjau")
    url = f"/berkas/{place}/alur.png"
    assert any(node.get("src") == url for node in preview.tree.all("img"))
    assert "Masih tertutup bagi umum: alur.png" in preview.text
    fetched = desk.writer.get(url)
    assert fetched.headers["Content-Type"] == "image/png"
    assert fetched.headers["Cache-Control"] == "private, no-store"
    assert "sandbox" in fetched.headers["Content-Security-Policy"]
    stranger = desk.at(desk.person("Citra Luar", Role.AUTHOR, unit(desk.house, "Puskesmas Lain")))
    curator = desk.at(person(desk.house, "Dewi Kurator", (Role.CURATOR, government(desk.house, "35"))))
    for client in (PageClient(desk.app.test_client()), stranger, curator):
        client.get(url, status=404)
    desk.at(desk.admin).get(url)
    submit(desk.house, desk.author, number)
    curator.get(url)
    desk.writer.get(f"/berkas/{place}/lain.png", status=404)
    desk.writer.get(f"/berkas/{place + 1}/alur.png", status=404)


def test_closed_file_is_as_absent_as_one_that_never_was(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    upload(desk.writer, number, PNG, "alur.png")
    place = proposal(desk.house, number).innovation_number
    reader = desk.app.test_client()
    closed, absent = (reader.get(f"/berkas/{place}/{name}") for name in ("alur.png", "tiada.png"))
    assert closed.status_code == absent.status_code == 404
    assert closed.text.replace("alur.png", "tiada.png") == absent.text


def test_closed_file_stays_closed_when_the_text_is_published(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    upload(desk.writer, number, samples.pdf(), "sk.pdf")
    submit(desk.house, desk.author, number)
    made = approve(desk.house, desk.admin.actor, number)
    PageClient(desk.app.test_client()).get(f"/berkas/{made}/sk.pdf", status=404)
    desk.writer.get(f"/berkas/{made}/sk.pdf", status=404)  # no proposal is open any more


def test_words_of_a_document_are_found_as_long_as_it_is_open(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    upload(desk.writer, number, samples.pdf(words="Formulir kredensial bidan"), "sk.pdf")
    submit(desk.house, desk.author, number)
    made = approve(desk.house, desk.admin.actor, number)
    assert not is_found(desk, "kredensial")
    for is_open in (True, False):
        set_open(desk.house, desk.admin.actor, made, "sk.pdf", is_open=is_open)
        assert is_found(desk, "kredensial") is is_open


def test_picture_without_the_declaration_is_refused_and_not_kept(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = upload(desk.writer, number, PNG, "alur.png", harmless=None, status=400)
    assert "tidak menampakkan anak atau pasien" in page.text
    assert 'value="Alur"' in page.html
    assert (keys(desk.house), items(desk.house, number)) == ([], [])


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "kosong.pdf", "kosong"),
        (b"<script>alert(1)</script>", "x.html", "Jenis berkas ini tidak diterima"),
        (PNG, "alur.pdf", "tetapi isinya"),
        (b"%PDF-1.7 rusak", "rusak.pdf", "rusak"),
    ],
)
def test_what_may_not_enter_is_refused_with_the_reason(desk: Desk, data: bytes, name: str, reason: str) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = upload(desk.writer, number, data, name, status=400)
    assert reason in page.text
    assert (keys(desk.house), items(desk.house, number)) == ([], [])


def test_form_without_a_file_says_so(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = desk.writer.submit(desk.writer.get(at(number)), {"file": (BytesIO(b""), "")}, to=at(number), status=400)
    assert "Pilih berkasnya dahulu." in page.text


def test_upload_larger_than_all_measure_is_not_read(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    claim = {"CONTENT_LENGTH": str(27 << 20)}
    desk.writer.post(at(number), status=413, headers=ORIGIN, content_type=MULTIPART, environ_overrides=claim)
    # Of who is not signed in no file is read at all.
    claim = {"CONTENT_LENGTH": str(2 << 20)}
    stranger = PageClient(desk.app.test_client())
    stranger.post(at(number), status=401, headers=ORIGIN, content_type=MULTIPART, environ_overrides=claim)


def test_file_may_have_25_mebibytes_and_no_more(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = desk.writer.get(at(number))
    body = multipart({"csrf_token": token(page)}, ("besar.pdf", b"x" * (MAX_BYTES + 1)))
    refused = desk.writer.post(at(number), status=400, headers=ORIGIN, content_type=MULTIPART, input_stream=body)
    assert "lebih besar dari 25 MiB" in refused.text
    assert keys(desk.house) == []


def test_file_with_numbers_of_persons_is_kept_closed_with_a_warning(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    upload(desk.writer, number, samples.pdf(words=f"NIK {NIK}"), "data.pdf")
    assert "memuat nomor NIK, KK, atau ponsel perorangan" in desk.writer.get(at(number)).text
    submit(desk.house, desk.author, number)
    name = items(desk.house, number)[0]["nama"]
    admin = desk.at(desk.admin)
    page = admin.get(f"/ruang-kerja/usulan/{number}")
    assert f"/berkas/{name}/buka" not in page.html


def test_name_of_a_file_may_hold_numbers_of_persons_too(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    upload(desk.writer, number, PNG, f"KTP {NIK}.png")
    assert "memuat nomor NIK, KK, atau ponsel perorangan" in desk.writer.get(at(number)).text
    assert f"“{NIK}”" in desk.writer.get(f"/ruang-kerja/usulan/{number}/sunting").text


def test_bytes_do_not_stay_when_the_draft_refuses_them(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    monkeypatch.setattr(upload_actions, "MOST_FILES", 0)
    page = upload(desk.writer, number, samples.pdf(), "sk.pdf", status=400)
    assert "Paling banyak 0 berkas" in page.text
    assert keys(desk.house) == []


def test_caption_is_changed_and_file_removed_with_its_bytes(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    upload(desk.writer, number, samples.pdf(), "sk.pdf")
    page = desk.writer.get(at(number))
    desk.writer.submit(page, {"caption": "Surat keputusan"}, to=f"{at(number)}/sk.pdf/keterangan")
    assert items(desk.house, number)[0]["keterangan"] == "Surat keputusan"
    desk.writer.submit(page, to=f"{at(number)}/sk.pdf/hapus")
    assert (keys(desk.house), items(desk.house, number)) == ([], [])
    desk.writer.submit(page, to=f"{at(number)}/sk.pdf/hapus", status=404)


def test_discarded_draft_takes_its_bytes_along(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    upload(desk.writer, number, samples.pdf(), "sk.pdf")
    ask = f"/ruang-kerja/usulan/{number}/hapus"
    desk.writer.submit(desk.writer.get(ask), to=ask)
    assert keys(desk.house) == []


def test_who_waits_for_a_decision_uploads_nothing(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = desk.writer.get(at(number))
    submit(desk.house, desk.author, number)
    fields = {"file": (BytesIO(PNG), "alur.png"), "harmless": "y"}
    desk.writer.submit(page, fields, to=at(number), status=403)
    assert "Unggah berkas" not in desk.writer.get(at(number)).text
    assert keys(desk.house) == []


def test_form_that_was_open_during_an_upload_saves_without_a_conflict_and_keeps_the_file(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    form = desk.writer.get(f"/ruang-kerja/usulan/{number}/sunting")
    upload(desk.writer, number, PNG, "alur.png")
    desk.writer.submit(form, {"ringkasan": "Baru"}, to=f"/ruang-kerja/usulan/{number}/sunting")
    assert items(desk.house, number)[0]["nama"] == "alur.png"
    assert proposal(desk.house, number).stored["ringkasan"] == "Baru"


def test_decree_names_its_file(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    upload(desk.writer, number, samples.pdf(), "sk.pdf")
    type_in(desk.writer, number, {"dasar_hukum-0-jenis": "SK", "dasar_hukum-0-berkas": "sk.pdf"})
    assert proposal(desk.house, number).stored["dasar_hukum"] == [{"jenis": "SK", "berkas": "sk.pdf"}]
    submit(desk.house, desk.author, number)
