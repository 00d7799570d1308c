"""Workshops as a kind of text on its way to publication."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from rumah_inovasi import addresses
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import draft_form, references, section_texts, writing_fields, writing_remarks
from rumah_inovasi.catalogue.draft import BODY, Draft
from rumah_inovasi.catalogue.kind import TextKind
from rumah_inovasi.catalogue.model import PublicText, PublishedRevision
from rumah_inovasi.catalogue.publishing import Text
from rumah_inovasi.catalogue.writing_page import Form
from rumah_inovasi.catalogue.writing_remarks import MESSAGE
from rumah_inovasi.learning import (
    actions,
    labels,
    proposal_actions,
    proposal_queries,
    review_actions,
    topics,
    writing_page,
)
from rumah_inovasi.learning.draft import ENTRIES, as_draft
from rumah_inovasi.learning.facts import KEYS
from rumah_inovasi.learning.proposal_queries import ListedProposal
from rumah_inovasi.schema import Path, Problem, Vocabulary
from rumah_inovasi.vocabulary.queries import Vocabularies
from rumah_inovasi.web.links import Link


class Workshops(TextKind[ListedProposal]):
    """Workshops and their materials."""

    FOLDER = "/ruang-kerja/pelatihan/usulan"
    SHELF = "pelatihan"
    KEYS = KEYS
    IS_ARTICLE = False

    def find(self, session: Session, actor: Actor, number: int) -> ListedProposal:
        """See `TextKind`."""
        return proposal_queries.proposal(session, actor, number)

    def text_url(self, text: PublicText) -> str:
        """See `TextKind`."""
        return addresses.workshop(text.ref)

    def file_url(self, number: int, name: str) -> str:
        """See `TextKind`."""
        return addresses.workshop_file(number, name)

    def compare_url(self, row: ListedProposal) -> str | None:  # noqa: ARG002 - see TextKind
        """See `TextKind`."""
        return None

    def problems(
        self, session: Session, stored: Mapping[str, Any], region: str, vocabulary: Vocabulary
    ) -> list[Problem]:
        """See `TextKind`."""
        return writing_page.problems_of(session, stored, region, vocabulary)

    def linked(self, session: Session, stored: Mapping[str, Any]) -> list[Link]:
        """See `TextKind`."""
        return [
            Link(f"{found.number} · {found.title}", addresses.write_up(found.ref))
            for found in topics.named(session, stored)
        ]

    def label(self, key: str) -> str:
        """See `TextKind`."""
        return labels.field(key)

    def place_name(self, path: Path) -> str:
        """See `TextKind`."""
        return writing_remarks.place_name(path, writing_page.SHEET)

    def stored_as_draft(self, revision: PublishedRevision) -> dict[str, Any]:
        """See `TextKind`."""
        return as_draft(revision.stored)

    def typed(self, row: ListedProposal, actor: Actor, vocabularies: Vocabularies) -> Draft:  # noqa: ARG002 - see TextKind
        """See `TextKind`."""
        offered = writing_fields.offered(vocabularies)
        sent = request.form.to_dict(flat=False)
        stored = draft_form.read(sent, row.proposal.stored, offered, provenance=False, entries=ENTRIES)
        stored = references.as_numbers(stored, (topics.KEY,), request.host)
        body = section_texts.canonical(draft_form.plain(request.form.get(BODY, "")))
        return Draft(stored, body, draft_form.plain(request.form.get(MESSAGE, "")))

    def settled(self, row: ListedProposal, actor: Actor, draft: Draft) -> Draft:  # noqa: ARG002 - see TextKind
        """See `TextKind`."""
        return Draft(self.tidy(row, draft.stored), draft.body, draft.message)

    def form(
        self,
        session: Session,
        row: ListedProposal,
        draft: Draft,
        vocabularies: Vocabularies,
        actor: Actor,  # noqa: ARG002 - see TextKind
    ) -> Form:
        """See `TextKind`."""
        return writing_page.form_of(session, row, draft, vocabularies, request.args.get("tambah", ""))

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
        actions.set_open(session, actor, row.text, name, is_open=is_open, now=now)


WORKSHOPS = Workshops()
