"""A plan as a query of Whoosh, and the house's formula as a weighting of Whoosh."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from whoosh.matching import ListMatcher
from whoosh.query import Query
from whoosh.reading import TermNotFound
from whoosh.scoring import BaseScorer, WeightingModel

from rumah_inovasi.search.arrays.collected import NAME_SIGN
from rumah_inovasi.search.arrays.packed import encoded
from rumah_inovasi.search.plan import Form, Need, Plan, Reading
from rumah_inovasi.search.port import EXACT_NAME, FIELDS
from rumah_inovasi.search.weighting import ASIDE, NEARNESS, covering, norm, saturated, strength, telling
from rumah_inovasi.search.whoosh_engine.schema import NAMES, words_field

Scores = Mapping[int, float]


class FieldStrength(BaseScorer):  # type: ignore[misc]  # Whoosh has no types
    """How strongly one field of a document has a word."""

    def __init__(self, field: str, lengths: Mapping[int, Mapping[str, int]], average: float) -> None:
        self._field = field
        self._lengths = lengths
        self._average = average

    def score(self, matcher: Any) -> float:  # noqa: ANN401 - Whoosh has no types
        """The strength of the word at which a matcher stands."""
        return self.of(matcher.id(), matcher.weight())

    def of(self, document: int, count: float) -> float:
        """The strength of a word that stands `count` times in a document's field."""
        length = self._lengths[document][self._field]
        return strength(FIELDS[self._field], count, norm(float(length), self._average))


class Weighting(WeightingModel):  # type: ignore[misc]
    """BM25F as `weighting` says it: fields give strengths, needs add them up and saturate them."""

    def __init__(self, lengths: Mapping[int, Mapping[str, int]]) -> None:
        self._scorers = {}
        for field in FIELDS:
            held = [lengths[document][field] for document in lengths if field in lengths[document]]
            self._scorers[field] = FieldStrength(field, lengths, sum(held) / len(held) if held else 1.0)

    def scorer(self, _searcher: Any, fieldname: str, _text: bytes, qf: float = 1) -> FieldStrength:  # noqa: ANN401, ARG002
        """What scores a word in a field of Whoosh's."""
        return self._scorers[fieldname.rpartition("_")[0]]


class Needs:
    """Which documents of a reader have a need, and what it is worth in each."""

    def __init__(self, searcher: Any) -> None:  # noqa: ANN401 - Whoosh has no types
        self._searcher = searcher
        self._reader = searcher.reader()

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return int(self._reader.doc_count())

    def scores(self, need: Need) -> Scores:
        """The score of every document that has the need."""
        strengths: dict[str, dict[int, float]] = {field: {} for field in FIELDS}
        best: dict[int, float] = {}
        by_weight = sorted(need.readings, key=lambda each: -each.weight)
        for weight, readings in groupby(by_weight, key=lambda each: each.weight):
            for reading in readings:
                for field, most in strengths.items():
                    for document, own in self._strengths(field, reading):
                        most[document] = max(most.get(document, 0.0), own)
            sums: defaultdict[int, float] = defaultdict(float)
            for most in strengths.values():
                for document, own in most.items():
                    sums[document] += own
            for document, total in sums.items():
                best[document] = max(best.get(document, 0.0), saturated(weight, total))
        tells = telling(self.documents, len(best))
        return {document: tells * best[document] for document in sorted(best)}

    def named(self, name: str) -> set[int]:
        """The documents with exactly this name."""
        matcher = self._matcher(NAMES, NAME_SIGN + name) if name else None
        return set(matcher.all_ids()) if matcher is not None else set()

    def offset(self, searcher: Any) -> int:  # noqa: ANN401 - Whoosh has no types
        """Where the documents of a part of the index begin."""
        return int(next(offset for part, offset in self._searcher.leaf_searchers() if part is searcher))

    def _strengths(self, field: str, reading: Reading) -> Iterator[tuple[int, float]]:
        name = words_field(field, reading.form)
        scorer = self._searcher.weighting.scorer(self._searcher, name, b"")
        if len(reading.tokens) == 1:
            matcher = self._matcher(name, reading.tokens[0])
            while matcher is not None and matcher.is_active():
                yield matcher.id(), scorer.score(matcher)
                matcher.next()
        elif reading.tokens:
            for document, count in self._runs(field, reading).items():
                yield document, scorer.of(document, count)

    def _runs(self, field: str, reading: Reading) -> Mapping[int, int]:
        """How often the words of a reading stand one after the other, by document."""
        starts: set[tuple[int, int]] | None = None
        for distance, word in enumerate(reading.tokens):
            own = {(document, place - distance) for document, place in self._positions(field, reading.form, word)}
            starts = own if starts is None else starts & own
        return Counter(document for document, _ in starts or ())

    def _positions(self, field: str, form: Form, word: str) -> Iterator[tuple[int, int]]:
        matcher = self._matcher(words_field(field, form), word)
        while matcher is not None and matcher.is_active():
            for place in matcher.value_as("positions"):
                yield matcher.id(), place
            matcher.next()

    def _matcher(self, field: str, word: str) -> Any:  # noqa: ANN401 - Whoosh has no types
        try:
            return self._reader.postings(field, encoded(word))
        except TermNotFound:
            return None


class PlanQuery(Query):  # type: ignore[misc]
    """A plan: the documents with any of its content needs, scored by all of them. Not for plans without needs."""

    def __init__(self, plan: Plan, needs: Needs) -> None:
        self._needs = needs
        self._scores = [needs.scores(need) for need in plan.needs]
        self._counts = [1.0 if need.is_content else ASIDE for need in plan.needs]
        self._covering = [
            covering(needs.documents, len(scores)) if need.is_content else 0.0
            for need, scores in zip(plan.needs, self._scores, strict=True)
        ]
        self._pairs = [needs.scores(pair) for pair in plan.neighbours]
        self._named = needs.named(plan.name)
        content = [scores for need, scores in zip(plan.needs, self._scores, strict=True) if need.is_content]
        self.had = Counter(document for scores in content for document in scores)
        self.content = len(content)

    def matcher(self, searcher: Any, context: Any = None) -> ListMatcher:  # noqa: ANN401, ARG002
        """The documents of a part of the index, by its own numbers, with their scores."""
        first, size = self._needs.offset(searcher), searcher.doc_count_all()
        found = sorted(document for document in self.had if first <= document < first + size)
        return ListMatcher([document - first for document in found], [self._score(document) for document in found])

    def _score(self, document: int) -> float:
        total = 0.0  # added one by one, as columns are: `sum` rounds otherwise
        told = all_tell = 0.0
        for scores, count, covers in zip(self._scores, self._counts, self._covering, strict=True):
            total += count * scores.get(document, 0.0)
            all_tell += covers
            told += covers if document in scores else 0.0
        for scores in self._pairs:
            total += NEARNESS * scores.get(document, 0.0)
        total *= told / all_tell
        return total * EXACT_NAME if document in self._named else total
