"""The table of all doors, `who.txt`, as tests read it."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.access.world import World

TABLE = Path(__file__).with_name("who.txt")
CONVERTER = re.compile(r"<(?:[^:<>]+:)?(\w+)>")


def lines() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Method, address and who for each state; an address without states has one that is empty."""
    for line in TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            method, address, *cells = line.split()
            yield method, address, dict(_cell(cell) for cell in cells)


def _cell(text: str) -> tuple[str, str]:
    state, _, who = text.rpartition("=")
    return state, who


def path_of(world: World, address: str, state: str) -> str:
    """A real path for an address of the table, to something that is in this state."""
    return CONVERTER.sub(lambda found: str(world.value(address, found[1], state)), address)
