"""Which parts of the texts of listed documents match, by where their words stand; no text is parted anew."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rumah_inovasi.search import snippets
from rumah_inovasi.search.arrays.collected import GROUPS
from rumah_inovasi.search.arrays.generation import Generation
from rumah_inovasi.search.arrays.places import MARKED
from rumah_inovasi.search.arrays.segment import Segment, among
from rumah_inovasi.search.language.stemming import stem
from rumah_inovasi.search.language.tokens import normal
from rumah_inovasi.search.plan import Form, Plan, Reading
from rumah_inovasi.search.port import FIELDS
from rumah_inovasi.search.snippets import Match, shown_needs

_MARKED_FIELDS = [place for place, name in enumerate(FIELDS) if name in MARKED]
Positions = NDArray[np.int64]
_MARKED_GROUPS = {form: [(name, GROUPS[name, form]) for name in MARKED] for form in Form}
_NOWHERE = np.zeros(0, np.uint32)


class _Joined(NamedTuple):
    """A match that ends with a compound: where the part begins that is marked, and where the whole ends."""

    mark: Match
    word: str
    begin: int
    end: int


class Marks:
    """Where the readings of a plan stand in some documents, worked out for all of them at once."""

    def __init__(self, generation: Generation, plan: Plan, places: Mapping[int, int]) -> None:
        self._plan = plan
        self._needs = shown_needs(plan)
        self._found: dict[tuple[int, str], set[Match]] = {}
        self._joined: dict[tuple[int, str], list[_Joined]] = {}
        self._unkept: set[tuple[int, str]] = set()
        for part in generation.parts:
            here = {place - part.base: number for number, place in places.items() if part.base <= place < part.end}
            if here:
                self._look_up(part.segment, here)

    def matches(self, number: int, name: str, text: str) -> Sequence[Match]:
        """All matches in one text of a document, in order."""
        key = number, name
        if key in self._unkept:
            return snippets.matches(text, self._plan)
        found = self._found.get(key)
        if not found:
            return ()
        for mark, word, begin, end in self._joined.get(key, ()):
            if _is_joined(word, text, begin, mark.end):
                found.discard(mark)
                found.add(mark._replace(end=end))
        return sorted(found)

    def _look_up(self, segment: Segment, here: Mapping[int, int]) -> None:
        documents = np.array(sorted(here), np.int64)
        bases = self._bases(segment, documents, here)
        standing = [
            (here[document], name, place, reading, positions + bases[document, name])
            for place, need in enumerate(self._needs)
            for reading in need.readings
            for name, document, positions in _standing(segment, reading, documents)
            if (document, name) in bases
        ]
        if not standing:
            return
        arrays = segment.arrays
        counts = [len(positions) for *_, positions in standing]
        first = np.concatenate([positions for *_, positions in standing])
        last = first + np.repeat([len(reading.tokens) - 1 for _, _, _, reading, _ in standing], counts)
        starts = arrays["place_start"][first].tolist()
        ends = (arrays["place_start"][last] + arrays["place_length"][last]).tolist()
        more = arrays["place_more"][last]
        done = 0
        for (number, name, place, reading, _), count in zip(standing, counts, strict=True):
            marks = self._found.setdefault((number, name), set())
            marks.update([Match(starts[each], ends[each], place) for each in range(done, done + count)])
            for each in more[done : done + count].nonzero()[0].tolist() if reading.tokens else ():
                self._note_joined(segment, (number, name), reading, place, int(last[done + each]), starts[done + each])
            done += count

    def _note_joined(
        self, segment: Segment, key: tuple[int, str], reading: Reading, need: int, last: int, start: int
    ) -> None:
        """Keep a match whose last word may be a joined form: its text has to tell."""
        arrays = segment.arrays
        own, joined = last, last + int(arrays["place_more"][last])
        ends = [int(arrays["place_start"][each]) + int(arrays["place_length"][each]) for each in (own, joined)]
        begin = int(arrays["place_start"][own])
        mark = Match(start, ends[0], need)
        self._joined.setdefault(key, []).append(_Joined(mark, reading.tokens[-1], begin, ends[1]))

    def _bases(self, segment: Segment, documents: Positions, here: Mapping[int, int]) -> Mapping[tuple[int, str], int]:
        """Where the places of each text of some documents begin; those that are not kept are noted."""
        rows = documents * len(MARKED)
        bounds = segment.arrays["place_at"][rows[:, None] + np.arange(len(MARKED) + 1)].tolist()
        lengths = segment.arrays["doc_lengths"][_MARKED_FIELDS][:, documents].T.tolist()
        bases = {}
        for document, own, expected in zip(documents.tolist(), bounds, lengths, strict=True):
            for place, name in enumerate(MARKED):
                if own[place + 1] - own[place] == expected[place]:
                    bases[document, name] = own[place]
                else:
                    self._unkept.add((here[document], name))
        return bases


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
