"""What authors do with a proposal for a workshop: begin, save, submit; the rest is common to all (`reviewing`)."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from rumah_inovasi import public_version
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue.draft import FILES, Draft
from rumah_inovasi.catalogue.model import State
from rumah_inovasi.catalogue.policy import require
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
from rumah_inovasi.learning import proposal_queries, queries, topics
from rumah_inovasi.learning.draft import DRAFT_KEYS, as_draft, read
from rumah_inovasi.learning.model import Workshop, WorkshopProposal, WorkshopRevision
from rumah_inovasi.learning.policy import may_write
from rumah_inovasi.learning.publishing import no_pictures
from rumah_inovasi.organisations.model import Unit, name_key
from rumah_inovasi.schema import Vocabulary

PICTURE = re.compile(r"!\[[^\]\n]{0,300}\](?:\(|\[)")  # the rendered text is looked at when it is approved


def start(session: Session, actor: Actor, unit: Unit, title: str, *, now: datetime) -> WorkshopProposal:
    """Begin a new workshop of a unit under a working title; it gets its number at once, for its files.

    Raises:
        Invalid: the unit has ended.
    """
    require(may_write(actor, unit.id))
    require_active(unit)
    public_version.take_turn(session)
    workshop = Workshop(
        number=queries.next_number(session),
        state=State.DRAFT.value,
        title=UNTITLED,
        title_key="",
        summary="",
        region_code=unit.region_code,
        unit_id=unit.id,
        organiser="",
        starts="",
        revision=0,
        first_published_at=now,
        updated_at=now,
    )
    session.add(workshop)
    session.flush()
    made = _begin(session, actor, workshop, Draft({"judul": title, "penyelenggara": unit.name}, ""), base=0, now=now)
    mirror_draft(workshop, made)
    return made


def start_revision(
    session: Session, actor: Actor, workshop: Workshop, revision: WorkshopRevision, *, now: datetime
) -> WorkshopProposal:
    """Begin a change of a workshop from its present revision.

    Raises:
        Conflict: another proposal for it is open.
    """
    require(may_write(actor, workshop.unit_id))
    public_version.take_turn(session)
    require_alone(proposal_queries.open_of(session, workshop.number))
    draft = Draft(as_draft(revision.stored), revision.body)
    return _begin(session, actor, workshop, draft, base=workshop.revision, now=now)


def save(
    session: Session, actor: Actor, proposal: WorkshopProposal, draft: Draft, *, version: int, now: datetime
) -> None:
    """Keep what was typed, complete or not.

    Raises:
        Stale: the draft was saved by somebody since `version` was read.
        Conflict: it is no longer a draft.
        Invalid: larger than any article.
    """
    require_editable(session, actor, proposal)
    require_present(proposal, version)
    keep(actor, proposal, Draft(_with_files(draft.stored, proposal), draft.body, draft.message), now=now)
    mirror_draft(session.get_one(Workshop, proposal.workshop_number), proposal)


def submit(
    session: Session,
    actor: Actor,
    proposal: WorkshopProposal,
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


def require_ready(session: Session, proposal: WorkshopProposal, vocabulary: Vocabulary) -> None:
    """Refuse a draft that cannot be published as it stands.

    Raises:
        Invalid: what is missing or wrong; the first of it, with how many more there are.
    """
    region = session.get_one(Unit, proposal.unit_id).region_code
    facts, problems = read(proposal.stored, region, vocabulary)
    require_complete(proposal, problems)
    assert facts is not None  # else there were problems
    topics.require_published(session, proposal.stored)
    if PICTURE.search(proposal.body):
        raise no_pictures()
    twin = queries.by_title(session, name_key(facts.title), facts.starts, besides=proposal.workshop_number)
    if twin:
        raise Invalid(
            "Pelatihan berjudul sama yang mulai pada tanggal itu sudah ada sebagai nomor %(number)s. Ganti judulnya, "
            "atau usulkan perbaikan pada pelatihan itu.",
            field="judul",
            number=twin.number,
        )


def _begin(
    session: Session, actor: Actor, workshop: Workshop, draft: Draft, *, base: int, now: datetime
) -> WorkshopProposal:
    made = WorkshopProposal(workshop_number=workshop.number, base_revision=base)
    stored = drafts.tidy(draft.stored, DRAFT_KEYS)
    begin(session, actor, made, workshop, Draft(stored, draft.body, draft.message), now=now)
    return made


def _with_files(stored: Mapping[str, Any], proposal: WorkshopProposal) -> dict[str, Any]:
    """What was typed, with the files that the proposal has by now, of which the form knows nothing."""
    return drafts.tidy({**stored, FILES: proposal.stored.get(FILES)}, DRAFT_KEYS)
