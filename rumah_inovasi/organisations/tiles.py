"""The tile map of the 38: one tile a kabupaten/kota, placed on a grid, shaded in five steps by its count."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from rumah_inovasi import addresses
from rumah_inovasi.organisations.model import Region

# Upper bounds of the steps 1 to 4; step 0 is none at all, step 4 has no bound.
BOUNDS = (1, 3, 6)


@dataclass(frozen=True)
class Tile:
    """One kabupaten or kota."""

    code: str
    short: str
    full: str
    abbr: str
    is_city: bool
    col: int
    row: int
    count: int
    step: int
    url: str
    note: str | None = None


@dataclass(frozen=True)
class LegendStep:
    """What a shade means."""

    step: int
    label: str


@dataclass(frozen=True)
class TileMap:
    """The map and the same facts as a table."""

    caption: str
    tiles: Sequence[Tile]
    legend: Sequence[LegendStep]
    rows: Sequence[Tile]
    table_headers: tuple[str, str]


def tile_map(
    regencies: Sequence[Region],
    counts: Mapping[str, int],
    caption: str,
    counted: str,
    url: Callable[[Region], str] | None = None,
) -> TileMap:
    """A map of `counts` by region code; `counted` names what is counted, as the head of the table's column."""
    tiles = [
        Tile(
            code=region.code,
            short=region.name,
            full=region.full_name,
            abbr=region.abbreviation,
            is_city=region.is_city,
            col=region.tile_column or 0,
            row=region.tile_row or 0,
            count=counts.get(region.code, 0),
            step=step(counts.get(region.code, 0)),
            url=url(region) if url else addresses.region(region.ref),
        )
        for region in regencies
    ]
    return TileMap(
        caption=caption,
        tiles=sorted(tiles, key=lambda tile: (tile.row, tile.col)),
        legend=legend(),
        rows=sorted(tiles, key=lambda tile: tile.code),
        table_headers=(gettext("Kabupaten/kota"), counted),
    )


def step(count: int) -> int:
    """The shade of a count, 0 to 4."""
    return 0 if count == 0 else 1 + sum(count > bound for bound in BOUNDS)


def legend() -> list[LegendStep]:
    """What the five shades mean."""
    labels = [gettext("belum ada"), "1", "2–3", "4–6", gettext("7 atau lebih")]
    return [LegendStep(number, label) for number, label in enumerate(labels)]
