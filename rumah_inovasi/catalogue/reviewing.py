"""What every text under review goes through on its author's side, whatever it is about: from begin to discard."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from rumah_inovasi import audit
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue import queries
from rumah_inovasi.catalogue.draft import Draft
from rumah_inovasi.catalogue.model import KeptFile, PublicText, State
from rumah_inovasi.catalogue.policy import may_edit, may_take_back, may_work_on, require
from rumah_inovasi.catalogue.proposal import CommentKind, ProposalState, SaidOfText, UnderReview
from rumah_inovasi.catalogue.proposal_queries import hold
from rumah_inovasi.errors import Conflict, Invalid
from rumah_inovasi.organisations.model import Unit, UnitState, name_key
from rumah_inovasi.schema import Problem

LARGEST = drafts.LONGEST  # text and facts together; a text this long is no article any more
LONGEST_MESSAGE = 300
LONGEST_MIRRORED = 400  # of a title or summary, which may be typed far too long; an index holds no more
UNTITLED = "(belum berjudul)"


class Stale(Conflict):
    """Somebody else has saved meanwhile; what was typed here is shown beside it."""


def keep(actor: Actor, proposal: UnderReview, draft: Draft, *, now: datetime) -> None:
    """Put what was typed in the place of what was kept; the facts are tidy, and whoever calls holds the row.

    Raises:
        Invalid: larger than any article.
    """
    if len(str(draft.stored)) + len(draft.body) > LARGEST or len(draft.message) > LONGEST_MESSAGE:
        raise Invalid("Tulisan ini terlalu panjang untuk disimpan. Ringkas isinya, atau taruh rinciannya di lampiran.")
    proposal.stored, proposal.body, proposal.message = dict(draft.stored), draft.body, " ".join(draft.message.split())
    proposal.version += 1
    proposal.updated_at = now
    if actor.account:
        proposal.touched_by(actor.account)


def hand_in(session: Session, actor: Actor, proposal: UnderReview, *, is_authorised: bool, now: datetime) -> None:
    """Let what is ready wait for a decision.

    Raises:
        Invalid: nobody vouches for it.
    """
    if not is_authorised:
        raise Invalid(
            "Centang pernyataan bahwa Anda berwenang atas nama instansi sebelum mengajukan.", field="authorised"
        )
    proposal.turn(ProposalState.SUBMITTED, now=now)
    proposal.is_authorised, proposal.submitted_at = True, now
    proposal.version += 1  # files may have changed without it; who reviews decides on what stands now
    say(session, actor, proposal, CommentKind.SUBMITTED, "", now=now)
    audit.record(session, actor.account, "proposal-submitted", proposal.ENTITY, proposal.id, now=now)


def begin(session: Session, actor: Actor, made: UnderReview, text: PublicText, draft: Draft, *, now: datetime) -> None:
    """Let a new row be the draft of somebody for this text; which text and which revision is told by the row itself.

    Raises:
        Invalid: it is nobody with an account.
    """
    if actor.account is None:
        raise Invalid("Usulan ditulis oleh orang yang punya akun.")
    made.state, made.unit_id, made.author_id = ProposalState.DRAFT.value, text.unit_id, actor.account
    made.hands, made.version, made.is_authorised = [actor.account], 1, False
    made.stored, made.body, made.message = dict(draft.stored), draft.body, draft.message
    made.created_at = made.updated_at = now
    session.add(made)
    session.flush()
    audit.record(session, actor.account, "proposal-started", made.ENTITY, made.id, now=now)


def require_active(unit: Unit) -> None:
    """Refuse to write for a unit that has ended.

    Raises:
        Invalid: it has.
    """
    if unit.state != UnitState.ACTIVE:
        raise Invalid("Unit “%(name)s” sudah tidak aktif. Pilih unit penerusnya.", field="unit", name=unit.name)


def require_alone(other: UnderReview | None) -> None:
    """Refuse a second proposal for a text.

    Raises:
        Conflict: one is open.
    """
    if other:
        raise Conflict("Tulisan ini sudah punya usulan yang terbuka. Lanjutkan usulan itu, atau tunggu sampai selesai.")


def take_back(session: Session, actor: Actor, proposal: UnderReview, *, now: datetime) -> None:
    """Make a draft again of what waits for a decision.

    Raises:
        Conflict: it was decided meanwhile.
    """
    hold(session, proposal)
    require(may_take_back(actor, proposal))
    proposal.turn(ProposalState.DRAFT, now=now)
    proposal.is_authorised = False
    say(session, actor, proposal, CommentKind.TAKEN_BACK, "", now=now)
    audit.record(session, actor.account, "proposal-taken-back", proposal.ENTITY, proposal.id, now=now)


def discard(session: Session, actor: Actor, proposal: UnderReview, *, now: datetime) -> list[str]:
    """Remove a draft for good; gives the keys of files in the store that nothing names any more."""
    require_editable(session, actor, proposal)
    text = session.get_one(proposal.TEXT, proposal.text_number)
    rows = own_files(session, proposal, text)
    keys = [row.key for row in rows]
    for row in rows:
        session.delete(row)
    session.execute(delete(proposal.COMMENT).where(proposal.COMMENT.proposal_id == proposal.id))
    number = proposal.id
    session.delete(proposal)
    session.flush()
    if text.state == State.DRAFT:
        session.delete(text)
    audit.record(session, actor.account, "proposal-discarded", proposal.ENTITY, number, now=now)
    return keys


def rebase(session: Session, actor: Actor, proposal: UnderReview, *, version: int, now: datetime) -> None:
    """Say that the draft takes account of the present revision, which came after it was begun."""
    require_editable(session, actor, proposal)
    require_present(proposal, version)
    text = session.get_one(proposal.TEXT, proposal.text_number)
    if text.unit_id != proposal.unit_id:
        raise Conflict("Tulisan ini sekarang milik unit lain. Hapus usulan ini; unit pemiliknya dapat menulis sendiri.")
    proposal.base_revision = text.revision
    proposal.updated_at = now
    audit.record(session, actor.account, "proposal-rebased", proposal.ENTITY, proposal.id, now=now)


def own_files(session: Session, proposal: UnderReview, text: PublicText) -> list[KeptFile]:
    """Files that were uploaded for the draft alone: of no revision, and closed where there is one."""
    rows = queries.files_of(session, proposal.FILE, text.number).values()
    revisions = queries.revisions_of(session, proposal.REVISION, text.number)
    named = {name for revision in revisions for name in revision.file_names}
    is_new = text.state == State.DRAFT
    return [row for row in rows if row.name not in named and (is_new or not row.is_open)]


def require_complete(proposal: UnderReview, problems: Sequence[Problem]) -> None:
    """Refuse a draft whose facts have problems, which says nothing, or in which a number of a person stands.

    Raises:
        Invalid: the first of what is missing or wrong, with how many more there are.
    """
    if problems:
        first = problems[0]
        raise Invalid(
            "Data pokok belum lengkap atau ada yang salah (%(count)s), mulai dari “%(key)s”.",
            field=str(first.path[0]) if first.path else None,
            key=first.path[0] if first.path else drafts.BODY,
            count=len(problems),
        )
    if not proposal.body.strip():
        raise Invalid("Isi tulisan masih kosong. Tulis paling sedikit satu bagian.", field=drafts.BODY)
    found = drafts.personal_numbers(Draft(proposal.stored, proposal.body, proposal.message))
    if found:
        raise Invalid(
            "Ada nomor NIK, KK, atau ponsel perorangan (%(numbers)s). Hapus dahulu; pakai nomor kantor.",
            field=found[0].field,
            numbers=", ".join(item.text for item in found[:3]),
        )


def require_editable(session: Session, actor: Actor, proposal: UnderReview) -> None:
    """Refuse to change what is not a draft, or not this actor's; whoever else changes it has to wait.

    Raises:
        Conflict: it was decided, or waits for a decision.
    """
    hold(session, proposal)
    if not proposal.is_open:
        raise Conflict("Usulan ini sudah diputuskan dan tidak dapat diubah lagi.")
    if may_work_on(actor, proposal) and not may_edit(actor, proposal):
        raise Conflict("Usulan ini sedang ditinjau. Tarik kembali dahulu bila hendak mengubahnya.")
    require(may_edit(actor, proposal))


def say(
    session: Session, actor: Actor, proposal: UnderReview, kind: CommentKind, body: str, *, now: datetime
) -> SaidOfText:
    """Add to what is said about a text under review."""
    comment = proposal.COMMENT()
    comment.proposal_id, comment.created_at = proposal.id, now
    comment.kind, comment.body = kind.value, body.strip()
    if actor.account:
        comment.account_id = actor.account
    session.add(comment)
    session.flush()
    return comment


def require_present(proposal: UnderReview, version: int) -> None:
    """Refuse what was made on the basis of an older save.

    Raises:
        Stale: it was saved since `version` was read.
    """
    if proposal.version != version:
        raise Stale("Usulan ini sudah disimpan orang lain atau di jendela lain sejak Anda membukanya.")


def mirror_draft(text: PublicText, proposal: UnderReview) -> None:
    """Show the typed title and summary in lists of drafts, as long as nothing is published."""
    if text.state == State.DRAFT:
        title = str(proposal.stored.get("judul") or "")[:LONGEST_MIRRORED]
        text.title, text.title_key = title or UNTITLED, name_key(title) if title else ""
        text.summary = str(proposal.stored.get("ringkasan") or "")[:LONGEST_MIRRORED]
        text.updated_at = proposal.updated_at
