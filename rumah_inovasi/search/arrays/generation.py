"""All segments of one commit: columns over their documents, and what is remembered of them.

Documents are places, those of one segment after those of the other; dropped ones keep theirs and are never found.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rumah_inovasi.search.arrays.bounded import Bounded
from rumah_inovasi.search.arrays.segment import Segment
from rumah_inovasi.search.plan import Reading
from rumah_inovasi.search.port import FACETS, FIELDS
from rumah_inovasi.search.weighting import norm

KEPT_SCORES = 8_000_000  # documents in the scores of words that are remembered, 130 MB where there are so many
KEPT_MASKS = 16_000_000  # documents in the filters that are remembered, as many bytes


@dataclass(frozen=True)
class Scored:
    """Documents in order, and the score of each."""

    places: NDArray[np.int64]
    scores: NDArray[np.float64]

    def __len__(self) -> int:
        """How many documents."""
        return len(self.places)


@dataclass(frozen=True)
class Part:
    """A segment within a generation: where its documents begin, and which of them are there; None where all are."""

    segment: Segment
    base: int
    live: NDArray[np.bool_] | None

    @property
    def end(self) -> int:
        """Where its documents end."""
        return self.base + self.segment.documents

    def here(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of some documents, given in order, that are this segment's, as places in it."""
        low, high = np.searchsorted(places, (self.base, self.end))
        return places[low:high] - self.base


class Generation:
    """The segments of one commit. Never changed; safe to use from many threads."""

    def __init__(self, segments: Sequence[tuple[Segment, frozenset[int]]]) -> None:
        self.parts: list[Part] = []
        base = 0
        for segment, dropped in segments:
            live = None
            if dropped:
                live = np.ones(segment.documents, np.bool_)
                live[list(dropped)] = False
            self.parts.append(Part(segment, base, live))
            base += segment.documents
        self.size = base
        self.documents = base - sum(len(dropped) for _, dropped in segments)
        self.scores: Bounded[tuple[Reading, ...], Scored] = Bounded(KEPT_SCORES)
        self.masks: Bounded[tuple[str, frozenset[str]], NDArray[np.bool_]] = Bounded(KEPT_MASKS)

    def counts(self, reading: Reading) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.float64]]]:
        """By field: the documents with a reading, in order, and how often it stands there."""
        found: dict[int, list[tuple[NDArray[Any], NDArray[Any]]]] = {}
        for part in self.parts:
            for field, documents, counts in part.segment.counts(reading):
                if part.live is None:
                    found.setdefault(field, []).append((documents + part.base, counts))
                else:
                    live = part.live[documents]
                    found.setdefault(field, []).append((documents[live] + part.base, counts[live]))
        for field, parts in found.items():
            places = np.concatenate([places for places, _ in parts]) if len(parts) > 1 else parts[0][0]
            counts = np.concatenate([counts for _, counts in parts]) if len(parts) > 1 else parts[0][1]
            yield field, places.astype(np.int64), counts.astype(np.float64)

    def named(self, name: str) -> NDArray[np.int64]:
        """The documents with exactly this name, in order."""
        found = [part.segment.named(name).astype(np.int64) + part.base for part in self.parts] if name else []
        places = np.concatenate([np.zeros(0, np.int64), *found])
        return places if self.live is None else places[self.live[places]]

    def column(self, name: str) -> NDArray[Any]:
        """A column over all documents."""
        found = [part.segment.arrays[name] for part in self.parts]
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    @cached_property
    def everything(self) -> NDArray[np.int64]:
        """All documents that are there."""
        return np.arange(self.size) if self.live is None else np.flatnonzero(self.live)

    @cached_property
    def live(self) -> NDArray[np.bool_] | None:
        """Which documents are there; None where all are."""
        if all(part.live is None for part in self.parts):
            return None
        return np.concatenate(
            [np.ones(part.segment.documents, np.bool_) if part.live is None else part.live for part in self.parts]
        )

    @cached_property
    def numbers(self) -> NDArray[np.int64]:
        """The number of each document."""
        return self.column("doc_number")

    @cached_property
    def priors(self) -> NDArray[np.float64]:
        """What speaks for each document whatever the words."""
        return self.column("doc_prior")

    @cached_property
    def norms(self) -> Sequence[NDArray[np.float64]]:
        """By field, how long each document's text is, as `weighting.norm` says it."""
        lengths = [part.segment.arrays["doc_lengths"] for part in self.parts]
        columns = np.concatenate(lengths, axis=1) if lengths else np.zeros((len(FIELDS), 0), np.int32)
        norms = []
        for column in columns:
            there = column if self.live is None else column[self.live]
            held = int(np.count_nonzero(there))
            average = int(there.sum()) / held if held else 1.0
            norms.append(norm(column.astype(np.float64), average))
        return norms

    def places_of(self, numbers: Sequence[int]) -> Mapping[int, int]:
        """Where the documents with some numbers are; those that are not there are left out."""
        wanted = np.array(sorted(numbers), np.int64)
        found = {}
        for part in self.parts:
            by_number = part.segment.arrays["by_number"]
            held = part.segment.arrays["doc_number"]
            lows = np.searchsorted(held, wanted, "left", sorter=by_number).tolist()
            highs = np.searchsorted(held, wanted, "right", sorter=by_number).tolist()
            for number, low, high in zip(wanted.tolist(), lows, highs, strict=True):
                for place in by_number[low:high].tolist():
                    if part.live is None or part.live[place]:
                        found[number] = part.base + place
        return found

    def home(self, place: int) -> tuple[Part, int]:
        """The segment of a document, and its place in it."""
        part = next(part for part in self.parts if place < part.end)
        return part, place - part.base

    @cached_property
    def slots(self) -> Mapping[str, Mapping[str, int]]:
        """A number for every value of every facet, those of one facet after those of the other."""
        found: dict[str, dict[str, int]] = {}
        start = 0
        for name in FACETS:
            values = dict.fromkeys(value for part in self.parts for value in part.segment.values[name])
            found[name] = {value: start + place for place, value in enumerate(sorted(values))}
            start += len(values)
        return found
