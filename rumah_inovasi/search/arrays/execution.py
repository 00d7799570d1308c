"""A query carried out on arrays."""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence, Sized
from typing import cast

import numpy as np

from rumah_inovasi.search.arrays.bounded import Bounded
from rumah_inovasi.search.arrays.completing import complete
from rumah_inovasi.search.arrays.counting import Facets, Narrowed
from rumah_inovasi.search.arrays.generation import Generation
from rumah_inovasi.search.arrays.marking import Marks
from rumah_inovasi.search.arrays.ordering import listed
from rumah_inovasi.search.arrays.scoring import found, need_scores
from rumah_inovasi.search.execution import Known, Listing
from rumah_inovasi.search.plan import Need, Plan
from rumah_inovasi.search.port import SearchQuery, Sort

KEPT_WORDS = 200_000  # near words of unknown ones; some thousand unknown words
Texts = Callable[[int], Mapping[str, str]]


class ArrayExecution:
    """One commit of an index as arrays. `texts` read the texts of a document, for each segment in turn."""

    def __init__(self, generation: Generation, texts: Sequence[Texts]) -> None:
        self._generation = generation
        self._texts = texts
        self._facets = Facets(generation)
        self._memory: Bounded[Hashable, Sized] = Bounded(KEPT_WORDS)

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return self._generation.documents

    def listing(self, plan: Plan, query: SearchQuery) -> Listing:
        """What a plan finds under the filters of a query, in its order."""
        met = found(self._generation, plan, all_words=query.all_words, hidden=query.hidden)
        narrowed = Narrowed(self._facets, met, query.filters)
        left = narrowed.found
        sort = query.sort if plan.needs or query.sort not in {Sort.RELEVANCE, Sort.MATCH} else Sort.TITLE
        rows = listed(self._generation, left, sort, query.start, query.size)
        numbers = self._generation.numbers
        return Listing(
            total=len(left.places),
            complete=len(left.places) if left.complete is None else int(np.count_nonzero(left.complete)),
            rows=[(int(numbers[place]), score) for place, score in rows],
            facets=narrowed.counts() if query.with_facets else {},
        )

    def marks(self, plan: Plan, numbers: Sequence[int]) -> Marks:
        """What a plan matches in the texts of some documents."""
        return Marks(self._generation, plan, self._generation.places_of(numbers))

    def texts(self, numbers: Sequence[int]) -> Mapping[int, Mapping[str, str]]:
        """The texts of some documents that are shown, by number."""
        homes = {number: self._generation.home(place) for number, place in self._generation.places_of(numbers).items()}
        readers = dict(zip(map(id, self._generation.parts), self._texts, strict=True))
        return {number: readers[id(part)](place) for number, (part, place) in homes.items()}

    def count(self, need: Need, hidden: Collection[int] = (), beside: Sequence[Need] = ()) -> int:
        """How many documents but hidden ones have a need; where others are given, one of these too."""
        places = need_scores(self._generation, need).places
        if not hidden and not beside:
            return len(places)
        counted = np.full(self._generation.size, not beside)
        for other in beside:
            counted[need_scores(self._generation, other).places] = True
        counted[list(self._generation.places_of(list(hidden)).values())] = False
        return int(np.count_nonzero(counted[places]))

    def known(self, words: Sequence[str]) -> Collection[str]:
        """Those of some words that a text holds as they are; dropped documents count too."""
        return {word for part in self._generation.parts for word in part.segment.known(words)}

    def resembling(self, word: str) -> Iterable[str]:
        """Words of texts among which are all that are within two edits of a word and begin as it does."""
        return {other for part in self._generation.parts for other in part.segment.resembling(word)}

    def starting(self, start: str) -> Mapping[str, int]:
        """The words of texts that begin so, and how often documents hold one in a field, dropped documents too."""
        held: Counter[str] = Counter()
        for part in self._generation.parts:
            held.update(part.segment.starting(start))
        return held

    def remembered(self, key: Hashable, make: Callable[[], Known]) -> Known:
        """What was worked out for a key before, or is now."""
        return cast("Known", self._memory.get(key, make))

    def complete(self, start: str, limit: int) -> list[str]:
        """Phrases that complete what is typed, as the port says."""
        return complete(self._generation, start, limit)

    def digests(self, numbers: Iterable[int] | None) -> Mapping[int, str]:
        """The digest of every document, or of some, by number."""
        own = self._generation.numbers
        wanted = own[self._generation.everything].tolist() if numbers is None else list(numbers)
        found_at = self._generation.places_of(wanted)
        homes = {number: self._generation.home(place) for number, place in found_at.items()}
        return {
            number: part.segment.arrays["doc_digest"][place].tobytes().hex() for number, (part, place) in homes.items()
        }
