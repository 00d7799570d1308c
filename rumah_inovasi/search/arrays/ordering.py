"""The part of a result list that is asked for, in the order that is asked for."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rumah_inovasi.search.arrays.generation import Generation, Part
from rumah_inovasi.search.arrays.scoring import Found
from rumah_inovasi.search.port import Sort

_SCORED = (Sort.RELEVANCE, Sort.MATCH)


def listed(generation: Generation, found: Found, sort: Sort, start: int, size: int | None) -> list[tuple[int, float]]:
    """Documents and their scores. Ties go to the lower number.

    In every order but those by score, documents with every content word come before the others.
    """
    scores = found.scores * generation.priors[found.places] if sort is Sort.RELEVANCE else found.scores
    most = len(scores) if size is None else min(len(scores), start + size)
    if not most or start >= most:
        return []
    if sort is Sort.TITLE:
        best = _by_title(generation, found, most)
    else:
        best = _by_column(generation, found, -scores if sort in _SCORED else _column(generation, sort), sort, most)
    chosen = best[start:most]
    return list(zip(found.places[chosen].tolist(), scores[chosen].tolist(), strict=True))


def _column(generation: Generation, sort: Sort) -> NDArray[np.float64]:
    name = {Sort.NEWEST: "doc_updated", Sort.REPLICATION: "doc_applied"}[sort]
    return -generation.column(name).astype(np.float64)


def _by_column(
    generation: Generation, found: Found, column: NDArray[np.float64], sort: Sort, most: int
) -> NDArray[np.int64]:
    """The first `most`, smallest values first; `column` goes by what was found where it is scores."""
    values = column if sort in _SCORED else column[found.places]
    if sort not in _SCORED and found.complete is not None:
        complete = np.flatnonzero(found.complete)
        first = complete[_smallest(generation, found.places, values, complete, most)]
        others = np.flatnonzero(~found.complete) if len(first) < most else complete[:0]
        rest = others[_smallest(generation, found.places, values, others, most - len(first))]
        return np.concatenate([first, rest])
    return _smallest(generation, found.places, values, np.arange(len(values)), most)


def _smallest(
    generation: Generation, places: NDArray[np.int64], values: NDArray[np.float64], among: NDArray[np.int64], most: int
) -> NDArray[np.int64]:
    """Which of `among` have the smallest values, by their number where they have the same; as places in `among`."""
    own = values[among]
    candidates = np.arange(len(own))
    if 0 < most < len(own):
        candidates = np.flatnonzero(own <= np.partition(own, most - 1)[most - 1])
    order = np.lexsort((generation.numbers[places[among[candidates]]], own[candidates]))
    return candidates[order[:most]]


def _by_title(generation: Generation, found: Found, most: int) -> NDArray[np.int64]:
    """The first `most` by their titles: the first ones of each segment, which is in order, and of these the first."""
    groups = [np.arange(len(found.places))]
    if found.complete is not None:
        groups = [np.flatnonzero(found.complete), np.flatnonzero(~found.complete)]
    best: list[int] = []
    for group in groups:
        wanted = most - len(best)
        candidates = [item for part in generation.parts for item in _first_titles(part, found, group, wanted)]
        best += [place for _, _, place in sorted(candidates)[:wanted]]
    return np.array(best, np.int64)


def _first_titles(part: Part, found: Found, group: NDArray[np.int64], wanted: int) -> Sequence[tuple[str, int, Any]]:
    low, high = np.searchsorted(found.places[group], (part.base, part.end))
    own = group[low:high]
    here = found.places[own] - part.base
    ranks = part.segment.title_ranks[here]
    if wanted < len(ranks):
        first = np.argpartition(ranks, wanted - 1)[:wanted] if wanted else ranks[:0]
        own, here = own[first], here[first]
    numbers = part.segment.arrays["doc_number"][here].tolist()
    titles = part.segment.titles
    return [
        (titles[place], number, index)
        for place, number, index in zip(here.tolist(), numbers, own.tolist(), strict=True)
    ]
