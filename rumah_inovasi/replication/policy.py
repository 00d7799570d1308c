"""Who may do what with replications: small named predicates.

The *adopter* states for units that the own membership reaches, whatever the role. The *origin* are those who write for
the unit that made the innovation. Nobody decides what the own hand has stated, nor for both sides.
"""

from datetime import datetime

from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.catalogue.policy import WRITERS
from rumah_inovasi.errors import Forbidden
from rumah_inovasi.replication.statement import Statement, StatementState

MEMBERS = (Role.OFFICER, Role.AUTHOR, Role.TRAINER, Role.LOCAL_ADMIN)
ORIGIN = WRITERS


def may_state(actor: Actor, unit_id: int) -> bool:
    """Every member for the own unit and those below it."""
    return actor.holds(*MEMBERS, at=unit_id)


def states_anything(actor: Actor) -> bool:
    """Whether there is a unit for which the actor may state something."""
    return actor.holds(*MEMBERS)


def is_origin(actor: Actor, innovation: Innovation) -> bool:
    """Authors and local admins of the unit that made the innovation."""
    return actor.holds(*ORIGIN, at=innovation.unit_id)


def may_see(actor: Actor, statement: Statement, innovation: Innovation) -> bool:
    """The adopter's members, the origin, and the provincial curator."""
    return may_state(actor, statement.unit_id) or is_origin(actor, innovation) or actor.holds(Role.CURATOR)


def may_confirm(actor: Actor, statement: Statement, innovation: Innovation) -> bool:
    """The origin confirms or declines."""
    return statement.is_open and is_origin(actor, innovation) and not _is_party(actor, statement, innovation)


def may_verify(actor: Actor, statement: Statement, innovation: Innovation, *, has_origin: bool, now: datetime) -> bool:
    """The curator decides where nobody at the origin can, or where the origin has been silent for 14 days."""
    is_silent = not has_origin or now >= statement.silence_ends_at
    is_able = actor.holds(Role.CURATOR) and not _is_party(actor, statement, innovation)
    return statement.is_open and is_silent and is_able


def may_take_back(actor: Actor, statement: Statement) -> bool:
    """The adopter, as long as nothing is decided; also what the origin denies and its source still shows."""
    is_disputed = statement.state == StatementState.DECLINED and statement.is_public
    return (statement.is_open or is_disputed) and may_state(actor, statement.unit_id)


def may_note(actor: Actor, innovation: Innovation) -> bool:
    """The origin and the curator record adopters that have no account here, on a source."""
    return is_origin(actor, innovation) or actor.holds(Role.CURATOR)


def may_reply(actor: Actor, innovation: Innovation) -> bool:
    """The origin answers what a public record says about its innovation."""
    return is_origin(actor, innovation)


def may_remove(actor: Actor) -> bool:
    """The curator takes away a record that its source does not bear."""
    return actor.holds(Role.CURATOR)


def require(allowed: bool) -> None:  # noqa: FBT001 - reads as `require(may_state(actor, unit))`
    """Refuse what is not allowed."""
    if not allowed:
        raise Forbidden("Anda tidak berwenang melakukan ini pada catatan replikasi tersebut.")


def _is_party(actor: Actor, statement: Statement, innovation: Innovation) -> bool:
    """Whether the actor has stated it, or belongs to the adopter; whose tree holds both sides belongs to neither."""
    speaks_for_adopter = any(
        grant.role in MEMBERS and grant.reaches(statement.unit_id) and not grant.reaches(innovation.unit_id)
        for grant in actor.grants
    )
    return actor.account == statement.account_id or speaks_for_adopter
