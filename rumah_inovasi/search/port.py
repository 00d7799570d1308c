"""What crosses between the house and a search engine: plain frozen values, never a type of the engine.

An engine holds published write-ups only and answers with numbers; the database decides what is shown. Fields, facets
and sort orders are tables here, read by every engine.
"""

import enum
import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rumah_inovasi.errors import DomainError
from rumah_inovasi.search.language.synonyms import Synonyms

# Raised whenever documents, analysis or tables change in a way that asks for a new index.
INDEX_FORMAT = 2
# Fields of text and how much a word weighs in each.
FIELDS: Mapping[str, float] = {
    "title": 5.0,
    "long_form": 4.0,
    "tags": 3.0,
    "summary": 2.5,
    "unit": 1.5,
    "region": 1.5,
    "body": 1.0,
    "attachments": 0.7,
}
# Fields that are shown whole with what matches in them, and the one of which matching passages are shown.
SHOWN_WHOLE = ("title", "long_form", "summary")
PASSAGES = "body"
# Filters and facets by their names in addresses.
FACETS = (
    "wilayah",
    "urusan",
    "tahun",
    "tag",
    "sdg",
    "cettar",
    "bentuk",
    "jenis",
    "tahapan",
    "unit",
    "jenis_unit",
    "keberlanjutan",
    "penghargaan",
    "replikasi",
    "direplikasi_di",
)
# Of the values of one facet, the most frequent ones that an answer counts, beside those that are chosen.
MOST_VALUES = 200
# What speaks for a write-up whatever the words: others apply it, and it still lives. A share of its score each, gentle
# enough that a clearly better match always stays first. The handbook tells readers so.
PRIOR_APPLIED = 0.02  # for each doubling of the kabupaten/kota that apply it
PRIOR_MOST_APPLIED = 0.1
PRIOR_ALIVE = 0.03
ALIVE = frozenset(
    {
        "berlanjut-berkendala",
        "berlanjut-lancar",
        "berlanjut-berkembang",
        "berlanjut-bereplikasi",
        "bertransformasi",
    }
)
# How much the score of a write-up grows whose very name is asked for: beyond all that words in a text can gain.
EXACT_NAME = 10.0
Segments = tuple[tuple[str, bool], ...]


class Sort(enum.StrEnum):
    """Orders of results, by their names in addresses. Ties go to the lower number.

    In every order but RELEVANCE and MATCH, documents with every content word come before the others.
    """

    RELEVANCE = "relevansi"  # without words: as TITLE
    MATCH = "kecocokan"  # as RELEVANCE, but by the words alone: nothing speaks for a write-up beside them
    NEWEST = "terbaru"
    REPLICATION = "replikasi"  # most regencies first
    TITLE = "judul"


@dataclass(frozen=True)
class SearchDocument:
    """A published write-up as the index knows it. Texts by field, values by facet, and what sorting needs."""

    number: int
    texts: Mapping[str, str]
    facets: Mapping[str, Sequence[str]]
    title_key: str
    updated: int  # seconds since 1970
    applied_in: int  # other kabupaten/kota in which it is applied

    @property
    def prior(self) -> float:
        """By how much its score grows whatever the words: 1 where nothing speaks for it beside them."""
        applied = min(PRIOR_MOST_APPLIED, PRIOR_APPLIED * math.log2(1 + self.applied_in))
        alive = 0.0 if ALIVE.isdisjoint(self.facets.get("keberlanjutan", ())) else PRIOR_ALIVE
        return 1 + applied + alive

    @property
    def digest(self) -> str:
        """Tells two states of a document apart, and two forms of the index."""
        facets = {name: list(values) for name, values in self.facets.items()}
        parts = [INDEX_FORMAT, self.number, dict(self.texts), facets, self.title_key, self.updated, self.applied_in]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Clause:
    """A word as typed, or a phrase of several; `is_excluded` where documents with it are not wanted.

    `is_start` where any word that begins so is meant.
    """

    words: tuple[str, ...]
    is_phrase: bool = False
    is_excluded: bool = False
    is_start: bool = False


@dataclass(frozen=True)
class SearchQuery:
    """What is looked for.

    Values of one filter add up, filters narrow. With `all_words` only documents with every content word are found.
    `hidden` are documents of which nothing may be told, not even a count: the index does not know yet that they went.
    `size` None means the whole list. `with_facets` False saves their counting, `with_highlights` False the reading of
    the texts of what is listed; `passages` says how many passages of a text are wanted. `synonyms` are what else is
    meant by the words.
    """

    clauses: tuple[Clause, ...] = ()
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    all_words: bool = False
    sort: Sort = Sort.RELEVANCE
    start: int = 0
    size: int | None = 20
    with_facets: bool = True
    hidden: frozenset[int] = frozenset()
    with_highlights: bool = True
    passages: int = 1
    synonyms: Synonyms = field(default_factory=Synonyms.shipped)


@dataclass(frozen=True)
class Hit:
    """A found write-up: its score (0 without words) and its texts in runs of (text, does it match).

    `highlights` holds the SHOWN_WHOLE fields, `passages` what matches in PASSAGES, the telling ones first.
    """

    number: int
    score: float
    highlights: Mapping[str, Segments]
    passages: tuple[Segments, ...] = ()


@dataclass(frozen=True)
class SearchPage:
    """A part of the result list.

    `complete` counts the documents (within the filters) that hold every content word: where it is 0, all that is listed
    is wider than the question. `facets` gives (value, count) pairs, most frequent first, then by value; the counts of a
    facet ignore its own selection, and no more than MOST_VALUES stand beside the chosen ones. `corrections` gives, for
    a word of the query that the index does not know in any form, a word that it knows; `guesses` gives the known words
    that were looked for in its place: what has them alone is not complete.
    """

    total: int
    complete: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    corrections: Mapping[str, str] = field(default_factory=dict)
    guesses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Frequencies:
    """How many documents there are, and how many of them have a word: the fewer, the more it tells."""

    documents: int
    having: Mapping[str, int]


class Health(enum.StrEnum):
    """Whether an engine can answer."""

    READY = "ready"
    MISSING = "missing"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class EngineState:
    """What can be said of an index at a glance. `generation` changes with every commit.

    `slow_because` tells why an index that can be read is answered from in a slower way; empty where it is not.
    """

    health: Health
    generation: str
    documents: int
    slow_because: str = ""


class IndexUnusable(DomainError):
    """There is no index, or it cannot be read. The database answers meanwhile, and the relay makes a new one."""


class Engine(Protocol):
    """A search engine. Reading is safe from many threads and processes; one process at a time writes (the relay)."""

    def find(self, query: SearchQuery) -> SearchPage:
        """Answer a query.

        Raises:
            IndexUnusable: there is no index, or it is damaged.
        """

    def complete(self, start: str, limit: int = 8) -> list[str]:
        """Titles, long forms, tags, units and regions with a word that begins as `start` ends; best first.

        Raises: as `find`.
        """

    def frequencies(self, words: Iterable[str]) -> Frequencies:
        """How many documents have each of some words, in any of its forms, and how many documents there are.

        Words are given as in a text; those that no document has are left out of the answer.

        Raises: as `find`.
        """

    def digests(self, numbers: Iterable[int] | None = None) -> Mapping[int, str]:
        """The digest of every document in the index, or of those asked for, by number.

        Raises: as `find`.
        """

    def change(self, puts: Iterable[SearchDocument], drops: Iterable[int]) -> None:
        """Put documents in the place of those with their numbers and drop others, in one commit.

        Dropping what is not there is no error.

        Raises: as `find`.
        """

    def rebuild(self, documents: Iterable[SearchDocument]) -> None:
        """Make a new index aside and switch to it once it is whole; readers keep the old one meanwhile.

        Raises:
            Unusable: the folder cannot be written.
        """

    def state(self, *, thorough: bool = False) -> EngineState:
        """How the index is; where asked for thoroughly, every file of it was read."""

    def stamp(self) -> object:
        """Another value after every commit and every switch to another index; looked at before every answer."""

    def close(self) -> None:
        """Let go of open files."""
