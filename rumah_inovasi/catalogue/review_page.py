"""What the page of a proposal shows: where it stands, what is said about it, what changes, and what one may do."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import comparison, policy, proposal_queries, queries
from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue.comparison import FieldDiff
from rumah_inovasi.catalogue.draft import FILES, REGION, Draft, PersonalNumber
from rumah_inovasi.catalogue.model import Attachment, Innovation, Revision
from rumah_inovasi.catalogue.proposal import Proposal
from rumah_inovasi.catalogue.proposal_queries import ListedProposal, Remark
from rumah_inovasi.schema import Problem, Vocabulary


@dataclass(frozen=True)
class Deeds:
    """What the actor may do with the proposal now."""

    edit: bool
    take_back: bool
    review: bool
    comment: bool
    open_files: bool


@dataclass(frozen=True)
class ReviewPage:
    """Everything about one proposal."""

    row: ListedProposal
    remarks: list[Remark]
    changes: list[FieldDiff]
    problems: list[Problem]
    numbers: list[PersonalNumber]
    files: list[Attachment]
    deeds: Deeds
    is_outdated: bool

    @property
    def proposal(self) -> Proposal:
        """The proposal itself."""
        return self.row.proposal

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way of submitting it."""
        return not (self.problems or self.numbers) and bool(self.proposal.body.strip())


def review_page(session: Session, actor: Actor, number: int, vocabulary: Vocabulary) -> ReviewPage:
    """The page of a proposal for somebody who may see it.

    Raises:
        NotFound: there is none, or not for this actor.
    """
    row = proposal_queries.proposal(session, actor, number)
    found = row.proposal
    _facts, problems = drafts.read(found.stored, row.region.code, vocabulary)
    kept = queries.attachments(session, found.innovation_number)
    return ReviewPage(
        row=row,
        remarks=proposal_queries.comments(session, number),
        changes=_changes(session, row),
        problems=problems if found.is_open else [],
        numbers=drafts.personal_numbers(Draft(found.stored, found.body, found.message)),
        files=[kept[item["nama"]] for item in found.stored.get(FILES, []) if item.get("nama") in kept],
        deeds=deeds(actor, found),
        is_outdated=found.is_open and row.innovation.revision != found.base_revision,
    )


def deeds(actor: Actor, proposal: Proposal) -> Deeds:
    """What the actor may do with a proposal now."""
    return Deeds(
        edit=policy.may_edit(actor, proposal),
        take_back=policy.may_take_back(actor, proposal),
        review=policy.may_review(actor, proposal),
        comment=policy.may_comment(actor, proposal),
        open_files=policy.may_open(actor, proposal.unit_id) and proposal.is_open,
    )


def _changes(session: Session, row: ListedProposal) -> list[FieldDiff]:
    """What the proposal changes in the revision it was begun from; nothing for a new write-up."""
    base = _base(session, row.innovation, row.proposal.base_revision)
    if base is None:
        return []
    stored = {**row.proposal.stored, REGION: row.region.code}
    return comparison.compare_plain(base.stored, stored, base.body, row.proposal.body)


def _base(session: Session, innovation: Innovation, number: int) -> Revision | None:
    return queries.read(session, innovation, number).revision if number else None
