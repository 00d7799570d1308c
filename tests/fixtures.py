"""Fixtures of the application: houses over real databases, and clients that look at every page."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from rumah_inovasi import database, installation, settings
from rumah_inovasi.app import PANELS, create_app
from rumah_inovasi.database import Database
from rumah_inovasi.files.store import store_from_url
from rumah_inovasi.house import House
from rumah_inovasi.markup.client import Renderer
from rumah_inovasi.settings import Settings
from tests.indexing import settle
from tests.pages import PageClient
from tests.postgres import Cluster

START = datetime(2026, 11, 22, 3, 15, tzinfo=UTC)


class Clock:
    """A clock that a test sets: each look at it is one second later, so that nothing happens at the same moment."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        self.at = self.at.replace(microsecond=0)
        self.at = datetime.fromtimestamp(self.at.timestamp() + 1, UTC)
        return self.at


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    """One warm renderer for all tests."""
    with Renderer() as made:
        yield made


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, renderer: Renderer) -> Path:
    """A prepared SQLite file (schema, regions, vocabularies, no write-ups) to be copied."""
    folder = tmp_path_factory.mktemp("template")
    path = folder / "rumah.sqlite3"
    _prepare(f"sqlite:///{path}", folder, renderer)
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory, renderer: Renderer) -> str:
    """The name of a prepared PostgreSQL database to be copied."""
    url = postgres_cluster.create("rumah_template")
    _prepare(url, tmp_path_factory.mktemp("template"), renderer)
    return "rumah_template"


def _prepare(url: str, folder: Path, renderer: Renderer) -> None:
    made = _house(_settings(folder, url), renderer, Clock())
    installation.bring_up_to_date(made, lambda _message: None)
    made.database.close()


def _settings(folder: Path, url: str) -> Settings:
    return settings.load(
        {
            "RUMAH_DATA_DIR": str(folder / "data"),
            "RUMAH_CONTENT_DIR": str(folder / "content"),
            "RUMAH_INDEX_DIR": str(folder / "index"),
            "RUMAH_DATABASE_URL": url,
        }
    )


def _house(made: Settings, renderer: Renderer, clock: Callable[[], datetime]) -> House:
    files = store_from_url(made.files_url, made.data_dir)
    return House(made, Database(made.sqlalchemy_url), renderer, PANELS, clock, files)


@pytest.fixture(params=["sqlite", "postgres"])
def any_house(
    request: pytest.FixtureRequest, tmp_path: Path, renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[House]:
    """A prepared house without write-ups, once over SQLite and once over PostgreSQL."""
    monkeypatch.chdir(tmp_path)
    if request.param == "sqlite":
        path = tmp_path / "rumah.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        made = _house(_settings(tmp_path, f"sqlite:///{path}"), renderer, Clock())
        yield made
        made.database.close()
        return
    cluster: Cluster = request.getfixturevalue("postgres_cluster")
    name = f"rumah_{abs(hash(request.node.nodeid)) % 10**12}"
    url = cluster.create(name, request.getfixturevalue("postgres_template"))
    made = _house(_settings(tmp_path, url), renderer, Clock())
    yield made
    made.database.close()
    cluster.drop(name)


@pytest.fixture
def house(
    sqlite_template: Path, tmp_path: Path, renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[House]:
    """A prepared house without write-ups over SQLite."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "rumah.sqlite3"
    shutil.copy(sqlite_template, path)
    made = _house(_settings(tmp_path, f"sqlite:///{path}"), renderer, Clock())
    yield made
    made.database.close()


@pytest.fixture
def hasty_house(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A house that does not wait long for other writers."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(database, "PRAGMAS", ("busy_timeout=50", *database.PRAGMAS[1:]))
    made = Database(house.database.url)
    yield replace(house, database=made)
    made.close()


@pytest.fixture
def locked(house: House) -> Iterator[sqlite3.Connection]:
    """The database while somebody else writes without end."""
    with closing(sqlite3.connect(str(house.database.engine.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other
        other.execute("ROLLBACK")


@pytest.fixture(scope="session")
def full_house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, renderer: Renderer) -> Iterator[House]:
    """A house with the whole starter content, shared by tests that only read."""
    folder = tmp_path_factory.mktemp("full")
    path = folder / "rumah.sqlite3"
    shutil.copy(sqlite_template, path)
    made = _house(_settings(folder, f"sqlite:///{path}"), renderer, Clock())
    reports = installation.prepare(made, lambda _message: None)
    assert reports, "the starter content was not imported"
    assert not any(report.failed for report in reports)
    settle(made)
    yield made
    made.database.close()


@pytest.fixture
def app(house: House) -> Flask:
    """The application over an empty house."""
    return create_app(house)


@pytest.fixture(scope="session")
def full_app(full_house: House) -> Flask:
    """The application over the house with the starter content."""
    return create_app(full_house)


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A client of the empty house that looks at every page it fetches."""
    return PageClient(app.test_client())


@pytest.fixture
def reader(full_app: Flask) -> PageClient:
    """A client of the full house that looks at every page it fetches."""
    return PageClient(full_app.test_client())
