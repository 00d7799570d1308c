"""Phrases that complete what somebody is typing."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from rumah_inovasi.search.arrays.generation import Generation, Part
from rumah_inovasi.search.arrays.packed import widths
from rumah_inovasi.search.arrays.phrases import COMPLETING, words

Order = tuple[bool, int, str]


def complete(generation: Generation, start: str, limit: int) -> list[str]:
    """Phrases with a word that begins as `start` ends, and with its earlier words.

    Those that begin as `start` does come before those that hold it further on, each in the order of their fields, then
    by the alphabet. Phrases that differ in case and accents alone are one.
    """
    *earlier, last = words(start) or [""]
    if not last:
        return []
    found: dict[str, tuple[Order, str]] = {}
    for part in generation.parts:
        for order, phrase in _best(part, earlier, last, limit):
            found[order[2]] = min((order, phrase), found.get(order[2], (order, phrase)))
    return [phrase for _, phrase in sorted(found.values())[:limit]]


def _best(part: Part, earlier: list[str], last: str, limit: int) -> Iterator[tuple[Order, str]]:
    """The first phrases of a segment; as many as are needed where each stands in every field."""
    segment = part.segment
    low, high = segment.phrase_words.starting(last)
    found = np.unique(segment.arrays["phrase_of_word"][low:high])
    for word in earlier:
        found = found[np.isin(found, _with_word(part, word))]
    if part.live is not None:
        found = found[np.isin(found, _of_live(part, part.live))]
    ranks = segment.arrays["phrase_rank"][found]
    begin, end = segment.compared_phrases.starting(" ".join([*earlier, last]))
    begins = (begin <= found) & (found < end)
    for place in np.lexsort((found, ranks, ~begins))[: limit * len(COMPLETING)].tolist():
        phrase = int(found[place])
        order = (not begins[place], int(ranks[place]), segment.compared_phrases[phrase])
        yield order, segment.written_phrases[phrase]


def _with_word(part: Part, word: str) -> NDArray[np.int32]:
    low, high = part.segment.phrase_words.starting(word)
    whole = [place for place in range(low, high) if part.segment.phrase_words[place] == word]
    return part.segment.arrays["phrase_of_word"][whole]


def _of_live(part: Part, live: NDArray[np.bool_]) -> NDArray[np.int32]:
    bounds, items = part.segment.arrays["phrases_of_at"], part.segment.arrays["phrases_of_items"]
    return np.unique(items[np.repeat(live, widths(bounds))])
