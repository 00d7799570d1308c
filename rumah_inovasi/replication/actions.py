"""What can be done with the public records of an innovation: replace, add, answer, remove."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import policy as catalogue
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.errors import Conflict, Invalid
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import name_key
from rumah_inovasi.personal_data import find_personal_numbers
from rumah_inovasi.replication import queries, records
from rumah_inovasi.replication.claim import LONGEST, Claim
from rumah_inovasi.replication.model import CLASS_OF_STAGE, Replication, StageClass
from rumah_inovasi.replication.policy import may_note, may_remove, may_reply, require


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
        same = next((old for old in known if _adopter(old) == _adopter(row)), None)
        if same is None:
            session.add(row)
        else:
            known.remove(same)
            records.fill(same, claim, records.adopter_of(session, claim), row.position)
    for row in known:
        session.delete(row)
    records.changed(session, actor, "replications-replaced", innovation, now)
    return True


def note(session: Session, actor: Actor, innovation: Innovation, claim: Claim, *, now: datetime) -> Replication:
    """Record an adopter that has no account here, or a sum that a source states.

    Raises:
        Invalid: no source, an adopter that is the origin or one of ours under another form, a number of a person, a
            stage that only the parties themselves can tell.
        Conflict: the adopter has a record already.
    """
    require(may_note(actor, innovation))
    if claim.source is None:
        raise Invalid("Sebut alamat sumbernya. Tanpa sumber, penerimanya sendiri yang menyatakan.", field="sumber")
    if CLASS_OF_STAGE[claim.stage] is StageClass.VOID:
        raise Invalid("Tahap ini hanya dapat dinyatakan oleh unit asal atau penerimanya.", field="tahap")
    require_no_numbers(claim.note, claim.adopter, claim.unit, claim.source)
    _require_outside(session, claim)
    row = records.made(session, innovation, claim, records.next_position(session, innovation), now)
    if any(_adopter(old) == _adopter(row) for old in queries.of_innovation(session, innovation.number)):
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
    row.reply = checked_text(text, "tanggapan") or None
    records.changed(session, actor, "replication-answered", innovation, now)


def remove(session: Session, actor: Actor, innovation: Innovation, row: Replication, *, now: datetime) -> None:
    """Take away a record that its source does not bear."""
    require(may_remove(actor))
    session.delete(row)
    records.changed(session, actor, "replication-removed", innovation, now)


def checked_text(text: str, field: str) -> str:
    """One line of bounded length without numbers of persons.

    Raises:
        Invalid: it is too long, or holds one.
    """
    line = " ".join(text.split())
    if len(line) > LONGEST:
        raise Invalid("Paling panjang %(most)s huruf.", field=field, most=LONGEST)
    require_no_numbers(line, field=field)
    return line


def require_no_numbers(*texts: str | None, field: str = "catatan") -> None:
    """Refuse numbers of persons, since all of this is public.

    Raises:
        Invalid: there is one.
    """
    numbers = [text[item.start : item.end] for text in texts if text for item in find_personal_numbers(text)]
    if numbers:
        raise Invalid(
            "Ada nomor NIK, KK, atau ponsel perorangan (%(numbers)s). Hapus nomornya, lalu kirim lagi.",
            field=field,
            numbers=", ".join(numbers[:3]),
        )


def _adopter(row: Replication) -> tuple[str | None, ...]:
    names = (row.unit_name, row.adopter)
    return (row.region_code, *(name_key(name) if name else None for name in names))


def _require_outside(session: Session, claim: Claim) -> None:
    """A regency of ours is chosen from the list, so that it is counted and drawn."""
    if claim.adopter is None:
        return
    key = name_key(claim.adopter)
    for region in organisations.regions(session).values():
        if key in {name_key(region.full_name), name_key(region.label)}:
            raise Invalid("Pilih “%(region)s” dari daftar kabupaten/kota.", field="penerima", region=region.full_name)
