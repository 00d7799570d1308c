"""What every execution of a query does alike with what it found."""

from collections.abc import Callable, Iterable, Sequence

from rumah_inovasi.search.port import MOST_VALUES

Counts = tuple[tuple[str, int], ...]


def most_frequent(counted: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """The first MOST_VALUES values with their counts, most frequent first, then by value."""
    return sorted(counted, key=_order)[:MOST_VALUES]


def with_chosen(listed: Sequence[tuple[str, int]], chosen: Sequence[str], count: Callable[[str], int]) -> Counts:
    """Values in that order, those that are chosen among them however rare they are."""
    there = {value for value, _ in listed} if chosen else set()
    added = [(value, count(value)) for value in dict.fromkeys(chosen) if value not in there]
    return tuple(sorted([*listed, *added], key=_order) if added else listed)


def _order(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]
