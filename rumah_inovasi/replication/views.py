"""The page of all replications, and all of them as a table."""

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi import addresses
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import Region
from rumah_inovasi.organisations.tiles import tile_map
from rumah_inovasi.replication import matrix as matrices
from rumah_inovasi.replication import queries
from rumah_inovasi.replication.matrix import CLASS_WORDS, CLASSES, Pair
from rumah_inovasi.replication.model import Replication
from rumah_inovasi.replication.panels import Entry, entries
from rumah_inovasi.vocabulary.queries import Vocabularies
from rumah_inovasi.web.current import base_url, house, vocabularies
from rumah_inovasi.web.links import Link
from rumah_inovasi.web.tables import as_csv, download

blueprint = Blueprint("replication", __name__)


@dataclass(frozen=True)
class OriginRow:
    """One innovation with those who take it up."""

    title: str
    url: str
    region: Link
    adopters: list[Entry]


@dataclass(frozen=True)
class Import:
    """One innovation that came from outside the province."""

    title: str
    url: str
    region: Link
    name: str
    institution: str | None
    source: str | None


@blueprint.get("/replikasi")
def matrix() -> str:
    """Who takes up what from whom: one class of stages (`kelas`), with stated sums kept apart."""
    word = request.args.get("kelas", next(iter(CLASSES)))
    kind = CLASSES.get(word) or abort(400)
    with house().database.read() as session:
        words = vocabularies(session)
        regions = organisations.regions(session)
        pairs = queries.public(session)
        across = [pair for pair in pairs if not pair[1].is_expansion(pair[0].region_code)]
        shown = [pair for pair in across if pair[1].stage_class is kind]
        return render_template(
            "replication/matrix.html",
            kind=kind.value,
            words=CLASS_WORDS,
            classes={name: found.value for name, found in CLASSES.items()},
            matrix=matrices.matrix(pairs, regions, kind),
            rows=_origins([pair for pair in shown if pair[1].stated_sum is None], regions, words),
            sums=_origins([pair for pair in shown if pair[1].stated_sum is not None], regions, words),
            imports=_imports(session, regions),
            totals=Counter(row.stage_class.value for _, row in across if row.stated_sum is None),
            map=tile_map(
                organisations.regencies(session),
                Counter(code for code, _number in {(row.region_code, item.number) for item, row in shown} if code),
                gettext("Inovasi dari tempat lain di tiap kabupaten/kota"),
                str(CLASS_WORDS[kind.value][0]),
            ),
        )


@blueprint.get("/replikasi.csv")
def table() -> Response:
    """Every public record, of all classes, in Indonesian as the names of its columns."""
    with house().database.read() as session, force_locale("id"):
        words, regions, base = vocabularies(session), organisations.regions(session), base_url()
        pairs = queries.public(session)
        units = organisations.units_by_id(session, {innovation.unit_id for innovation, _row in pairs})
        lines = [matrices.cells(item, row, units[item.unit_id], regions, words, base) for item, row in pairs]
        return download(as_csv(matrices.HEADER, lines), "replikasi.csv")


def _origins(pairs: list[Pair], regions: dict[str, Region], words: Vocabularies) -> list[OriginRow]:
    by_number: dict[int, tuple[Pair, list[Replication]]] = {}
    for pair in pairs:
        by_number.setdefault(pair[0].number, (pair, []))[1].append(pair[1])
    return [
        OriginRow(
            title=innovation.title,
            url=addresses.write_up(innovation.ref),
            region=_place(regions[innovation.region_code]),
            adopters=entries(rows, innovation.region_code, regions, words),
        )
        for (innovation, _row), rows in by_number.values()
    ]


def _imports(session: Session, regions: dict[str, Region]) -> list[Import]:
    return [
        Import(
            title=innovation.title,
            url=addresses.write_up(innovation.ref),
            region=_place(regions[innovation.region_code]),
            name=origin.name,
            institution=origin.institution,
            source=origin.url,
        )
        for innovation, origin in queries.from_outside(session)
    ]


def _place(region: Region) -> Link:
    return Link(region.label, addresses.region(region.ref))
