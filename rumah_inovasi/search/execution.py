"""How a query that was worked out is carried out: what every execution offers, and what it gives back.

Executions differ in how they come to an answer and how long that takes, never in the answer.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass
from typing import Protocol, TypeVar

from rumah_inovasi.search.answers import Counts
from rumah_inovasi.search.plan import Need, Plan
from rumah_inovasi.search.port import SearchQuery
from rumah_inovasi.search.snippets import Match

Known = TypeVar("Known", bound=Sized)


@dataclass(frozen=True)
class Listing:
    """What a query finds: how many documents, how many of them have every content word, and the part asked for.

    `rows` are numbers and scores; `facets` is empty where no counts were asked for.
    """

    total: int
    complete: int
    rows: Sequence[tuple[int, float]]
    facets: Mapping[str, Counts]


class Marks(Protocol):
    """What matches in the texts of some documents."""

    def matches(self, number: int, name: str, text: str) -> Sequence[Match]:
        """All matches in one text of a document, in order."""


class Execution(Protocol):
    """One commit of an index, ready to be asked. Safe to use from many threads."""

    @property
    def documents(self) -> int:
        """How many documents there are."""

    def listing(self, plan: Plan, query: SearchQuery) -> Listing:
        """What a plan finds under the filters of a query, in its order."""

    def marks(self, plan: Plan, numbers: Sequence[int]) -> Marks:
        """What a plan matches in the texts of some documents."""

    def texts(self, numbers: Sequence[int]) -> Mapping[int, Mapping[str, str]]:
        """The texts of some documents that are shown, by number and field."""

    def count(self, need: Need, hidden: Collection[int] = (), beside: Sequence[Need] = ()) -> int:
        """How many documents but hidden ones have a need; where others are given, one of these too."""

    def known(self, words: Sequence[str]) -> Collection[str]:
        """Those of some words that a text holds as they are. Some of dropped documents may be among them."""

    def resembling(self, word: str) -> Iterable[str]:
        """Words of texts among which are all that are within two edits of a word and begin as it does."""

    def starting(self, start: str) -> Mapping[str, int]:
        """The words of texts that begin so, and how often documents hold one in a field, dropped documents too."""

    def remembered(self, key: Hashable, make: Callable[[], Known]) -> Known:
        """What was worked out for a key before, or is now; the same for as long as the index is."""

    def complete(self, start: str, limit: int) -> list[str]:
        """Phrases that complete what is typed, as the port says."""

    def digests(self, numbers: Iterable[int] | None) -> Mapping[int, str]:
        """The digest of every document, or of some, by number."""
