"""What becomes of a statement: made by a unit, confirmed or declined by the origin, verified by a curator, taken back.

Everything stated waits for the origin. What a cited source says as well is public at once, marked as no more than that.
"""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from rumah_inovasi import audit, public_version
from rumah_inovasi.accounts import throttle
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.errors import Conflict, Invalid
from rumah_inovasi.organisations.model import Unit, UnitState
from rumah_inovasi.replication import effects, queries, records, statement_queries
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.replication.model import CANCELLED, DECLINED, STOPPED, WISHES, Replication, stages_after
from rumah_inovasi.replication.policy import may_confirm, may_state, may_take_back, require
from rumah_inovasi.replication.statement import Statement, StatementState
from rumah_inovasi.replication.statement_rules import Proof, checked_text, require_following, require_sound

AS_ORIGIN = StatementState.CONFIRMED, effects.BORNE_BY_THE_ORIGIN, "replication-confirmed"
AS_CURATOR = StatementState.VERIFIED, "diverifikasi", "replication-verified"


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
    for row in (innovation, unit):
        session.refresh(row)  # somebody may have withdrawn or closed it while we waited for the turn
    catalogue.published(session, innovation.number)
    throttle.take(session, throttle.STATEMENT_OF_ACCOUNT, str(actor.account), now=now)
    claim = effects.adopter_claim(unit, said)
    if unit.state != UnitState.ACTIVE:
        raise Invalid("Unit “%(name)s” sudah tidak aktif.", field="unit", name=unit.name)
    records.require_another(session, innovation, claim, unit)
    before = queries.record_of_unit(session, innovation.number, unit)
    require_following(before.stage if before else None, claim.stage)
    require_sound(claim, proof, today.isoformat())
    earlier = statement_queries.open_of(session, innovation.number, unit.id)
    if earlier:
        earlier.turn(StatementState.REPLACED, now=now, by=actor.account)
        session.flush()
    made = _statement(actor, innovation, unit, claim, proof, now)
    made.replaces = earlier.id if earlier else None
    session.add(made)
    session.flush()
    audit.record(session, actor.account, "replication-stated", "replication-statement", made.id, now=now)
    _show_what_needs_nobody(session, actor, innovation, made, before, claim, now=now)
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
    unit = session.get_one(Unit, found.unit_id, populate_existing=True)
    if unit.state != UnitState.ACTIVE:
        raise Conflict("Unit “%(name)s” sudah tidak aktif; penerusnya dapat menyatakannya lagi.", name=unit.name)
    before = effects.record_of(session, found) or queries.record_of_unit(session, innovation.number, unit)
    if before and before.stage != found.stage and found.stage not in stages_after(before.stage):
        raise Conflict("Catatan replikasi unit ini sudah lebih jauh daripada pernyataan ini.")
    records.require_another(session, innovation, effects.claim_of(found, unit), unit)
    state, evidence, verb = AS_ORIGIN if as_origin else AS_CURATOR
    found.turn(state, now=now, by=actor.account, answer=answer)
    claim = replace(effects.claim_of(found, unit), evidence=evidence, reply=(answer or None) if as_origin else None)
    effects.show(session, actor, innovation, found, claim, now=now)
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
    state = StatementState.DECLINED if as_origin else StatementState.REJECTED
    found.turn(state, now=now, by=actor.account, answer=answer)
    record = effects.record_of(session, found)
    if not as_origin:
        effects.undo(session, actor, innovation, found, now=now)
    elif record and effects.still_says(record, found):
        record.stage = DECLINED if found.stage_class in WISHES else record.stage
        record.reply = answer
        records.changed(session, actor, effects.SHOWN, innovation, now)
    earlier = _reopened(session, found)
    audit.record(session, actor.account, "replication-declined", "replication-statement", found.id, now=now)
    if earlier and as_origin:  # it has been answered with the later one
        decline(session, actor, earlier, answer, now=now)


def take_back(session: Session, actor: Actor, found: Statement, *, now: datetime) -> None:
    """Take back what nobody has confirmed; the public record is again what it was before.

    Raises:
        Conflict: it was decided meanwhile.
    """
    innovation = _hold(session, found, is_published=False)
    require(may_state(actor, found.unit_id))
    if not may_take_back(actor, found):
        found.require_open()
    effects.undo(session, actor, innovation, found, now=now)
    found.take_back(now=now, by=actor.account)
    _reopened(session, found)
    audit.record(session, actor.account, "replication-taken-back", "replication-statement", found.id, now=now)


def _reopened(session: Session, found: Statement) -> Statement | None:
    """Let what it had replaced wait again: it may be public by its own source, and nobody has decided it."""
    session.flush()  # one waits at a time
    earlier = session.get(Statement, found.replaces) if found.replaces is not None else None
    if earlier is None or earlier.state != StatementState.REPLACED:
        return None
    earlier.reopen()
    session.flush()
    return earlier


def _show_what_needs_nobody(
    session: Session,
    actor: Actor,
    innovation: Innovation,
    made: Statement,
    before: Replication | None,
    claim: Claim,
    *,
    now: datetime,
) -> None:
    """That it is over is the adopter's own to tell; what everybody can read for themselves waits for nobody either.

    Unless a curator has looked at what this unit cites and was not convinced.
    """
    is_end = claim.stage == CANCELLED or (claim.stage == STOPPED and before is not None and before.is_applied)
    if before and is_end:
        made.turn(StatementState.NOTED, now=now, by=actor.account)
        over = replace(queries.claim_of(before), stage=claim.stage, ended=claim.ended)
        effects.show(session, actor, innovation, made, over, now=now)
    elif claim.source and not statement_queries.was_rejected(session, innovation.number, made.unit_id):
        effects.show(session, actor, innovation, made, claim, now=now)


def _hold(session: Session, found: Statement, *, is_published: bool = True) -> Innovation:
    """Let whoever else decides it wait, and look at what they left."""
    public_version.take_turn(session)
    session.refresh(found)
    innovation = session.get_one(Innovation, found.innovation_number, populate_existing=True)
    return catalogue.published(session, innovation.number) if is_published else innovation


def _require_decider(session: Session, actor: Actor, found: Statement, innovation: Innovation, now: datetime) -> bool:
    """Whether the actor decides as the origin; refuse who may not decide at all."""
    found.require_open()
    if may_confirm(actor, found, innovation):
        return True
    require(statement_queries.may_verify_now(session, actor, found, innovation, now))
    return False


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
        ended=claim.ended,
        note=claim.note,
        source=claim.source,
        source_kind=claim.evidence if claim.source else None,
        proof=proof.text or None,
        file_key=proof.file.key if proof.file else None,
        file_name=proof.file.name if proof.file else None,
        file_media_type=proof.file.media_type if proof.file else None,
        created_at=now,
    )
