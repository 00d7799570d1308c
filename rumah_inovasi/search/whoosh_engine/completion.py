"""Phrases that complete what somebody is typing, among all phrases."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from heapq import nsmallest

from rumah_inovasi.search.arrays.phrases import COMPLETING, Phrase, words


class Completion:
    """Phrases by the words in them, case and accents aside."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._phrases: dict[str, tuple[int, str]] = {}  # as compared → (rank of its field, as written)
        for compared, rank, phrase in phrases:
            self._phrases[compared] = min((rank, phrase), self._phrases.get(compared, (len(COMPLETING), "")))
        by_word: defaultdict[str, list[str]] = defaultdict(list)
        for compared in self._phrases:
            for word in set(compared.split()):
                by_word[word].append(compared)
        self._by_word: Mapping[str, list[str]] = by_word
        self._sorted_words = sorted(by_word)

    def complete(self, start: str, limit: int) -> list[str]:
        """Phrases as `arrays.completing.complete` says it."""
        *earlier, last = words(start) or [""]
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
