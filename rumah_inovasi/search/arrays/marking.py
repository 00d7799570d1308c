"""Which parts of the texts of listed documents match, by where their words stand; no text is parted anew."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rumah_inovasi.search import snippets
from rumah_inovasi.search.arrays.collected import GROUPS
from rumah_inovasi.search.arrays.generation import Generation
from rumah_inovasi.search.arrays.places import MARKED, kept_at
from rumah_inovasi.search.arrays.segment import Segment, among
from rumah_inovasi.search.language.stemming import stem
from rumah_inovasi.search.language.tokens import normal
from rumah_inovasi.search.plan import Form, Plan, Reading
from rumah_inovasi.search.port import FIELDS
from rumah_inovasi.search.snippets import Match, shown_needs

_FIELD = {name: place for place, name in enumerate(FIELDS)}
Positions = NDArray[np.int64]
_MARKED_GROUPS = {form: [(name, GROUPS[name, form]) for name in MARKED] for form in Form}
_NOWHERE = np.zeros(0, np.uint32)


class Marks:
    """Where the readings of a plan stand in some documents, worked out for all of them at once."""

    def __init__(self, generation: Generation, plan: Plan, places: Mapping[int, int]) -> None:
        self._plan = plan
        self._needs = shown_needs(plan)
        self._homes = {number: generation.home(place) for number, place in places.items()}
        self._standing: dict[tuple[int, str], list[tuple[int, Reading, Positions]]] = {}
        for part in generation.parts:
            here = {place - part.base: number for number, place in places.items() if part.base <= place < part.end}
            if here:
                self._look_up(part.segment, here)

    def matches(self, number: int, name: str, text: str) -> Sequence[Match]:
        """All matches in one text of a document, in order."""
        standing = self._standing.get((number, name))
        if not standing:
            return ()
        part, own = self._homes[number]
        arrays = part.segment.arrays
        base = kept_at(arrays, own, name, int(arrays["doc_lengths"][_FIELD[name], own]))
        if base is None:
            return snippets.matches(text, self._plan)
        found = set()
        for need, reading, positions in standing:
            first = positions + base
            last = first + (len(reading.tokens) - 1) if len(reading.tokens) > 1 else first
            starts = arrays["place_start"][first].tolist()
            ends = (arrays["place_start"][last] + arrays["place_length"][last]).tolist()
            more = arrays["place_more"][last]
            for place in np.flatnonzero(more).tolist():
                begin = int(arrays["place_start"][last[place]])
                if _is_joined(reading.tokens[-1], text, begin, ends[place]):
                    end = last[place] + more[place]
                    ends[place] = int(arrays["place_start"][end]) + int(arrays["place_length"][end])
            found.update([Match(start, end, need) for start, end in zip(starts, ends, strict=True)])
        return sorted(found)

    def _look_up(self, segment: Segment, here: Mapping[int, int]) -> None:
        documents = np.array(sorted(here), np.int64)
        for place, need in enumerate(self._needs):
            for reading in need.readings:
                for name, document, positions in _standing(segment, reading, documents):
                    self._standing.setdefault((here[document], name), []).append((place, reading, positions))


def _standing(segment: Segment, reading: Reading, documents: Positions) -> Iterator[tuple[str, int, Positions]]:
    """Where a reading begins in the texts of some documents: field, document, positions."""
    words = [segment.groups(word) for word in reading.tokens]
    for name, group in _MARKED_GROUPS[reading.form] if words else ():
        if all(group in groups for groups in words):
            columns = [segment.positions(groups[group], documents) for groups in words]
            for document, positions in columns[0].items():
                starts = positions.astype(np.int64)
                for distance, column in enumerate(columns[1:], 1):
                    starts = starts[among(starts + distance, column.get(document, _NOWHERE))]
                if len(starts):
                    yield name, document, starts


def _is_joined(word: str, text: str, start: int, end: int) -> bool:
    """Whether a word is the joined form of the one that begins with the part of a text from `start` to `end`.

    It is neither this part nor its stem then.
    """
    part = normal(text[start:end])
    return word not in {part, stem(part, part)}
