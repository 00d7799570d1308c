"""A backup is whole, of one moment, for its owner alone, and says what it could not take along."""

import os
import shutil
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest
from sqlalchemy import delete, update

from rumah_inovasi import maintenance
from rumah_inovasi.backup.making import make
from rumah_inovasi.backup.manifest import CONTENT
from rumah_inovasi.backup.opening import opened
from rumah_inovasi.backup.restoring import restore
from rumah_inovasi.catalogue.model import Attachment, Revision
from rumah_inovasi.commands.relaying import carry_over
from rumah_inovasi.database import Database
from rumah_inovasi.errors import Invalid, Unusable
from rumah_inovasi.files.store import FolderStore
from rumah_inovasi.house import House
from rumah_inovasi.interoperability.archive_turn import archive_turn
from tests.backup.conftest import Maker
from tests.backup.houses import at, attached, state_of
from tests.factories import put, write_up
from tests.journeys.server import until
from tests.nobody import as_nobody, open_folder
from tests.relay.editing import Editors
from tests.terminal import enter, process, run


def test_backup_is_for_its_owner_alone_and_replaces_nothing(house: House, tmp_path: Path) -> None:
    path = tmp_path / "cadangan.zip"
    make(house, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    with pytest.raises(Invalid, match="sudah ada dan tidak ditimpa"):
        make(house, path)
    (tmp_path / "tautan.zip").symlink_to(tmp_path / "tidak-ada")
    with pytest.raises(Invalid, match="sudah ada dan tidak ditimpa"):
        make(house, tmp_path / "tautan.zip")
    assert path.read_bytes() == before


def test_place_within_the_house_is_refused(house: House) -> None:
    for folder in (house.settings.content_dir, house.settings.index_dir, house.files.root):
        folder.mkdir(parents=True, exist_ok=True)
        with pytest.raises(Invalid, match="Jangan menyimpan cadangan di dalam"):
            make(house, folder / "cadangan.zip")
        assert list(folder.iterdir()) == []


def test_place_that_cannot_be_written_is_told(house: House, tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    for place in (tmp_path / "tidak-ada" / "a.zip", tmp_path / "berkas" / "a.zip"):
        with pytest.raises(
            Unusable, match=r"tidak dapat ditulis: (berkas atau foldernya tidak ada|bagian dari alamatnya bukan folder)"
        ):
            make(house, place)


def test_file_that_was_lost_or_changed_is_told_and_the_rest_kept(any_house: House, tmp_path: Path) -> None:
    key = attached(any_house)
    any_house.files.put_back(key, b"lain")
    changed = make(any_house, tmp_path / "berubah.zip")
    assert [key in problem and "tidak lagi seperti" in problem for problem in changed.problems] == [True]
    assert changed.manifest.changed == (key,)
    any_house.files.delete(key)
    lost = make(any_house, tmp_path / "hilang.zip")
    assert [key in problem and "hilang dari" in problem for problem in lost.problems] == [True]
    assert lost.manifest.missing == (key,)
    with opened(tmp_path / "hilang.zip") as archive:
        archive.verify()


@pytest.mark.parametrize("data", [b"pendek", None])
def test_secret_key_that_cannot_be_used_is_told_and_left_out(house: House, tmp_path: Path, data: bytes | None) -> None:
    place = house.settings.data_dir / "kunci-rahasia"
    place.parent.mkdir()
    if data is None:
        place.mkdir()
    else:
        place.write_bytes(data)
    made = make(house, tmp_path / "cadangan.zip")
    assert [problem.startswith(f"Kunci rahasia {place} tidak dapat dipakai: ") for problem in made.problems] == [True]
    assert not made.manifest.has_secret


def test_files_that_nobody_names_stay_behind(house: House, elsewhere: Maker, tmp_path: Path) -> None:
    key = attached(house)
    house.files.put(b"dari unggahan yang terputus")
    make(house, tmp_path / "cadangan.zip")
    other = elsewhere("sqlite")
    restore(other, tmp_path / "cadangan.zip", replace=False)
    assert list(other.files.keys()) == [key]


class Deleting(FolderStore):
    """A store whose first file is deleted, with its row, just when it is to be copied."""

    def __init__(self, house: House) -> None:
        super().__init__(house.files.root)
        self._house = house
        self._is_done = False

    def open(self, key: str) -> BinaryIO:
        if not self._is_done:
            self._is_done = True
            with self._house.database.write() as session:
                session.execute(delete(Attachment).where(Attachment.key == key))
            self.delete(key)
        return super().open(key)


def test_file_deleted_meanwhile_makes_the_copy_begin_anew(any_house: House, elsewhere: Maker, tmp_path: Path) -> None:
    attached(any_house)
    made = make(replace(any_house, files=Deleting(any_house)), tmp_path / "cadangan.zip")
    assert (made.problems, made.manifest.missing) == ((), ())
    assert made.manifest.tables["attachment"].rows == 0
    other = elsewhere("sqlite")
    restore(other, tmp_path / "cadangan.zip", replace=False)
    assert state_of(other).rows == state_of(any_house).rows


def test_odd_files_of_the_content_folder_are_told_and_left_out(house: House, tmp_path: Path) -> None:
    content = house.settings.content_dir
    (content / "lain").mkdir(parents=True)
    (content / "tautan.md").symlink_to("/etc/hostname")
    (content / "lain" / "garis\\miring.md").write_text("x")
    (content / os.fsdecode(b"rusak-\xff.md")).write_text("x")
    (content / ".tersembunyi").write_text("x")
    (content / "lain" / "catatan kami.md").write_text("x")
    made = make(house, tmp_path / "cadangan.zip")
    assert [part.name for part in made.manifest.below(CONTENT)] == ["content/lain/catatan kami.md"]
    assert [problem.partition(" bukan ")[0].rpartition("/")[2] for problem in made.problems] == [
        "garis\\miring.md",
        os.fsdecode(b"rusak-\xff.md"),
        "tautan.md",
    ]


def archived(house: House) -> Path:
    """The one file of an archive, and all other folders that a house makes there."""
    put(house, write_up("Antrean Mangga"), folder=house.settings.content_dir)
    carry_over(house)
    (file,) = house.settings.content_dir.rglob("*.md")
    return file


def test_shelf_on_another_volume_is_kept_and_restored(house: House, elsewhere: Maker, tmp_path: Path) -> None:
    file = archived(house)
    content = house.settings.content_dir
    (content / "inovasi").rename(tmp_path / "volume")
    (content / "inovasi").symlink_to(tmp_path / "volume")
    (content / "inovasi" / "putar").symlink_to(content)
    wanted = [f"content/{file.relative_to(content)}"]
    made = make(house, tmp_path / "cadangan.zip")
    assert [part.name for part in made.manifest.below(CONTENT)] == wanted
    assert made.problems == (f"{content}/inovasi/putar adalah tautan ke folder lain; tidak ikut dicadangkan.",)
    (content / "inovasi" / "putar").unlink()
    restore(house, tmp_path / "cadangan.zip", replace=True)
    assert (content / "inovasi").is_symlink()  # what is the same already stays
    other = elsewhere("sqlite")
    restore(other, tmp_path / "cadangan.zip", replace=False)
    assert maintenance.differences(other) == []


@pytest.mark.parametrize("mode", [0, 0o444])
def test_folder_that_cannot_be_read_is_told(house: House, mode: int) -> None:
    file = archived(house)
    house.database.close()
    with open_folder() as folder:
        shutil.move(house.settings.content_dir, folder / "content")
        shutil.copy(house.database.place, folder / "rumah.sqlite3")
        there = at(folder, f"sqlite:///{folder / 'rumah.sqlite3'}")
        shelf = folder / "content" / "inovasi"
        (folder / "rumah.sqlite3").chmod(0o666)
        shelf.chmod(mode)
        with as_nobody():
            made = make(there, folder / "cadangan.zip")
        shelf.chmod(0o755)
        there.close()
    assert made.manifest.below(CONTENT) == []
    closed, lost = made.problems
    assert closed.startswith(f"{shelf}")
    assert "tidak dapat dibaca: izin ditolak; tidak ikut dicadangkan." in closed
    assert lost.startswith("1 berkas arsip yang dikenal basis data tidak ikut")
    assert file.name in lost


def test_archive_that_is_not_where_it_was_is_told(any_house: House, tmp_path: Path) -> None:
    for name in ("Mangga", "Durian", "Salak", "Duku"):
        put(any_house, write_up(f"Antrean {name}"), name=f"{name}.md")
    assert make(any_house, tmp_path / "belum.zip").problems == ()  # nothing was written there yet
    carry_over(any_house)
    shutil.rmtree(any_house.settings.content_dir)
    (told,) = make(any_house, tmp_path / "hilang.zip").problems
    assert told.startswith(f"4 berkas arsip yang dikenal basis data tidak ikut dari {any_house.settings.content_dir}: ")
    assert told.count(".md, ") == 3
    assert "RUMAH_CONTENT_DIR" in told


@contextmanager
def busy(*works: Callable[[], object]) -> Iterator[None]:
    """Do these again and again in threads, as a site that serves does; what one of them raises fails the test."""
    is_over, problems = threading.Event(), list[Exception]()

    def go_on(work: Callable[[], object]) -> None:
        try:
            while not is_over.is_set():
                work()
        except Exception as error:  # noqa: BLE001 - told below
            problems.append(error)

    threads = [threading.Thread(target=go_on, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
    assert problems == []


def test_backup_of_a_busy_house_is_of_one_moment(any_house: House, elsewhere: Maker, tmp_path: Path) -> None:
    writer, relay = at_same_place(any_house), at_same_place(any_house)
    editors = Editors(writer, seed=5)
    carry_over(relay)
    with busy(editors.do_something, lambda: carry_over(relay)):
        made = [make(any_house, tmp_path / f"{count}.zip") for count in range(4)]
    for house in (writer, relay):
        house.database.close()
    assert [backup.problems for backup in made] == [()] * 4
    sizes = [backup.manifest.tables["revision"].rows for backup in made]
    assert sizes == sorted(set(sizes))  # something happened in between
    for count in range(4):
        other = elsewhere("sqlite")
        restore(other, tmp_path / f"{count}.zip", replace=False)
        carry_over(other)
        assert maintenance.differences(other) == []
        assert state_of(other).rows["outbox"] == []  # nothing counts as edited by hand


def at_same_place(house: House) -> House:
    """The same house, with connections of its own."""
    return replace(house, database=Database(house.database.url))


def test_backup_waits_for_whoever_writes_the_archive(house: House, tmp_path: Path) -> None:
    content = house.settings.content_dir
    content.mkdir()
    with archive_turn(content):
        (content / "inovasi" / "1-separuh.md").write_text("separuh")
        thread = threading.Thread(target=make, args=(house, tmp_path / "cadangan.zip"))
        thread.start()
        until(lambda: waits_for_a_lock() or not thread.is_alive())
        (content / "inovasi" / "1-separuh.md").rename(content / "inovasi" / "1-utuh.md")
    thread.join()
    with opened(tmp_path / "cadangan.zip") as archive:
        assert [part.name for part in archive.manifest.below(CONTENT)] == ["content/inovasi/1-utuh.md"]


def waits_for_a_lock() -> bool:
    """Whether a thread of this process waits for somebody to let a file go."""
    lines = (line.split() for line in Path("/proc/locks").read_text().splitlines())
    return any("->" in words and str(os.getpid()) in words for words in lines)


# Commands


def test_commands_tell_what_a_backup_holds(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(house, monkeypatch)
    key = attached(house)
    house.database.close()
    said = run("backup", "cadangan.zip").stderr
    assert "Cadangan ditulis ke cadangan.zip (" in said
    assert "1 lampiran, 0 berkas arsip, tanpa kunci rahasia. Dibuat 2" in said
    assert "memuat data pribadi" in said
    assert run("restore", "cadangan.zip", "--dry-run").stderr.endswith("Hanya diperiksa; tidak ada yang diubah.\n")
    assert "--replace" in run("restore", "cadangan.zip", code=1).stderr
    said = run("restore", "cadangan.zip", "--replace").stderr
    assert "Rumah dipulihkan dari cadangan.zip.\n" in said
    assert "Keadaan sebelumnya disimpan di " in said
    assert said.endswith("Siap. Jalankan situs seperti biasa.\n")
    run("check")
    house.files.delete(key)
    assert f"Perhatian: Berkas {key} disebut dalam basis data" in run("backup", "lagi.zip", code=1).stderr


@pytest.mark.parametrize("spoilt", ["index", "content/inovasi"])
def test_restore_whose_index_or_archive_cannot_be_written_says_what_is_left_to_do(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: str
) -> None:
    enter(house, monkeypatch)
    put(house, write_up("Antrean Mangga"))
    house.database.close()
    if spoilt != "index":
        (tmp_path / "content").mkdir()
    (tmp_path / spoilt).write_text("bukan folder")
    run("backup", "cadangan.zip")
    done = process("restore", "cadangan.zip", "--replace", code=1)
    last = done.stderr.splitlines()[-1]
    assert last.startswith("Rumah sudah dipulihkan, tetapi isinya belum sampai ke indeks dan arsip: ")
    assert "lalu jalankan: rumah-inovasi reindex" in last
    assert "Siap." not in done.stderr
    assert "Traceback" not in done.stderr
    (tmp_path / spoilt).unlink()
    if spoilt == "index":
        run("reindex")
    run("relay", "--once")
    run("check")


@pytest.mark.parametrize("words", [["backup"], ["restore"], ["restore", "a", "b"], ["restore", "a", "--force"]])
def test_wrong_usage_of_the_commands_ends_with_2(words: list[str]) -> None:
    assert "Pemakaian: " in run(*words, code=2).stderr


def test_full_disk_is_told_and_leaves_no_half_file(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(house, monkeypatch)
    house.files.put_back(attached(house), os.urandom(300_000))
    done = process("backup", "penuh.zip", code=1, most_bytes=200_000)
    assert done.stderr.endswith("penuh.zip tidak dapat ditulis: berkasnya terlalu besar.\n")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.glob("*.zip")) == []
    assert list(tmp_path.glob(".*")) == []


def test_full_disk_during_a_restore_leaves_the_house_as_it_was(
    any_house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(any_house, monkeypatch)
    any_house.files.root.mkdir(parents=True)
    any_house.files.put(b"x" * 100_000)
    put(any_house, write_up("Antrean Mangga", body="Isi. " * 1500))
    with any_house.database.write() as session:
        session.execute(update(Revision).values(html="<p>" + "isi " * 30_000 + "</p>"))
    any_house.database.close()
    run("backup", "cadangan.zip")
    put(any_house, write_up("Antrean Durian"), name="lain.md")
    before = state_of(any_house)
    any_house.database.close()
    done = process("restore", "cadangan.zip", "--replace", code=1, most_bytes=8192)
    assert done.stderr.splitlines()[-1].startswith("Kesalahan: ")
    assert "Traceback" not in done.stderr
    assert state_of(any_house) == before
    assert list(tmp_path.rglob(".pemulihan-*")) == []
