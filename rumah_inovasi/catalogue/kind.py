"""What is particular to one kind of text on its way to publication; the pages of the desk are the same for all."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue.draft import FILES, Draft
from rumah_inovasi.catalogue.model import PublicText, PublishedRevision
from rumah_inovasi.catalogue.proposal_queries import ListedText
from rumah_inovasi.catalogue.publishing import Text
from rumah_inovasi.catalogue.writing_page import Form
from rumah_inovasi.schema import Path, Problem, Vocabulary
from rumah_inovasi.vocabulary.queries import Vocabularies
from rumah_inovasi.web.links import Link

Row = TypeVar("Row", bound=ListedText)


class TextKind(ABC, Generic[Row]):
    """One kind of text. `FOLDER` is where its proposals are, `SHELF` which list of the desk (`parts/shelf.html`).

    `KEYS` are the facts in their order. An article is typed by sections, and shows and links its files.
    """

    FOLDER: ClassVar[str]
    SHELF: ClassVar[str]
    KEYS: ClassVar[Sequence[str]]
    IS_ARTICLE: ClassVar[bool]

    def url(self, number: int) -> str:
        """The page of a proposal."""
        return f"{self.FOLDER}/{number}"

    def tidy(self, row: Row, stored: Mapping[str, Any]) -> dict[str, Any]:
        """The facts as they are kept, with the files that the proposal has by now."""
        return drafts.tidy({**stored, FILES: row.proposal.stored.get(FILES)}, [*self.KEYS, FILES])

    def linked(self, session: Session, stored: Mapping[str, Any]) -> list[Link]:  # noqa: ARG002 - others need them
        """What the facts name by number alone, to be shown with its titles."""
        return []

    @abstractmethod
    def find(self, session: Session, actor: Actor, number: int) -> Row:
        """The proposal with this number, for somebody who may see it.

        Raises:
            NotFound: there is none, or not for this actor.
        """

    @abstractmethod
    def text_url(self, text: PublicText) -> str:
        """The page of the text itself."""

    @abstractmethod
    def file_url(self, number: int, name: str) -> str:
        """Where a file of the text is fetched."""

    @abstractmethod
    def compare_url(self, row: Row) -> str | None:
        """Where the revisions since a proposal was begun are compared; none where that is nowhere."""

    @abstractmethod
    def problems(
        self, session: Session, stored: Mapping[str, Any], region: str, vocabulary: Vocabulary
    ) -> list[Problem]:
        """What is wrong with the facts."""

    @abstractmethod
    def label(self, key: str) -> str:
        """What a fact is called."""

    @abstractmethod
    def place_name(self, path: Path) -> str:
        """What the place of a problem is called."""

    @abstractmethod
    def stored_as_draft(self, revision: PublishedRevision) -> dict[str, Any]:
        """The facts of a revision as a draft holds them."""

    @abstractmethod
    def typed(self, row: Row, actor: Actor, vocabularies: Vocabularies) -> Draft:
        """The draft as this request brings it."""

    @abstractmethod
    def settled(self, row: Row, actor: Actor, draft: Draft) -> Draft:
        """The draft as saving it by this actor would leave it."""

    @abstractmethod
    def form(self, session: Session, row: Row, draft: Draft, vocabularies: Vocabularies, actor: Actor) -> Form:
        """The form filled with a draft."""

    @abstractmethod
    def save(self, session: Session, actor: Actor, row: Row, draft: Draft, *, version: int, now: datetime) -> None:
        """Keep what was typed. Raises as `proposal_actions.save`."""

    @abstractmethod
    def submit(
        self,
        session: Session,
        actor: Actor,
        row: Row,
        *,
        version: int,
        is_authorised: bool,
        vocabulary: Vocabulary,
        now: datetime,
    ) -> None:
        """Ask for review. Raises as `proposal_actions.submit`."""

    @abstractmethod
    def approve(
        self,
        session: Session,
        actor: Actor,
        row: Row,
        text: Text,
        *,
        version: int,
        vocabulary: Vocabulary,
        now: datetime,
        body: str,
    ) -> None:
        """Publish it. Raises as `review_actions.approve`."""

    @abstractmethod
    def open_file(self, session: Session, actor: Actor, row: Row, name: str, *, is_open: bool, now: datetime) -> None:
        """Let the public fetch a file, or no longer. Raises as `actions.set_open`."""
