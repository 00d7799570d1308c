"""One segment's file, open: words, postings and positions looked up by binary search. Documents are places in it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rumah_inovasi.search.arrays.collected import (
    GROUP_BITS,
    GROUPS,
    HEAD,
    NAME_SIGN,
    NAMES,
    POSITION_BITS,
    letters_of,
)
from rumah_inovasi.search.arrays.packed import Arrays, Texts, encoded, widths
from rumah_inovasi.search.plan import Form, Reading
from rumah_inovasi.search.port import FIELDS

Documents = NDArray[np.int32]
Counts = NDArray[np.integer[Any]]
_FORMS = {form: {GROUPS[name, form]: place for place, name in enumerate(FIELDS)} for form in Form}
_KEPT_WORDS = 5_000
EDITS = 2


class Segment:
    """What a segment's file says. Nothing in it changes; dropped documents are the generation's business."""

    def __init__(self, arrays: Arrays, notes: Mapping[str, Any]) -> None:
        self.arrays = arrays
        self.values: Mapping[str, Sequence[str]] = notes["values"]
        self.documents = len(arrays["doc_number"])
        self._words = Texts(arrays, "word")
        self._heads = arrays["word_head"]
        self._keys = arrays["keys"]
        self._key_at = arrays["key_at"]
        self._posting_document = arrays["posting_document"]
        self._posting_at = arrays["posting_at"]
        self._position = arrays["position"]
        self._found: dict[str, Mapping[int, tuple[int, int]]] = {}

    def groups(self, word: str) -> Mapping[int, tuple[int, int]]:
        """Where the postings of a word begin and end, by group."""
        found = self._found.get(word)
        if found is None:
            if len(self._found) > _KEPT_WORDS:
                self._found.clear()
            found = self._found[word] = self._groups(word)
        return found

    def counts(self, reading: Reading) -> Iterator[tuple[int, Documents, Counts]]:
        """By field (its place in FIELDS): the documents with a reading, and how often it stands there."""
        if len(reading.tokens) == 1:
            fields = _FORMS[reading.form]
            for group, (start, end) in self.groups(reading.tokens[0]).items():
                if group in fields:
                    bounds = self._posting_at[start : end + 1]
                    yield fields[group], self._posting_document[start:end], bounds[1:] - bounds[:-1]
        elif reading.tokens:
            for field, starts in self.runs(reading).items():
                documents = starts >> POSITION_BITS
                ends = np.append(np.flatnonzero(documents[1:] != documents[:-1]), len(documents) - 1)
                yield field, documents[ends].astype(np.int32), np.diff(ends, prepend=-1)

    def runs(self, reading: Reading) -> Mapping[int, NDArray[np.int64]]:
        """By field: where all words of a reading stand one after the other, as document and position in one number."""
        found = {}
        words = [self.groups(word) for word in reading.tokens]
        for group, field in _FORMS[reading.form].items():
            if all(group in groups for groups in words):
                bounds = [groups[group] for groups in words]
                starts = self._following(bounds)
                if len(starts):
                    found[field] = starts
        return found

    def positions(self, bounds: tuple[int, int], documents: NDArray[np.int64]) -> Mapping[int, NDArray[np.uint32]]:
        """Where the word whose postings these are stands in each of some documents, given in order."""
        held = self._posting_document[bounds[0] : bounds[1]]
        places = held.searchsorted(documents)
        here = (held[np.minimum(places, len(held) - 1)] == documents).nonzero()[0]
        postings = places[here] + bounds[0]
        starts, ends = self._posting_at[postings].tolist(), self._posting_at[postings + 1].tolist()
        return {
            document: self._position[start:end]
            for document, start, end in zip(documents[here].tolist(), starts, ends, strict=True)
        }

    def named(self, name: str) -> Documents:
        """The documents with exactly this name."""
        start, end = self.groups(NAME_SIGN + name).get(NAMES, (0, 0))
        return self._posting_document[start:end]

    def known(self, words: Sequence[str]) -> list[str]:
        """Those of some words that a text holds as they are; dropped documents count too."""
        heads = np.array([encoded(word)[:HEAD] for word in words], f"S{HEAD}")
        lows, highs = np.searchsorted(self._heads, heads, "left"), np.searchsorted(self._heads, heads, "right")
        return [words[place] for place in np.flatnonzero(lows < highs).tolist() if self._is_surface(words[place])]

    def starting(self, start: str) -> Mapping[str, int]:
        """The words of texts that begin so, and how many postings each has."""
        low, high = self._words.starting(start)
        begin, end = np.searchsorted(self._keys, (low << GROUP_BITS, high << GROUP_BITS)).tolist()
        keys, counts = self._keys[begin:end], widths(self._key_at[begin : end + 1])
        words, groups = keys >> GROUP_BITS, keys & ((1 << GROUP_BITS) - 1)
        is_surface = np.isin(groups, list(_FORMS[Form.SURFACE]))
        held = np.bincount((words - low)[is_surface].astype(np.int64), counts[is_surface], high - low)
        return {self._words[low + place]: int(held[place]) for place in held.nonzero()[0].tolist()}

    def resembling(self, word: str) -> Iterator[str]:
        """Words of texts that begin as a word does and have nearly its length and its letters.

        Among them are all within two edits: each changes the length, and what letters there are, by one at most.
        """
        low, high = self._words.starting(word[:1])
        letters, length = letters_of([word])
        own, lengths = self.arrays["word_letters"][low:high], self.arrays["word_length"][low:high]
        near = np.abs(lengths.astype(np.int32) - int(length[0])) <= EDITS
        near &= np.bitwise_count(own & ~letters[0]) <= EDITS
        near &= np.bitwise_count(letters[0] & ~own) <= EDITS
        found = (self._words[low + place] for place in np.flatnonzero(near).tolist())
        return (other for other in found if self._is_surface(other))

    @cached_property
    def compared_phrases(self) -> Texts:
        """The phrases that complete what is typed, as they are compared, by the alphabet."""
        return Texts(self.arrays, "phrase_compared")

    @cached_property
    def written_phrases(self) -> Texts:
        """The same phrases as they are written."""
        return Texts(self.arrays, "phrase_written")

    @cached_property
    def phrase_words(self) -> Texts:
        """The words in these phrases, by the alphabet."""
        return Texts(self.arrays, "phrase_word")

    @cached_property
    def titles(self) -> Texts:
        """The key by which each document's title is sorted."""
        return Texts(self.arrays, "title")

    @cached_property
    def title_ranks(self) -> NDArray[np.int32]:
        """Which place each document has by its title."""
        ranks = np.empty(self.documents, np.int32)
        ranks[self.arrays["by_title"]] = np.arange(self.documents, dtype=np.int32)
        return ranks

    def _is_surface(self, word: str) -> bool:
        return not _FORMS[Form.SURFACE].keys().isdisjoint(self.groups(word))

    def _groups(self, word: str) -> Mapping[int, tuple[int, int]]:
        number = self._number(word)
        if number is None:
            return {}
        low, high = np.searchsorted(self._keys, (number << GROUP_BITS, (number + 1) << GROUP_BITS)).tolist()
        bounds = self._key_at[low : high + 1].tolist()
        groups = (self._keys[low:high] - (number << GROUP_BITS)).tolist()
        return {group: (bounds[place], bounds[place + 1]) for place, group in enumerate(groups)}

    def _number(self, word: str) -> int | None:
        head = encoded(word)[:HEAD]
        low, high = int(np.searchsorted(self._heads, head, "left")), int(np.searchsorted(self._heads, head, "right"))
        while low < high:
            middle = (low + high) // 2
            found = self._words[middle]
            if found == word:
                return middle
            low, high = (middle + 1, high) if found < word else (low, middle)
        return None

    def _following(self, bounds: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
        """Where the words whose postings these are stand one after the other; the rarest is looked at first."""
        starts: NDArray[np.int64] | None = None
        for distance in sorted(range(len(bounds)), key=lambda each: bounds[each][1] - bounds[each][0]):
            # Before the first word of a text lies the end of a text as long as none is: nothing is found there.
            own = self._standing(*bounds[distance], within=starts) - distance
            starts = own if starts is None else starts[among(starts, own)]
            if not len(starts):
                break
        return np.zeros(0, np.int64) if starts is None else starts

    def _standing(self, start: int, end: int, within: NDArray[np.int64] | None) -> NDArray[np.int64]:
        """Every place where a word stands, as document and position in one number; in some documents only."""
        documents = self._posting_document[start:end].astype(np.int64)
        bounds = self._posting_at[start : end + 1].astype(np.int64)
        if within is None or len(within) * 4 > end - start:
            positions = self._position[bounds[0] : bounds[-1]].astype(np.int64)
            return np.repeat(documents << POSITION_BITS, widths(bounds)) | positions
        kept = np.flatnonzero(among(documents, within >> POSITION_BITS))
        spans = [self._position[bounds[each] : bounds[each + 1]] for each in kept.tolist()]
        if not spans:
            return np.zeros(0, np.int64)
        repeated = np.repeat(documents[kept] << POSITION_BITS, bounds[kept + 1] - bounds[kept])
        standing: NDArray[np.int64] = repeated + np.concatenate(spans).astype(np.int64)
        return standing


def among(values: NDArray[Any], others: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of some values stand among others, which are sorted."""
    if not len(others):
        return np.zeros(len(values), np.bool_)
    found: NDArray[np.bool_] = others[np.minimum(others.searchsorted(values), len(others) - 1)] == values
    return found
