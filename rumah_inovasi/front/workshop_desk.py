"""What waits for somebody among workshops: to be mended, to be reviewed, to be finished."""

from collections.abc import Sequence

from flask_babel import gettext
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import proposal_counts
from rumah_inovasi.catalogue.proposal import ProposalState
from rumah_inovasi.front.desk_items import MOST_ITEMS, Group, Item, first_words
from rumah_inovasi.learning import proposal_queries
from rumah_inovasi.learning.model import WorkshopComment
from rumah_inovasi.learning.proposal_queries import ListedProposal
from rumah_inovasi.learning.workshop_kind import WORKSHOPS
from rumah_inovasi.web.filters import tanggal

DESK = "/ruang-kerja/pelatihan"


def groups(session: Session, actor: Actor) -> list[Group]:
    """What waits for the actor, most urgent first."""
    own = [row for row in proposal_queries.writings(session, actor) if row.proposal.author_id == actor.account]
    return [
        _to_mend(session, [row for row in own if row.proposal.state == ProposalState.CHANGES_REQUESTED]),
        _reviews(proposal_queries.waiting_for(session, actor) if actor.reviews else []),
        _drafts([row for row in own if row.proposal.state == ProposalState.DRAFT]),
    ]


def _to_mend(session: Session, rows: Sequence[ListedProposal]) -> Group:
    said = proposal_counts.newest_remarks(session, [row.proposal.id for row in rows], WorkshopComment)
    items = [_item(row, first_words(said.get(row.proposal.id, ""))) for row in rows[:MOST_ITEMS]]
    return Group(gettext("Pelatihan perlu perbaikan"), items, len(rows), DESK)


def _reviews(rows: Sequence[ListedProposal]) -> Group:
    items = [_item(row, f"{row.unit.name}, {row.region.label}") for row in rows[:MOST_ITEMS]]
    return Group(gettext("Pelatihan menunggu tinjauan Anda"), items, len(rows), DESK)


def _drafts(rows: Sequence[ListedProposal]) -> Group:
    items = [
        _item(row, gettext("disimpan %(date)s", date=tanggal(row.proposal.updated_at))) for row in rows[:MOST_ITEMS]
    ]
    return Group(gettext("Draf pelatihan Anda"), items, len(rows), DESK)


def _item(row: ListedProposal, detail: str) -> Item:
    return Item(row.title or gettext("(belum berjudul)"), WORKSHOPS.url(row.proposal.id), detail)
