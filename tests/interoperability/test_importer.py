"""Files into the house: what becomes of each, on both databases, and that nothing is lost on the way."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from rumah_inovasi import installation, maintenance
from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.model import Innovation, Revision, State
from rumah_inovasi.database import Database
from rumah_inovasi.errors import Unusable
from rumah_inovasi.house import House
from rumah_inovasi.interoperability.importer import missing_links
from rumah_inovasi.interoperability.reading import FileReport, Outcome, files_of
from rumah_inovasi.learning.model import WorkshopRevision
from rumah_inovasi.organisations import actions as organisation_actions
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.replication import queries as replication
from rumah_inovasi.settings import Settings
from tests.catalogue.publishing import version
from tests.factories import importer, put, write_up
from tests.nobody import closed, open_folder

NIK = "3515081203850001"
MOBILE = "0812-3456-7890"
WITHDRAWN = "ditarik: {tanggal: 2026-11-23, alasan: Data keliru}\n"


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def run(house: House, source: Path, *, dry_run: bool = False) -> list[FileReport]:
    return list(importer(house).run(source, dry_run=dry_run))


def outcomes(reports: list[FileReport]) -> dict[str, Outcome]:
    return {report.path.name: report.outcome for report in reports}


def titles(house: House) -> dict[int, str]:
    with house.database.read() as session:
        return {found.number: found.title for found in catalogue.all_published(session)}


def revisions(house: House) -> int:
    with house.database.read() as session:
        counts = (session.scalars(select(func.count()).select_from(table)) for table in (Revision, WorkshopRevision))
        return sum(count.one() for count in counts)


def exported(house: House, folder: Path) -> dict[str, bytes]:
    maintenance.export(house, folder)
    return tree(folder)


# The starter content


def test_shipped_files_are_canonical(full_house: House) -> None:
    shipped = {name: data for name, data in tree(installation.starter()).items() if name.endswith(".md")}
    assert len(shipped) >= 75
    assert tree(full_house.settings.content_dir) == shipped


def test_round_trip_gives_every_byte_back(any_house: House, full_house: House, tmp_path: Path) -> None:
    once = exported(full_house, tmp_path / "satu")
    reports = run(any_house, tmp_path / "satu")
    assert {report.outcome for report in reports} == {Outcome.NEW}
    assert exported(any_house, tmp_path / "dua") == once
    assert tree(tmp_path / "satu") == once
    before = version(any_house)
    assert {report.outcome for report in run(any_house, tmp_path / "dua")} == {Outcome.UNCHANGED}
    assert version(any_house) == before
    assert revisions(any_house) == len(once)


# New files


def test_new_file_by_hand_gets_the_next_number(any_house: House) -> None:
    put(any_house, write_up("Lama", extra="nomor: 41\n"))
    report = put(any_house, write_up())
    assert (report.outcome, report.number) == (Outcome.NEW, 42)
    assert titles(any_house) == {41: "Lama", 42: "Antrean Ringkas"}


def test_file_of_the_content_folder_is_replaced_by_its_canonical_file(any_house: House) -> None:
    folder = any_house.settings.content_dir
    put(any_house, write_up(), name="catatan saya.md", folder=folder / "inovasi" / "baru")
    (name,) = tree(folder)
    assert name == "inovasi/2026/1-antrean-ringkas.md"
    assert b"nomor: 1\n" in tree(folder)[name]
    assert maintenance.differences(any_house) == []


def test_file_from_elsewhere_stays_as_it_is(any_house: House, tmp_path: Path) -> None:
    put(any_house, write_up(), folder=tmp_path / "kiriman")
    assert tree(tmp_path / "kiriman") == {"tulisan.md": write_up().encode()}
    assert not any_house.settings.content_dir.exists()


def test_elsewhere_reached_through_the_content_folder_is_still_elsewhere(house: House, tmp_path: Path) -> None:
    content = house.settings.content_dir
    (content / "inovasi").mkdir(parents=True)
    write(tmp_path / "kiriman", {"tulisan.md": write_up()})
    (content / "inovasi" / "pintasan.md").symlink_to(tmp_path / "kiriman" / "tulisan.md")
    assert [report.outcome for report in run(house, content / ".." / "kiriman")] == [Outcome.NEW]
    assert [report.outcome for report in run(house, content)] == [Outcome.DUPLICATE]
    assert tree(tmp_path / "kiriman") == {"tulisan.md": write_up().encode()}


def test_canonical_file_reached_by_another_name_is_not_removed(house: House) -> None:
    content = house.settings.content_dir
    put(house, write_up(), folder=content)
    before = tree(content)
    assert [report.outcome for report in run(house, content / ".." / "content")] == [Outcome.UNCHANGED]
    assert tree(content) == before


def test_numbered_files_come_first_whatever_their_names(any_house: House, tmp_path: Path) -> None:
    write(tmp_path / "masuk", {"a.md": write_up("Tanpa nomor"), "b.md": write_up("Bernomor", extra="nomor: 1\n")})
    run(any_house, tmp_path / "masuk")
    assert titles(any_house) == {1: "Bernomor", 2: "Tanpa nomor"}


def test_restored_file_keeps_number_moment_and_revision(any_house: House) -> None:
    put(any_house, write_up(extra="nomor: 9\nterbit: 2020-01-02T03:04:05Z\nrevisi: 6\n"))
    with any_house.database.read() as session:
        found = catalogue.published(session, 9)
        assert (found.revision, found.first_published_at.isoformat()) == (6, "2020-01-02T03:04:05+00:00")
        assert [row.number for row in catalogue.history(session, 9)] == [6]


def test_unknown_unit_is_made_and_told_and_a_known_one_is_found_by_any_name(any_house: House) -> None:
    first = put(any_house, write_up("Satu", unit="RSUD Contoh"))
    assert "RSUD Contoh" in first.notes[0]
    with any_house.database.write() as session:
        unit = organisations.unit_by_name(session, "35.15", "RSUD Contoh")
        assert unit is not None
        organisation_actions.rename(session, SYSTEM, unit, "RSUD Baru", now=any_house.clock())
    second = put(any_house, write_up("Dua", unit="rsud  contoh"))
    assert second.notes == []
    with any_house.database.read() as session:
        assert len({found.unit_id for found in catalogue.all_published(session)}) == 1


@pytest.mark.parametrize(("region", "kind"), [("35", "opd-prov"), ("35.15", "opd-kab"), ("35.78", "opd-kab")])
def test_unit_without_a_kind_is_an_office_of_its_region(house: House, region: str, kind: str) -> None:
    put(house, write_up(region=region, kind=""))
    with house.database.read() as session:
        unit = organisations.unit_by_name(session, region, "Puskesmas Contoh")
        assert unit is not None
        assert unit.kind == kind


# Duplicates and numbers


def test_same_title_in_the_same_region_is_a_duplicate_and_changes_nothing(any_house: House) -> None:
    put(any_house, write_up())
    before = version(any_house)
    report = put(any_house, write_up("ANTREAN  ringkas", unit="Unit yang belum ada", body="Lain."))
    assert (report.outcome, report.number, report.failed) == (Outcome.DUPLICATE, 1, True)
    assert "nomor 1" in report.problems[0]
    assert version(any_house) == before
    assert revisions(any_house) == 1
    with any_house.database.read() as session:
        assert organisations.unit_by_name(session, "35.15", "Unit yang belum ada") is None


def test_kabupaten_and_kota_of_one_name_may_have_the_same_title(any_house: House) -> None:
    kabupaten, kota = put(any_house, write_up(region="35.06")), put(any_house, write_up(region="35.71"))
    assert (kabupaten.outcome, kota.outcome) == (Outcome.NEW, Outcome.NEW)


def test_title_of_a_withdrawn_write_up_stays_taken_and_its_number_used(any_house: House) -> None:
    put(any_house, write_up())
    put(any_house, write_up(extra=f"nomor: 1\n{WITHDRAWN}", body=""))
    assert put(any_house, write_up(body="Lain.")).outcome is Outcome.DUPLICATE
    assert put(any_house, write_up("Lain")).number == 2


def become_draft(house: House) -> None:
    with house.database.write() as session:
        session.execute(update(Innovation).values(state=State.DRAFT.value))


@pytest.mark.parametrize("dry_run", [False, True])
def test_number_of_a_draft_is_refused_and_the_draft_stays(any_house: House, tmp_path: Path, *, dry_run: bool) -> None:
    put(any_house, write_up("Draf Orang"))
    become_draft(any_house)
    path = write(tmp_path / "kiriman", {"a.md": write_up(extra="nomor: 1\n")}) / "a.md"
    (report,) = run(any_house, path, dry_run=dry_run)
    (problem,) = report.problems
    assert problem.startswith(f"{path}, baris 7 (nomor): Nomor 1 dipakai draf yang belum terbit. Ganti nomornya")
    with any_house.database.read() as session:
        assert session.get_one(Innovation, 1).title == "Draf Orang"
    assert revisions(any_house) == 1


def test_two_files_with_one_number_are_both_refused(any_house: House, tmp_path: Path) -> None:
    write(
        tmp_path / "masuk",
        {
            "a.md": write_up("Satu", extra="nomor: 5\n"),
            "b.md": write_up("Dua", extra="nomor: 5\n"),
            "c.md": write_up("Tiga"),
        },
    )
    reports = run(any_house, tmp_path / "masuk")
    assert outcomes(reports) == {"a.md": Outcome.BAD, "b.md": Outcome.BAD, "c.md": Outcome.NEW}
    first = next(report for report in reports if report.path.name == "a.md")
    assert first.problems[0].startswith(f"{first.path}, baris 7 (nomor): ")
    assert "b.md" in first.problems[0]
    assert titles(any_house) == {1: "Tiga"}


# Changed files


def test_other_content_under_a_known_number_is_a_new_revision(any_house: House) -> None:
    put(any_house, write_up())
    report = put(any_house, write_up("Antrean Lebih Ringkas", extra="nomor: 1\n", body="Kini."))
    assert (report.outcome, report.number) == (Outcome.REVISED, 1)
    assert titles(any_house) == {1: "Antrean Lebih Ringkas"}
    with any_house.database.read() as session:
        old = catalogue.read(session, catalogue.published(session, 1), 1)
        assert old.metadata.title == "Antrean Ringkas"
        assert old.revision.body.startswith("## Latar belakang")


@pytest.mark.parametrize("extra", ["nomor: 1\n", "nomor: 1\nrevisi: 1\n", "nomor: 1\nterbit: 2020-01-01T00:00:00Z\n"])
def test_same_content_is_unchanged_whatever_it_leaves_out(any_house: House, extra: str) -> None:
    put(any_house, write_up())
    before = version(any_house)
    assert put(any_house, write_up(extra=extra)).outcome is Outcome.UNCHANGED
    assert (version(any_house), revisions(any_house)) == (before, 1)


def test_file_with_a_former_name_of_its_unit_is_unchanged(any_house: House) -> None:
    put(any_house, write_up())
    with any_house.database.write() as session:
        unit = organisations.unit_by_name(session, "35.15", "Puskesmas Contoh")
        assert unit is not None
        organisation_actions.rename(session, SYSTEM, unit, "Puskesmas Anyar", now=any_house.clock())
    report = put(any_house, write_up(extra="nomor: 1\n"), folder=any_house.settings.content_dir)
    assert report.outcome is Outcome.UNCHANGED
    assert b"unit: Puskesmas Anyar\n" in tree(any_house.settings.content_dir)["inovasi/2026/1-antrean-ringkas.md"]


def test_other_replications_need_no_revision_of_the_text(any_house: House) -> None:
    put(any_house, write_up())
    before = version(any_house)
    claims = 'replikasi:\n  - {wilayah: "35.05", tahap: diterapkan, bukti: dokumen}\n'
    assert put(any_house, write_up(extra=f"nomor: 1\n{claims}")).outcome is Outcome.REVISED
    assert revisions(any_house) == 1
    assert version(any_house) > before
    with any_house.database.read() as session:
        assert replication.applied_counts(session, [1]) == {1: 1}


def test_changed_title_moves_the_file_and_leaves_no_second_one(any_house: House) -> None:
    content = any_house.settings.content_dir
    put(any_house, write_up(), folder=content)
    put(any_house, write_up("Judul Baru", extra="nomor: 1\n"), folder=content / "inovasi", name="perbaikan.md")
    assert list(tree(content)) == ["inovasi/2026/1-judul-baru.md"]
    assert maintenance.differences(any_house) == []


# Withdrawal


def test_withdrawn_file_leaves_a_tombstone_and_keeps_the_text_of_its_revision(any_house: House) -> None:
    put(any_house, write_up())
    before = version(any_house)
    report = put(any_house, write_up(extra=f"nomor: 1\n{WITHDRAWN}", body=""))
    assert report.outcome is Outcome.WITHDRAWN
    assert (titles(any_house), revisions(any_house)) == ({}, 1)
    assert version(any_house) > before
    with any_house.database.read() as session:
        found = catalogue.innovation(session, 1)
        assert (str(found.withdrawn_on), found.withdrawn_reason) == ("2026-11-23", "Data keliru")
        assert catalogue.read(session, found).revision.body.startswith("## Latar belakang")
    assert put(any_house, write_up(extra=f"nomor: 1\n{WITHDRAWN}", body="")).outcome is Outcome.UNCHANGED


def test_tombstone_survives_the_round_trip_and_the_text_can_come_back(any_house: House, tmp_path: Path) -> None:
    report = put(any_house, write_up(extra=f"nomor: 4\nrevisi: 3\n{WITHDRAWN}", body=""))
    assert (report.outcome, report.number) == (Outcome.WITHDRAWN, 4)
    once = exported(any_house, tmp_path / "satu")
    assert list(once) == ["inovasi/2026/4-antrean-ringkas.md"]
    assert run(any_house, tmp_path / "satu")[0].outcome is Outcome.UNCHANGED
    assert exported(any_house, tmp_path / "dua") == once
    assert put(any_house, write_up(extra="nomor: 4\n")).outcome is Outcome.PUBLISHED_AGAIN
    assert titles(any_house) == {4: "Antrean Ringkas"}


def test_file_of_a_withdrawn_text_tells_none_of_its_facts_and_takes_none_away(any_house: House, tmp_path: Path) -> None:
    claims = "replikasi:\n  - {penerima: Kenarikota, tahap: diterapkan, bukti: dokumen}\n"
    put(any_house, write_up(extra=f"mitra: [Kenarimitra]\n{claims}", summary="Kenariringkasan."))
    put(any_house, write_up(extra=f"nomor: 1\n{WITHDRAWN}", body=""))
    (data,) = exported(any_house, tmp_path / "satu").values()
    assert b"kenari" not in data.lower()
    changed = data.replace(b"Data keliru", b"Datanya keliru")
    (tmp_path / "satu" / "inovasi" / "2026" / "1-antrean-ringkas.md").write_bytes(changed)
    assert not run(any_house, tmp_path / "satu")[0].failed
    with any_house.database.read() as session:
        found = catalogue.innovation(session, 1)
        facts = catalogue.read(session, found).metadata
        assert (found.withdrawn_reason, facts.partners) == ("Datanya keliru", ("Kenarimitra",))
        assert [item.adopter for item in replication.claims(session, 1)] == ["Kenarikota"]


@pytest.mark.parametrize("revision", [2, 3])
def test_copy_from_before_a_withdrawal_does_not_bring_the_text_back(any_house: House, revision: int) -> None:
    put(any_house, write_up(extra=f"nomor: 4\nrevisi: 3\n{WITHDRAWN}", body=""))
    report = put(any_house, write_up(extra=f"nomor: 4\nrevisi: {revision}\n"))
    assert report.outcome is Outcome.BAD
    assert "sudah ditarik" in report.problems[0]
    assert titles(any_house) == {}


# Bad files

BAD: dict[str, tuple[str | bytes, str]] = {
    "kode": (write_up(extra="urusan: [kesehatan, sihir]\n"), "baris 7 (urusan.2): “sihir”"),
    "tanggal": (write_up(extra="mulai: 2019-13\n"), "baris 7 (mulai): "),
    "kunci": (write_up(extra="warna: biru\n"), "baris 7 (warna): "),
    "wilayah": (write_up(region="35.99"), "baris 4 (wilayah): Wilayah dengan kode “35.99” tidak ada."),
    "adopsi": (
        write_up(extra='replikasi:\n  - {wilayah: "35.99", tahap: minat, bukti: dokumen}\n'),
        "baris 8 (replikasi.1.wilayah): Wilayah dengan kode “35.99” tidak ada.",
    ),
    "sendiri": (
        write_up(extra='replikasi:\n  - {wilayah: "35.15", unit: Puskesmas Contoh, tahap: minat, bukti: dokumen}\n'),
        "baris 7 (replikasi): ",
    ),
    "judul": (write_up('"  "'), "baris 2 (judul): "),
    "yaml": (write_up(extra="mitra: [PKK\n"), "baris "),
    "isi": (write_up(body="Baik.\n\n" + "a" * 10_001), "Baris 10 terlalu panjang"),
    "kosong": (b"", "baris 1: "),
    "biner": (b"\x89PNG\r\n\x1a\n\x00\x00", "baris "),
    "latin": ("---\njudul: Déjà\n---\n".encode("latin-1"), "baris 2: "),
    "raksasa": (b"a" * 300_000, "256 KiB"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_told_with_its_place_and_others_go_on(house: House, tmp_path: Path, name: str) -> None:
    text, said = BAD[name]
    write(tmp_path / "masuk", {"a.md": write_up("Satu"), f"{name}.md": text, "z.md": write_up("Dua")})
    reports = run(house, tmp_path / "masuk")
    assert outcomes(reports) == {"a.md": Outcome.NEW, f"{name}.md": Outcome.BAD, "z.md": Outcome.NEW}
    (problem,) = next(report for report in reports if report.failed).problems
    assert problem.startswith(str(tmp_path / "masuk" / f"{name}.md"))
    assert said in problem
    assert set(titles(house).values()) == {"Satu", "Dua"}


def test_folder_that_looks_like_a_file_and_a_dead_link_are_told(house: House, tmp_path: Path) -> None:
    (tmp_path / "masuk" / "folder.md").mkdir(parents=True)
    (tmp_path / "masuk" / "mati.md").symlink_to(tmp_path / "tidak-ada.md")
    reports = run(house, tmp_path / "masuk")
    assert [(report.path.name, report.outcome) for report in reports] == [
        ("folder.md", Outcome.BAD),
        ("mati.md", Outcome.BAD),
    ]
    assert all("bukan berkas biasa" in report.problems[0] for report in reports)


def test_bad_file_leaves_no_unit_behind(any_house: House) -> None:
    text = BAD["sendiri"][0]
    assert isinstance(text, str)
    before = version(any_house)
    assert put(any_house, text).failed
    assert version(any_house) == before
    with any_house.database.read() as session:
        assert organisations.unit_by_name(session, "35.15", "Puskesmas Contoh") is None


def test_path_that_does_not_exist_is_told(house: House, tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="tidak ada"):
        run(house, tmp_path / "tidak-ada")


def test_pipe_is_told_and_not_waited_for(house: House, tmp_path: Path) -> None:
    folder = write(tmp_path / "masuk", {"b.md": write_up()})
    os.mkfifo(folder / "a.md")
    reports = run(house, folder)
    assert [(report.path.name, report.outcome) for report in reports] == [("a.md", Outcome.BAD), ("b.md", Outcome.NEW)]
    assert reports[0].problems == [f"{folder / 'a.md'}: bukan berkas biasa."]


def test_file_beside_the_folder_of_the_archive_is_not_overlooked(house: House) -> None:
    folder = write(house.settings.content_dir, {"inovasi/2026/a.md": write_up("Satu"), "b.md": write_up("Dua")})
    assert {report.outcome for report in run(house, folder)} == {Outcome.NEW}
    assert sorted(path.name for path in folder.rglob("*.md")) == ["1-dua.md", "2-satu.md"]


@pytest.mark.parametrize(
    ("extra", "body", "place", "number"),
    [
        ("", f"Hubungi kami.\n\nNIK {NIK} tercatat.", "baris 10", NIK),
        ("", f"Hubungi kami di {MOBILE}.", "baris 8", MOBILE),
        (f"kontak: {{jabatan: Camat, telepon: {MOBILE}}}\n", "Isi.", "baris 7 (kontak.telepon)", MOBILE),
        (f"inovator: [Bidang Satu, NIK {NIK}]\n", "Isi.", "baris 7 (inovator.2)", NIK),
    ],
)
def test_number_of_a_person_is_refused_with_its_place_and_not_repeated(
    house: House, extra: str, body: str, place: str, number: str
) -> None:
    report = put(house, write_up(extra=extra, body=body))
    assert report.outcome == Outcome.BAD
    (problem,) = report.problems
    assert f"{place}: memuat nomor " in problem
    assert number not in problem


def test_number_of_an_office_is_welcome(house: House) -> None:
    text = write_up(extra='kontak: {jabatan: Camat, telepon: "(031) 8293939"}\n', body="Telepon (031) 8293939.")
    assert put(house, text).outcome == Outcome.NEW


def test_hidden_files_readme_and_other_kinds_are_left_out(tmp_path: Path) -> None:
    names = ["a.md", "x/b.md", "README.md", ".git/c.md", ".d.md", "e.txt"]
    write(tmp_path / "masuk", dict.fromkeys(names, "x"))
    assert [str(path.relative_to(tmp_path / "masuk")) for path in files_of(tmp_path / "masuk")] == ["a.md", "x/b.md"]


def test_links_to_numbers_that_nobody_has_are_told(any_house: House) -> None:
    put(any_house, write_up("Satu"))
    report = put(any_house, write_up("Dua", extra="terkait: [1, 8]\nseri: [7]\n"))
    with any_house.database.read() as session:
        assert [note.rpartition(": ")[2] for note in missing_links(session, [report])] == [
            "menyebut nomor 7 yang tidak ada.",
            "menyebut nomor 8 yang tidak ada.",
        ]


# Dry run


def test_dry_run_tries_everything_and_keeps_nothing(any_house: House) -> None:
    content = any_house.settings.content_dir
    put(any_house, write_up("Ada"), folder=content)
    write(
        content / "inovasi",
        {
            "baru.md": write_up("Baru", unit="Unit Baru"),
            "nomor.md": write_up("Pulih", extra="nomor: 9\nterkait: [77]\n"),
            "ubah.md": write_up("Kembar", extra="mulai: 2019-13\n"),
        },
    )
    before, files = version(any_house), tree(content)
    reports = run(any_house, content, dry_run=True)
    assert outcomes(reports) == {
        "1-ada.md": Outcome.UNCHANGED,
        "baru.md": Outcome.NEW,
        "nomor.md": Outcome.NEW,
        "ubah.md": Outcome.BAD,
    }
    assert {report.path.name: report.number for report in reports}["baru.md"] is None
    assert (version(any_house), tree(content), titles(any_house)) == (before, files, {1: "Ada"})
    with any_house.database.read() as session:
        assert missing_links(session, reports) == []
        assert organisations.unit_by_name(session, "35.15", "Unit Baru") is None


# Nothing gets lost


def test_unimported_file_that_begins_with_a_known_number_is_kept(house: House) -> None:
    content = house.settings.content_dir
    put(house, write_up("Antrean"), folder=content)
    write(content, {"inovasi/2026/1-langkah-cepat.md": write_up("Satu Langkah", extra="mulai: besok\n")})
    reports = run(house, content)
    assert outcomes(reports) == {"1-antrean.md": Outcome.UNCHANGED, "1-langkah-cepat.md": Outcome.BAD}
    assert len(tree(content)) == 2


def test_unimported_file_in_the_place_of_another_is_not_written_over(house: House) -> None:
    content = house.settings.content_dir
    write(content, {"inovasi/a.md": write_up(), "inovasi/2026/1-antrean-ringkas.md": write_up(region="35.99")})
    reports = run(house, content)
    assert [report.failed for report in reports] == [True, True]
    assert "tersimpan sebagai nomor 1" in reports[1].problems[0]
    assert tree(content) == {
        "inovasi/a.md": write_up().encode(),
        "inovasi/2026/1-antrean-ringkas.md": write_up(region="35.99").encode(),
    }


def test_read_only_content_folder_is_told_and_the_import_goes_on(sqlite_template: Path, house: House) -> None:
    with open_folder() as folder:
        shutil.copy(sqlite_template, folder / "rumah.sqlite3")
        (folder / "rumah.sqlite3").chmod(0o666)
        content = write(folder / "content", {"inovasi/a.md": write_up("Satu"), "inovasi/b.md": write_up("Dua")})
        settings = replace(Settings(), content_dir=content)
        house.renderer.render("hangat")  # its process is started as the user who runs the tests
        there = replace(house, settings=settings, database=Database(f"sqlite:///{folder / 'rumah.sqlite3'}"))
        with closed(content):
            reports = run(there, content)
        assert [report.outcome for report in reports] == [Outcome.NEW, Outcome.NEW]
        assert all("tersimpan sebagai nomor" in report.problems[0] for report in reports)
        assert all("tidak dapat ditulis: izin ditolak" in report.problems[0] for report in reports)
        assert set(titles(there).values()) == {"Satu", "Dua"}
        assert set(tree(content)) == {"inovasi/a.md", "inovasi/b.md"}
        there.database.close()


def test_file_changed_while_it_was_imported_is_kept(house: House) -> None:
    content = write(house.settings.content_dir, {"inovasi/a.md": write_up("Satu"), "inovasi/b.md": write_up("Dua")})
    reports = importer(house).run(content)
    next(reports)
    os.truncate(content / "inovasi" / "b.md", 0)
    write(content, {"inovasi/b.md": write_up("Dua, diperbaiki")})
    list(reports)
    assert tree(content)["inovasi/b.md"] == write_up("Dua, diperbaiki").encode()
    with house.database.read() as session:
        assert session.get_one(Innovation, 2).title == "Dua"
