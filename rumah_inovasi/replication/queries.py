"""What can be seen of replications. Only those of published innovations are ever read for pages."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from rumah_inovasi.catalogue.metadata import Origin, restore
from rumah_inovasi.catalogue.model import Innovation, Revision, State
from rumah_inovasi.errors import NotFound
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import GOVERNMENT, Unit
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.replication.model import OVER, Replication, applied_regencies, is_applied_elsewhere


def claims(session: Session, number: int) -> list[Claim]:
    """The replications of one innovation as its file states them."""
    return [claim_of(row) for row in of_innovation(session, number)]


def claim_of(row: Replication) -> Claim:
    """A record as a file states it."""
    return Claim(
        region=row.region_code,
        adopter=row.adopter,
        stated_sum=row.stated_sum,
        unit=row.unit_name,
        stage=row.stage,
        degree=row.degree,
        evidence=row.evidence,
        started=row.started,
        ended=row.ended,
        note=row.note,
        source=row.source,
        reply=row.reply,
    )


def record(session: Session, innovation_number: int, number: int) -> Replication:
    """One record of an innovation.

    Raises:
        NotFound: there is none with this number, or it is of another innovation.
    """
    found = session.get(Replication, number)
    if found is None or found.innovation_number != innovation_number:
        raise NotFound("Catatan replikasi ini sudah tidak ada. Muat ulang daftarnya.")
    return found


def record_of_unit(session: Session, number: int, unit: Unit) -> Replication | None:
    """What is public about a unit's replication that is not over; a unit stands for those whose work it carries on.

    The government of a region stands for records that name the region alone.
    """
    own = organisations.with_predecessors(session, unit.id)
    for row in reversed(of_innovation(session, number)):
        if row.stage_class not in OVER and _is_of(session, row, unit, own):
            return row
    return None


def _is_of(session: Session, row: Replication, unit: Unit, own: set[int]) -> bool:
    if row.region_code != unit.region_code:
        return False
    if row.unit_id is not None:
        return row.unit_id in own
    if row.unit_name is None:
        return unit.kind == GOVERNMENT
    named = organisations.unit_by_name(session, row.region_code, row.unit_name)  # it may have come here since
    return named is not None and named.id in own


def of_innovation(session: Session, number: int) -> list[Replication]:
    """All replications of one innovation, in their order."""
    query = select(Replication).where(Replication.innovation_number == number).order_by(Replication.position)
    return list(session.scalars(query))


def of_innovations(session: Session, numbers: Iterable[int]) -> dict[int, list[Replication]]:
    """All replications of several innovations, each in their order."""
    query = select(Replication).where(Replication.innovation_number.in_(set(numbers))).order_by(Replication.position)
    rows: dict[int, list[Replication]] = {}
    for row in session.scalars(query):
        rows.setdefault(row.innovation_number, []).append(row)
    return rows


def public(session: Session) -> list[tuple[Innovation, Replication]]:
    """All replications of published innovations with their origin."""
    return _pairs(session, _published())


def taken_up_by(session: Session, region_code: str) -> list[tuple[Innovation, Replication]]:
    """What a region took up from elsewhere, expansions of its own left out."""
    query = _published().where(Replication.region_code == region_code, Innovation.region_code != region_code)
    return _pairs(session, query)


def given_away_by(session: Session, region_code: str) -> list[tuple[Innovation, Replication]]:
    """What others took up of a region's innovations."""
    pairs = _pairs(session, _published().where(Innovation.region_code == region_code))
    return [(innovation, row) for innovation, row in pairs if not row.is_expansion(region_code)]


def taken_up_by_units(session: Session, unit_ids: Iterable[int]) -> list[tuple[Innovation, Replication]]:
    """What units took up."""
    return _pairs(session, _published().where(Replication.unit_id.in_(set(unit_ids))))


def applied_counts(session: Session, numbers: Iterable[int]) -> dict[int, int]:
    """For each innovation that is applied elsewhere, in how many other kabupaten/kota: 0 where sources name none."""
    wanted = set(numbers)
    if not wanted:
        return {}
    pairs = _pairs(session, _published().where(Innovation.number.in_(wanted)))
    rows: dict[int, tuple[str, list[Replication]]] = {}
    for innovation, row in pairs:
        rows.setdefault(innovation.number, (innovation.region_code, []))[1].append(row)
    return {
        number: len(applied_regencies(origin, found))
        for number, (origin, found) in rows.items()
        if is_applied_elsewhere(origin, found)
    }


def from_outside(session: Session) -> list[tuple[Innovation, Origin]]:
    """Published innovations that were taken up from outside this catalogue, by title, with where they come from."""
    query = (
        select(Innovation, Revision)
        .join(Revision, Revision.innovation_number == Innovation.number)
        .where(Revision.number == Innovation.revision, Innovation.state == State.PUBLISHED)
        .where(Revision.stored["asal"].as_string().is_not(None))
        .order_by(Innovation.title_key, Innovation.number)
    )
    pairs = [(found[0], restore(found[1].stored).origin) for found in session.execute(query)]
    return [(innovation, origin) for innovation, origin in pairs if origin]


def _published() -> Select[Innovation, Replication]:
    return (
        select(Innovation, Replication)
        .join(Replication, Replication.innovation_number == Innovation.number)
        .where(Innovation.state == State.PUBLISHED)
        .order_by(Innovation.title_key, Innovation.number, Replication.position)
    )


def _pairs(session: Session, query: Select[Innovation, Replication]) -> list[tuple[Innovation, Replication]]:
    return [(found[0], found[1]) for found in session.execute(query)]
