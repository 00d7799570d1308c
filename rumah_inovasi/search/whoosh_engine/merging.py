"""Which segments are merged: many small ones slow every answer, and large ones take long to merge."""

from collections.abc import Sequence
from typing import Any

MOST_SEGMENTS = 8
MOST_MERGED = 2_000  # documents; a segment of more stays as it is


def to_merge(segments: Sequence[Any]) -> list[Any]:
    """Segments to be made into one, in their order; none where there are few.

    From the smallest on, as long as the next one is not much larger than all before it together: so each document is
    written anew a few times at most while the index grows.
    """
    small = sorted((each for each in segments if each.doc_count() <= MOST_MERGED), key=lambda each: each.doc_count())
    if len(segments) <= MOST_SEGMENTS:
        return []
    chosen: list[Any] = []
    total = 0
    for segment in small:
        size = segment.doc_count()
        if len(chosen) > 1 and (size > total or total + size > MOST_MERGED):
            break
        chosen.append(segment)
        total += size
    return [segment for segment in segments if segment in chosen] if len(chosen) > 1 else []
