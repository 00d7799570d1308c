"""Phrases that complete what somebody is typing."""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from heapq import nsmallest

from rumah_inovasi.search.whoosh_engine.schema import COMPLETING

_WORD = re.compile(r"\w+")
_FIRST = {field: rank for rank, field in enumerate(COMPLETING)}


class Completion:
    """Phrases by the words in them, case and accents aside."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._phrases: dict[str, tuple[int, str]] = {}  # as compared → (rank of its field, as written)
        for field, phrase in phrases:
            compared = " ".join(_words(phrase))
            self._phrases[compared] = min((_FIRST[field], phrase), self._phrases.get(compared, (len(_FIRST), "")))
        by_word: defaultdict[str, list[str]] = defaultdict(list)
        for compared in self._phrases:
            for word in set(compared.split()):
                by_word[word].append(compared)
        self._by_word: Mapping[str, list[str]] = by_word
        self._sorted_words = sorted(by_word)

    def complete(self, start: str, limit: int) -> list[str]:
        """Phrases with a word that begins as `start` ends, and with its earlier words.

        Those that begin as `start` does come before those that hold it further on, each in the order of their fields,
        then by the alphabet.
        """
        *earlier, last = _words(start) or [""]
        if not last:
            return []
        found: set[str] = set()
        for place in range(bisect_left(self._sorted_words, last), len(self._sorted_words)):
            word = self._sorted_words[place]
            if not word.startswith(last):
                break
            found.update(phrase for phrase in self._by_word[word] if set(earlier) <= set(phrase.split()))
        typed = " ".join([*earlier, last])

        def order(compared: str) -> tuple[bool, int, str]:
            return not compared.startswith(typed), self._phrases[compared][0], compared

        return [self._phrases[compared][1] for compared in nsmallest(limit, found, key=order)]


def _words(text: str) -> list[str]:
    parted = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(sign for sign in parted if not unicodedata.combining(sign)))
