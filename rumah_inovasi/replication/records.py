"""Public records as rows: made of a claim, changed to say what another claim says."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rumah_inovasi import audit, outbox, public_version
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.errors import Invalid, NotFound
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import GOVERNMENT, Unit
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.replication.model import Replication


def made(session: Session, innovation: Innovation, claim: Claim, position: int, now: datetime) -> Replication:
    """A row for a claim, not yet added.

    Raises:
        Invalid: the adopter is the unit that made the innovation.
        NotFound: the adopter's region does not exist.
    """
    unit = adopter_of(session, claim)
    require_another(session, innovation, claim, unit)
    row = Replication(innovation_number=innovation.number, created_at=now)
    return fill(row, claim, unit, position)


def fill(row: Replication, claim: Claim, unit: Unit | None, position: int) -> Replication:
    """Let a row say what a claim says."""
    row.position = position
    row.region_code = claim.region
    row.unit_id, row.unit_name = unit.id if unit else None, claim.unit
    row.adopter, row.stated_sum = claim.adopter, claim.stated_sum
    row.stage, row.degree, row.evidence = claim.stage, claim.degree, claim.evidence
    row.started, row.ended = claim.started, claim.ended
    row.note, row.source, row.reply = claim.note, claim.source, claim.reply
    return row


def adopter_of(session: Session, claim: Claim) -> Unit | None:
    """The unit of ours that a claim names, by any of its names.

    Raises:
        NotFound: its region does not exist.
    """
    if claim.region is None:
        return None
    organisations.region(session, claim.region)
    return organisations.unit_by_name(session, claim.region, claim.unit) if claim.unit else None


def require_another(session: Session, innovation: Innovation, claim: Claim, unit: Unit | None) -> None:
    """Refuse that a unit replicates from itself; a region that is named alone means its government.

    Units that carry on one another's work count as one.

    Raises:
        Invalid: it does.
    """
    origin = organisations.unit(session, innovation.unit_id)
    is_government = claim.region == origin.region_code and claim.unit is None and origin.kind == GOVERNMENT
    if is_government or (unit is not None and unit.id in one_with(session, origin.id)):
        raise Invalid("Replikasi oleh unit yang sama, “%(unit)s”, tidak dicatat.", unit=origin.name, field="replikasi")


def one_with(session: Session, unit: int) -> set[int]:
    """The unit, those whose work it carries on, and those that carry on its own."""
    return organisations.with_predecessors(session, unit) | organisations.with_successors(session, unit)


def hold(session: Session, row: Replication) -> None:
    """Let whoever else changes public records wait, and look at what they left.

    Raises:
        NotFound: the record is gone.
    """
    public_version.take_turn(session)
    if session.get(Replication, row.id, populate_existing=True) is None:
        raise NotFound("Catatan replikasi ini sudah tidak ada. Muat ulang daftarnya.")


def next_position(session: Session, innovation: Innovation) -> int:
    """Where a new record of an innovation stands: after the others."""
    query = select(func.max(Replication.position)).where(Replication.innovation_number == innovation.number)
    last = session.scalars(query).one()
    return 0 if last is None else last + 1


def changed(session: Session, actor: Actor, verb: str, innovation: Innovation, now: datetime) -> None:
    """Record a change of what the public sees of an innovation's replications."""
    session.flush()
    audit.record(session, actor.account, verb, "innovation", innovation.number, now=now)
    outbox.record(session, outbox.INNOVATION, innovation.number, now=now)
    public_version.raise_(session)
