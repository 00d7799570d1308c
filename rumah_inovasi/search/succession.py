"""Which units stand for which: a unit that was merged is found under the one that carries on its work."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from rumah_inovasi.organisations import queries as organisations

Counts = tuple[tuple[str, int], ...]


class Succession:
    """All successions of a house, read once; units are given by number, as text."""

    def __init__(self, session: Session) -> None:
        self._after: dict[str, list[str]] = {}
        self._before: dict[str, list[str]] = {}
        for pair in organisations.successions(session):
            former, successor = map(str, pair)
            self._after.setdefault(former, []).append(successor)
            self._before.setdefault(successor, []).append(former)

    def present(self, unit: str) -> list[str]:
        """The units that carry on its work today; the unit itself where nobody does."""
        return [each for each in _reached([unit], self._after) if each not in self._after] or [unit]

    def with_work(self, units: Iterable[str]) -> list[str]:
        """The units and all whose work they carry on, directly or over several steps."""
        return _reached(units, self._before)

    def folded(self, counts: Counts) -> Counts:
        """Counts of write-ups by unit, those of former units added to the units that stand for them; most first."""
        if not self._after:
            return counts
        own = dict(counts)
        shown = dict.fromkeys(present for unit in own for present in self.present(unit))
        summed = [(unit, sum(own.get(each, 0) for each in self.with_work([unit]))) for unit in shown]
        return tuple(sorted(summed, key=lambda item: -item[1]))


def _reached(start: Iterable[str], steps: dict[str, list[str]]) -> list[str]:
    found = list(dict.fromkeys(start))
    for unit in found:  # grows on the way
        found += [each for each in steps.get(unit, ()) if each not in found]
    return found
