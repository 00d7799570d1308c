"""How a write-up looks to the index: the only mapping from rows to search documents."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.metadata import Metadata
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.catalogue.queries import Read
from rumah_inovasi.files.inspection import MOST_SEARCHED
from rumah_inovasi.markup.plain_text import plain_text
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import Region, Unit
from rumah_inovasi.replication import queries as replication
from rumah_inovasi.replication.model import Replication, applied_regencies, is_applied_elsewhere
from rumah_inovasi.search.port import SearchDocument

BATCH = 200  # write-ups in memory at once


def documents(session: Session, numbers: Iterable[int]) -> Iterator[SearchDocument]:
    """The documents of those write-ups that are published, by number; others have none."""
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), BATCH):
        yield from _documents(session, wanted[start : start + BATCH])
        session.expunge_all()  # read only: what was read need not be kept


def _documents(session: Session, numbers: Sequence[int]) -> Iterator[SearchDocument]:
    readings = catalogue.current_readings(session, numbers)
    units = organisations.units_by_id(session, {reading.innovation.unit_id for reading in readings})
    names = organisations.names_of(session, units)
    regions = organisations.regions(session)
    adopters = replication.of_innovations(session, numbers)
    for reading in readings:
        item = reading.innovation
        unit, region, rows = units[item.unit_id], regions[item.region_code], adopters.get(item.number, [])
        applied = applied_regencies(item.region_code, rows)
        yield SearchDocument(
            number=item.number,
            texts=_texts(session, reading, names[item.unit_id], region),
            facets=_facets(item, reading.metadata, unit, rows, applied),
            title_key=item.title_key,
            updated=int(item.updated_at.timestamp()),
            applied_in=len(applied),
        )


def _texts(session: Session, reading: Read, unit_names: Sequence[str], region: Region) -> dict[str, str]:
    facts = reading.metadata
    captions = {item.name: item.caption or "" for item in facts.attachments}
    shown = catalogue.shown_attachments(session, reading)
    named = [f"{captions[row.name]} {row.name}".strip() for row in shown]
    words = "; ".join(row.words for row in shown if row.words)
    return {
        "title": facts.title,
        "long_form": facts.long_form or "",
        "summary": facts.summary,
        "body": plain_text(reading.revision.html),
        "tags": "; ".join(tag.replace("-", " ") for tag in facts.tags),
        "unit": "; ".join(unit_names),
        "region": region.full_name,
        "attachments": "; ".join([*named, *([words[:MOST_SEARCHED]] if words else [])]),
    }


def _facets(
    item: Innovation, facts: Metadata, unit: Unit, rows: Sequence[Replication], applied: Iterable[str]
) -> Mapping[str, Sequence[str]]:
    in_use = is_applied_elsewhere(item.region_code, rows)
    values: dict[str, Iterable[str | None]] = {
        "wilayah": [item.region_code],
        "urusan": facts.topics,
        "tahun": [facts.started[:4] if facts.started else None],
        "tag": facts.tags,
        "sdg": facts.sdgs,
        "cettar": facts.cettar,
        "bentuk": [facts.form],
        "jenis": [facts.kind],
        "tahapan": [facts.stage],
        "unit": [str(unit.id)],
        "jenis_unit": [unit.kind],
        "keberlanjutan": [item.sustainability],
        "penghargaan": [award.event for award in facts.awards],
        "replikasi": ["ada" if in_use else "tidak"],
        "direplikasi_di": sorted(applied),
    }
    return {name: list(dict.fromkeys(value for value in given if value)) for name, given in values.items()}
