"""What is needed, on the desk: new needs of readers for editors, what editors ask for to all who write."""

from flask_babel import gettext
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.front.desk_items import MOST_ITEMS, Group, Item, first_words
from rumah_inovasi.insight import policy, queries
from rumah_inovasi.insight.model import NeedState

URL = "/ruang-kerja/kebutuhan"


def groups(session: Session, actor: Actor) -> list[Group | None]:
    """The groups of whoever reads needs at all."""
    if not policy.may_read_needs(actor):
        return []
    return [
        _group(session, actor, NeedState.NEW, gettext("Kebutuhan pembaca")) if policy.may_curate(actor) else None,
        _group(session, actor, NeedState.ASKED_FOR, gettext("Tulisan yang diminta redaksi")) if actor.writes else None,
    ]


def _group(session: Session, actor: Actor, state: NeedState, title: str) -> Group:
    rows = queries.needs(session, actor, state, 1)[:MOST_ITEMS]
    items = [Item(first_words(need.body), f"{URL}/{need.id}") for need in rows]
    return Group(title, items, queries.count(session, actor, state), f"{URL}?keadaan={state.value}")
