"""Who sees what people search for, and who decides what comes of it. Telling a need is for everybody."""

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.errors import Forbidden
from rumah_inovasi.insight.model import Need, NeedState


def may_curate(actor: Actor) -> bool:
    """Synonyms, counts of questions, needs: the words of the whole site, so the provincial curator and who runs it."""
    return actor.is_system or actor.curates


def may_read_needs(actor: Actor) -> bool:
    """Who writes hears of what editors ask for."""
    return may_curate(actor) or actor.writes


def may_read_need(actor: Actor, need: Need) -> bool:
    """What a reader told is for editors until they ask for it."""
    return may_curate(actor) or (actor.writes and need.state == NeedState.ASKED_FOR)


def require(allowed: bool) -> None:  # noqa: FBT001 - reads as `require(may_curate(actor))`
    """Refuse what is not allowed."""
    if not allowed:
        raise Forbidden("Halaman ini untuk kurator provinsi dan pengelola situs.")
