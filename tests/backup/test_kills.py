"""A backup or a restore that is killed at any moment leaves a whole house, and no half of anything."""

import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rumah_inovasi.accounts import secret
from rumah_inovasi.backup import switching
from rumah_inovasi.backup.making import make
from rumah_inovasi.backup.restoring import look_at
from rumah_inovasi.commands.relaying import carry_over
from rumah_inovasi.house import House
from tests.backup.houses import at, environ_of, state_of
from tests.factories import put, write_up
from tests.postgres import Cluster

ALL = 1 << 30
ANYWHERE, DECISIVE = 4, 8  # kills at any step, and within the last ones, where everything is moved


class Victims:
    """Processes that do the same again and again, and are killed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def kill_at(self, step: int) -> str:
        """Let one begin and be killed at this step; gives `killed`, or the number of steps it took to the end."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{step}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


@contextmanager
def victims(house: House, deed: str, path: Path) -> Iterator[Victims]:
    command = [sys.executable, "-m", "tests.backup.killing", deed, str(path)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        command, env=environ_of(house), cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Victims(process)


def steps(count: int, seed: int) -> list[int]:
    """At which steps to kill, of so many."""
    dice = random.Random(seed)
    return sorted({*dice.sample(range(1, count - DECISIVE), ANYWHERE), *range(count - DECISIVE, count + 1)})


class Former:
    """A house that is put back as it was before each kill."""

    def __init__(self, house: House, folder: Path, cluster: Cluster | None) -> None:
        self.house = house
        self._cluster = cluster
        self._folder = folder
        self._copy = folder.with_name(f"{folder.name}-asli")
        shutil.copytree(folder, self._copy)
        if cluster:
            cluster.create("rumah_asli", self._name)

    @property
    def _name(self) -> str:
        return self.house.settings.sqlalchemy_url.rpartition("/")[2]

    def put_back(self) -> None:
        """Everything as it was."""
        self.house.database.close()
        shutil.rmtree(self._folder)
        shutil.copytree(self._copy, self._folder)
        if self._cluster:
            self._cluster.drop(self._name)
            self._cluster.create(self._name, "rumah_asli")

    def remove(self) -> None:
        """Leave no copy behind."""
        self.house.database.close()
        if self._cluster:
            self._cluster.drop("rumah_asli")


@pytest.fixture(params=["sqlite", "postgres"])
def former(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Former]:
    """A house with two write-ups, and beside it `cadangan.zip` of a time when it had another one."""
    monkeypatch.chdir(tmp_path)
    folder, cluster, url = tmp_path / "rumah", None, None
    (folder / "data").mkdir(parents=True)
    if request.param == "postgres":
        cluster = request.getfixturevalue("postgres_cluster")
        url = cluster.create("rumah_korban", request.getfixturevalue("postgres_template"))
    else:
        shutil.copy(sqlite_template, folder / "data" / "rumah.sqlite3")
    house = at(folder, url)
    put(house, write_up("Antrean Mangga"))
    secret.secret_of(house.settings)
    carry_over(house)
    make(house, tmp_path / "cadangan.zip")
    for name in ("Durian", "Salak"):
        put(house, write_up(f"Antrean {name}"), name=f"{name}.md")
    carry_over(house)
    (house.settings.data_dir / secret.FILE).write_text("k" * 64)
    house.database.close()
    made = Former(house, folder, cluster)
    yield made
    made.remove()
    house.close()
    if cluster:
        cluster.drop("rumah_korban")


def test_killed_restore_leaves_the_former_house_or_the_new_one(former: Former, tmp_path: Path) -> None:
    house = former.house
    before = state_of(house)
    house.database.close()
    with victims(house, "restore", tmp_path / "cadangan.zip") as killed:
        count = int(killed.kill_at(ALL))
        wanted = state_of(house)
        assert wanted != before
        found = []
        for step in steps(count, seed=11):
            former.put_back()
            assert killed.kill_at(step) == "killed"
            switching.complete(house.settings)  # as the next command does
            now = state_of(house)
            assert now in (before, wanted), step
            found.append(now == wanted)
            assert not switching.is_under_way(house.settings)
        former.put_back()
        assert killed.kill_at(ALL) == str(count)
    assert sorted(found) == found  # from one step on it is the new one
    assert set(found) == {False, True}
    assert state_of(house) == wanted
    assert list(former.house.settings.data_dir.parent.rglob(".pemulihan-*")) == []


def test_restore_after_a_killed_one_clears_away_what_that_left(former: Former, tmp_path: Path) -> None:
    house = former.house
    house.database.close()
    with victims(house, "restore", tmp_path / "cadangan.zip") as killed:
        count = int(killed.kill_at(ALL))
        former.put_back()
        assert killed.kill_at(count - DECISIVE - 10) == "killed"
        assert killed.kill_at(ALL).isdigit()
    assert list(house.settings.data_dir.parent.rglob(".pemulihan-*")) == []


def test_killed_backup_leaves_no_file_and_the_next_clears_away_its_rest(former: Former, tmp_path: Path) -> None:
    house, folder = former.house, tmp_path / "cadangan"
    folder.mkdir()
    before = state_of(house)
    with victims(house, "backup", folder / "baru.zip") as killed:
        count = int(killed.kill_at(ALL))
        whole = [path.name for path in folder.iterdir()]
        assert whole == ["baru.zip"]
        for step in sorted({*random.Random(3).sample(range(1, count), ANYWHERE), count - 2, count - 1, count}):
            (folder / "baru.zip").unlink(missing_ok=True)
            assert killed.kill_at(step) == "killed"
            if (folder / "baru.zip").exists():
                look_at(folder / "baru.zip")
        (folder / "baru.zip").unlink(missing_ok=True)
        assert killed.kill_at(ALL).isdigit()
    assert [path.name for path in folder.iterdir()] == ["baru.zip"]
    assert state_of(house) == before
