"""Fixtures of the archive."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rumah_inovasi.database import Database
from rumah_inovasi.files.store import FolderStore
from rumah_inovasi.house import House
from tests.factories import put, write_up
from tests.interoperability.keeping import FIRST, relay, tree


@pytest.fixture
def other_house(house: House, sqlite_template: Path, tmp_path: Path) -> Iterator[House]:
    """An empty house beside the one of the test."""
    folder = tmp_path / "sebelah"
    folder.mkdir()
    shutil.copy(sqlite_template, folder / "rumah.sqlite3")
    database = Database(f"sqlite:///{folder / 'rumah.sqlite3'}")
    made = replace(house.settings, content_dir=folder / "content")
    yield replace(house, settings=made, database=database, files=FolderStore(folder / "berkas"))
    database.close()


@pytest.fixture
def kept(any_house: House) -> House:
    """A house with one write-up whose archive is whole."""
    put(any_house, write_up())
    relay(any_house).catch_up()
    assert list(tree(any_house)) == [FIRST]
    return any_house
