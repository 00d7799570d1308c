"""Numbers as people read them, and what lies between them."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """How several measurements of one thing lie."""

    count: int
    least: float
    median: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """The spread of at least one value."""
        return cls(len(values), min(values), statistics.median(values), max(values))


class Ratio(float):
    """A number without a unit."""


class Merit(float):
    """How good something is, from 0 to 1."""


class Rate(float):
    """How many a second."""


def ratio(value: float, other: float) -> Ratio | None:
    """How many times the other; none where that says nothing."""
    return Ratio(value / other) if other else None


def seconds(value: float) -> str:
    """A time in seconds, or in thousandths where it is short."""
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms"


def size(value: float) -> str:
    """Bytes in KB or MB, of 1,000 and 1,000,000."""
    return f"{value / 1e6:.1f} MB" if value >= 1e6 else f"{value / 1000:.1f} KB"
