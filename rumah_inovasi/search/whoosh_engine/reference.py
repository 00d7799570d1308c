"""A query carried out by Whoosh itself, over all documents: slow and plain, and the measure of every faster way."""

import threading
import weakref
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, wraps
from typing import Any, ParamSpec, TypeVar

from whoosh.index import FileIndex
from whoosh.searching import Searcher

from rumah_inovasi.search import snippets
from rumah_inovasi.search.answers import Counts, most_frequent, with_chosen
from rumah_inovasi.search.arrays.packed import decoded, encoded
from rumah_inovasi.search.execution import Known, Listing
from rumah_inovasi.search.plan import Form, Need, Plan
from rumah_inovasi.search.port import FACETS, FIELDS, SearchQuery, Sort
from rumah_inovasi.search.snippets import Match
from rumah_inovasi.search.whoosh_engine.completion import Completion
from rumah_inovasi.search.whoosh_engine.files import Files
from rumah_inovasi.search.whoosh_engine.queries import Needs, PlanQuery, Weighting
from rumah_inovasi.search.whoosh_engine.schema import CARD, SCHEMA, TEXTS, Card, card, texts, words_field
from rumah_inovasi.search.whoosh_engine.trouble import damaged, reading

_ORDERS: Mapping[Sort, Callable[[Card], tuple[Any, int]]] = {
    Sort.TITLE: lambda card: (card.title_key, card.number),
    Sort.NEWEST: lambda card: (-card.updated, card.number),
    Sort.REPLICATION: lambda card: (-card.applied_in, card.number),
}
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def alone(ask: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Let one thread ask at a time, since Whoosh's readers share one file position; and tell of damage as such."""

    @wraps(ask)
    def asked(*given: Given.args, **named: Given.kwargs) -> Answer:
        with given[0].lock, reading():  # type: ignore[attr-defined]
            return ask(*given, **named)

    return asked


class ReferenceExecution:
    """One commit of an index as Whoosh reads it."""

    def __init__(self, files: Files, segments: Sequence[Any], commit: int) -> None:
        self.lock = threading.RLock()
        try:
            self._open(files, segments, commit)
        except BaseException:
            files.close_all()
            raise

    def _open(self, files: Files, segments: Sequence[Any], commit: int) -> None:
        with reading():
            self._reader = FileIndex._reader(files, SCHEMA, list(segments), commit)  # noqa: SLF001 - of this very commit
            weakref.finalize(self, self._reader.close)
            kept = self._reader.column_reader(CARD, translate=False) if segments else ()
            known: dict[Any, Any] = {}
            self._cards: Mapping[int, Card] = {
                document: card(kept[document], known) for document in self._reader.all_doc_ids()
            }
            self._homes = {each.number: document for document, each in self._cards.items()}
            lengths = {document: each.lengths for document, each in self._cards.items()}
            self._searcher = Searcher(self._reader, weighting=Weighting(lengths))
            self._needs = Needs(self._searcher)
            if len(self._cards) != self._reader.doc_count():
                raise damaged()

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self._cards)

    @alone
    def listing(self, plan: Plan, query: SearchQuery) -> Listing:
        """What a plan finds under the filters of a query, in its order."""
        scores, complete = self._found(plan, all_words=query.all_words)
        hidden = {self._homes[number] for number in query.hidden if number in self._homes}
        unwanted = set().union(hidden, *(self._needs.scores(need) for need in plan.excluded))
        met = [document for document in scores if document not in unwanted]
        left = [document for document in met if self._passes(document, query.filters)]
        ordered = self._ordered(left, scores, complete, query.sort if plan.needs else _without_words(query.sort))
        end = None if query.size is None else query.start + query.size
        return Listing(
            total=len(left),
            complete=sum(document in complete for document in left),
            rows=[(self._cards[document].number, score) for document, score in ordered[query.start : end]],
            facets={name: self._counts(name, met, query.filters) for name in FACETS} if query.with_facets else {},
        )

    def marks(self, plan: Plan, _numbers: Sequence[int]) -> "PlainMarks":
        """What a plan matches in the texts of some documents."""
        return PlainMarks(plan)

    @alone
    def texts(self, numbers: Sequence[int]) -> Mapping[int, Mapping[str, str]]:
        """The texts of some documents that are shown, by number."""
        kept = self._reader.column_reader(TEXTS, translate=False) if numbers else ()
        return {number: texts(kept[self._homes[number]]) for number in numbers}

    @alone
    def count(self, need: Need, hidden: Collection[int] = (), beside: Sequence[Need] = ()) -> int:
        """How many documents but hidden ones have a need; where others are given, one of these too."""
        found = set(self._needs.scores(need))
        if beside:
            found &= set().union(*(self._needs.scores(each) for each in beside))
        return len(found - {self._homes[number] for number in hidden if number in self._homes})

    def known(self, words: Sequence[str]) -> Collection[str]:
        """Those of some words that a text holds as they are; dropped documents count too."""
        return self._words.intersection(words)

    def resembling(self, word: str) -> Iterable[str]:
        """Words of texts among which are all that are within two edits of a word and begin as it does."""
        return {other for other in self._words if other[:1] == word[:1]}

    @alone
    def starting(self, start: str) -> Mapping[str, int]:
        """The words of texts that begin so, and how often documents hold one in a field, dropped documents too."""
        held: Counter[str] = Counter()
        for field in (words_field(field, Form.SURFACE) for field in FIELDS):
            for word in self._reader.expand_prefix(field, encoded(start)):
                held[decoded(word)] += self._reader.doc_frequency(field, word)
        return held

    def remembered(self, _key: Hashable, make: Callable[[], Known]) -> Known:
        """Worked out anew each time."""
        return make()

    def complete(self, start: str, limit: int) -> list[str]:
        """Phrases that complete what is typed, as the port says."""
        return self._completion.complete(start, limit)

    def digests(self, numbers: Iterable[int] | None) -> Mapping[int, str]:
        """The digest of every document, or of some, by number."""
        wanted = self._homes if numbers is None else [number for number in numbers if number in self._homes]
        return {number: self._cards[self._homes[number]].digest for number in wanted}

    def _found(self, plan: Plan, *, all_words: bool) -> tuple[Mapping[int, float], AbstractSet[int]]:
        """The documents that a plan finds with their scores, and which have every content word."""
        if not plan.needs:
            return dict.fromkeys(self._cards, 0.0), self._cards.keys()
        query = PlanQuery(plan, self._needs)
        results = self._searcher.search(query, limit=None, optimize=False)
        scores = {document: score for score, document in results.top_n}
        complete = {document for document, had in query.had.items() if had == query.content and not plan.is_guessed}
        return {document: scores[document] for document in scores if not all_words or document in complete}, complete

    def _ordered(
        self, left: Sequence[int], scores: Mapping[int, float], complete: AbstractSet[int], sort: Sort
    ) -> list[tuple[int, float]]:
        cards = self._cards
        if sort in _ORDERS:
            order = _ORDERS[sort]
            ordered = sorted(left, key=lambda document: (document not in complete, order(cards[document])))
            return [(document, scores[document]) for document in ordered]
        scored = [
            (document, scores[document] * (cards[document].prior if sort is Sort.RELEVANCE else 1.0))
            for document in left
        ]
        return sorted(scored, key=lambda item: (-item[1], cards[item[0]].number))

    def _passes(self, document: int, filters: Mapping[str, Sequence[str]]) -> bool:
        facets = self._cards[document].facets
        return all(not set(values).isdisjoint(facets.get(name, ())) for name, values in filters.items() if values)

    def _counts(self, name: str, met: Sequence[int], filters: Mapping[str, Sequence[str]]) -> Counts:
        others = {other: values for other, values in filters.items() if other != name}
        counted = Counter(
            value
            for document in met
            if self._passes(document, others)
            for value in self._cards[document].facets.get(name, ())
        )
        return with_chosen(most_frequent(counted.items()), filters.get(name, ()), lambda value: counted[value])

    @cached_property
    def _words(self) -> frozenset[str]:
        """Every word as it is written in the documents."""
        with self.lock, reading():
            fields = [words_field(field, Form.SURFACE) for field in FIELDS]
            found = {word for field in fields for word in self._reader.lexicon(field)}
        return frozenset(map(decoded, found))

    @cached_property
    def _completion(self) -> Completion:
        return Completion(phrase for each in self._cards.values() for phrase in each.phrases)


class PlainMarks:
    """What a plan matches in texts, found by parting them anew."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def matches(self, _number: int, _name: str, text: str) -> Sequence[Match]:
        """All matches in one text of a document, in order."""
        return snippets.matches(text, self._plan)


def _without_words(sort: Sort) -> Sort:
    return Sort.TITLE if sort in {Sort.RELEVANCE, Sort.MATCH} else sort
