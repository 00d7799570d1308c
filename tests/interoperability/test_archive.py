"""Files of the archive: what they hold, where they stand, and that none is half written or lost."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import update

from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.errors import NotFound, Unusable
from rumah_inovasi.house import House
from rumah_inovasi.interoperability import archive, shelves
from rumah_inovasi.interoperability.archive import ArchiveFile
from rumah_inovasi.interoperability.archive_entry import Item
from rumah_inovasi.organisations import actions as organisation_actions
from rumah_inovasi.organisations import queries as organisations
from tests.factories import put, write_up
from tests.nobody import closed, open_folder

ITEM = Item("innovation", 7)
FILE = ArchiveFile(ITEM, Path("inovasi/2026/7-baru.md"), b"baru")


def archived(house: House, number: int = 1) -> ArchiveFile:
    with house.database.read() as session:
        return archive.archive_file(session, number)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_file_stands_under_the_year_of_first_publication_with_number_and_title(any_house: House) -> None:
    put(any_house, write_up("Déjà & Vu", extra="nomor: 5\nterbit: 2019-03-01T00:00:00Z\nrevisi: 3\n"))
    put(any_house, write_up("Judul Baru", extra="nomor: 5\n"))
    file = archived(any_house, 5)
    assert file.path == Path("inovasi/2019/5-judul-baru.md")
    assert b"\nterbit: 2019-03-01T00:00:00Z\nrevisi: 4\n---\n" in file.data


def test_renamed_unit_stands_in_the_file_under_its_new_name(any_house: House) -> None:
    put(any_house, write_up())
    with any_house.database.write() as session:
        unit = organisations.unit_by_name(session, "35.15", "Puskesmas Contoh")
        assert unit is not None
        organisation_actions.rename(session, SYSTEM, unit, "Puskesmas Anyar", now=any_house.clock())
    assert b"\nunit: Puskesmas Anyar\njenis_unit: puskesmas\n" in archived(any_house).data


def test_tombstone_has_no_text(any_house: House) -> None:
    put(any_house, write_up())
    put(any_house, write_up(extra="nomor: 1\nditarik: {tanggal: 2026-11-23, alasan: Data keliru}\n", body=""))
    data = archived(any_house).data.decode()
    assert "\nditarik: {tanggal: 2026-11-23, alasan: Data keliru}\nterbit: " in data
    assert data.endswith("revisi: 1\n---\n")


def test_draft_is_not_in_the_archive(any_house: House) -> None:
    put(any_house, write_up())
    with any_house.database.write() as session:
        session.execute(update(Innovation).values(state=State.DRAFT.value))
    with any_house.database.read() as session:
        assert list(shelves.all_files(session)) == []
        with pytest.raises(NotFound):
            archive.archive_file(session, 1)


def test_same_bytes_are_not_written_again(tmp_path: Path) -> None:
    assert archive.put(tmp_path, FILE)
    os.utime(tmp_path / FILE.path, (1, 1))
    assert not archive.put(tmp_path, FILE)
    assert (tmp_path / FILE.path).stat().st_mtime == 1
    assert (tmp_path / FILE.path).stat().st_mode & 0o777 == 0o644


def test_read_only_folder_is_told_and_keeps_what_it_has() -> None:
    with open_folder() as folder:
        archive.put(folder, ArchiveFile(ITEM, FILE.path, b"lama"))
        with closed(folder):
            with pytest.raises(Unusable, match=r"7-baru\.md tidak dapat ditulis: izin ditolak"):
                archive.put(folder, FILE)
            assert not archive.put(folder, ArchiveFile(ITEM, FILE.path, b"lama"))
        assert files(folder) == {"inovasi/2026/7-baru.md": b"lama"}


def test_full_disk_is_told_and_keeps_what_it_has(tmp_path: Path) -> None:
    archive.put(tmp_path, FILE)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, before[1]))
    try:
        with pytest.raises(Unusable, match=r"7-baru\.md tidak dapat ditulis"):
            archive.put(tmp_path, ArchiveFile(ITEM, FILE.path, bytes(100_000)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert files(tmp_path) == {"inovasi/2026/7-baru.md": b"baru"}


def test_writer_killed_in_the_middle_leaves_the_old_file_whole(tmp_path: Path) -> None:
    archive.put(tmp_path, FILE)
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom rumah_inovasi.interoperability import archive\n"
        "os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)\n"
        "archive.put(Path(sys.argv[1]), archive.ArchiveFile(7, Path('inovasi/2026/7-baru.md'), b'lain'))\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert (tmp_path / FILE.path).read_bytes() == b"baru"
    assert [path.name for path in tmp_path.rglob("*.md")] == ["7-baru.md"]
