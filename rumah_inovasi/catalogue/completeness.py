"""How complete a draft is: eight sections, the basic facts and the sources, and which of the ten are missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rumah_inovasi.catalogue import section_texts
from rumah_inovasi.markup.words import section_words
from rumah_inovasi.schema import Problem

FACTS, SOURCES = "data pokok", "sumber"
PARTS = (*section_texts.STANDARD, FACTS, SOURCES)
BASIC = ("judul", "ringkasan", "urusan", "bentuk", "jenis")


@dataclass(frozen=True)
class Completeness:
    """Which parts of a full text are missing, in the order of the form, and how many parts that has."""

    missing: tuple[str, ...]
    total: int = len(PARTS)

    @property
    def done(self) -> int:
        """How many parts are there."""
        return self.total - len(self.missing)


def completeness(stored: Mapping[str, Any], body: str, problems: Sequence[Problem]) -> Completeness:
    """Look at what was typed; `problems` are what is wrong with the facts."""
    told = [title for title, words in section_words(body).items() if words]
    missing = section_texts.missing(told)
    if problems or not all(stored.get(key) for key in BASIC):
        missing.append(FACTS)
    if not stored.get("sumber"):
        missing.append(SOURCES)
    return Completeness(tuple(missing))
