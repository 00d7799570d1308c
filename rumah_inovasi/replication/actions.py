"""What can be done with the public records of an innovation: replace, add, answer, remove."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from rumah_inovasi import public_version
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import policy as catalogue
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.errors import Conflict, Invalid
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import name_key
from rumah_inovasi.replication import queries, records
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.replication.model import CLASS_OF_STAGE, OVER, Replication, StageClass
from rumah_inovasi.replication.policy import may_note, may_remove, may_reply, require
from rumah_inovasi.replication.statement_rules import (
    checked_text,
    require_no_numbers,
    require_no_numbers_in_address,
    require_past,
)


def replace_claims(
    session: Session, actor: Actor, innovation: Innovation, claims: Sequence[Claim], *, now: datetime
) -> bool:
    """Make the replications of an innovation those that its file states; tells whether anything changed.

    A record of the same adopter stays the same record, so that a page that shows it still means it.

    Raises:
        Invalid: the adopter is the unit that made the innovation.
        NotFound: an adopter's region does not exist.
    """
    catalogue.require(catalogue.may_publish(actor))
    # Made before the comparison: the same claims may break a rule now that the innovation has another unit.
    fresh = [records.made(session, innovation, claim, position, now) for position, claim in enumerate(claims)]
    if list(claims) == queries.claims(session, innovation.number):
        return False
    known = queries.of_innovation(session, innovation.number)
    for row, claim in zip(fresh, claims, strict=True):
        same = next((old for old in known if queries.claim_of(old).adopter_key == claim.adopter_key), None)
        if same is None:
            session.add(row)
        else:
            known.remove(same)
            records.fill(same, claim, records.adopter_of(session, claim), row.position)
    for row in known:
        session.delete(row)
    records.changed(session, actor, "replications-replaced", innovation, now)
    return True


def note(
    session: Session, actor: Actor, innovation: Innovation, claim: Claim, *, today: date, now: datetime
) -> Replication:
    """Record an adopter that has no account here, or a sum that a source states.

    Raises:
        Invalid: no source, an adopter that is the origin or one of ours under another form, a number of a person, a
            stage that only the parties themselves can tell, a beginning or an end still to come.
        Conflict: the adopter has a record already.
    """
    require(may_note(actor, innovation))
    public_version.take_turn(session)  # else two at once would both find that the adopter has no record
    if claim.source is None:
        raise Invalid("Sebut alamat sumbernya. Tanpa sumber, penerimanya sendiri yang menyatakan.", field="sumber")
    if CLASS_OF_STAGE[claim.stage] is StageClass.VOID:
        raise Invalid("Tahap ini hanya dapat dinyatakan oleh unit asal atau penerimanya.", field="tahap")
    for text, field in ((claim.note, "catatan"), (claim.adopter, "penerima"), (claim.unit, "unit")):
        require_no_numbers(text, field)
    require_no_numbers_in_address(claim.source)
    require_past(claim, today.isoformat())
    _require_outside(session, claim)
    row = records.made(session, innovation, claim, records.next_position(session, innovation), now)
    if _is_known(session, innovation, claim):
        raise Conflict("Penerima ini sudah tercatat pada tulisan ini.")
    session.add(row)
    records.changed(session, actor, "replication-noted", innovation, now)
    return row


def reply(
    session: Session, actor: Actor, innovation: Innovation, row: Replication, text: str, *, now: datetime
) -> None:
    """Answer, for the origin, what a record says; an empty text takes a former answer back.

    Raises:
        Invalid: too long, or with a number of a person.
    """
    require(may_reply(actor, innovation))
    records.hold(session, row)
    row.reply = checked_text(text, "tanggapan") or None
    records.changed(session, actor, "replication-answered", innovation, now)


def remove(session: Session, actor: Actor, innovation: Innovation, row: Replication, *, now: datetime) -> None:
    """Take away a record that its source does not bear."""
    require(may_remove(actor))
    records.hold(session, row)
    session.delete(row)
    records.changed(session, actor, "replication-removed", innovation, now)


def _is_known(session: Session, innovation: Innovation, claim: Claim) -> bool:
    """Whether the adopter has a record that is not over, under whatever name."""
    if claim.region is not None:
        unit = records.adopter_of(session, claim) if claim.unit else organisations.government(session, claim.region)
        if unit is not None and queries.record_of_unit(session, innovation.number, unit):
            return True
    known = [found for found in queries.claims(session, innovation.number) if CLASS_OF_STAGE[found.stage] not in OVER]
    return claim.adopter_key in {found.adopter_key for found in known}


def _require_outside(session: Session, claim: Claim) -> None:
    """A regency of ours is chosen from the list, so that it is counted and drawn."""
    if claim.adopter is None:
        return
    key = name_key(claim.adopter)
    for region in organisations.regions(session).values():
        if key in {name_key(region.full_name), name_key(region.label)}:
            raise Invalid("Pilih “%(region)s” dari daftar kabupaten/kota.", field="penerima", region=region.full_name)
