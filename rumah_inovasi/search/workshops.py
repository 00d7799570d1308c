"""Workshops that hold the words of a query: asked of the database, by the same understanding of words as the index.

They are few beside the write-ups, and have lists, filters and counts of their own; decision 11 says why they stand
outside the index.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy.orm import Session

from rumah_inovasi.learning import queries as learning
from rumah_inovasi.learning.presentation import Card
from rumah_inovasi.learning.queries import Listed
from rumah_inovasi.learning.showing import cards_of
from rumah_inovasi.markup.plain_text import plain_text
from rumah_inovasi.search.language.synonyms import Synonyms
from rumah_inovasi.search.language.tokens import parts, tokens
from rumah_inovasi.search.plan import Form, Need, Plan, plan
from rumah_inovasi.search.port import FIELDS
from rumah_inovasi.search.selection import Selection

MOST_SHOWN = 3
MOST_FOUND = 20
KEPT_TEXTS = 4_000


@dataclass(frozen=True)
class FoundWorkshops:
    """The best few, and the others."""

    first: list[Card]
    others: list[Card]


@dataclass(frozen=True)
class _Words:
    """The words of a text in both forms, each between spaces; joined forms stand on a line of their own."""

    forms: tuple[tuple[Form, str], ...]

    def weight(self, need: Need) -> float:
        """How well the text meets a need: the weight of its best reading that stands here, else 0."""
        texts = dict(self.forms)
        here = (reading.weight for reading in need.readings if f" {' '.join(reading.tokens)} " in texts[reading.form])
        return max(here, default=0.0)


def matching(session: Session, selection: Selection) -> FoundWorkshops:
    """Workshops that hold every content word, the nearest first; filters are about write-ups and find none."""
    if not selection.words or selection.chosen or selection.page > 1:
        return FoundWorkshops([], [])
    wanted = plan(selection.clauses, Synonyms.shipped())
    scored = [(_score(wanted, row, html), row) for row, html in learning.texts(session)]
    found = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])[:MOST_FOUND]
    cards = cards_of(session, (row for _score_, row in found))
    return FoundWorkshops(cards[:MOST_SHOWN], cards[MOST_SHOWN:])


def _score(wanted: Plan, row: Listed, html: str) -> float:
    """The sum of the best weights of all content needs; 0 where one is not met, or something unwanted stands there."""
    fields = [(FIELDS[name], _words_of(text, is_html=name == "body")) for name, text in _texts(row, html)]
    if any(_best(fields, need) for need in wanted.excluded):
        return 0.0
    weights = [_best(fields, need) for need in wanted.needs if need.is_content]
    return sum(weights) if all(weights) else 0.0


def _texts(row: Listed, html: str) -> Iterable[tuple[str, str]]:
    """The texts of a workshop by the fields of the index that weigh as much."""
    found = row.workshop
    yield "title", found.title
    yield "summary", found.summary
    yield "unit", f"{found.organiser}; {row.unit.name}"
    yield "region", f"{row.region.full_name}; {found.place or ''}"
    yield "body", html


def _best(fields: Iterable[tuple[float, _Words]], need: Need) -> float:
    return max(weight * words.weight(need) for weight, words in fields)


@lru_cache(KEPT_TEXTS)
def _words_of(text: str, *, is_html: bool) -> _Words:
    plain = plain_text(text) if is_html else text
    single, every = parts(plain), tokens(plain)
    joined = " ".join(token.surface for token in every)
    return _Words(
        (
            (Form.SURFACE, f" {' '.join(token.surface for token in single)} \n {joined} "),
            (Form.STEM, f" {' '.join(token.stem for token in single)} "),
        )
    )
