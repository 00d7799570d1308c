"""A house is not replaced while somebody is at home, and nothing is left behind where it was refused."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from rumah_inovasi.backup import switching
from rumah_inovasi.backup.making import make
from rumah_inovasi.backup.restoring import restore
from rumah_inovasi.backup.switching import Switch
from rumah_inovasi.commands.relaying import carry_over
from rumah_inovasi.database import Database
from rumah_inovasi.errors import Conflict, Unusable
from rumah_inovasi.files.store import FolderStore
from rumah_inovasi.house import House
from rumah_inovasi.relay.turn import turn_of
from tests.backup.conftest import Maker
from tests.backup.houses import at, attached, environ_of, state_of
from tests.factories import put, write_up
from tests.journeys.server import serving

RUNNING = r"Situs ini sedang berjalan\. .* Tidak ada yang diubah\."


@pytest.fixture
def backup(any_house: House, tmp_path: Path) -> Path:
    """A backup of the house, in which something has been done since."""
    put(any_house, write_up("Antrean Mangga"), folder=any_house.settings.content_dir)
    make(any_house, tmp_path / "cadangan.zip")
    put(any_house, write_up("Antrean Durian"), name="lain.md")
    return tmp_path / "cadangan.zip"


def test_relay_that_works_forbids_it(any_house: House, backup: Path) -> None:
    relay = Database(any_house.database.url)
    turn = turn_of(relay)
    assert turn.try_take()
    before = state_of(any_house)
    with pytest.raises(Conflict, match=RUNNING):
        restore(any_house, backup, replace=True)
    assert state_of(any_house) == before
    turn.release()
    relay.close()
    restore(any_house, backup, replace=True)
    assert state_of(any_house) != before


def test_program_that_has_the_database_open_forbids_it(any_house: House, backup: Path) -> None:
    other = Database(any_house.database.url)
    with other.read() as session:
        session.scalar(text("SELECT 1"))
    before = state_of(any_house)
    with pytest.raises(Conflict, match="sedang dipakai program lain"):  # it rests, but it is there
        restore(any_house, backup, replace=True)
    assert state_of(any_house) == before
    other.close()
    restore(any_house, backup, replace=True)


def test_site_that_serves_forbids_it(any_house: House, backup: Path) -> None:
    carry_over(any_house)
    any_house.database.close()
    with serving(environ_of(any_house)) as server:
        assert server.get("/")[0] == 200
        done = command(any_house, "restore", str(backup), "--replace")
        assert done.returncode == 1
        assert "Tidak ada yang diubah." in done.stderr
        kept = command(any_house, "backup", "sekarang.zip")
        assert kept.returncode == 0, kept.stderr
        assert "Antrean Durian" in server.get("/cari.json?q=durian")[1]
    done = command(any_house, "restore", str(backup), "--replace")
    assert done.returncode == 0, done.stderr
    assert command(any_house, "check").returncode == 0


def command(house: House, *words: str) -> subprocess.CompletedProcess[str]:
    """Another command over the same house."""
    return subprocess.run(
        [sys.executable, "-m", "rumah_inovasi", *words],
        env=environ_of(house),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_refused_restore_into_nothing_leaves_nothing(elsewhere: Maker, tmp_path: Path, kind: str) -> None:
    other = elsewhere(kind)
    (tmp_path / "surat.zip").write_text("bukan cadangan")
    done = command(other, "restore", str(tmp_path / "surat.zip"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Kesalahan: ")
    assert done.stderr.count("\n") == 1
    assert not other.settings.data_dir.exists()
    done = command(other, "backup", str(tmp_path / "kosong.zip"))
    assert done.returncode == 1
    assert done.stderr.startswith("Kesalahan: Belum ada rumah di ")
    assert done.stderr.endswith(". Jalankan dahulu: rumah-inovasi init.\n")
    assert not other.settings.data_dir.exists()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_restore_that_fails_in_an_empty_place_leaves_it_empty(elsewhere: Maker, backup: Path, kind: str) -> None:
    other = elsewhere(kind)
    other.settings.content_dir.parent.mkdir(parents=True, exist_ok=True)
    other.settings.content_dir.write_text("tidak mungkin")
    with pytest.raises(Unusable, match=r"Pemulihan berhenti: .* Rumah tetap seperti semula\."):
        restore(other, backup, replace=False)
    other.settings.content_dir.unlink()
    other.database.close()
    assert command(other, "migrate").returncode == 0  # nothing tells of a database that was lost
    restore(other, backup, replace=False)  # shipped facts alone are nobody's work


def test_restore_that_fails_at_the_last_step_takes_attachments_back(house: House, tmp_path: Path) -> None:
    attached(house)
    make(house, tmp_path / "cadangan.zip")
    other = at(tmp_path / "lain", f"sqlite:///{tmp_path / 'lain' / 'basis' / 'rumah.sqlite3'}")
    other = replace(other, files=FolderStore(tmp_path / "lain" / "berkas"))
    (tmp_path / "lain").mkdir()
    other.settings.data_dir.write_text("bukan folder")
    with pytest.raises(Unusable, match=r"Pemulihan berhenti: .* Rumah tetap seperti semula\."):
        restore(other, tmp_path / "cadangan.zip", replace=False)
    assert other.files.root.exists()
    assert list(other.files.keys()) == []
    other.close()


def test_lost_database_is_restored_without_further_words(house: House, tmp_path: Path) -> None:
    make(house, tmp_path / "cadangan.zip")
    carry_over(house)
    house.database.close()
    house.database.place.unlink()
    restore(house, tmp_path / "cadangan.zip", replace=False)
    assert house.database.place.exists()


@pytest.fixture
def damaged(house: House, tmp_path: Path) -> House:
    """A house whose database can no longer be read, and a backup beside it."""
    put(house, write_up("Antrean Mangga"))
    make(house, tmp_path / "cadangan.zip")
    house.database.close()
    place = house.database.place
    data = place.read_bytes()
    place.write_bytes(b"rusak " * 100 + data[600:])
    return house


def test_damaged_database_is_kept_as_it_is(damaged: House, tmp_path: Path) -> None:
    spoiled = damaged.database.place.read_bytes()
    with pytest.raises(Conflict, match="--replace"):
        restore(damaged, tmp_path / "cadangan.zip", replace=False)
    kept = restore(damaged, tmp_path / "cadangan.zip", replace=True).kept
    assert kept[0].read_bytes() == spoiled
    assert command(damaged, "relay", "--once").returncode == 0
    assert command(damaged, "check").returncode == 0


# What was decided


def decided(house: House, transaction: int | None = None) -> tuple[Path, Path]:
    """A move that was written down by somebody who was killed: from where, to where."""
    data_dir = house.settings.data_dir
    switch = Switch("coba")
    ready = switch.make_aside(data_dir) / "baru"
    ready.write_text("baru")
    switch.put(ready, data_dir / "tempat" / "baru")
    switching.decide(data_dir, switch, transaction)
    return ready, data_dir / "tempat" / "baru"


def test_next_command_completes_what_was_decided(house: House) -> None:
    ready, place = decided(house)
    assert command(house, "migrate").returncode == 0
    assert place.read_text() == "baru"
    assert not ready.parent.exists()
    assert not switching.is_under_way(house.settings)


def test_what_stands_in_the_way_is_told_until_it_is_gone(house: House) -> None:
    _ready, place = decided(house)
    place.parent.write_text("bukan folder")
    for _ in range(2):
        done = command(house, "check")
        assert done.returncode == 1
        assert done.stderr.startswith("Kesalahan: Pemulihan sudah diputuskan, tetapi belum selesai: ")
        assert done.stderr.count("\n") == 1
    place.parent.unlink()
    switching.complete(house.settings)
    assert place.read_text() == "baru"


@pytest.mark.parametrize("any_house", ["postgres"], indirect=True)  # of SQLite the file itself is moved
def test_moves_of_a_transaction_count_if_it_was_committed(any_house: House) -> None:
    for is_committed in (True, False):
        with any_house.database.engine.connect() as connection:
            number = connection.scalar(text("SELECT txid_current()"))
            ready, place = decided(any_house, number)
            if is_committed:
                connection.commit()
            else:
                connection.rollback()
        switching.complete(any_house.settings)
        assert place.exists() is is_committed
        assert not ready.exists()
        shutil.rmtree(place.parent, ignore_errors=True)
