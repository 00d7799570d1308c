"""`relay --once` and `reindex`, alone and beside a relay that runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from rumah_inovasi import outbox
from rumah_inovasi.cli import main
from rumah_inovasi.commands import relaying
from rumah_inovasi.house import House
from rumah_inovasi.relay.turn import turn_of
from tests.fixtures import START
from tests.relay.changing import create
from tests.relay.test_service import is_equal, running, until
from tests.relay.unit_folder import UnitFolder, waiting


@pytest.fixture
def folder(any_house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> UnitFolder:
    """What the commands keep equal to the database, in the place of the index."""
    made = UnitFolder(any_house.database, tmp_path / "keluar")
    monkeypatch.setattr(relaying, "build_projections", lambda _house: (made,))
    for name in [name for name in os.environ if name.startswith("RUMAH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RUMAH_DATABASE_URL", any_house.settings.sqlalchemy_url)
    return made


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == code, result.output
    return result.stderr


def test_once_works_off_what_waits_and_says_how_much(any_house: House, folder: UnitFolder) -> None:
    folder.rebuild()
    assert run("relay", "--once") == "0 perubahan diterapkan.\n"
    for number in range(3):
        create(any_house.database, f"Dinas {number}")
    assert run("relay", "--once") == "3 perubahan diterapkan.\n"
    assert is_equal(any_house.database, folder)


def test_once_tries_again_what_pauses_or_is_parked_and_tells_what_goes_on_failing(
    any_house: House, folder: UnitFolder
) -> None:
    folder.rebuild()
    units = [create(any_house.database, f"Dinas {number}") for number in range(2)]
    for unit in units:
        folder.spoil(unit)
    for _ in range(outbox.MOST_ATTEMPTS):  # each asks for another attempt at once
        said = run("relay", "--once", code=1).splitlines()
        assert said[0] == "0 perubahan diterapkan."
        assert said[1].startswith("2 perubahan masih gagal, yang terakhir: [Errno 21] Is a directory")
    with any_house.database.read() as session:
        assert outbox.status(session).parked == 2
    folder.mend(units[0])
    assert run("relay", "--once", code=1).splitlines()[0] == "1 perubahan diterapkan."
    folder.mend(units[1])
    assert run("relay", "--once") == "1 perubahan diterapkan.\n"
    assert is_equal(any_house.database, folder)


def test_reindex_makes_the_index_anew(any_house: House, folder: UnitFolder) -> None:
    for _ in range(2):
        assert run("reindex") == "Indeks dibuat ulang.\n"
        assert is_equal(any_house.database, folder)
        (folder.current / "asing").write_text("?")


def test_reindex_that_fails_says_why_and_stays_to_be_done(any_house: House, folder: UnitFolder) -> None:
    place = folder.current.parent
    place.write_text("bukan folder")
    said = run("reindex", code=1)
    assert said.startswith("Indeks belum dapat dibuat ulang: [Errno 17] File exists")
    assert waiting(any_house.database) == 1
    place.unlink()
    run("relay", "--once")
    assert is_equal(any_house.database, folder)


def test_commands_leave_the_work_to_a_relay_that_runs(any_house: House, folder: UnitFolder) -> None:
    database = any_house.database
    with running(any_house, folder) as relay:
        until(lambda: is_equal(database, folder))
        (folder.current / "asing").write_text("?")
        assert run("reindex").endswith("Indeks dibuat ulang.\n")
        assert is_equal(database, folder)
        unit = create(database, "Dinas Satu")
        until(lambda: is_equal(database, folder))
        folder.spoil(unit)
        with database.write() as session:
            outbox.record(session, outbox.UNIT, unit, now=START)
        until(lambda: is_failing(any_house))
        assert "1 perubahan masih gagal" in run("relay", "--once", code=1)
        folder.mend(unit)
        assert run("relay", "--once").endswith("Relay yang sedang berjalan sudah menerapkan semuanya.\n")
        assert is_equal(database, folder)
        assert relay.poll() is None


def test_reindex_says_that_it_waits_and_does_it_itself_when_the_relay_is_gone(any_house: House) -> None:
    turn = turn_of(any_house.database)
    assert turn.try_take()
    command = [sys.executable, "-m", "rumah_inovasi", "reindex"]
    settings = any_house.settings
    environ = {
        "RUMAH_DATABASE_URL": settings.sqlalchemy_url,
        "RUMAH_DATA_DIR": str(settings.data_dir),
        "RUMAH_INDEX_DIR": str(settings.index_dir),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RUMAH_")}
    with subprocess.Popen(command, env=kept | environ, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("Relay yang sedang berjalan mengerjakannya")
        turn.release()
        assert process.stderr.read().endswith("Indeks dibuat ulang.\n")
    assert process.returncode == 0
    assert waiting(any_house.database) == 0


def is_failing(house: House) -> bool:
    with house.database.read() as session:
        return outbox.status(session).failing == 1
