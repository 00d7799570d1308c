"""What a statement does to the public record, and how that is taken back."""

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.organisations.model import GOVERNMENT, Unit
from rumah_inovasi.replication import queries, records
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.replication.model import Replication
from rumah_inovasi.replication.statement import Statement

SHOWN = "replication-shown"  # the verb of a change that the public sees, whatever brought it about
KEPT = ("degree", "started", "note", "source", "reply")  # what a later claim need not say again
BORNE_BY_THE_ORIGIN = "dikonfirmasi-asal"


def adopter_claim(unit: Unit, said: Claim) -> Claim:
    """What is said, as the claim of a unit; the government of a region stands for the region itself."""
    return replace(said, region=unit.region_code, unit=None if unit.kind == GOVERNMENT else unit.name, adopter=None)


def claim_of(found: Statement, unit: Unit) -> Claim:
    """A statement as the claim that it makes."""
    said = Claim(
        stage=found.stage,
        evidence=found.source_kind or BORNE_BY_THE_ORIGIN,
        degree=found.degree,
        started=found.started,
        ended=found.ended,
        note=found.note,
        source=found.source,
    )
    return adopter_claim(unit, said)


def show(
    session: Session, actor: Actor, innovation: Innovation, found: Statement, claim: Claim, *, now: datetime
) -> Replication:
    """Let the public record say what a claim says, and remember what it said before.

    What the claim leaves open stays as it was known: a later stage has not undone where something was written of.
    """
    unit = session.get_one(Unit, found.unit_id)
    own = record_of(session, found)
    row = own or queries.record_of_unit(session, innovation.number, unit)
    if row is None:
        row = records.made(session, innovation, claim, records.next_position(session, innovation), now)
        session.add(row)
    else:
        known = queries.claim_of(row)
        if own is None:
            found.replaced = asdict(known)
        whole = _over(known, claim)
        records.fill(row, whole, records.adopter_of(session, whole), row.position)
    records.changed(session, actor, SHOWN, innovation, now)
    found.record_id = row.id
    return row


def undo(session: Session, actor: Actor, innovation: Innovation, found: Statement, *, now: datetime) -> None:
    """Let the public record say what it said before the statement, unless it says something else by now."""
    record = record_of(session, found)
    if record is not None and still_says(record, found):
        if found.replaced is None:
            session.delete(record)
        else:
            claim = Claim(**found.replaced)
            records.fill(record, claim, records.adopter_of(session, claim), record.position)
        records.changed(session, actor, SHOWN, innovation, now)
    found.record_id = None


def record_of(session: Session, found: Statement) -> Replication | None:
    """The public record that says what the statement says, as long as it is there."""
    return session.get(Replication, found.record_id) if found.record_id is not None else None


def is_shown(session: Session, found: Statement) -> bool:
    """Whether the public record says by now what the statement says."""
    record = record_of(session, found)
    return record is not None and still_says(record, found)


def still_says(record: Replication, found: Statement) -> bool:
    """Whether the record says what the statement made it say; an import may have brought something else since."""
    is_same_source = found.source is None or record.source == found.source
    return record.stage == found.stage and is_same_source


def _over(known: Claim, claim: Claim) -> Claim:
    """A claim that leaves nothing open which is known."""
    missing = [name for name in KEPT if getattr(claim, name) is None]
    return replace(claim, **{name: getattr(known, name) for name in missing})
