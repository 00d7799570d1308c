"""Where the words of a text stand, from sign to sign, for the fields whose matches are shown."""

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rumah_inovasi.search.arrays.packed import Arrays
from rumah_inovasi.search.language.tokens import Token
from rumah_inovasi.search.port import FIELDS, PASSAGES, SHOWN_WHOLE

MARKED = tuple(name for name in FIELDS if name in {*SHOWN_WHOLE, PASSAGES})
_LARGEST = (1 << 16) - 1  # signs of a word; a text with a longer one is parted anew for its matches


class Places:
    """Places gathered text by text, in the order of MARKED within each document.

    For each position: where its word begins, how long it is, and how many further positions the joined form that begins
    here spans.
    """

    def __init__(self) -> None:
        self._starts = array("I")
        self._lengths = array("H")
        self._more = array("B")
        self._ends = array("q", [0])

    def add(self, name: str, tokens: Sequence[Token]) -> None:
        """Gather the places of a text."""
        if name not in MARKED:
            return
        starts, lengths, more = _measured(tokens)
        if max(lengths, default=0) <= _LARGEST:
            self._starts.extend(starts)
            self._lengths.extend(lengths)
            self._more.extend(more)
        self._ends.append(len(self._starts))

    def absorb(self, arrays: Arrays, document: int) -> None:
        """Gather the places of all texts of a document from another segment's arrays."""
        ends = arrays["place_at"]
        for text in range(document * len(MARKED), (document + 1) * len(MARKED)):
            start, end = ends[text], ends[text + 1]
            self._starts.extend(arrays["place_start"][start:end].tolist())
            self._lengths.extend(arrays["place_length"][start:end].tolist())
            self._more.extend(arrays["place_more"][start:end].tolist())
            self._ends.append(len(self._starts))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The places as they are kept."""
        return {
            "place_start": np.array(self._starts, np.uint32),
            "place_length": np.array(self._lengths, np.uint16),
            "place_more": np.array(self._more, np.uint8),
            "place_at": np.array(self._ends, np.int64),
        }


def _measured(tokens: Sequence[Token]) -> tuple[list[int], list[int], list[int]]:
    starts: list[int] = []
    lengths: list[int] = []
    more: list[int] = []
    position, joined, joined_end = -1, 0, 0
    for token in tokens:
        if token.position == position:
            joined, joined_end = len(more) - 1, token.end
            continue
        position = token.position
        starts.append(token.start)
        lengths.append(token.end - token.start)
        more.append(0)
        if token.end == joined_end:
            more[joined] = len(more) - 1 - joined
    return starts, lengths, more
