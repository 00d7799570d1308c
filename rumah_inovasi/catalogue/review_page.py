"""What the page of a proposal shows: where it stands, what is said about it, what changes, and what one may do."""

from dataclasses import dataclass
from typing import Generic

from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import comparison, policy, proposal_queries, queries
from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue.comparison import FieldDiff
from rumah_inovasi.catalogue.draft import FILES, REGION, Draft, PersonalNumber
from rumah_inovasi.catalogue.kind import Row, TextKind
from rumah_inovasi.catalogue.model import KeptFile, State
from rumah_inovasi.catalogue.proposal import UnderReview
from rumah_inovasi.catalogue.proposal_queries import ListedText, Remark
from rumah_inovasi.schema import Problem, Vocabulary
from rumah_inovasi.web.links import Link


@dataclass(frozen=True)
class Deeds:
    """What the actor may do with the proposal now."""

    edit: bool
    take_back: bool
    review: bool
    comment: bool
    open_files: bool


@dataclass(frozen=True)
class ReviewPage(Generic[Row]):
    """Everything about one proposal."""

    row: Row
    remarks: list[Remark]
    changes: list[FieldDiff]
    problems: list[Problem]
    numbers: list[PersonalNumber]
    files: list[KeptFile]
    deeds: Deeds
    is_outdated: bool
    linked: list[Link]

    @property
    def proposal(self) -> UnderReview:
        """The proposal itself."""
        return self.row.proposal

    @property
    def left_out(self) -> list[str]:
        """Names of the files that readers would not see."""
        return [file.name for file in self.files if not file.is_open]

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way of submitting it."""
        return not (self.problems or self.numbers) and bool(self.proposal.body.strip())


def review_page(
    session: Session, actor: Actor, number: int, kind: TextKind[Row], vocabulary: Vocabulary
) -> ReviewPage[Row]:
    """The page of a proposal for somebody who may see it.

    Raises:
        NotFound: there is none, or not for this actor.
    """
    row = kind.find(session, actor, number)
    found = row.proposal
    kept = queries.files_of(session, found.FILE, found.text_number)
    return ReviewPage(
        row=row,
        remarks=proposal_queries.comments(session, number, found.COMMENT),
        changes=_changes(session, row, kind),
        problems=kind.problems(session, found.stored, row.region.code, vocabulary) if found.is_open else [],
        numbers=drafts.personal_numbers(Draft(found.stored, found.body, found.message)),
        files=[kept[item["nama"]] for item in found.stored.get(FILES, []) if item.get("nama") in kept],
        deeds=deeds(actor, row),
        is_outdated=found.is_open and row.text.revision != found.base_revision,
        linked=kind.linked(session, found.stored),
    )


def deeds(actor: Actor, row: ListedText) -> Deeds:
    """What the actor may do with a proposal now. Files of what is published are opened where it was decided."""
    proposal, text = row.proposal, row.text
    is_shown = text.state == State.PUBLISHED and text.revision == proposal.revision
    return Deeds(
        edit=policy.may_edit(actor, proposal),
        take_back=policy.may_take_back(actor, proposal),
        review=policy.may_review(actor, proposal),
        comment=policy.may_comment(actor, proposal),
        open_files=policy.may_open(actor, proposal.unit_id) and (proposal.is_open or is_shown),
    )


def _changes(session: Session, row: Row, kind: TextKind[Row]) -> list[FieldDiff]:
    """What the proposal changes in the revision it was begun from; nothing for a new text."""
    found = row.proposal
    revisions = queries.revisions_of(session, found.REVISION, found.text_number) if found.base_revision else []
    base = next((revision for revision in revisions if revision.number == found.base_revision), None)
    if base is None:
        return []
    before = {**kind.stored_as_draft(base), REGION: base.stored[REGION]}
    after = {**found.stored, REGION: row.region.code}
    return comparison.compare_plain(before, after, base.body, found.body, [*kind.KEYS, *_beside(kind)])


def _beside(kind: TextKind[Row]) -> list[str]:
    """Facts that a draft alone knows under this name."""
    return [] if FILES in kind.KEYS else [FILES]
