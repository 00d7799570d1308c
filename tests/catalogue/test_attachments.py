"""Attachments of write-ups: who gets which bytes, with which headers, and what pages and programs are told of them."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from rumah_inovasi import settings
from rumah_inovasi.accounts.actor import READER, SYSTEM
from rumah_inovasi.app import build_house, create_app
from rumah_inovasi.audit import AuditEntry
from rumah_inovasi.catalogue import actions, queries
from rumah_inovasi.catalogue.model import Attachment, Innovation
from rumah_inovasi.errors import Forbidden, NotFound, Unusable
from rumah_inovasi.files.store import StoredFile
from rumah_inovasi.house import House
from rumah_inovasi.schema import Value
from rumah_inovasi.web.filters import ukuran
from tests.catalogue.facts import metadata, parse
from tests.catalogue.publishing import publish, version
from tests.files.samples import pdf, picture
from tests.pages import Answer, PageClient

PICTURE, DECREE = picture(), pdf()
LISTED: dict[str, Value] = {
    "berkas": [{"nama": "alur.png", "keterangan": "Alur <baru>"}, {"nama": "sk.pdf"}],
    "dasar_hukum": [{"jenis": "Keputusan Bupati", "nomor": "7", "berkas": "sk.pdf"}],
}
TYPES = {"png": "image/png", "pdf": "application/pdf"}
SHOWING = "## Latar belakang\n\n![Alur](1/alur.png)"


def attach(house: House, session: Session, number: int, name: str, data: bytes, *, is_open: bool = True) -> Attachment:
    """Put bytes into the store and attach them as the system does."""
    found = session.get_one(Innovation, number)
    kept = house.files.put(data)
    media_type = TYPES[name.rpartition(".")[2]]
    return actions.attach(session, SYSTEM, found, name, kept, media_type, is_open=is_open, now=house.clock())


def stand(house: House, *, closed: Sequence[str] = ()) -> int:
    """A published write-up with a picture and a decree, of which some are closed."""
    with house.database.write() as session:
        number = publish(house, session, metadata(**LISTED), body=SHOWING).number
        for name, data in (("alur.png", PICTURE), ("sk.pdf", DECREE)):
            attach(house, session, number, name, data, is_open=name not in closed)
    return number


def client_of(house: House) -> PageClient:
    return PageClient(create_app(house).test_client())


def policy_of(answer: Answer) -> set[str]:
    return {part.strip() for part in answer.headers["Content-Security-Policy"].split(";")}


def test_reader_gets_the_very_bytes(any_house: House) -> None:
    stand(any_house)
    client = client_of(any_house)
    assert client.get("/berkas/1/alur.png").body == PICTURE
    assert client.get("/berkas/1/sk.pdf").body == DECREE


def test_file_is_never_taken_for_a_page_of_the_site(house: House, client: PageClient) -> None:
    stand(house)
    answer = client.get("/berkas/1/sk.pdf", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename=sk.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert policy_of(answer) == {"sandbox", "default-src 'none'"}
    assert answer.headers["Content-Length"] == str(len(DECREE))
    assert "Content-Encoding" not in answer.headers
    assert "Set-Cookie" not in answer.headers


def test_file_is_asked_for_again_and_sent_only_when_it_changed(house: House, client: PageClient) -> None:
    stand(house)
    answer = client.get("/berkas/1/alur.png")
    etag = f'"{hashlib.sha256(PICTURE).hexdigest()}"'
    assert answer.headers["ETag"] == etag
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = client.get("/berkas/1/alur.png", status=304, headers={"If-None-Match": etag})
    assert again.body == b""
    assert again.headers["ETag"] == etag
    with house.database.write() as session:
        attach(house, session, 1, "alur.png", picture(size=(50, 50)))
    assert client.get("/berkas/1/alur.png", headers={"If-None-Match": etag}).body == picture(size=(50, 50))


def test_head_tells_all_and_sends_nothing(house: House, app: Flask) -> None:
    stand(house)
    response = app.test_client().head("/berkas/1/alur.png")
    assert (response.status_code, response.data) == (200, b"")
    assert response.headers["Content-Length"] == str(len(PICTURE))
    assert response.headers["ETag"] == f'"{hashlib.sha256(PICTURE).hexdigest()}"'
    response.close()


@pytest.mark.parametrize(
    "path",
    [
        "/berkas/1/lain.png",
        "/berkas/2/alur.png",
        "/berkas/0/alur.png",
        "/berkas/-1/alur.png",
        "/berkas/99999999999999999999/alur.png",
        "/berkas/1/alur.png%00",
        "/berkas/1/ALUR.PNG",
        "/berkas/1/..%2f..%2frumah.sqlite3",
        "/berkas/1/../../rumah.sqlite3",
        "/berkas/1/",
        "/berkas/1",
        "/berkas/",
    ],
)
def test_what_is_not_listed_is_not_there(house: House, client: PageClient, path: str) -> None:
    stand(house)
    client.get(path, status=404)


def test_closed_file_is_neither_served_nor_named_anywhere(any_house: House) -> None:
    stand(any_house, closed=["sk.pdf"])
    client = client_of(any_house)
    client.get("/berkas/1/sk.pdf", status=404)
    client.get("/berkas/1/alur.png")
    for path in ("", ".json", ".md", "/lembar", "/riwayat", "/revisi/1", "/bandingkan"):
        assert "sk.pdf" not in client.get(f"/inovasi/1-antrean-ringkas{path}").html, path


def test_opened_file_appears(house: House, client: PageClient) -> None:
    stand(house, closed=["sk.pdf"])
    with house.database.write() as session:
        attach(house, session, 1, "sk.pdf", DECREE)
    assert client.get("/berkas/1/sk.pdf").body == DECREE
    assert "/berkas/1/sk.pdf" in client.get("/inovasi/1-antrean-ringkas").links


def test_withdrawn_write_up_takes_its_files_along(any_house: House) -> None:
    stand(any_house)
    with any_house.database.write() as session:
        found = session.get_one(Innovation, 1)
        actions.withdraw(session, SYSTEM, found, "Keliru.", on=any_house.clock().date(), now=any_house.clock())
    client_of(any_house).get("/berkas/1/alur.png", status=410)


def test_draft_shows_no_files(any_house: House) -> None:
    stand(any_house)
    with any_house.database.write() as session:
        session.get_one(Innovation, 1).state = "draft"
    client_of(any_house).get("/berkas/1/alur.png", status=404)


def test_file_dropped_by_a_revision_is_kept_and_not_shown(any_house: House) -> None:
    stand(any_house)
    with any_house.database.write() as session:
        publish(any_house, session, metadata(berkas=[{"nama": "alur.png"}]), number=1)
    client = client_of(any_house)
    client.get("/berkas/1/sk.pdf", status=404)
    client.get("/berkas/1/alur.png")
    assert "Antrean panjang" in client.get("/inovasi/1-antrean-ringkas").text
    assert client.get("/inovasi/1-antrean-ringkas/revisi/1").status == 200
    with any_house.database.read() as session:
        dropped = queries.attachments(session, 1)["sk.pdf"]
        former = queries.read(session, session.get_one(Innovation, 1), 1)
        assert [item.name for item in former.metadata.attachments] == ["alur.png", "sk.pdf"]
        assert queries.shown_attachments(session, former) == []
    assert any_house.files.read(dropped.key) == DECREE


def test_file_that_comes_back_is_shown_again(house: House, client: PageClient) -> None:
    stand(house)
    with house.database.write() as session:
        publish(house, session, metadata(), number=1)
        publish(house, session, metadata(**LISTED), number=1)
    assert client.get("/berkas/1/sk.pdf").body == DECREE


def test_bytes_lost_from_the_store_are_a_missing_page_and_a_line_in_the_log(
    house: House, client: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    stand(house)
    with house.database.read() as session:
        house.files.delete(queries.attachments(session, 1)["sk.pdf"].key)
    client.get("/berkas/1/sk.pdf", status=404)
    assert "sk.pdf" in caplog.text
    client.get("/berkas/1/alur.png")


def test_attaching_twice_changes_nothing(any_house: House) -> None:
    stand(any_house)
    before = version(any_house)
    with any_house.database.write() as session:
        row = queries.attachments(session, 1)["sk.pdf"]
        again = actions.attach(
            session,
            SYSTEM,
            session.get_one(Innovation, 1),
            "sk.pdf",
            StoredFile(row.key, row.sha256, row.size),
            row.media_type,
            is_open=True,
            now=any_house.clock(),
        )
        assert again is row
    assert version(any_house) == before


def test_new_bytes_under_a_name_replace_the_old_ones_and_are_recorded(any_house: House) -> None:
    stand(any_house)
    before = version(any_house)
    with any_house.database.write() as session:
        attach(any_house, session, 1, "sk.pdf", pdf(words="Perubahan"))
        rows = session.scalars(select(Attachment).where(Attachment.name == "sk.pdf")).all()
        assert [row.sha256 for row in rows] == [hashlib.sha256(pdf(words="Perubahan")).hexdigest()]
        deeds = session.scalars(select(AuditEntry).where(AuditEntry.entity == "attachment").order_by(AuditEntry.id))
        assert [entry.details["sha256"] for entry in deeds][1:] == [hashlib.sha256(DECREE).hexdigest(), rows[0].sha256]
    assert version(any_house) > before


def test_only_who_may_publish_may_attach(house: House) -> None:
    stand(house)
    with house.database.write() as session, pytest.raises(Forbidden):
        actions.attach(
            session,
            READER,
            session.get_one(Innovation, 1),
            "sk.pdf",
            house.files.put(DECREE),
            "application/pdf",
            is_open=True,
            now=house.clock(),
        )


def test_page_lists_files_with_caption_type_and_size(house: House, client: PageClient) -> None:
    stand(house)
    page = client.get("/inovasi/1-antrean-ringkas")
    assert f"Alur <baru> (PNG, {len(PICTURE)} B)" in page.text
    assert f"sk.pdf (PDF, {ukuran_of(client, len(DECREE))})" in page.text
    assert "Lampiran" in [heading.text for heading in page.tree.all("h2")]
    assert [image.get("src") for image in page.tree.all("img")] == ["/berkas/1/alur.png"]


def ukuran_of(client: PageClient, size: int) -> str:
    with client.client.application.test_request_context():
        return ukuran(size)


def test_legal_basis_leads_to_its_text(house: House, client: PageClient) -> None:
    stand(house)
    page = client.get("/inovasi/1-antrean-ringkas")
    found = [link.get("href") for link in page.tree.all("a") if (link.text or "").startswith("Keputusan Bupati")]
    assert found == ["/berkas/1/sk.pdf"]


def test_page_without_files_has_no_list(house: House, client: PageClient) -> None:
    with house.database.write() as session:
        publish(house, session, metadata(dasar_hukum=[{"jenis": "Keputusan Bupati"}]))
    page = client.get("/inovasi/1-antrean-ringkas")
    assert "Lampiran" not in page.text
    assert "Keputusan Bupati" in page.text


def test_programs_get_the_list_too(any_house: House) -> None:
    stand(any_house, closed=["sk.pdf"])
    said = client_of(any_house).get("/inovasi/1-antrean-ringkas.json").json
    assert said["berkas"] == [
        {
            "nama": "alur.png",
            "jenis": "image/png",
            "ukuran": len(PICTURE),
            "sha256": hashlib.sha256(PICTURE).hexdigest(),
            "url": "http://localhost/berkas/1/alur.png",
        }
    ]
    assert [item["nama"] for item in said["data"]["berkas"]] == ["alur.png"]


def test_query_gives_nothing_that_is_closed(any_house: House) -> None:
    stand(any_house, closed=["alur.png"])
    with any_house.database.read() as session:
        assert queries.open_attachment(session, 1, "sk.pdf").size == len(DECREE)
        with pytest.raises(NotFound):
            queries.open_attachment(session, 1, "alur.png")


def test_file_of_a_legal_basis_has_to_be_listed() -> None:
    laws: Value = [{"jenis": "Perda"}, {"jenis": "Keputusan Bupati", "berkas": "sk.pdf"}]
    _, problems = parse(dasar_hukum=laws, berkas=[{"nama": "alur.png"}])
    assert [problem.partition(": ")[0] for problem in problems] == ["dasar_hukum.1.berkas"]
    assert "sk.pdf" in problems[0]
    assert parse(dasar_hukum=laws, berkas=[{"nama": "sk.pdf"}])[1] == []


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (12_800, "12 KB"), (1_500_000, "1,4 MB"), (26_214_400, "25,0 MB")],
)
def test_size_is_told_in_the_usual_units(client: PageClient, size: int, said: str) -> None:
    assert ukuran_of(client, size) == said


@pytest.mark.parametrize(
    ("stated", "folder"), [("", "data/berkas"), ("lampiran", "data/lampiran"), ("file:///srv/berkas", "/srv/berkas")]
)
def test_files_lie_where_the_setting_says(tmp_path: Path, stated: str, folder: str) -> None:
    made = build_house(settings.load({"RUMAH_DATA_DIR": str(tmp_path / "data"), "RUMAH_FILES_URL": stated}))
    assert made.files.root == tmp_path / folder
    made.close()


@pytest.mark.parametrize("stated", ["s3://ember/berkas", "file://server/berkas", "https://contoh.go.id/berkas"])
def test_place_of_another_kind_is_refused_early(stated: str) -> None:
    with pytest.raises(Unusable, match="RUMAH_FILES_URL"):
        settings.load({"RUMAH_FILES_URL": stated})
