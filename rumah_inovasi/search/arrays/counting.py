"""Filters, and how many of what is found each value of a facet would leave."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rumah_inovasi.search.answers import with_chosen
from rumah_inovasi.search.arrays.folding import NAMES
from rumah_inovasi.search.arrays.generation import Generation, Part
from rumah_inovasi.search.arrays.packed import widths
from rumah_inovasi.search.arrays.scoring import Found
from rumah_inovasi.search.port import FACETS, MOST_VALUES

Counts = tuple[tuple[str, int], ...]
Places = NDArray[np.int64]
WIDEST = 8  # values of one facet that stand side by side
FEW = 4_000  # documents of a segment up to which they are counted so
_FACETS = tuple(FACETS)
_PLACES = {name: place for place, name in enumerate(_FACETS)}


class Column:
    """Profiles of a segment's documents: how often each is met, and which values that adds up to."""

    def __init__(self, part: Part, name: str, slots: Mapping[str, Mapping[str, int]]) -> None:
        arrays = part.segment.arrays
        self.profiles = arrays[name].astype(np.intp)
        self.names = tuple(_FACETS[place] for place in arrays[f"{name}_facets"].tolist())
        self.size = len(arrays[f"{name}_sets"])
        places, owners, kinds = [], [], []
        for facet, sets in zip(self.names, arrays[f"{name}_sets"].T, strict=True):
            values = np.array([slots[facet][value] for value in part.segment.values[facet]], np.intp)
            bounds, items = arrays[f"sets_{facet}_at"], arrays[f"sets_{facet}_items"]
            lengths = widths(bounds)[sets]
            places.append(values[items[_ranges(bounds[:-1][sets], lengths)]] if len(values) else values)
            owners.append(np.repeat(np.arange(self.size), lengths))
            kinds.append(len(places[-1]))
        self.slots, self.owners = np.concatenate(places), np.concatenate(owners)
        self._ends = np.cumsum([0, *kinds]).tolist()

    def add(self, places: Places, counts: NDArray[np.float64], names: Collection[str]) -> None:
        """Count the values of some documents, given as places in the segment, of some facets."""
        met = np.bincount(self.profiles[places], minlength=self.size)
        for number, name in enumerate(self.names):
            if name in names:
                span = slice(self._ends[number], self._ends[number + 1])
                counts += np.bincount(self.slots[span], weights=met[self.owners[span]], minlength=len(counts))


class Rows:
    """The values of each document of a segment side by side: quick to count where few documents are met.

    Facets of which a document has more than WIDEST values are left to their columns.
    """

    def __init__(self, part: Part, slots: Mapping[str, Mapping[str, int]], nothing: int) -> None:
        arrays = part.segment.arrays
        columns, self.names = [], set()
        for name in _FACETS:
            bounds, items = arrays[f"sets_{name}_at"], arrays[f"sets_{name}_items"]
            lengths = widths(bounds)
            widest = int(lengths.max(initial=0))
            if widest <= WIDEST:
                self.names.add(name)
                own = np.full((len(lengths), widest), nothing, np.int32)
                values = np.array([slots[name][value] for value in part.segment.values[name]], np.int32)
                own[np.arange(widest) < lengths[:, None]] = values[items] if len(values) else values
                columns.append(own[arrays[f"facet_{name}"]])
        self.slots = np.concatenate(columns, axis=1) if columns else np.zeros((part.segment.documents, 0), np.int32)

    def add(self, places: Places, counts: NDArray[np.float64]) -> None:
        """Count the values of some documents, given as places in the segment."""
        counts += np.bincount(self.slots[places].ravel(), minlength=len(counts) + 1)[:-1]


class Facets:
    """What counts and narrows in one generation."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._owners = np.repeat(np.arange(len(_FACETS)), [len(generation.slots[name]) for name in _FACETS])
        self._values = tuple(value for values in generation.slots.values() for value in values)

    @cached_property
    def _columns(self) -> Sequence[Sequence[Column]]:
        slots = self._generation.slots
        return [
            [Column(part, name, slots) for name in NAMES if name in part.segment.arrays]
            for part in self._generation.parts
        ]

    @cached_property
    def _rows(self) -> Sequence[Rows]:
        return [Rows(part, self._generation.slots, len(self._values)) for part in self._generation.parts]

    def mask(self, name: str, values: frozenset[str]) -> NDArray[np.bool_]:
        """Which documents have one of the values of a facet."""
        return self._generation.masks.get((name, values), lambda: self._mask(name, values))

    def counted(self, places: Places, names: Sequence[str] | None = None) -> NDArray[np.float64]:
        """How many of some documents, given in order, have each value, by its slot; of some facets only, or of all."""
        counts = np.zeros(len(self._values))
        for number, part in enumerate(self._generation.parts):
            here = part.here(places)
            if not len(here):
                continue
            counted: Collection[str] = ()
            if len(here) <= FEW:
                self._rows[number].add(here, counts)
                counted = self._rows[number].names
            wanted = set(names or _FACETS).difference(counted)
            for column in self._columns[number] if wanted else ():
                if not wanted.isdisjoint(column.names):
                    column.add(here, counts, wanted)
        return counts

    def listed(
        self, counts: NDArray[np.float64], names: Sequence[str] = _FACETS
    ) -> Mapping[str, list[tuple[str, int]]]:
        """The values of some facets with their counts, most frequent first, then by value."""
        held = np.flatnonzero(counts)
        own = counts[held].astype(np.int64)
        order = np.lexsort((-own, self._owners[held]))  # values are in order already
        held, own = held[order], own[order]
        bounds = np.searchsorted(self._owners[held], np.arange(len(_FACETS) + 1)).tolist()
        found = {}
        for name in names:
            start = bounds[_PLACES[name]]
            end = min(bounds[_PLACES[name] + 1], start + MOST_VALUES)
            values = [self._values[slot] for slot in held[start:end].tolist()]
            found[name] = list(zip(values, own[start:end].tolist(), strict=True))
        return found

    def count_of(self, name: str, value: str, counts: NDArray[np.float64]) -> int:
        """How many have one value."""
        slot = self._generation.slots[name].get(value)
        return 0 if slot is None else int(counts[slot])

    def _mask(self, name: str, values: frozenset[str]) -> NDArray[np.bool_]:
        if name not in _PLACES:
            return np.zeros(self._generation.size, np.bool_)
        masks = [np.zeros(0, np.bool_)]
        for part in self._generation.parts:
            arrays = part.segment.arrays
            wanted = np.array([value in values for value in part.segment.values[name]], np.bool_)
            bounds, items = arrays[f"sets_{name}_at"], arrays[f"sets_{name}_items"]
            owners = np.repeat(np.arange(len(bounds) - 1), widths(bounds))
            sets = np.zeros(len(bounds) - 1, np.bool_)
            sets[owners[wanted[items]] if len(wanted) else owners[:0]] = True
            masks.append(sets[arrays[f"facet_{name}"]])
        return np.concatenate(masks)


class Narrowed:
    """What is left of the documents that were found. Values of one filter add up, filters narrow."""

    def __init__(self, facets: Facets, found: Found, filters: Mapping[str, Sequence[str]]) -> None:
        self._facets = facets
        self._found = found
        self._wanted = {name: values for name, values in filters.items() if values}
        self._passing = {
            name: facets.mask(name, frozenset(values))[found.places] for name, values in self._wanted.items()
        }
        self.found = self._left(None)

    def counts(self) -> Mapping[str, Counts]:
        """Values of every facet, counted with all filters but its own.

        A chosen value is listed even where it has no documents.
        """
        facets = self._facets
        listed = facets.listed(facets.counted(self.found.places))
        found: dict[str, Counts] = {name: tuple(values) for name, values in listed.items()}
        for name, chosen in self._wanted.items():
            if name not in found:
                continue
            counts = facets.counted(self._left(name).places, [name])
            found[name] = _with_chosen(facets, name, counts, chosen)
        return found

    def _left(self, but: str | None) -> Found:
        others = [passing for name, passing in self._passing.items() if name != but]
        return self._found.only(np.logical_and.reduce(others)) if others else self._found


def _with_chosen(facets: Facets, name: str, counts: NDArray[np.float64], chosen: Sequence[str]) -> Counts:
    listed = facets.listed(counts, [name])[name]
    return with_chosen(listed, chosen, lambda value: facets.count_of(name, value, counts))


def _ranges(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers from each start on, as many as its length says, one range after the other."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths)
