"""The page of all replications."""

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask_babel import gettext

from rumah_inovasi import addresses
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import Region
from rumah_inovasi.organisations.tiles import tile_map
from rumah_inovasi.replication import queries
from rumah_inovasi.replication.model import Replication, StageClass
from rumah_inovasi.replication.panels import Entry, entries
from rumah_inovasi.vocabulary.queries import Vocabularies
from rumah_inovasi.web.current import house, vocabularies
from rumah_inovasi.web.links import Link

blueprint = Blueprint("replication", __name__)


@dataclass(frozen=True)
class OriginRow:
    """One innovation with those who apply it."""

    title: str
    url: str
    region: Link
    adopters: list[Entry]


@blueprint.get("/replikasi")
def matrix() -> str:
    """Who applies what, by origin, with stated sums kept apart."""
    with house().database.read() as session:
        words = vocabularies(session)
        regions = organisations.regions(session)
        pairs = queries.public(session)
        across = [pair for pair in pairs if not pair[1].is_expansion(pair[0].region_code)]
        applied = [pair for pair in across if pair[1].is_applied]
        received = Counter(
            code for code, _number in {(row.region_code, item.number) for item, row in applied if row.region_code}
        )
        return render_template(
            "replication/matrix.html",
            matrix=_origins([pair for pair in applied if pair[1].stated_sum is None], regions, words),
            sums=_origins([pair for pair in applied if pair[1].stated_sum is not None], regions, words),
            totals=Counter(row.stage_class.value for _, row in across if row.stated_sum is None),
            classes=[kind.value for kind in StageClass],
            map=tile_map(
                organisations.regencies(session),
                received,
                gettext("Inovasi dari tempat lain yang diterapkan di tiap kabupaten/kota"),
                gettext("Inovasi yang diterapkan"),
            ),
        )


def _origins(
    pairs: list[tuple[Innovation, Replication]], regions: dict[str, Region], words: Vocabularies
) -> list[OriginRow]:
    by_number: dict[int, tuple[Innovation, list[Replication]]] = {}
    for innovation, row in pairs:
        by_number.setdefault(innovation.number, (innovation, []))[1].append(row)
    return [
        OriginRow(
            title=innovation.title,
            url=addresses.write_up(innovation.ref),
            region=Link(regions[innovation.region_code].label, addresses.region(regions[innovation.region_code].ref)),
            adopters=entries(rows, innovation.region_code, regions, words),
        )
        for innovation, rows in by_number.values()
    ]
