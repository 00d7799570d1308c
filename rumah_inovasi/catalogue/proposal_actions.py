"""What authors do with a proposal: begin, save, submit, discard."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from rumah_inovasi import audit, public_version
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue import proposal_queries, queries
from rumah_inovasi.catalogue.draft import FILES, PROVENANCE, REGION, Draft
from rumah_inovasi.catalogue.model import Attachment, Innovation, Revision, State
from rumah_inovasi.catalogue.policy import (
    PROVENANCE_OF_EDITORS,
    may_claim,
    may_write,
    require,
)
from rumah_inovasi.catalogue.proposal import (
    Proposal,
    ProposalComment,
    ProposalState,
)
from rumah_inovasi.catalogue.reviewing import (
    UNTITLED,
    hand_in,
    keep,
    mirror_draft,
    require_editable,
    require_present,
)
from rumah_inovasi.errors import Conflict, Invalid
from rumah_inovasi.organisations.model import Unit, UnitState
from rumah_inovasi.schema import Vocabulary

CLAIMED = "Diperiksa dan diambil alih unit pemilik"


def start(session: Session, actor: Actor, unit: Unit, *, now: datetime) -> Proposal:
    """Begin a new write-up of a unit; it gets its number at once, so that its pictures have their address.

    Raises:
        Invalid: the unit has ended.
    """
    require(may_write(actor, unit.id))
    if unit.state != UnitState.ACTIVE:
        raise Invalid("Unit “%(name)s” sudah tidak aktif. Pilih unit penerusnya.", field="unit", name=unit.name)
    public_version.take_turn(session)
    innovation = Innovation(
        number=queries.next_number(session),
        state=State.DRAFT.value,
        title=UNTITLED,
        title_key="",
        summary="",
        region_code=unit.region_code,
        unit_id=unit.id,
        sustainability="tidak-terkonfirmasi",
        provenance="unit",
        revision=0,
        first_published_at=now,
        updated_at=now,
    )
    session.add(innovation)
    session.flush()
    return _begin(session, actor, innovation, Draft({}, ""), base=0, now=now)


def start_revision(
    session: Session, actor: Actor, innovation: Innovation, revision: Revision, *, now: datetime, message: str = ""
) -> Proposal:
    """Begin a change of a write-up from one of its revisions, the present one or a former one that is to be restored.

    Raises:
        Conflict: another proposal for it is open.
    """
    require(may_write(actor, innovation.unit_id))
    public_version.take_turn(session)
    if proposal_queries.open_of(session, innovation.number):
        raise Conflict("Tulisan ini sudah punya usulan yang terbuka. Lanjutkan usulan itu, atau tunggu sampai selesai.")
    stored = {key: value for key, value in revision.stored.items() if key != REGION}
    draft = Draft(stored, revision.body, message)
    return _begin(session, actor, innovation, draft, base=innovation.revision, now=now)


def claim(session: Session, actor: Actor, innovation: Innovation, revision: Revision, *, now: datetime) -> Proposal:
    """Take over a text that editors have compiled: begin a change that makes it the unit's own.

    Raises:
        Conflict: another proposal for it is open.
    """
    require(may_claim(actor, innovation))
    proposal = start_revision(session, actor, innovation, revision, message=CLAIMED, now=now)
    proposal.stored = {**proposal.stored, PROVENANCE: "unit"}
    return proposal


def save(session: Session, actor: Actor, proposal: Proposal, draft: Draft, *, version: int, now: datetime) -> None:
    """Keep what was typed, complete or not.

    Raises:
        Stale: the draft was saved by somebody since `version` was read.
        Conflict: it is no longer a draft.
        Invalid: larger than any article.
    """
    require_editable(session, actor, proposal)
    require_present(proposal, version)
    stored = drafts.tidy({**draft.stored, FILES: proposal.stored.get(FILES)})
    if actor.account and not _may_keep_provenance(actor):
        stored[PROVENANCE] = "unit"
    keep(actor, proposal, Draft(stored, draft.body, draft.message), now=now)
    innovation = session.get_one(Innovation, proposal.innovation_number)
    mirror_draft(innovation, proposal)


def submit(
    session: Session,
    actor: Actor,
    proposal: Proposal,
    *,
    version: int,
    is_authorised: bool,
    vocabulary: Vocabulary,
    now: datetime,
) -> None:
    """Ask for review.

    Raises:
        Stale, Conflict: as `save`.
        Invalid: something required is missing or wrong, a number of a person stands in it, or nobody vouches for it.
    """
    require_editable(session, actor, proposal)
    require_present(proposal, version)
    require_ready(session, proposal, vocabulary)
    hand_in(session, actor, proposal, is_authorised=is_authorised, now=now)


def discard(session: Session, actor: Actor, proposal: Proposal, *, now: datetime) -> list[str]:
    """Remove a draft for good; gives the keys of files in the store that nothing names any more."""
    require_editable(session, actor, proposal)
    innovation = session.get_one(Innovation, proposal.innovation_number)
    rows = own_files(session, innovation)
    keys = [row.key for row in rows]
    for row in rows:
        session.delete(row)
    session.execute(delete(ProposalComment).where(ProposalComment.proposal_id == proposal.id))
    number = proposal.id
    session.delete(proposal)
    session.flush()
    if innovation.state == State.DRAFT:
        session.delete(innovation)
    audit.record(session, actor.account, "proposal-discarded", "proposal", number, now=now)
    return keys


def rebase(session: Session, actor: Actor, proposal: Proposal, *, version: int, now: datetime) -> None:
    """Say that the draft takes account of the present revision, which came after it was begun."""
    require_editable(session, actor, proposal)
    require_present(proposal, version)
    innovation = session.get_one(Innovation, proposal.innovation_number)
    if innovation.unit_id != proposal.unit_id:
        raise Conflict("Tulisan ini sekarang milik unit lain. Hapus usulan ini; unit pemiliknya dapat menulis sendiri.")
    proposal.base_revision = innovation.revision
    proposal.updated_at = now
    audit.record(session, actor.account, "proposal-rebased", "proposal", proposal.id, now=now)


def require_ready(session: Session, proposal: Proposal, vocabulary: Vocabulary) -> None:
    """Refuse a draft that cannot be published as it stands.

    Raises:
        Invalid: what is missing or wrong; the first of it, with how many more there are.
    """
    region = session.get_one(Unit, proposal.unit_id).region_code
    _facts, problems = drafts.read(proposal.stored, region, vocabulary)
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
    twin = queries.by_title(session, region, str(proposal.stored["judul"]), besides=proposal.innovation_number)
    if twin:
        raise Invalid(
            "Judul ini sudah dipakai tulisan nomor %(number)s di wilayah yang sama. Ganti judulnya, atau usulkan "
            "perbaikan pada tulisan itu.",
            field="judul",
            number=twin.number,
        )


def own_files(session: Session, innovation: Innovation) -> list[Attachment]:
    """Files that were uploaded for the draft alone: of no revision, and closed where there is one."""
    rows = queries.attachments(session, innovation.number).values()
    named = {item["nama"] for row in queries.history(session, innovation.number) for item in row.stored.get(FILES, [])}
    is_new = innovation.state == State.DRAFT
    return [row for row in rows if row.name not in named and (is_new or not row.is_open)]


def _begin(
    session: Session, actor: Actor, innovation: Innovation, draft: Draft, *, base: int, now: datetime
) -> Proposal:
    if actor.account is None:
        raise Invalid("Usulan ditulis oleh orang yang punya akun.")
    stored = dict(draft.stored)
    if not _may_keep_provenance(actor):
        stored[PROVENANCE] = "unit"
    elif not base:
        stored[PROVENANCE] = PROVENANCE_OF_EDITORS
    proposal = Proposal(
        innovation_number=innovation.number,
        state=ProposalState.DRAFT.value,
        unit_id=innovation.unit_id,
        author_id=actor.account,
        hands=[actor.account],
        stored=drafts.tidy(stored),
        body=draft.body,
        message=draft.message,
        base_revision=base,
        version=1,
        is_authorised=False,
        created_at=now,
        updated_at=now,
    )
    session.add(proposal)
    session.flush()
    audit.record(session, actor.account, "proposal-started", "proposal", proposal.id, now=now)
    return proposal


def _may_keep_provenance(actor: Actor) -> bool:
    """Editors write for the house; whoever else writes, writes for the unit."""
    return actor.holds(Role.CURATOR)
