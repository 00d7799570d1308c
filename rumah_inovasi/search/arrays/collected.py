"""What a segment's file holds, gathered from documents or from segments that are merged.

Postings are sorted numbers of 64 bits: word, group (a field in one form), document, position. A segment that needs more
of any of these than its bits can count has no file, and its index is answered from in the slower way.
"""

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rumah_inovasi.search.arrays.folding import folded
from rumah_inovasi.search.arrays.packed import Arrays, Texts, encoded, lists, texts, widths
from rumah_inovasi.search.arrays.phrases import Phrases
from rumah_inovasi.search.arrays.places import Places
from rumah_inovasi.search.language.tokens import Token
from rumah_inovasi.search.plan import LONGEST_PHRASE, Form, name_key
from rumah_inovasi.search.port import FACETS, FIELDS, SearchDocument

WORD_BITS, GROUP_BITS, DOCUMENT_BITS, POSITION_BITS = 20, 5, 20, 19
GROUPS: Mapping[tuple[str, Form], int] = {
    (name, form): number for number, (name, form) in enumerate((name, form) for name in FIELDS for form in Form)
}
NAMES = len(GROUPS)  # the group of whole names; each is a word that begins with a sign that no word of a text has
NAME_SIGN = "="
_OTHERS = 26  # the bit of signs that are none of a to z
_ROW = [("number", "<i8"), ("updated", "<i8"), ("applied", "<i4"), ("prior", "<f8")]
HEAD = 16  # bytes of each word that are kept in a column, for a quick look


class TooMuch(Exception):
    """The documents have more words, or longer texts, than the bits can count."""


def name_words(texts: Mapping[str, str]) -> list[str]:
    """The names of a document as words of their group."""
    keys = (name_key(texts.get(name, "")) for name in ("title", "long_form"))
    return [NAME_SIGN + key for key in dict.fromkeys(keys) if key]


@dataclass
class _Table:
    """The values of one facet: which sets of them documents have, and which set each document has."""

    values: dict[str, int] = field(default_factory=dict)
    sets: dict[tuple[int, ...], int] = field(default_factory=dict)
    codes: list[int] = field(default_factory=list)

    def add(self, given: Iterable[str]) -> None:
        values = tuple(self.values.setdefault(value, len(self.values)) for value in dict.fromkeys(given))
        self.codes.append(self.sets.setdefault(values, len(self.sets)))


class Collected:
    """Documents in the order in which Whoosh numbers them, and what is to be kept of them."""

    def __init__(self) -> None:
        self._vocabulary: dict[str, int] = {}
        self._words: Mapping[Form, array[int]] = {form: array("I") for form in Form}
        self._positions = array("I")
        self._runs: list[tuple[int, int, int]] = []  # (field, document, words)
        self._absorbed: list[tuple[NDArray[np.uint32], NDArray[np.uint64]]] = []  # words, and the rest of postings
        self._names: list[tuple[int, int]] = []  # (word, document)
        self._rows: list[tuple[Any, ...]] = []  # as _ROW says
        self._digests: list[bytes] = []
        self._titles: list[str] = []
        self._lengths: list[list[int]] = []
        self._facets = {name: _Table() for name in FACETS}
        self._places = Places()
        self._phrases = Phrases()

    @property
    def documents(self) -> int:
        """How many documents were gathered."""
        return len(self._rows)

    def add(self, document: SearchDocument, found: Mapping[str, Sequence[Token]]) -> None:
        """Gather one document; `found` holds the tokens of its texts by field."""
        number = len(self._rows)
        for place, (name, tokens) in enumerate(found.items()):
            if tokens:
                self._add_words(place, number, tokens)
            self._places.add(name, tokens)
        for name in name_words(document.texts):
            self._names.append((self._word(name), number))
        self._rows.append((document.number, document.updated, document.applied_in, document.prior))
        self._digests.append(bytes.fromhex(document.digest))
        self._titles.append(document.title_key)
        self._lengths.append([tokens[-1].position + 1 if tokens else 0 for tokens in found.values()])
        for name, table in self._facets.items():
            table.add(document.facets.get(name, ()))
        self._phrases.add(document.texts)

    def absorb(self, arrays: Arrays, notes: Mapping[str, Any], dropped: Collection[int]) -> None:
        """Gather the documents of another segment, but for dropped ones, in their order."""
        base, size = self.documents, len(arrays["doc_number"])
        live = np.ones(size, np.bool_)
        live[list(dropped)] = False
        places = np.flatnonzero(live).tolist()
        self._absorb_postings(arrays, live, base)
        lengths = arrays["doc_lengths"].T.tolist()
        rows = [arrays[f"doc_{name}"].tolist() for name, _ in _ROW]
        titles = Texts(arrays, "title")
        phrases = Phrases.kept(arrays)
        tables = [(table, *_sets(arrays, notes, name)) for name, table in self._facets.items()]
        for place in places:
            self._rows.append(tuple(column[place] for column in rows))
            self._digests.append(arrays["doc_digest"][place].tobytes())
            self._titles.append(titles[place])
            self._lengths.append(lengths[place])
            for table, codes, sets in tables:
                table.add(sets[codes[place]])
            self._places.absorb(arrays, place)
            self._phrases.take(phrases[place])

    def _absorb_postings(self, arrays: Arrays, live: NDArray[np.bool_], base: int) -> None:
        numbers = np.cumsum(live, dtype=np.uint64) + np.uint64(base) - np.uint64(1)
        postings = np.repeat(np.arange(len(arrays["keys"])), widths(arrays["key_at"]))
        documents = arrays["posting_document"]
        stands = widths(arrays["posting_at"])
        kept = np.repeat(live[documents], stands)
        keys = np.repeat(arrays["keys"][postings], stands)[kept]
        own = np.repeat(numbers[documents], stands)[kept]
        words, places = np.unique(keys >> GROUP_BITS, return_inverse=True)
        known = Texts(arrays, "word")
        here = np.array([self._word(known[word]) for word in words.tolist()], np.uint32)
        groups = (keys & ((1 << GROUP_BITS) - 1)).astype(np.uint64)
        rest = pack(np.zeros(len(own), np.uint64), groups, own, arrays["position"][kept].astype(np.uint64))
        self._absorbed.append((here[places], rest))

    def arrays(self) -> tuple[Arrays, Mapping[str, Any]]:
        """What the file of the segment holds: its arrays, and its notes.

        Raises:
            TooMuch: the bits cannot count it.
        """
        words = sorted(self._vocabulary)  # as their bytes sort
        arrays: dict[str, NDArray[Any]] = {**_vocabulary(words), **_postings(self._packed(words))}
        rows = np.array(self._rows, dtype=_ROW)
        arrays.update({f"doc_{name}": rows[name] for name, _ in _ROW})
        arrays["doc_digest"] = np.frombuffer(b"".join(self._digests), np.uint8).reshape(self.documents, 32)
        arrays["doc_lengths"] = np.array(self._lengths, np.int32).reshape(self.documents, len(FIELDS)).T
        arrays["by_number"] = np.argsort(rows["number"], kind="stable").astype(np.int32)
        arrays.update(texts("title", self._titles))
        by_title = sorted(range(self.documents), key=lambda place: (self._titles[place], self._rows[place][0]))
        arrays["by_title"] = np.array(by_title, np.int32)
        codes: dict[str, NDArray[np.int32]] = {}
        for name, table in self._facets.items():
            codes[name] = np.array(table.codes, np.int32)
            arrays[f"facet_{name}"] = codes[name]
            arrays.update(lists(f"sets_{name}", list(table.sets)))
        arrays.update(folded(codes))
        arrays.update(self._places.arrays())
        arrays.update(self._phrases.arrays())
        notes = {"values": {name: list(table.values) for name, table in self._facets.items()}}
        return arrays, notes

    def _word(self, word: str) -> int:
        return self._vocabulary.setdefault(word, len(self._vocabulary))

    def _add_words(self, place: int, number: int, tokens: Sequence[Token]) -> None:
        known = self._vocabulary
        self._words[Form.SURFACE].extend([known.setdefault(token.surface, len(known)) for token in tokens])
        self._words[Form.STEM].extend([known.setdefault(token.stem, len(known)) for token in tokens])
        self._positions.extend([token.position for token in tokens])
        self._runs.append((place, number, len(tokens)))

    def _packed(self, words: Sequence[str]) -> NDArray[np.uint64]:
        """All postings, sorted."""
        longest = max((length for lengths in self._lengths for length in lengths), default=0)
        if (
            len(words) >= 1 << WORD_BITS
            or self.documents >= 1 << DOCUMENT_BITS
            or longest >= (1 << POSITION_BITS) - LONGEST_PHRASE
        ):
            raise TooMuch
        ranks = np.empty(len(words), np.uint64)
        ranks[[self._vocabulary[word] for word in words]] = np.arange(len(words), dtype=np.uint64)
        runs: NDArray[np.int64] = np.array(self._runs, np.int64).reshape(-1, 3)
        documents = np.repeat(runs[:, 1].astype(np.uint64), runs[:, 2])
        positions = np.frombuffer(self._positions, np.uint32).astype(np.uint64)
        names = list(FIELDS)
        parts = []
        for form in Form:
            groups = np.array([GROUPS[name, form] for name in names], np.uint64)[runs[:, 0]]
            given = np.frombuffer(self._words[form], np.uint32)
            parts.append(pack(ranks[given], np.repeat(groups, runs[:, 2]), documents, positions))
        named = np.array(self._names, np.uint64).reshape(-1, 2)
        nothing = np.zeros(len(named), np.uint64)
        parts.append(pack(ranks[named[:, 0].astype(np.int64)], nothing + np.uint64(NAMES), named[:, 1], nothing))
        shift = np.uint64(GROUP_BITS + DOCUMENT_BITS + POSITION_BITS)
        parts += [(ranks[given] << shift) | rest for given, rest in self._absorbed]
        packed = np.concatenate(parts)
        packed.sort()
        return packed


def pack(
    words: NDArray[np.uint64], groups: NDArray[np.uint64], documents: NDArray[np.uint64], positions: NDArray[np.uint64]
) -> NDArray[np.uint64]:
    """Postings as numbers that sort by word, group, document and position."""
    packed = words << np.uint64(GROUP_BITS)
    packed |= groups
    packed <<= np.uint64(DOCUMENT_BITS)
    packed |= documents
    packed <<= np.uint64(POSITION_BITS)
    packed |= positions
    return packed


def _postings(packed: NDArray[np.uint64]) -> dict[str, NDArray[Any]]:
    """Sorted postings by key (word and group), by document within a key, by position within a document."""
    by_document = packed >> np.uint64(POSITION_BITS)
    starts = _starts(by_document)
    documents = by_document[starts]
    by_key = documents >> np.uint64(DOCUMENT_BITS)
    key_starts = _starts(by_key)
    return {
        "keys": by_key[key_starts].astype(np.int32),
        "key_at": np.append(key_starts, len(starts)).astype(np.uint32),
        "posting_document": (documents & np.uint64((1 << DOCUMENT_BITS) - 1)).astype(np.int32),
        "posting_at": np.append(starts, len(packed)).astype(np.uint32),
        "position": (packed & np.uint64((1 << POSITION_BITS) - 1)).astype(np.uint32),
    }


def _starts(values: NDArray[Any]) -> NDArray[np.int64]:
    """Where another value begins, in sorted values."""
    if not len(values):
        return np.zeros(0, np.int64)
    return np.concatenate([np.zeros(1, np.int64), np.flatnonzero(values[1:] != values[:-1]) + 1])


def _vocabulary(words: Sequence[str]) -> dict[str, NDArray[Any]]:
    heads = np.array([encoded(word)[:HEAD] for word in words], f"S{HEAD}")
    letters, lengths = letters_of(words)
    return {**texts("word", words), "word_head": heads, "word_letters": letters, "word_length": lengths}


def letters_of(words: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Which letters each word has, as bits: one for each of a to z, and one for all other signs; and its length."""
    every = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.array([len(word) for word in words], np.int64)
    bits = np.left_shift(np.uint32(1), np.minimum(every - np.uint32(ord("a")), np.uint32(_OTHERS)))
    letters = np.bitwise_or.reduceat(bits, np.cumsum(lengths) - lengths) if len(bits) else np.zeros(0, np.uint32)
    return letters.astype(np.uint32), np.minimum(lengths, 255).astype(np.uint8)


def _sets(arrays: Arrays, notes: Mapping[str, Any], name: str) -> tuple[list[int], list[list[str]]]:
    """Which set of values of a facet each document has, and the sets."""
    values = notes["values"][name]
    bounds, items = arrays[f"sets_{name}_at"].tolist(), arrays[f"sets_{name}_items"].tolist()
    sets = [[values[item] for item in items[start:end]] for start, end in pairwise(bounds)]
    return arrays[f"facet_{name}"].tolist(), sets
