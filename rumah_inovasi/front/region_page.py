"""What the page of a region tells: its story in one sentence, what was born, taken up and given away, its units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from rumah_inovasi import addresses
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import Region, UnitState
from rumah_inovasi.organisations.queries import UnitBranch
from rumah_inovasi.replication import queries as replication
from rumah_inovasi.replication.model import Replication
from rumah_inovasi.replication.panels import Entry, entries
from rumah_inovasi.vocabulary.queries import Vocabularies
from rumah_inovasi.web.links import Counted, Link

KECAMATAN = "kecamatan"


@dataclass(frozen=True)
class Exchange:
    """One innovation that went from one place to another."""

    title: str
    url: str
    origin: Link
    entry: Entry


@dataclass(frozen=True)
class UnitNode:
    """A unit in the tree of a region's page."""

    link: Link
    kind: str
    count: int
    children: Sequence["UnitNode"]


@dataclass(frozen=True)
class RegionFacts:
    """What is known of the region itself."""

    code: str
    full_name: str
    kind: str
    is_city: bool
    is_province: bool
    capital: str
    population: int
    area_km2: float
    kecamatan: int
    kelurahan: int
    desa: int
    neighbours: Sequence[Link]


def facts(region: Region, regions: Mapping[str, Region]) -> RegionFacts:
    """The region's own figures and its neighbours."""
    return RegionFacts(
        code=region.code,
        full_name=region.full_name,
        kind=region.kind,
        is_city=region.is_city,
        is_province=region.tile_column is None,
        capital=region.capital,
        population=region.population,
        area_km2=region.area_km2,
        kecamatan=region.kecamatan_count,
        kelurahan=region.kelurahan_count,
        desa=region.desa_count,
        neighbours=[Link(regions[code].full_name, addresses.region(regions[code].ref)) for code in region.neighbours],
    )


def sentence(
    region: Region,
    born: int,
    taken: Sequence[tuple[Innovation, Replication]],
    given: Sequence[tuple[Innovation, Replication]],
) -> str:
    """The region's story with numbers; only applied replications count."""
    taken_up = len({innovation.number for innovation, row in taken if row.is_applied})
    given_away = len({innovation.number for innovation, row in given if row.is_applied})
    parts = [
        ngettext(
            "%(num)s inovasi dari %(region)s tercatat di sini",
            "%(num)s inovasi dari %(region)s tercatat di sini",
            born,
            region=region.full_name,
        )
        if born
        else gettext("Belum ada inovasi dari %(region)s yang tercatat di sini", region=region.full_name)
    ]
    if given_away:
        parts.append(
            ngettext(
                "%(num)s di antaranya diterapkan di tempat lain",
                "%(num)s di antaranya diterapkan di tempat lain",
                given_away,
            )
        )
    if taken_up:
        parts.append(
            ngettext(
                "%(num)s inovasi dari tempat lain diterapkan di sini",
                "%(num)s inovasi dari tempat lain diterapkan di sini",
                taken_up,
            )
        )
    return "; ".join(parts) + "."


def exchanges(
    pairs: Sequence[tuple[Innovation, Replication]], regions: Mapping[str, Region], words: Vocabularies
) -> list[Exchange]:
    """Replications with the innovation they belong to."""
    found = []
    for innovation, row in pairs:
        origin = regions[innovation.region_code]
        found.append(
            Exchange(
                innovation.title,
                addresses.write_up(innovation.ref),
                Link(origin.label, addresses.region(origin.ref)),
                entries([row], innovation.region_code, regions, words)[0],
            )
        )
    return found


def taken_and_given(
    session: Session, code: str
) -> tuple[list[tuple[Innovation, Replication]], list[tuple[Innovation, Replication]]]:
    """What a region took up from elsewhere, and what others took up from it."""
    return replication.taken_up_by(session, code), replication.given_away_by(session, code)


def units(session: Session, region: Region, words: Vocabularies) -> list[UnitNode]:
    """Active units with write-ups, or with such units below them; kecamatan without any are listed apart."""
    counts = catalogue.counts_by_unit(session, region.code)
    root = organisations.tree(session, region.code)
    node = _node(root, counts, words)
    own = [UnitNode(node.link, node.kind, node.count, ())] if node.count else []
    return own + list(node.children)


def kecamatan(session: Session, region: Region) -> list[Counted]:
    """All kecamatan of a region with the number of their write-ups."""
    counts = catalogue.counts_by_unit(session, region.code)
    root = organisations.tree(session, region.code)
    return [
        Counted(
            branch.unit.name.removeprefix("Kecamatan "), addresses.unit(branch.unit.ref), counts.get(branch.unit.id, 0)
        )
        for branch in root.children
        if branch.unit.kecamatan_code is not None
    ]


def _node(branch: UnitBranch, counts: Mapping[int, int], words: Vocabularies) -> UnitNode:
    children = [_node(child, counts, words) for child in branch.children if child.unit.state == UnitState.ACTIVE]
    return UnitNode(
        link=Link(branch.unit.name, addresses.unit(branch.unit.ref)),
        kind=words.name("jenis-unit", branch.unit.kind),
        count=counts.get(branch.unit.id, 0),
        children=[child for child in children if child.count or child.children],
    )
