"""From nothing to a working house: every step may be repeated, and none that broke off does harm."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rumah_inovasi import installation, public_version
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.model import PublicText
from rumah_inovasi.database import Database
from rumah_inovasi.errors import Unusable
from rumah_inovasi.house import House
from rumah_inovasi.interoperability import shelves
from rumah_inovasi.interoperability.reading import Outcome
from rumah_inovasi.learning import queries as learning
from rumah_inovasi.organisations import queries as organisations
from tests.factories import write_up
from tests.nobody import closed, open_folder
from tests.postgres import Cluster

PREAMBLE = """
import os, shutil, signal
from dataclasses import replace
from rumah_inovasi import app, house, installation, settings

looks = []

def look(*_, **__):
    looks.append(1)
    if len(looks) == 30:
        os.kill(os.getpid(), signal.SIGKILL)
    return house.now()

made = app.build_house(settings.load(os.environ))
"""
# Copying a file ends with its times, importing one begins with a look at the clock, inside the transaction.
COPY_KILLED = "shutil.copystat = look\ninstallation.prepare(made, print)"
IMPORT_KILLED = "installation.prepare(replace(made, clock=look), print)"


class Notes(list[str]):
    """What a step said."""

    def __call__(self, message: str) -> None:
        self.append(message)


@pytest.fixture
def new_house(house: House, tmp_path: Path) -> Iterator[House]:
    """A house over a database that does not exist yet."""
    made = replace(house, database=Database(f"sqlite:///{tmp_path / 'baru' / 'rumah.sqlite3'}"))
    yield made
    made.database.close()


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def shipped() -> set[str]:
    return {name for name in files(installation.starter()) if not name.endswith(".py")}


def count(house: House) -> int:
    with house.database.read() as session:
        return len(shelves.public_items(session))


def killed(script: str, folder: Path) -> None:
    """Run a script in a process of its own, over the house of the folder, that kills itself on its way."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RUMAH_")}
    environment["RUMAH_DATABASE_URL"] = f"sqlite:///{folder / 'rumah.sqlite3'}"
    asked = [sys.executable, "-c", PREAMBLE + script]
    ended = subprocess.run(asked, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def test_first_preparation_makes_everything_and_the_second_nothing(new_house: House) -> None:
    said = Notes()
    reports = installation.prepare(new_house, said)
    assert {report.outcome for report in reports} == {Outcome.NEW}
    assert count(new_house) == len(reports) == len([name for name in shipped() if name.endswith(".md")])
    assert len(said) == 3
    with new_house.database.read() as session:
        version = public_version.current(session)
        assert len(organisations.regions(session)) == 39
    said.clear()
    assert installation.prepare(new_house, said) == []
    assert said == []
    with new_house.database.read() as session:
        assert public_version.current(session) == version


def test_missing_content_folder_gets_the_starter(house: House) -> None:
    installation.copy_starter(house, Notes())
    assert files(house.settings.content_dir) == shipped()
    assert [path.name for path in house.settings.content_dir.parent.glob(".*")] == []


def test_existing_empty_content_folder_means_start_empty(house: House) -> None:
    house.settings.content_dir.mkdir()
    assert installation.prepare(house, Notes()) == []
    assert count(house) == 0
    assert list(house.settings.content_dir.iterdir()) == []


def test_content_of_ones_own_is_imported_instead_of_the_starter(house: House) -> None:
    folder = house.settings.content_dir / "inovasi"
    folder.mkdir(parents=True)
    (folder / "baik.md").write_text(write_up(), "utf-8")
    (folder / "buruk.md").write_text("bukan tulisan", "utf-8")
    reports = installation.prepare(house, Notes())
    assert sorted((report.path.name, report.outcome) for report in reports) == [
        ("baik.md", Outcome.NEW),
        ("buruk.md", Outcome.BAD),
    ]
    assert files(house.settings.content_dir) == {"inovasi/2026/1-antrean-ringkas.md", "inovasi/buruk.md"}
    assert installation.prepare(house, Notes()) == []


def test_copy_that_was_killed_is_made_anew_and_whole(house: House, tmp_path: Path) -> None:
    killed(COPY_KILLED, tmp_path)
    assert not house.settings.content_dir.exists()
    assert [path.name for path in tmp_path.glob(".content*")] == [".content.sedang-disalin"]
    installation.copy_starter(house, Notes())
    assert files(house.settings.content_dir) == shipped()
    assert list(tmp_path.glob(".content*")) == []


def test_first_import_that_was_killed_is_continued_at_the_next_start(house: House, tmp_path: Path) -> None:
    killed(IMPORT_KILLED, tmp_path)
    before = count(house)
    reports = installation.prepare(house, Notes())
    total = len([name for name in shipped() if name.endswith(".md")])
    assert 0 < before < total
    assert Counter(report.outcome for report in reports) == {Outcome.UNCHANGED: before, Outcome.NEW: total - before}
    with house.database.read() as session:
        texts: list[PublicText] = [*catalogue.all_published(session), *learning.all_published(session)]
        assert [found.revision for found in texts] == [1] * total
    assert files(house.settings.content_dir) == shipped()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_several_first_starts_at_once_take_turns(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RUMAH_")}
    if kind == "postgres":
        cluster: Cluster = request.getfixturevalue("postgres_cluster")
        environment["RUMAH_DATABASE_URL"] = cluster.create("rumah_bersamaan")
    (tmp_path / "content").mkdir()
    for number in range(1, 9):
        (tmp_path / "content" / f"{number}.md").write_text(write_up(f"Inovasi {number}"), "utf-8")
    command = [sys.executable, "-m", "rumah_inovasi", "init"]
    started = [
        subprocess.Popen(command, env=environment, cwd=tmp_path, text=True, stderr=subprocess.PIPE) for _ in range(3)
    ]
    said = [process.communicate()[1] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], said
    assert sum("baru: 8" in text or "8 baru" in text for text in said) == 1, said
    assert sum("Akun pengelola dibuat" in text for text in said) == 1, said
    assert sorted(path.name for path in (tmp_path / "content").rglob("*.md")) == [
        f"{number}-inovasi-{number}.md" for number in range(1, 9)
    ]


def test_content_folder_that_cannot_be_made_is_told(house: House) -> None:
    with open_folder() as folder:
        there = replace(house, settings=replace(house.settings, content_dir=folder / "sempit" / "content"))
        (folder / "sempit").mkdir()
        with closed(folder), pytest.raises(Unusable, match=r"content: izin ditolak\."):
            installation.copy_starter(there, Notes())
        assert list((folder / "sempit").iterdir()) == []


def test_one_reason_is_told_where_the_copy_failed_for_many_files(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starter = tmp_path / "starter"
    starter.mkdir()
    for name in "ab":
        (starter / f"{name}.md").symlink_to(tmp_path / "tidak-ada")
    monkeypatch.setattr(installation, "starter", lambda: starter)
    with pytest.raises(Unusable, match=r"tidak dapat disalin ke .*No such file or directory"):
        installation.copy_starter(house, Notes())
    assert not house.settings.content_dir.exists()


def test_changed_shipped_facts_are_loaded_at_the_next_start(house: House) -> None:
    with house.database.write() as session:
        public_version.state(session).shipped = "lama"
        region = organisations.region(session, "35.15")
        region.capital = "Keliru"
        before = public_version.current(session)
    said = Notes()
    installation.bring_up_to_date(house, said)
    assert len(said) == 1
    with house.database.read() as session:
        assert organisations.region(session, "35.15").capital == "Sidoarjo"
        assert public_version.current(session) > before
