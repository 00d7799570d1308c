"""Which documents a plan finds, and their scores; `weighting` has the formula."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rumah_inovasi.search.arrays.generation import Generation, Scored
from rumah_inovasi.search.plan import Need, Plan
from rumah_inovasi.search.port import EXACT_NAME, FIELDS
from rumah_inovasi.search.weighting import ASIDE, NEARNESS, covering, saturated, strength, telling

_WEIGHTS = tuple(FIELDS.values())
SPARSE = 8  # one document in so many, or fewer: lists of places are quicker than a place for every document
FEW = 8  # content needs of which a document's fit into one byte
# Documents with any content need, the share of what these tell that each has, and whether it has all.
_Covered = tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_]]


@dataclass(frozen=True)
class Found:
    """The documents that a plan finds, in order, their scores, and which have every content need (None: all)."""

    places: NDArray[np.int64]
    scores: NDArray[np.float64]
    complete: NDArray[np.bool_] | None

    def only(self, kept: NDArray[np.bool_]) -> "Found":
        """Some of them."""
        complete = None if self.complete is None else self.complete[kept]
        return Found(self.places[kept], self.scores[kept], complete)


def found(generation: Generation, plan: Plan, *, all_words: bool, hidden: AbstractSet[int]) -> Found:
    """The documents that a plan finds, but for hidden ones.

    Those with at least one content need; where there is none, all. Then those that have what is excluded go.
    """
    result = _with_needs(generation, plan) if plan.needs else _everything(generation)
    unwanted = [need_scores(generation, need).places for need in plan.excluded]
    if hidden:
        unwanted.append(np.array(list(generation.places_of(list(hidden)).values()), np.int64))
    if unwanted:
        kept = np.ones(generation.size, np.bool_)
        for places in unwanted:
            kept[places] = False
        result = result.only(kept[result.places])
    if all_words and result.complete is not None:
        result = result.only(result.complete)
    return result


def need_scores(generation: Generation, need: Need) -> Scored:
    """The score of every document that has a need."""
    return generation.scores.get(need.readings, lambda: _need_scores(generation, need))


def _everything(generation: Generation) -> Found:
    return Found(generation.everything, np.zeros(len(generation.everything)), None)


def _with_needs(generation: Generation, plan: Plan) -> Found:
    scored = [need_scores(generation, need) for need in plan.needs]
    if len(scored) == 1 and not plan.neighbours:
        places, sums = scored[0].places, scored[0].scores
        complete = np.zeros(len(places), np.bool_) if plan.is_guessed else None
    else:
        total = np.zeros(generation.size)
        for need, own in zip(plan.needs, scored, strict=True):
            total[own.places] += own.scores if need.is_content else ASIDE * own.scores
        for pair in plan.neighbours:
            own = need_scores(generation, pair)
            total[own.places] += NEARNESS * own.scores
        content = [own for need, own in zip(plan.needs, scored, strict=True) if need.is_content]
        tells = [covering(generation.documents, len(own)) for own in content]
        places, shares, complete = (_few if len(content) <= FEW else _many)(generation.size, content, tells)
        sums = total[places] * shares
        complete &= not plan.is_guessed
    named = generation.named(plan.name)
    if len(named):
        sums = np.where(np.isin(places, named), sums * EXACT_NAME, sums)
    return Found(places, sums, complete)


def _few(size: int, content: Sequence[Scored], tells: Sequence[float]) -> _Covered:
    """Which documents have which of few content needs: one bit each, and a table of what each set of them tells."""
    had = np.zeros(size, np.uint8)
    for number, own in enumerate(content):
        had[own.places] |= 1 << number
    told = np.zeros(1 << len(content))
    for number, each in enumerate(tells):  # added one by one, in the order of the needs
        told[(np.arange(len(told)) >> number) & 1 == 1] += each
    places = had.nonzero()[0]
    held = had[places]
    return places, (told / _all(tells))[held], held == len(told) - 1


def _many(size: int, content: Sequence[Scored], tells: Sequence[float]) -> _Covered:
    told, had = np.zeros(size), np.zeros(size, np.uint8)
    for own, each in zip(content, tells, strict=True):
        told[own.places] += each
        had[own.places] += 1
    places = had.nonzero()[0]
    return places, told[places] / _all(tells), had[places] == len(content)


def _all(tells: Sequence[float]) -> float:
    """What all content needs tell together; where no document has any, nothing is divided."""
    total = 0.0
    for each in tells:
        total += each
    return total or 1.0


def _need_scores(generation: Generation, need: Need) -> Scored:
    by_weight = groupby(sorted(need.readings, key=lambda each: -each.weight), key=lambda each: each.weight)
    found = [
        (weight, [counted for reading in readings for counted in generation.counts(reading)])
        for weight, readings in by_weight
    ]
    places = _union(generation.size, [places for _, counted in found for _, places, _ in counted])
    if not len(places):
        return Scored(places, np.zeros(0))
    rows_of = _rows_of(generation.size, places)
    held: dict[int, _Held] = {}
    strengths: dict[int, NDArray[np.float64]] = {}
    best: NDArray[np.float64] | None = None
    for weight, counted in found:
        for field, own, counts in counted:
            new = _Held(None if len(own) == len(places) else rows_of(own), counts)
            held[field] = _most(len(places), held[field], new) if field in held else new
            strengths.pop(field, None)
        sums = np.zeros(len(places))
        for field in sorted(held):  # a document is told what each of its fields adds, in this order
            rows, most = held[field]
            if field not in strengths:
                at = places if rows is None else places[rows]
                strengths[field] = strength(_WEIGHTS[field], most, generation.norms[field][at])
            if rows is None:
                sums += strengths[field]
            else:
                sums[rows] += strengths[field]
        worth = saturated(weight, sums)
        best = worth if best is None else np.maximum(best, worth)
    assert best is not None
    return Scored(places, telling(generation.documents, len(places)) * best)


class _Held(NamedTuple):
    """How often a field has a need in some rows; in all of them where `rows` is None."""

    rows: NDArray[np.int64] | None
    counts: NDArray[np.float64]


def _union(size: int, found: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """All documents of some lists, each of which is in order, in order."""
    if len(found) <= 1:
        return found[0] if found else np.zeros(0, np.int64)
    if sum(map(len, found)) * SPARSE < size:
        return np.unique(np.concatenate(found))
    touched = np.zeros(size, np.bool_)
    for places in found:
        touched[places] = True
    return touched.nonzero()[0]


def _rows_of(size: int, places: NDArray[np.int64]) -> Callable[[NDArray[np.int64]], NDArray[np.int64]]:
    """Where in `places` each of some of them stands."""
    if len(places) * SPARSE < size:
        return places.searchsorted
    rows = np.empty(size, np.int64)
    rows[places] = np.arange(len(places))
    return rows.__getitem__


def _most(count: int, one: _Held, other: _Held) -> _Held:
    """The greater of two counts in each of so many rows."""
    if one.rows is not None and other.rows is not None and (len(one.rows) + len(other.rows)) * SPARSE < count:
        rows = np.unique(np.concatenate((one.rows, other.rows)))
        most = np.zeros(len(rows))
        most[rows.searchsorted(one.rows)] = one.counts
        others = rows.searchsorted(other.rows)
        most[others] = np.maximum(most[others], other.counts)
        return _Held(rows, most)
    if one.rows is None:
        most = one.counts.copy()
    else:
        most = np.zeros(count)
        most[one.rows] = one.counts
    if other.rows is None:
        return _Held(None, np.maximum(most, other.counts))
    most[other.rows] = np.maximum(most[other.rows], other.counts)
    return _Held(None, most)
