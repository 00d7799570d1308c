"""Workshops from files into the house and back: what is read, what is refused, and that no byte changes."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from rumah_inovasi import installation, maintenance, outbox
from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.catalogue.queries import revisions_of
from rumah_inovasi.house import House, build
from rumah_inovasi.interoperability.importer import missing_links
from rumah_inovasi.interoperability.reading import FileReport, Outcome
from rumah_inovasi.learning import actions, queries
from rumah_inovasi.learning.model import Workshop, WorkshopRevision
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.relay.projections import Change
from rumah_inovasi.settings import load
from tests.factories import importer, put, write_up
from tests.files.samples import pdf
from tests.interoperability.keeping import projection
from tests.learning.samples import BODY, held, workshop

GUIDE = pdf()
SUM = hashlib.sha256(GUIDE).hexdigest()
WRITTEN_SUM = f'"{SUM}"' if SUM[0].isdigit() else SUM  # which tools could take for a number
FILES = "bahan:\n  - {judul: Salindia, url: https://contoh.id/salindia}\n  - {judul: Panduan, berkas: panduan.pdf}\n"
CANONICAL = f"""\
---
nomor: 4
judul: Workshop Penguatan
ringkasan: Peserta berlatih.
mulai: 2022-09-02
selesai: 2022-09-03
jenis: lokakarya
tempat: Surabaya
tautan_pendaftaran: https://contoh.id/daftar
tautan_daring: https://contoh.id/ruang
narasumber: [Widyaiswara, Perguruan tinggi]
sasaran: Penyusun inovasi
jp: 8
kuota: 150
penyelenggara: Pemerintah Provinsi Jawa Timur
wilayah: "35"
unit: Biro Contoh
jenis_unit: opd-prov
inovasi: [17, 23]
bahan:
  - {{judul: Salindia, url: https://contoh.id/salindia}}
  - {{judul: Panduan, berkas: panduan.pdf, sha256: {WRITTEN_SUM}}}
sumber:
  - {{url: https://contoh.id/berita, judul: Berita, media: Harian, tanggal: 2022-09-02}}
terbit: 2026-11-22T03:15:00Z
revisi: 3
---
## Acara

Peserta **berlatih**.
"""
PLACE = "pelatihan/2026/4-workshop-penguatan.md"


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(house: House, path: Path) -> list[FileReport]:
    return list(importer(house).run(path))


def found(house: House, number: int = 1) -> Workshop:
    with house.database.read() as session:
        return queries.workshop(session, number)


def withdraw(house: House, number: int = 1) -> None:
    with house.database.write() as session:
        row = queries.workshop(session, number)
        actions.withdraw(session, SYSTEM, row, "Batal.", on=house.clock().date(), now=house.clock())


def test_canonical_file_gives_every_byte_back(any_house: House, tmp_path: Path) -> None:
    report = held(any_house, CANONICAL, {"4/panduan.pdf": GUIDE})
    assert (report.outcome, report.number, report.kind, report.problems) == (Outcome.NEW, 4, "workshop", [])
    maintenance.export(any_house, tmp_path / "satu")
    wanted = {PLACE: CANONICAL.encode(), "pelatihan/2026/4/panduan.pdf": GUIDE}
    assert tree(tmp_path / "satu") == wanted
    assert [report.outcome for report in run(any_house, tmp_path / "satu")] == [Outcome.UNCHANGED]
    row = found(any_house, 4)
    assert (row.revision, row.first_published_at.isoformat()) == (3, "2026-11-22T03:15:00+00:00")


@pytest.fixture
def other_house(sqlite_template: Path, tmp_path: Path) -> Iterator[House]:
    """A second house without texts."""
    folder = tmp_path / "lain"
    folder.mkdir()
    shutil.copy(sqlite_template, folder / "rumah.sqlite3")
    made = build(load({"RUMAH_DATA_DIR": str(folder), "RUMAH_CONTENT_DIR": str(folder / "content")}))
    yield made
    made.close()


def test_round_trip_keeps_tombstones_and_files(any_house: House, other_house: House, tmp_path: Path) -> None:
    held(other_house, workshop(extra=FILES), {"acara/panduan.pdf": GUIDE})
    held(other_house, workshop("Batal", extra=FILES), {"dua/panduan.pdf": GUIDE}, name="dua.md")
    withdraw(other_house, 2)
    maintenance.export(other_house, tmp_path / "satu")
    once = tree(tmp_path / "satu")
    assert sorted(once) == [
        "pelatihan/2026/1-bimtek-menulis-inovasi.md",
        "pelatihan/2026/1/panduan.pdf",
        "pelatihan/2026/2-batal.md",
    ]
    assert b", alasan: Batal.}" in once["pelatihan/2026/2-batal.md"]
    assert b"Salindia" not in once["pelatihan/2026/2-batal.md"]
    assert {report.outcome for report in run(any_house, tmp_path / "satu")} == {Outcome.NEW, Outcome.WITHDRAWN}
    maintenance.export(any_house, tmp_path / "dua")
    assert tree(tmp_path / "dua") == once
    assert {report.outcome for report in run(any_house, tmp_path / "dua")} == {Outcome.UNCHANGED}


def test_shipped_workshops_are_canonical(full_house: House) -> None:
    shipped = {name: data for name, data in tree(installation.starter()).items() if name.startswith("pelatihan/")}
    assert len(shipped) == 5
    kept = tree(full_house.settings.content_dir)
    assert {name: data for name, data in kept.items() if name.startswith("pelatihan/")} == shipped


def test_new_file_in_the_content_folder_becomes_the_canonical_one(any_house: House) -> None:
    folder = any_house.settings.content_dir
    held(any_house, workshop(extra=FILES), {"acara/panduan.pdf": GUIDE}, folder=folder / "pelatihan" / "baru")
    assert sorted(tree(folder)) == ["pelatihan/2026/1-bimtek-menulis-inovasi.md", "pelatihan/2026/1/panduan.pdf"]
    assert maintenance.differences(any_house) == []


def test_archive_follows_publication_and_withdrawal(any_house: House) -> None:
    held(any_house, workshop(extra=FILES), {"acara/panduan.pdf": GUIDE})
    held(any_house, workshop("Bimtek Kedua"), name="dua.md")
    kept, folder = projection(any_house), any_house.settings.content_dir
    folder.mkdir(exist_ok=True)
    assert kept.apply([Change(outbox.WORKSHOP, "1"), Change(outbox.WORKSHOP, "2")]) == {}
    assert len(tree(folder)) == 3
    withdraw(any_house)
    assert kept.apply([Change(outbox.WORKSHOP, "1")]) == {}
    files = tree(folder)
    assert sorted(files) == ["pelatihan/2026/1-bimtek-menulis-inovasi.md", "pelatihan/2026/2-bimtek-kedua.md"]
    assert b"ditarik:" in files["pelatihan/2026/1-bimtek-menulis-inovasi.md"]
    assert maintenance.differences(any_house) == []


def test_number_of_a_workshop_and_of_a_write_up_are_two_things(any_house: House) -> None:
    put(any_house, write_up())
    held(any_house, workshop())
    folder = any_house.settings.content_dir
    folder.mkdir(exist_ok=True)
    projection(any_house).rebuild()
    assert sorted(tree(folder)) == ["inovasi/2026/1-antrean-ringkas.md", "pelatihan/2026/1-bimtek-menulis-inovasi.md"]
    withdraw(any_house)
    projection(any_house).apply([Change(outbox.WORKSHOP, "1")])
    assert b"ditarik" not in tree(folder)["inovasi/2026/1-antrean-ringkas.md"]


def test_file_that_somebody_changed_by_hand_stays(any_house: House) -> None:
    held(any_house, workshop(), folder=any_house.settings.content_dir / "pelatihan")
    place = any_house.settings.content_dir / "pelatihan/2026/1-bimtek-menulis-inovasi.md"
    place.write_text("catatan saya", "utf-8")
    withdraw(any_house)
    (problem,) = projection(any_house).apply([Change(outbox.WORKSHOP, "1")]).values()
    assert "berisi hal lain yang belum diimpor" in problem
    assert place.read_text("utf-8") == "catatan saya"


def test_unit_that_is_renamed_is_renamed_in_its_files_too(any_house: House) -> None:
    held(any_house, workshop(extra="unit: Puskesmas Contoh\njenis_unit: puskesmas\n"))
    assert "Puskesmas Contoh" in found_unit(any_house)
    with any_house.database.read() as session:
        unit = found(any_house).unit_id
        assert queries.numbers_of_unit(session, unit) == {1}
    any_house.settings.content_dir.mkdir(exist_ok=True)
    projection(any_house).apply([Change(outbox.UNIT, str(unit))])
    (data,) = tree(any_house.settings.content_dir).values()
    assert b"unit: Puskesmas Contoh\njenis_unit: puskesmas\n" in data


def found_unit(house: House) -> str:
    with house.database.read() as session:
        return organisations.unit(session, queries.workshop(session, 1).unit_id).name


def test_without_a_unit_the_government_of_the_region_keeps_it(any_house: House) -> None:
    held(any_house, workshop())
    assert found_unit(any_house) == "Pemerintah Kabupaten Sidoarjo"


def test_same_workshop_again_is_reported_and_nothing_changed(any_house: House) -> None:
    held(any_house, workshop())
    report = held(any_house, workshop(summary="Lain."), name="dua.md")
    assert (report.outcome, report.number) == (Outcome.DUPLICATE, 1)
    assert "sudah ada sebagai nomor 1" in report.problems[0]
    assert held(any_house, workshop(starts="2027-12-02"), name="tiga.md").outcome is Outcome.NEW


def test_changed_file_is_a_new_revision_and_the_old_one_stays(any_house: House) -> None:
    held(any_house, workshop())
    assert held(any_house, workshop(extra="nomor: 1\n", body="Lain.\n")).outcome is Outcome.REVISED
    with any_house.database.read() as session:
        assert [row.body for row in revisions_of(session, WorkshopRevision, 1)] == ["Lain.", BODY.strip("\n")]


def test_withdrawn_workshop_comes_back_by_a_file_that_means_it(any_house: House) -> None:
    held(any_house, workshop())
    withdraw(any_house)
    report = held(any_house, workshop(extra="nomor: 1\nrevisi: 1\n"))
    assert (report.outcome, found(any_house).state) == (Outcome.BAD, "withdrawn")
    assert held(any_house, workshop(extra="nomor: 1\n")).outcome is Outcome.PUBLISHED_AGAIN


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (workshop(starts="2026-13-02"), "baris 4 (mulai): Tanggal “2026-13-02” tidak ada dalam kalender."),
        (workshop(extra="jenis: pesta\n"), "baris 7 (jenis): “pesta” tidak ada dalam daftar jenis-pelatihan."),
        (workshop(extra="hadiah: buku\n"), "baris 7 (hadiah): Kunci “hadiah” tidak dikenal."),
        (workshop(region="35.99"), "baris 6 (wilayah): Wilayah dengan kode “35.99” tidak ada."),
        (workshop(body=""), "Isi tulisan kosong"),
        (workshop(body="![Foto](1/foto.png)\n"), "(isi): Uraian pelatihan tidak memuat gambar."),
        (workshop(extra=FILES), "baris 9 (bahan.2.berkas): “panduan.pdf”: tidak ada di folder"),
        (workshop(extra="bahan: [{judul: Salindia}]\n"), "(bahan.1.url): Bahan “Salindia” harus punya"),
        (workshop(body="Hubungi 0812-3456-7890.\n"), "baris 8: memuat nomor PONSEL perorangan."),
        (workshop(extra="ditarik: {tanggal: 2026-11, alasan: Batal}\n", body=""), "(ditarik.tanggal)"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(house: House, text: str, told: str) -> None:
    report = held(house, text)
    assert report.outcome is Outcome.BAD
    assert told in report.problems[0]
    with house.database.read() as session:
        assert queries.all_numbers(session) == set()
    assert list(house.files.keys()) == []


def test_file_that_is_none_of_the_kinds_taken_is_refused(house: House) -> None:
    report = held(house, workshop(extra=FILES), {"acara/panduan.pdf": b"<script>"})
    assert "panduan.pdf" in report.problems[0]
    assert list(house.files.keys()) == []


def test_two_files_with_one_number_are_both_refused(house: House, tmp_path: Path) -> None:
    (tmp_path / "pelatihan").mkdir()
    for name in ("satu", "dua"):
        (tmp_path / "pelatihan" / f"{name}.md").write_text(workshop(name, extra="nomor: 7\n"), "utf-8")
    (tmp_path / "inovasi").mkdir()
    (tmp_path / "inovasi" / "tujuh.md").write_text(write_up(extra="nomor: 7\n"), "utf-8")
    outcomes = {report.path.stem: report.outcome for report in run(house, tmp_path)}
    assert outcomes == {"satu": Outcome.BAD, "dua": Outcome.BAD, "tujuh": Outcome.NEW}


def test_file_in_the_folder_of_workshops_without_its_organiser_is_told_so(house: House) -> None:
    text = workshop().replace("penyelenggara: Bagian Organisasi\n", "")
    report = held(house, text, folder=Path("masuk/pelatihan").absolute())
    assert "Kunci “penyelenggara” wajib diisi." in report.problems[0]


def test_write_up_that_nobody_knows_is_noted(house: House) -> None:
    put(house, write_up())
    report = held(house, workshop(extra="inovasi: [1, 9]\n"))
    with house.database.read() as session:
        assert missing_links(session, [report]) == [f"{report.path}: menyebut nomor 9 yang tidak ada."]


def test_trial_keeps_nothing(house: House) -> None:
    place = Path("masuk").absolute() / "acara.md"
    place.parent.mkdir()
    place.write_text(workshop(), "utf-8")
    (report,) = importer(house).run(place, dry_run=True)
    assert (report.outcome, report.number, report.problems) == (Outcome.NEW, None, [])
    with house.database.read() as session:
        assert queries.all_numbers(session) == set()
