"""The engines that have to keep the contract."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rumah_inovasi.search.port import Engine
from rumah_inovasi.search.whoosh_engine.engine import WhooshEngine


@pytest.fixture
def index_folder(tmp_path: Path) -> Path:
    """Where an index will be; not there yet."""
    return tmp_path / "index"


@pytest.fixture
def whoosh_engine(index_folder: Path) -> Iterator[WhooshEngine]:
    """The embedded engine without an index."""
    made = WhooshEngine(index_folder)
    yield made
    made.close()


@pytest.fixture
def reference_engine(index_folder: Path) -> Iterator[WhooshEngine]:
    """The embedded engine without an index, which asks Whoosh itself."""
    made = WhooshEngine(index_folder, with_arrays=False)
    yield made
    made.close()


@pytest.fixture(params=["whoosh_engine", "reference_engine"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn, with an index that holds no documents."""
    made: Engine = request.getfixturevalue(request.param)
    made.rebuild([])
    return made
