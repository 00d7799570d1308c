"""What reviewers do with a proposal: take it up, remark, ask for changes, decline, approve; and who carries work on."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from rumah_inovasi import audit, public_version
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue import queries
from rumah_inovasi.catalogue.metadata import Metadata
from rumah_inovasi.catalogue.model import Innovation, PublicText, State
from rumah_inovasi.catalogue.policy import (
    PROVENANCE_OF_EDITORS,
    may_comment,
    may_hand_over,
    may_review,
    may_work_on,
    require,
)
from rumah_inovasi.catalogue.proposal import CommentKind, Proposal, ProposalState, UnderReview
from rumah_inovasi.catalogue.proposal_actions import no_file, require_ready
from rumah_inovasi.catalogue.proposal_queries import ListedText, hold
from rumah_inovasi.catalogue.publishing import Provenance, Text, release
from rumah_inovasi.catalogue.reviewing import UNTITLED, Stale, say
from rumah_inovasi.errors import Conflict, Invalid
from rumah_inovasi.membership.policy import may_see as may_see_member
from rumah_inovasi.organisations.model import Unit
from rumah_inovasi.personal_data import find_personal_numbers
from rumah_inovasi.schema import Vocabulary

LONGEST_COMMENT = 5_000
EDITORS = "Redaksi"


def take_up(session: Session, actor: Actor, proposal: UnderReview, *, now: datetime) -> None:
    """Tell the author that somebody is at it.

    Raises:
        Conflict: it no longer waits, or somebody else has taken it up.
    """
    hold(session, proposal)
    require(may_review(actor, proposal))
    proposal.turn(ProposalState.IN_REVIEW, now=now)
    audit.record(session, actor.account, "proposal-taken-up", proposal.ENTITY, proposal.id, now=now)


def comment(session: Session, actor: Actor, proposal: UnderReview, body: str, *, now: datetime) -> None:
    """Remark on a proposal that is open.

    Raises:
        Invalid: nothing is said, or too much.
    """
    hold(session, proposal)
    require(may_comment(actor, proposal))
    say(session, actor, proposal, CommentKind.REMARK, _checked(body), now=now)
    audit.record(session, actor.account, "proposal-commented", proposal.ENTITY, proposal.id, now=now)


def request_changes(session: Session, actor: Actor, proposal: UnderReview, body: str, *, now: datetime) -> None:
    """Give it back to the author, saying what has to be mended.

    Raises:
        Invalid: nothing is said.
        Conflict: it no longer waits for a decision.
    """
    hold(session, proposal)
    require(may_review(actor, proposal))
    body = _checked(body)
    proposal.turn(ProposalState.CHANGES_REQUESTED, now=now)
    proposal.is_authorised = False
    say(session, actor, proposal, CommentKind.CHANGES_REQUESTED, body, now=now)
    audit.record(session, actor.account, "proposal-changes-requested", proposal.ENTITY, proposal.id, now=now)


def decline(session: Session, actor: Actor, proposal: UnderReview, body: str, *, now: datetime) -> None:
    """Refuse it for good, saying why; the text stays readable for its author.

    Raises: as `request_changes`.
    """
    hold(session, proposal)
    require(may_review(actor, proposal))
    body = _checked(body)
    proposal.turn(ProposalState.DECLINED, now=now)
    say(session, actor, proposal, CommentKind.DECLINED, body, now=now)
    audit.record(session, actor.account, "proposal-declined", proposal.ENTITY, proposal.id, now=now)


def approve(
    session: Session,
    actor: Actor,
    proposal: Proposal,
    text: Text,
    *,
    version: int,
    vocabulary: Vocabulary,
    now: datetime,
    body: str = "",
) -> Innovation:
    """Freeze the proposal into the next revision and publish it.

    `text` is the proposal's own, rendered before the transaction; `version` is that of the text which the reviewer saw.

    Raises:
        Stale: the proposal was changed since it was read.
        Conflict: it no longer waits; or since then another revision was published, the write-up was withdrawn, or it
            went to another unit.
        Invalid: it cannot be published as it stands, or names a file that is not opened.
    """
    public_version.take_turn(session)  # first: what is checked below must not change before it is published
    hold(session, proposal)
    require(may_review(actor, proposal))
    require_seen(proposal, version, text)
    innovation = session.get_one(Innovation, proposal.innovation_number)
    session.refresh(innovation)
    require_unchanged(innovation, proposal)
    require_ready(session, proposal, vocabulary)
    require_no_numbers(text)
    unit = session.get_one(Unit, proposal.unit_id)
    facts, _problems = drafts.read(proposal.stored, unit.region_code, vocabulary)
    assert facts is not None  # require_ready has read the same
    _require_open_files(session, innovation, facts, text)
    proposal.turn(ProposalState.APPROVED, now=now)
    author = EDITORS if facts.provenance == PROVENANCE_OF_EDITORS else unit.name
    message = proposal.message or ("Pembaruan" if innovation.revision else "Terbitan pertama")
    release(
        session, actor.account, facts, unit.id, text, Provenance(author, message), now=now, number=innovation.number
    )
    proposal.revision = innovation.revision
    say(session, actor, proposal, CommentKind.APPROVED, body[:LONGEST_COMMENT], now=now)
    audit.record(
        session, actor.account, "proposal-approved", "proposal", proposal.id, now=now, revision=innovation.revision
    )
    return innovation


def hand_over(
    session: Session, actor: Actor, work: Sequence[ListedText], heir: Account, heir_actor: Actor, *, now: datetime
) -> None:
    """Let somebody else carry on open proposals: all of them, or none.

    Raises:
        Invalid: the heir may not write some of them, or may not sign in any more.
    """
    for row in work:
        require(may_hand_over(actor, row.proposal))
    if not heir.is_open:
        raise no_heir()
    _require_writer(actor, heir_actor, work)
    for row in work:
        proposal = row.proposal
        former, proposal.author_id = proposal.author_id, heir.id
        proposal.updated_at = now
        audit.record(
            session,
            actor.account,
            "proposal-handed-over",
            proposal.ENTITY,
            proposal.id,
            now=now,
            former=former,
            heir=heir.id,
        )


def no_heir() -> Invalid:
    """Nobody whom the actor knows has that address; whether somebody elsewhere has it is not told."""
    return Invalid(
        "Tidak ada penulis unit ini dengan surel itu. Undang dahulu orangnya: sebagai penyusun, atau sebagai "
        "narasumber bila yang diserahkan pelatihan saja.",
        field="email",
    )


def _require_writer(actor: Actor, heir: Actor, work: Sequence[ListedText]) -> None:
    beyond = [row for row in work if not may_work_on(heir, row.proposal)]
    if not beyond:
        return
    if len(beyond) == len(work) and not may_see_member(actor, heir.grants):
        raise no_heir()
    raise Invalid(
        "%(name)s tidak berwenang menulis: %(titles)s. Beri dahulu perannya di unit itu, atau pilih orang lain.",
        field="email",
        name=heir.name,
        titles="; ".join(f"“{row.title or UNTITLED}”" for row in beyond),
    )


def require_seen(proposal: UnderReview, version: int, text: Text) -> None:
    """Refuse to decide about another text than the one that the reviewer has seen.

    Raises:
        Stale: it was changed meanwhile.
    """
    if proposal.version != version or proposal.body != text.body:
        raise Stale("Usulan ini berubah sejak Anda membukanya. Baca lagi sebelum menyetujui.")


def _checked(body: str) -> str:
    body = body.strip()
    if not 0 < len(body) <= LONGEST_COMMENT:
        raise Invalid("Komentar wajib ditulis, paling panjang %(most)s huruf.", field="body", most=LONGEST_COMMENT)
    return body


def require_unchanged(innovation: PublicText, proposal: UnderReview) -> None:
    """Nobody has meant what a proposal would do to a write-up that has changed since."""
    if innovation.revision != proposal.base_revision:
        raise Conflict(
            "Tulisan ini sudah terbit sebagai revisi %(present)s, sedangkan usulan ini dimulai dari revisi %(base)s. "
            "Minta penulis menyesuaikannya dahulu.",
            present=innovation.revision,
            base=proposal.base_revision,
        )
    if innovation.unit_id != proposal.unit_id:
        raise Conflict("Tulisan ini sekarang milik unit lain. Tolak usulan ini; unit pemiliknya dapat menulis sendiri.")
    submitted = proposal.submitted_at
    if innovation.state == State.WITHDRAWN and submitted and innovation.updated_at > submitted:
        raise Conflict(
            "Tulisan ini ditarik sesudah usulan diajukan. Bila memang hendak diterbitkan kembali, minta penulis "
            "mengajukannya lagi."
        )


def require_no_numbers(text: Text) -> None:
    """Marks of Markdown between its digits hide a number in the source, not from readers."""
    found = find_personal_numbers(text.rendered.words_only)
    if found:
        raise Invalid("Teks ini memuat nomor NIK, KK, atau ponsel perorangan. Minta penulis menghapusnya.")


def _require_open_files(session: Session, innovation: Innovation, facts: Metadata, text: Text) -> None:
    """Readers would meet a gap where a file that the text names is closed or not listed among the attachments."""
    rows = queries.attachments(session, innovation.number)
    listed = {item.name for item in facts.attachments}
    for name in text.rendered.files_of(innovation.number):
        row = rows.get(name)
        if name not in listed or row is None:
            raise no_file(name)
        if not row.is_open:
            raise Invalid(
                "Lampiran “%(name)s” dipakai dalam teks, tetapi belum dibuka untuk umum. Buka lampirannya, atau hapus "
                "dari teks.",
                name=name,
            )
