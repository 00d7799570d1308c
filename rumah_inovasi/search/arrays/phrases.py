"""Phrases that complete what somebody types: titles, long forms, tags, units and regions, by the words in them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rumah_inovasi.search.arrays.packed import Arrays, Texts, lists, texts

# Fields whose texts complete what is typed, best first, and what parts several phrases in one text.
COMPLETING: Mapping[str, str | None] = {"title": None, "long_form": None, "tags": "; ", "unit": "; ", "region": None}
_WORD = re.compile(r"\w+")
Phrase = tuple[str, int, str]  # as compared, rank of its field, as written


def phrases_of(written: Mapping[str, str]) -> list[Phrase]:
    """The phrases of a document, given its texts."""
    return [
        (" ".join(words(phrase)), rank, phrase)
        for rank, (name, parting) in enumerate(COMPLETING.items())
        for phrase in (written.get(name, "").split(parting) if parting else [written.get(name, "")])
        if phrase
    ]


def words(text: str) -> list[str]:
    """The words of a phrase as they are compared, case and accents aside."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(sign for sign in parted if not unicodedata.combining(sign)))


class Phrases:
    """Phrases gathered document by document."""

    def __init__(self) -> None:
        self._known: dict[Phrase, int] = {}
        self._of_documents: list[list[int]] = []

    def add(self, written: Mapping[str, str]) -> None:
        """Gather the phrases of a document, given its texts."""
        self.take(phrases_of(written))

    def take(self, phrases: Sequence[Phrase]) -> None:
        """Gather phrases that were worked out before."""
        self._of_documents.append([self._known.setdefault(each, len(self._known)) for each in phrases])

    @staticmethod
    def kept(arrays: Arrays) -> list[list[Phrase]]:
        """The phrases of each document, from the arrays of another segment."""
        compared, written = Texts(arrays, "phrase_compared"), Texts(arrays, "phrase_written")
        every = list(zip(compared, arrays["phrase_rank"].tolist(), written, strict=True))
        items = arrays["phrases_of_items"].tolist()
        return [[every[item] for item in items[start:end]] for start, end in pairwise(arrays["phrases_of_at"].tolist())]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The phrases by the alphabet, the words in them, and which document has which."""
        ordered = sorted(self._known)
        places = {self._known[phrase]: place for place, phrase in enumerate(ordered)}
        by_word = sorted({(word, place) for place, phrase in enumerate(ordered) for word in phrase[0].split()})
        return {
            **texts("phrase_compared", [compared for compared, _, _ in ordered]),
            **texts("phrase_written", [written for _, _, written in ordered]),
            "phrase_rank": np.array([rank for _, rank, _ in ordered], np.uint8),
            **texts("phrase_word", [word for word, _ in by_word]),
            "phrase_of_word": np.array([place for _, place in by_word], np.int32),
            **lists("phrases_of", [[places[each] for each in own] for own in self._of_documents]),
        }
