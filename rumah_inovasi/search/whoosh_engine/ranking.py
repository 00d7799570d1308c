"""Which documents a plan finds and in which order: BM25F over all documents, never over a guessed top of the list.

A need is scored as one word, whatever stands for it. In a field, it counts as often as that reading which stands there
most; fields add up by their weights, each relative to the length of its text; and the sum saturates. Readings of a
lower weight, such as synonyms, are scored with those above them and count for that weight at most, so that no synonym
in a title outranks the very word in a text. How much a need tells hangs on how many of the N documents have it (n):

    strength(w) = sum over fields: weight * max over readings of weight >= w (count) / (1 - B + B * length / average)
    tells       = ln(1 + (N - n + 0.5) / (n + 0.5))
    score       = tells * max over w (w * strength(w) * (K1 + 1) / (strength(w) + K1))

The score of a document is the sum over the needs, and over the neighbours that it has side by side, these NEARNESS
times, and over stop words ASIDE times; all of it times the share that its content needs have in all that the content
needs of the query tell (each BARE + tells), to the power COVERAGE: a rare word that is missing weighs more.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby

from rumah_inovasi.search.plan import Need, Plan, Reading
from rumah_inovasi.search.port import FIELDS
from rumah_inovasi.search.whoosh_engine.snapshot import Snapshot

K1 = 1.2
B = 0.75
NEARNESS = 0.2
ASIDE = 0.2
BARE = 1.0  # what a content word tells beside its rarity, where the words that a document has are compared
COVERAGE = 1.0  # the higher, the more surely documents with all words come first


@dataclass(frozen=True)
class Found:
    """Scores of the documents that a plan finds, and which documents have every content need."""

    scores: Mapping[int, float]
    complete: AbstractSet[int]


def found(snapshot: Snapshot, plan: Plan, *, all_words: bool, hidden: AbstractSet[int] = frozenset()) -> Found:
    """The documents that a plan finds, but for hidden ones.

    Those with at least one content need; where there is none, all. Then those that have what is excluded go.

    Raises:
        IndexDamaged, IndexClosed: the index cannot be read.
    """
    sums: defaultdict[int, float] = defaultdict(float)
    had: Counter[int] = Counter()
    told: defaultdict[int, float] = defaultdict(float)
    all_tell = 0.0
    for need in plan.needs:
        scores = need_scores(snapshot, need)
        for number, score in scores.items():
            sums[number] += score if need.is_content else ASIDE * score
        if need.is_content and scores:
            had.update(scores.keys())
            tells = BARE + _telling(len(snapshot.cards), len(scores))
            all_tell += tells
            for number in scores:
                told[number] += tells
    for pair in plan.neighbours:
        for number, score in need_scores(snapshot, pair).items():
            sums[number] += NEARNESS * score
    content = sum(need.is_content for need in plan.needs)
    complete = {number for number, count in had.items() if count == content} if content else set(snapshot.cards)
    numbers: AbstractSet[int] = (complete if all_words or not content else had.keys()) - hidden
    for need in plan.excluded:
        numbers = numbers - need_scores(snapshot, need).keys()
    if not plan.needs:
        return Found(dict.fromkeys(numbers, 0.0), numbers)
    if not all_tell:
        return Found({number: sums[number] for number in numbers}, complete)
    return Found({number: sums[number] * (told[number] / all_tell) ** COVERAGE for number in numbers}, complete)


def need_scores(snapshot: Snapshot, need: Need) -> Mapping[int, float]:
    """The score of every document that has a need. Raises as `found`."""
    return snapshot.scores.get(need.readings, lambda: _need_scores(snapshot, need))


def _need_scores(snapshot: Snapshot, need: Need) -> Mapping[int, float]:
    counts: Mapping[str, dict[int, int]] = {field: {} for field in FIELDS}
    best: dict[int, float] = {}
    by_weight = sorted(need.readings, key=lambda each: -each.weight)
    for weight, readings in groupby(by_weight, key=lambda each: each.weight):
        for reading in readings:
            _count(snapshot, reading, counts)
        for number, strength in _strengths(snapshot, counts).items():
            best[number] = max(best.get(number, 0.0), weight * strength * (K1 + 1) / (strength + K1))
    tells = _telling(len(snapshot.cards), len(best))
    return {number: tells * score for number, score in best.items()}


def _telling(documents: int, having: int) -> float:
    """How much a word tells that so many documents have."""
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


def _count(snapshot: Snapshot, reading: Reading, counts: Mapping[str, dict[int, int]]) -> None:
    """Let a reading stand for its need wherever it stands more often than those before it."""
    for field, most in counts.items():
        for part in snapshot.parts.values():
            for number, count in part.counts(field, reading):
                most[number] = max(most.get(number, 0), count)


def _strengths(snapshot: Snapshot, counts: Mapping[str, Mapping[int, int]]) -> Mapping[int, float]:
    strengths: defaultdict[int, float] = defaultdict(float)
    for field, numbers in counts.items():
        average = snapshot.average_lengths[field]
        for number, count in numbers.items():
            length = snapshot.cards[number].lengths[field]
            strengths[number] += FIELDS[field] * count / (1 - B + B * length / average)
    return strengths
