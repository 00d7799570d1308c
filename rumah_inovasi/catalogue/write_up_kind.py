"""Write-ups as a kind of text on its way to publication."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from rumah_inovasi import addresses
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import (
    actions,
    labels,
    proposal_actions,
    proposal_queries,
    review_actions,
    writing_forms,
    writing_page,
    writing_remarks,
)
from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue.draft import PROVENANCE, REGION, Draft
from rumah_inovasi.catalogue.kind import TextKind
from rumah_inovasi.catalogue.metadata import METADATA_KEYS
from rumah_inovasi.catalogue.model import PublicText, PublishedRevision
from rumah_inovasi.catalogue.proposal_queries import ListedProposal
from rumah_inovasi.catalogue.publishing import Text
from rumah_inovasi.catalogue.writing_page import Form
from rumah_inovasi.schema import Path, Problem, Vocabulary
from rumah_inovasi.vocabulary.queries import Vocabularies


class WriteUps(TextKind[ListedProposal]):
    """Write-ups of innovations."""

    FOLDER = "/ruang-kerja/usulan"
    SHELF = "tulisan"
    KEYS = METADATA_KEYS
    IS_ARTICLE = True

    def find(self, session: Session, actor: Actor, number: int) -> ListedProposal:
        """See `TextKind`."""
        return proposal_queries.proposal(session, actor, number)

    def text_url(self, text: PublicText) -> str:
        """See `TextKind`."""
        return addresses.write_up(text.ref)

    def file_url(self, number: int, name: str) -> str:
        """See `TextKind`."""
        return addresses.attachment(number, name)

    def compare_url(self, row: ListedProposal) -> str | None:
        """See `TextKind`."""
        return f"{self.text_url(row.text)}/bandingkan?dari={row.proposal.base_revision or 1}&ke={row.text.revision}"

    def problems(
        self,
        session: Session,  # noqa: ARG002 - see TextKind
        stored: Mapping[str, Any],
        region: str,
        vocabulary: Vocabulary,
    ) -> list[Problem]:
        """See `TextKind`."""
        return drafts.read(stored, region, vocabulary)[1]

    def label(self, key: str) -> str:
        """See `TextKind`."""
        return labels.field(key)

    def place_name(self, path: Path) -> str:
        """See `TextKind`."""
        return writing_remarks.place_name(path)

    def stored_as_draft(self, revision: PublishedRevision) -> dict[str, Any]:
        """See `TextKind`."""
        return {key: value for key, value in revision.stored.items() if key != REGION}

    def typed(self, row: ListedProposal, actor: Actor, vocabularies: Vocabularies) -> Draft:
        """See `TextKind`."""
        return writing_forms.typed(row.proposal, actor, vocabularies)

    def settled(self, row: ListedProposal, actor: Actor, draft: Draft) -> Draft:
        """See `TextKind`."""
        stored = self.tidy(row, draft.stored)
        if not writing_forms.asks_provenance(actor):
            stored[PROVENANCE] = row.proposal.stored.get(PROVENANCE)
        return Draft(stored, draft.body, draft.message)

    def form(
        self, session: Session, row: ListedProposal, draft: Draft, vocabularies: Vocabularies, actor: Actor
    ) -> Form:
        """See `TextKind`."""
        return writing_page.form_of(session, row, draft, vocabularies, writing_forms.wanted(actor))

    def save(
        self, session: Session, actor: Actor, row: ListedProposal, draft: Draft, *, version: int, now: datetime
    ) -> None:
        """See `TextKind`."""
        proposal_actions.save(session, actor, row.proposal, draft, version=version, now=now)

    def submit(
        self,
        session: Session,
        actor: Actor,
        row: ListedProposal,
        *,
        version: int,
        is_authorised: bool,
        vocabulary: Vocabulary,
        now: datetime,
    ) -> None:
        """See `TextKind`."""
        proposal_actions.submit(
            session,
            actor,
            row.proposal,
            version=version,
            is_authorised=is_authorised,
            vocabulary=vocabulary,
            now=now,
        )

    def approve(
        self,
        session: Session,
        actor: Actor,
        row: ListedProposal,
        text: Text,
        *,
        version: int,
        vocabulary: Vocabulary,
        now: datetime,
        body: str,
    ) -> None:
        """See `TextKind`."""
        review_actions.approve(
            session, actor, row.proposal, text, version=version, vocabulary=vocabulary, now=now, body=body
        )

    def open_file(
        self, session: Session, actor: Actor, row: ListedProposal, name: str, *, is_open: bool, now: datetime
    ) -> None:
        """See `TextKind`."""
        actions.set_open(session, actor, row.innovation, name, is_open=is_open, now=now)


WRITE_UPS = WriteUps()
