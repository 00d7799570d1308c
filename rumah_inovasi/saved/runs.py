"""Sets of numbers as short texts: `1-75 80` are the numbers from 1 to 75, and 80."""

from collections.abc import Iterable, Iterator


def written(numbers: Iterable[int]) -> str:
    """The text of a set of numbers."""
    return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in _runs(sorted(set(numbers))))


def read(text: str) -> set[int]:
    """The numbers of a text that `written` has made."""
    found: set[int] = set()
    for run in text.split():
        first, _, last = run.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return found


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    first = last = None
    for number in numbers:
        if last is not None and first is not None and number > last + 1:
            yield first, last
            first = number
        first = number if first is None else first
        last = number
    if first is not None and last is not None:
        yield first, last
