"""Words that mean the same: groups of forms (acronyms, synonyms, spellings, local words) that stand for one another."""

import enum
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from rumah_inovasi.search.language.tokens import normal, parts, word_spans

FILE = Path(__file__).parent / "data" / "synonyms.yaml"
Run = tuple[str, ...]


class Kind(enum.StrEnum):
    """How the forms of a group are related."""

    ACRONYM = "acronym"
    SYNONYM = "synonym"
    SPELLING = "spelling"
    LOCAL = "local"


@dataclass(frozen=True)
class Group:
    """Forms that mean the same, as people write them; `data/synonyms.yaml` says what the sets are for."""

    kind: Kind
    forms: tuple[str, ...]
    one_way: frozenset[str] = frozenset()
    asked_only: frozenset[str] = frozenset()
    capitals: frozenset[str] = frozenset()

    def effects(self) -> list[tuple[str, tuple[str, ...]]]:
        """What the group does: each form that leads on, as written, with the forms that are looked for in its place."""
        found = []
        for form in self.forms:
            others = tuple(other for other in self.forms if self._leads(form, other))
            if form not in self.one_way and others:
                found.append((form, others))
        return found

    def _leads(self, form: str, other: str) -> bool:
        return other not in self.asked_only and not _holds(compared(other), compared(form))


@dataclass(frozen=True)
class Typed:
    """A word of a query as it is compared, and whether it was typed in capitals."""

    surface: str
    in_capitals: bool = False


@dataclass(frozen=True)
class Alternative:
    """Another way to say a thing: its words one after the other, and their stems."""

    kind: Kind
    surfaces: Run
    stems: Run


@dataclass(frozen=True)
class Match:
    """How many words of the query make up a known form, and what else stands for them."""

    length: int
    others: tuple[Alternative, ...]


@dataclass(frozen=True)
class _Entry:
    group: int
    only_in_capitals: bool


class Synonyms:
    """Groups of forms that stand for one another."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._sought: list[list[Alternative]] = []
        self._entries: dict[Run, list[_Entry]] = defaultdict(list)
        self._longest: dict[str, int] = {}
        for number, group in enumerate(groups):
            self._sought.append([])
            for written in group.forms:
                for form in _alternatives(written, group.kind):
                    if written not in group.asked_only:
                        self._sought[number].append(form)
                    if written not in group.one_way:
                        self._lead_from(form.surfaces, _Entry(number, written in group.capitals))

    @staticmethod
    @cache
    def shipped() -> "Synonyms":
        """The groups that come with the program."""
        return Synonyms(shipped_groups())

    @staticmethod
    def shipped_with(own: Iterable[Group]) -> "Synonyms":
        """The groups that come with the program, and others beside them."""
        return Synonyms([*shipped_groups(), *own])

    @cached_property
    def words(self) -> frozenset[str]:
        """The forms of one word that lead to others, as they are compared."""
        return frozenset(run[0] for run in self._entries if len(run) == 1)

    def at(self, words: Sequence[Typed], start: int) -> Match | None:
        """The longest known form that begins at a word of a query, with the other forms of its groups.

        Forms that hold the one typed are left out: whoever has them has the one typed.
        """
        longest = min(self._longest.get(words[start].surface, 0), len(words) - start)
        for length in range(longest, 0, -1):
            typed = words[start : start + length]
            others = self._others(
                tuple(word.surface for word in typed), in_capitals=all(word.in_capitals for word in typed)
            )
            if others:
                return Match(length, others)
        return None

    def _lead_from(self, run: Run, entry: _Entry) -> None:
        self._entries[run].append(entry)
        self._longest[run[0]] = max(len(run), self._longest.get(run[0], 0))

    def _others(self, run: Run, *, in_capitals: bool) -> tuple[Alternative, ...]:
        entries = [entry for entry in self._entries.get(run, ()) if in_capitals or not entry.only_in_capitals]
        others = [other for entry in entries for other in self._sought[entry.group]]
        return tuple(dict.fromkeys(other for other in others if not _holds(other.surfaces, run)))


@cache
def shipped_groups() -> tuple[Group, ...]:
    """The groups of `data/synonyms.yaml`."""
    rows: list[dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))
    return tuple(map(_group, rows))


def compared(written: str) -> Run:
    """The words of a form as they are compared."""
    return tuple(part.surface for part in parts(written))


def _group(row: dict[str, Any]) -> Group:
    return Group(
        kind=Kind(row["kind"]),
        forms=(row["canonical"], *row["forms"]),
        one_way=frozenset(row.get("one_way", ())),
        asked_only=frozenset(row.get("asked_only", ())),
        capitals=frozenset(row.get("capitals", ())),
    )


def _alternatives(written: str, kind: Kind) -> list[Alternative]:
    """The words of a form; of a compound such as `e-KTP` its joined form too."""
    words = parts(written)
    found = [Alternative(kind, tuple(word.surface for word in words), tuple(word.stem for word in words))]
    if len(words) > 1 and len(word_spans(written)) == 1:
        joined = normal(written)
        found.append(Alternative(kind, (joined,), (joined,)))
    return found


def _holds(run: Run, part: Run) -> bool:
    return any(run[start : start + len(part)] == part for start in range(len(run) - len(part) + 1))
