"""Filters, and how many of what is found each value of a facet would leave."""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain

from rumah_inovasi.search.port import FACETS
from rumah_inovasi.search.whoosh_engine.snapshot import Snapshot

Counts = tuple[tuple[str, int], ...]


class Narrowed:
    """What is left of the documents that were found. Values of one filter add up, filters narrow."""

    def __init__(self, snapshot: Snapshot, found: AbstractSet[int], filters: Mapping[str, Sequence[str]]) -> None:
        self._snapshot = snapshot
        self._found = found
        self._wanted = {name: set(values) for name, values in filters.items() if values}
        self._passing = {name: self._pass(name, wanted) for name, wanted in self._wanted.items()}
        self.numbers = self._left(None)

    def counts(self) -> Mapping[str, Counts]:
        """Values of every facet, most frequent first, counted with all filters but its own.

        A chosen value is listed even where it has no documents.
        """
        return {name: self._counts(name) for name in FACETS}

    def _pass(self, name: str, wanted: AbstractSet[str]) -> AbstractSet[int]:
        cards = self._snapshot.cards
        return {number for number in self._found if not wanted.isdisjoint(cards[number].facets.get(name, ()))}

    def _left(self, but: str | None) -> AbstractSet[int]:
        others = [passing for name, passing in self._passing.items() if name != but]
        return frozenset(self._found).intersection(*others)

    def _counts(self, name: str) -> Counts:
        cards = self._snapshot.cards
        left = self._left(name) if name in self._wanted else self.numbers
        counted = Counter(chain.from_iterable(cards[number].facets.get(name, ()) for number in left))
        for value in self._wanted.get(name, ()):
            counted.setdefault(value, 0)
        return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
