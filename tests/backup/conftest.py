"""Houses of both kinds: one with everything in it, and places where nothing is yet."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rumah_inovasi.house import House
from tests.backup.houses import at
from tests.postgres import Cluster

Maker = Callable[[str], House]


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Maker]:
    """Makes houses in places where nothing is yet, of the kind that is asked for."""
    made: list[House] = []
    names: list[str] = []

    def make(kind: str) -> House:
        folder, url = tmp_path / f"lain-{len(made)}", None
        if kind == "postgres":
            cluster: Cluster = request.getfixturevalue("postgres_cluster")
            names.append(f"rumah_lain_{abs(hash(request.node.nodeid)) % 10**9}_{len(made)}")
            url = cluster.create(names[-1])
        made.append(at(folder, url))
        return made[-1]

    yield make
    for house in made:
        house.close()
    for name in names:
        request.getfixturevalue("postgres_cluster").drop(name)
