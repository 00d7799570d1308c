"""What the relay keeps true: something outside the database that can be made from it at any time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Change:
    """An entity of the database that has changed; which documents show it, the projection knows."""

    kind: str
    entity: str


class Projection(Protocol):
    """Makes the outside equal to the present state of the database. Doing it twice is harmless."""

    name: str

    def is_whole(self) -> bool:
        """Whether the outside is there and sound; where it is not, it has to be rebuilt."""

    def rebuild(self) -> None:
        """Make all of it anew, aside, and switch; whatever is committed meanwhile comes as changes afterwards.

        Raises:
            DomainError, OSError: it could not be made; the former state is left as it was.
        """

    def apply(self, changes: Sequence[Change]) -> Mapping[Change, str]:
        """Make the outside equal to the present state of these entities; gives those that failed and why.

        Raises:
            DomainError, OSError: none of it could be done.
        """
