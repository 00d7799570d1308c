"""What authors do with a proposal for a write-up: begin, save, submit; the rest is common to all (`reviewing`)."""

import re
from datetime import datetime

from sqlalchemy.orm import Session

from rumah_inovasi import public_version
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue import proposal_queries, queries
from rumah_inovasi.catalogue.draft import FILES, PROVENANCE, REGION, Draft
from rumah_inovasi.catalogue.model import Innovation, Revision, State
from rumah_inovasi.catalogue.policy import (
    PROVENANCE_OF_EDITORS,
    may_claim,
    may_write,
    require,
)
from rumah_inovasi.catalogue.proposal import (
    Proposal,
)
from rumah_inovasi.catalogue.reviewing import (
    UNTITLED,
    begin,
    hand_in,
    keep,
    mirror_draft,
    require_active,
    require_alone,
    require_complete,
    require_editable,
    require_present,
)
from rumah_inovasi.errors import Invalid
from rumah_inovasi.organisations.model import Unit
from rumah_inovasi.schema import Vocabulary

CLAIMED = "Diperiksa dan diambil alih unit pemilik"


def start(session: Session, actor: Actor, unit: Unit, *, now: datetime) -> Proposal:
    """Begin a new write-up of a unit; it gets its number at once, so that its pictures have their address.

    Raises:
        Invalid: the unit has ended.
    """
    require(may_write(actor, unit.id))
    require_active(unit)
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
    require_alone(proposal_queries.open_of(session, innovation.number))
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


def require_ready(session: Session, proposal: Proposal, vocabulary: Vocabulary) -> None:
    """Refuse a draft that cannot be published as it stands.

    Raises:
        Invalid: what is missing or wrong; the first of it, with how many more there are.
    """
    region = session.get_one(Unit, proposal.unit_id).region_code
    _facts, problems = drafts.read(proposal.stored, region, vocabulary)
    require_complete(proposal, problems)
    listed = {item["nama"] for item in proposal.stored.get(FILES, [])}
    for name in files_in(proposal.body, proposal.innovation_number):
        if name not in listed:
            raise no_file(name)
    twin = queries.by_title(session, region, str(proposal.stored["judul"]), besides=proposal.innovation_number)
    if twin:
        raise Invalid(
            "Judul ini sudah dipakai tulisan nomor %(number)s di wilayah yang sama. Ganti judulnya, atau usulkan "
            "perbaikan pada tulisan itu.",
            field="judul",
            number=twin.number,
        )


def files_in(body: str, number: int) -> list[str]:
    """Names of the files of a write-up that its text shows or links, as the lines to be copied name them."""
    return re.findall(rf"\]\({number}/([^)\s]+)\)", body)


def no_file(name: str) -> Invalid:
    """The text names a file that was never uploaded, or was removed."""
    return Invalid(
        "Teks memakai berkas “%(name)s”, yang tidak ada di antara lampiran. Unggah berkasnya, atau hapus dari teks.",
        field=drafts.BODY,
        name=name,
    )


def _begin(
    session: Session, actor: Actor, innovation: Innovation, draft: Draft, *, base: int, now: datetime
) -> Proposal:
    stored = dict(draft.stored)
    if not _may_keep_provenance(actor):
        stored[PROVENANCE] = "unit"
    elif not base:
        stored[PROVENANCE] = PROVENANCE_OF_EDITORS
    proposal = Proposal(innovation_number=innovation.number, base_revision=base)
    begin(session, actor, proposal, innovation, Draft(drafts.tidy(stored), draft.body, draft.message), now=now)
    return proposal


def _may_keep_provenance(actor: Actor) -> bool:
    """Editors write for the house; whoever else writes, writes for the unit."""
    return actor.holds(Role.CURATOR)
