"""The desk: what waits for somebody, most urgent first, and what became of the own texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from rumah_inovasi import addresses, outbox
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.catalogue import labels, proposal_counts, proposal_queries
from rumah_inovasi.catalogue.model import State
from rumah_inovasi.catalogue.proposal import EDITABLE, ProposalState
from rumah_inovasi.catalogue.proposal_queries import ListedProposal
from rumah_inovasi.feedback import queries as feedback
from rumah_inovasi.feedback.queries import Wanted
from rumah_inovasi.front import need_desk, workshop_desk
from rumah_inovasi.front.desk_items import MOST_ITEMS, Group, Item, first_words
from rumah_inovasi.mail import letters
from rumah_inovasi.membership import request_queries
from rumah_inovasi.replication import statement_queries
from rumah_inovasi.web.filters import tanggal

MOST_OWN = 10
TONES = {ProposalState.CHANGES_REQUESTED: "due", ProposalState.DECLINED: "stop", ProposalState.APPROVED: "alive"}


@dataclass(frozen=True)
class Writing:
    """An own text and where it stands."""

    label: str
    url: str
    state: str
    tone: str
    detail: str


def waiting(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """What waits for the actor, most urgent first; groups without anything are left out."""
    mine = proposal_counts.own(session, actor.account or 0)
    groups = [
        _to_mend(session, mine),
        _reviews(session, actor) if actor.reviews else None,
        *workshop_desk.groups(session, actor),
        _replications(session, actor, now),
        _requests(session, actor) if actor.manages or actor.reviews else None,
        _reports(session, actor) if actor.reviews else None,
        *need_desk.groups(session, actor),
        _stuck(session) if actor.holds(Role.SYSTEM_ADMIN) else None,
        _closed_files(session, actor) if actor.reviews else None,
        _drafts(mine),
    ]
    return [group for group in groups if group and group.total]


def writings(session: Session, actor: Actor) -> list[Writing]:
    """Own texts that wait for others or are done, the one changed last first."""
    rows = [row for row in proposal_counts.own(session, actor.account or 0) if row.proposal.state not in EDITABLE]
    return [_writing(row) for row in rows[:MOST_OWN]]


def _to_mend(session: Session, mine: Sequence[ListedProposal]) -> Group:
    rows = [row for row in mine if row.proposal.state == ProposalState.CHANGES_REQUESTED]
    said = proposal_counts.newest_remarks(session, [row.proposal.id for row in rows])
    items = [Item(_title(row), _url(row), first_words(said.get(row.proposal.id, ""))) for row in rows[:MOST_ITEMS]]
    return Group(gettext("Perlu perbaikan"), items, len(rows), "/ruang-kerja/tulisan?keadaan=changes-requested")


def _drafts(mine: Sequence[ListedProposal]) -> Group:
    rows = [row for row in mine if row.proposal.state == ProposalState.DRAFT]
    items = [
        Item(_title(row), _url(row), gettext("disimpan %(date)s", date=tanggal(row.proposal.updated_at)))
        for row in rows[:MOST_ITEMS]
    ]
    return Group(gettext("Draf Anda"), items, len(rows), "/ruang-kerja/tulisan?keadaan=draft")


def _reviews(session: Session, actor: Actor) -> Group:
    rows = proposal_queries.waiting_for(session, actor)
    items = [Item(_title(row), _url(row), f"{row.unit.name}, {row.region.label}") for row in rows[:MOST_ITEMS]]
    return Group(gettext("Tulisan menunggu tinjauan Anda"), items, len(rows), "/ruang-kerja/tinjauan")


def _replications(session: Session, actor: Actor, now: datetime) -> Group:
    rows = statement_queries.waiting_for(session, actor, now)
    items = [
        Item(row.innovation.title, f"/ruang-kerja/replikasi/{row.statement.id}", f"{row.unit.name}, {row.region.label}")
        for row in rows[:MOST_ITEMS]
    ]
    url = "/ruang-kerja/replikasi?keadaan=waiting"
    return Group(gettext("Replikasi menunggu konfirmasi Anda"), items, len(rows), url)


def _requests(session: Session, actor: Actor) -> Group:
    rows = request_queries.open_requests(session, actor)
    items = [Item(row.name, f"/ruang-kerja/permintaan/{row.id}", row.unit_name) for row in rows[:MOST_ITEMS]]
    return Group(gettext("Permintaan akun"), items, len(rows), "/ruang-kerja/anggota" if actor.manages else None)


def _reports(session: Session, actor: Actor) -> Group:
    wanted = Wanted(is_open=True)
    rows = feedback.reports(session, actor, wanted, 1)[:MOST_ITEMS]
    items = [
        Item(row.innovation.title, f"/ruang-kerja/laporan/{row.report.id}", first_words(row.report.body))
        for row in rows
    ]
    total = feedback.count(session, actor, wanted)
    return Group(gettext("Laporan terbuka"), items, total, "/ruang-kerja/laporan?keadaan=terbuka")


def _stuck(session: Session) -> Group:
    changes, post = outbox.status(session).parked, letters.status(session).parked
    items = []
    if changes:
        words = ngettext(
            "%(num)s perubahan belum sampai ke indeks atau arsip",
            "%(num)s perubahan belum sampai ke indeks atau arsip",
            changes,
        )
        items.append(Item(words, "/admin/antrean"))
    if post:
        words = ngettext("%(num)s surat tidak terkirim", "%(num)s surat tidak terkirim", post)
        items.append(Item(words, "/admin/antrean"))
    return Group(gettext("Antrean macet"), items, len(items))


def _closed_files(session: Session, actor: Actor) -> Group:
    rows = proposal_counts.closed_files(session, actor.units_with(Role.LOCAL_ADMIN, Role.CURATOR))
    items = [
        Item(
            row.innovation.title,
            f"/ruang-kerja/usulan/{row.proposal}" if row.proposal else addresses.write_up(row.innovation.ref),
            ngettext("%(num)s lampiran", "%(num)s lampiran", row.count),
        )
        for row in rows[:MOST_ITEMS]
    ]
    return Group(gettext("Lampiran belum dibuka untuk umum"), items, len(rows))


def _writing(row: ListedProposal) -> Writing:
    state = ProposalState(row.proposal.state)
    is_withdrawn = state == ProposalState.APPROVED and row.innovation.state == State.WITHDRAWN
    word = gettext("Ditarik") if is_withdrawn else str(labels.PROPOSAL_STATES[state])
    url = addresses.write_up(row.innovation.ref) if state == ProposalState.APPROVED else _url(row)
    tone = "stop" if is_withdrawn else TONES.get(state, "")
    return Writing(_title(row), url, word, tone, tanggal(row.proposal.updated_at))


def _title(row: ListedProposal) -> str:
    return row.title or gettext("(belum berjudul)")


def _url(row: ListedProposal) -> str:
    return f"/ruang-kerja/usulan/{row.proposal.id}"
