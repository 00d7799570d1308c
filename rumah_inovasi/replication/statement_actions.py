"""What becomes of a statement: made by a unit, confirmed or declined by the origin, verified by a curator, taken back.

Everything stated waits for the origin. What a cited source says as well is public at once, marked as no more than that.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from rumah_inovasi import audit, public_version
from rumah_inovasi.accounts import throttle
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.errors import Conflict, Invalid
from rumah_inovasi.files.enclosures import Enclosure
from rumah_inovasi.organisations.model import GOVERNMENT, Unit, UnitState
from rumah_inovasi.replication import queries, records, statement_queries
from rumah_inovasi.replication.actions import checked_text, require_no_numbers
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.replication.model import (
    BEFORE_USE,
    CANCELLED,
    CLASS_OF_STAGE,
    DECLINED,
    STOPPED,
    Replication,
    StageClass,
    stages_after,
)
from rumah_inovasi.replication.policy import may_confirm, may_state, may_take_back, require
from rumah_inovasi.replication.statement import Statement, StatementState

SHOWN = "replication-shown"  # the verb of a change that the public sees, whatever brought it about
CONFIRMED, VERIFIED = "dikonfirmasi-asal", "diverifikasi"
AS_ORIGIN = StatementState.CONFIRMED, CONFIRMED, "replication-confirmed"
AS_CURATOR = StatementState.VERIFIED, VERIFIED, "replication-verified"
IN_USE = (StageClass.APPLIED, StageClass.ONCE)


@dataclass(frozen=True)
class Proof:
    """What a unit can show to those who decide: in words, and as a file."""

    text: str = ""
    file: Enclosure | None = None


def adopter_claim(unit: Unit, said: Claim) -> Claim:
    """What is said, as the claim of a unit; the government of a region stands for the region itself."""
    return replace(said, region=unit.region_code, unit=None if unit.kind == GOVERNMENT else unit.name, adopter=None)


def state(
    session: Session,
    actor: Actor,
    innovation: Innovation,
    unit: Unit,
    said: Claim,
    proof: Proof,
    *,
    today: date,
    now: datetime,
) -> Statement:
    """Say for a unit that it takes up a published innovation; what it has said before and still waits is replaced.

    Raises:
        Gone: the write-up was withdrawn.
        Invalid: the unit is the origin, or not active; the stage does not follow; what it takes is missing; a number
            of a person; a beginning that is still to come.
        TooMany: one account states too much in an hour.
    """
    require(may_state(actor, unit.id))
    public_version.take_turn(session)  # else two at once would both find that nothing waits
    catalogue.published(session, innovation.number)
    throttle.take(session, throttle.STATEMENT_OF_ACCOUNT, str(actor.account), now=now)
    claim = adopter_claim(unit, said)
    if unit.state != UnitState.ACTIVE:
        raise Invalid("Unit “%(name)s” sudah tidak aktif.", field="unit", name=unit.name)
    records.require_another(session, innovation, claim, unit)
    before = queries.record_of_unit(session, innovation.number, unit)
    _require_following(before.stage if before else None, claim.stage)
    _require_sound(claim, proof, today.isoformat())
    earlier = statement_queries.open_of(session, innovation.number, unit.id)
    if earlier:
        earlier.turn(StatementState.REPLACED, now=now, by=actor.account)
        session.flush()
    made = _statement(actor, innovation, unit, claim, proof, now)
    session.add(made)
    session.flush()
    audit.record(session, actor.account, "replication-stated", "replication-statement", made.id, now=now)
    if before and claim.stage in {STOPPED, CANCELLED}:
        made.turn(StatementState.NOTED, now=now, by=actor.account)
        known = queries.claim_of(before)
        ended = replace(known, stage=claim.stage, note=claim.note or known.note)
        _show(session, actor, innovation, made, ended, now)
    elif claim.source:
        _show(session, actor, innovation, made, claim, now)
    return made


def confirm(session: Session, actor: Actor, found: Statement, answer: str, *, now: datetime) -> None:
    """Make it public as confirmed by the origin, or as verified by the curator in its place.

    `answer` goes to the adopter; of the origin it stands beside the public record too.

    Raises:
        Gone: the write-up was withdrawn.
        Conflict: it was decided meanwhile, its unit has ended, or the record has gone further.
        Invalid: the answer is too long or holds a number of a person.
    """
    innovation = _hold(session, found)
    as_origin = _require_decider(session, actor, found, innovation, now)
    answer = checked_text(answer, "answer")
    unit = session.get_one(Unit, found.unit_id)
    if unit.state != UnitState.ACTIVE:
        raise Conflict("Unit “%(name)s” sudah tidak aktif; penerusnya dapat menyatakannya lagi.", name=unit.name)
    before = _record(session, found) or queries.record_of_unit(session, innovation.number, unit)
    if before and before.stage != found.stage and found.stage not in stages_after(before.stage):
        raise Conflict("Catatan replikasi unit ini sudah lebih jauh daripada pernyataan ini.")
    state, evidence, verb = AS_ORIGIN if as_origin else AS_CURATOR
    found.turn(state, now=now, by=actor.account, answer=answer)
    row = _show(session, actor, innovation, found, replace(_claim(found, unit), evidence=evidence), now)
    if as_origin:
        row.reply = answer or None
    audit.record(session, actor.account, verb, "replication-statement", found.id, now=now)


def decline(session: Session, actor: Actor, found: Statement, answer: str, *, now: datetime) -> None:
    """Say no, with a reason for the adopter.

    What its source has made public stays: a wish that the origin cannot fulfil is shown as such, and what is said to
    be in use stands beside the origin's word. A curator, who looks at the source itself, takes it away.

    Raises:
        Gone: the write-up was withdrawn.
        Conflict: it was decided meanwhile.
        Invalid: no reason, one that is too long, or holds a number of a person.
    """
    innovation = _hold(session, found)
    as_origin = _require_decider(session, actor, found, innovation, now)
    answer = checked_text(answer, "answer")
    if not answer:
        raise Invalid("Tulis alasannya, supaya penerima tahu apa yang kurang.", field="answer")
    found.turn(StatementState.DECLINED, now=now, by=actor.account, answer=answer)
    record = _record(session, found)
    if record and as_origin and _still_says(record, found):
        record.stage = DECLINED if found.stage_class in BEFORE_USE else record.stage
        record.reply = answer
        records.changed(session, actor, SHOWN, innovation, now)
    elif record:
        _restore(session, actor, innovation, found, record, now)
    audit.record(session, actor.account, "replication-declined", "replication-statement", found.id, now=now)


def take_back(session: Session, actor: Actor, found: Statement, *, now: datetime) -> None:
    """Take back what nobody has decided yet; the public record is again what it was before.

    Raises:
        Conflict: it was decided meanwhile.
    """
    innovation = _hold(session, found, is_published=False)
    found.require_open()
    require(may_take_back(actor, found))
    record = _record(session, found)
    if record:
        _restore(session, actor, innovation, found, record, now)
    found.turn(StatementState.TAKEN_BACK, now=now, by=actor.account)
    audit.record(session, actor.account, "replication-taken-back", "replication-statement", found.id, now=now)


def _hold(session: Session, found: Statement, *, is_published: bool = True) -> Innovation:
    """Let whoever else decides it wait, and look at what they left."""
    public_version.take_turn(session)
    session.refresh(found)
    number = found.innovation_number
    return catalogue.published(session, number) if is_published else catalogue.innovation(session, number)


def _require_decider(session: Session, actor: Actor, found: Statement, innovation: Innovation, now: datetime) -> bool:
    """Whether the actor decides as the origin; refuse who may not decide at all."""
    found.require_open()
    if may_confirm(actor, found, innovation):
        return True
    require(statement_queries.may_verify_now(session, actor, found, innovation, now))
    return False


def _require_following(before: str | None, stage: str) -> None:
    if stage == DECLINED:
        raise Invalid("Hanya unit asal yang dapat menyatakan belum dapat memenuhi.", field="tahap")
    if stage == CANCELLED and before is None:
        raise Invalid("Belum ada catatan yang dapat dibatalkan. Tarik saja pernyataan yang menunggu.", field="tahap")
    if stage not in stages_after(before):
        raise Invalid("Tahap tidak dapat mundur dari yang sudah tercatat.", field="tahap")


def _require_sound(claim: Claim, proof: Proof, today: str) -> None:
    require_no_numbers(claim.note, field="catatan")
    require_no_numbers(proof.text, field="proof")
    require_no_numbers(claim.source, field="sumber")
    is_in_use = CLASS_OF_STAGE[claim.stage] in IN_USE
    if is_in_use and claim.started and claim.started > today[: len(claim.started)]:
        raise Invalid("Tanggal mulai masih akan datang; pilih tahap rencana atau kesepakatan.", field="mulai")
    if is_in_use and not claim.degree:
        raise Invalid("Pilih seberapa utuh inovasinya diterapkan.", field="derajat")
    if is_in_use and not (claim.source or proof.text or proof.file):
        raise Invalid("Sebut sumber atau bukti bahwa ini sudah diterapkan.", field="proof")


def _statement(
    actor: Actor, innovation: Innovation, unit: Unit, claim: Claim, proof: Proof, now: datetime
) -> Statement:
    if actor.account is None:
        raise Invalid("Pernyataan dibuat oleh orang yang punya akun.")
    return Statement(
        innovation_number=innovation.number,
        unit_id=unit.id,
        account_id=actor.account,
        state=StatementState.WAITING.value,
        stage=claim.stage,
        degree=claim.degree,
        started=claim.started,
        note=claim.note,
        source=claim.source,
        source_kind=claim.evidence if claim.source else None,
        proof=proof.text or None,
        file_key=proof.file.key if proof.file else None,
        file_name=proof.file.name if proof.file else None,
        file_media_type=proof.file.media_type if proof.file else None,
        created_at=now,
    )


def _claim(found: Statement, unit: Unit) -> Claim:
    """A statement as the claim that it makes."""
    said = Claim(
        stage=found.stage,
        evidence=found.source_kind or CONFIRMED,
        degree=found.degree,
        started=found.started,
        note=found.note,
        source=found.source,
    )
    return adopter_claim(unit, said)


def _show(
    session: Session, actor: Actor, innovation: Innovation, found: Statement, claim: Claim, now: datetime
) -> Replication:
    """Let the public record say what the statement says, and remember what it said before."""
    unit = session.get_one(Unit, found.unit_id)
    own = _record(session, found)
    row = own or queries.record_of_unit(session, innovation.number, unit)
    if row is None:
        row = records.made(session, innovation, claim, records.next_position(session, innovation), now)
        session.add(row)
    else:
        if own is None:
            found.replaced = asdict(queries.claim_of(row))
        records.fill(row, replace(claim, reply=row.reply), unit, row.position)
    records.changed(session, actor, SHOWN, innovation, now)
    found.record_id = row.id
    return row


def _restore(
    session: Session, actor: Actor, innovation: Innovation, found: Statement, record: Replication, now: datetime
) -> None:
    """Let the public record say what it said before the statement, unless it says something else by now."""
    if not _still_says(record, found):
        return
    if found.replaced is None:
        session.delete(record)
    else:
        claim = Claim(**found.replaced)
        records.fill(record, claim, records.adopter_of(session, claim), record.position)
    records.changed(session, actor, SHOWN, innovation, now)


def _still_says(record: Replication, found: Statement) -> bool:
    """Whether the record says what the statement made it say; an import may have brought something else since."""
    return (record.stage, record.source) == (found.stage, found.source)


def _record(session: Session, found: Statement) -> Replication | None:
    return session.get(Replication, found.record_id) if found.record_id is not None else None
