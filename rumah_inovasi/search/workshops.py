"""Workshops that hold the words of a query: asked of the database, by the same understanding of words as the index.

They are few beside the write-ups, and have lists, filters and counts of their own; decision 11 says why they stand
outside the index.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy.orm import Session

from rumah_inovasi import addresses
from rumah_inovasi.learning import queries as learning
from rumah_inovasi.learning.presentation import Card
from rumah_inovasi.learning.queries import Listed
from rumah_inovasi.learning.showing import cards_of
from rumah_inovasi.markup.plain_text import plain_text
from rumah_inovasi.search import grammar, own_synonyms
from rumah_inovasi.search.language.tokens import parts, tokens
from rumah_inovasi.search.plan import Form, Need, Plan, plan
from rumah_inovasi.search.port import FIELDS, Clause
from rumah_inovasi.search.selection import Selection

MOST_SHOWN = 3
KEPT_TEXTS = 20_000  # five of a workshop; looked through in turn, so that with one too few none would be found again


@dataclass(frozen=True)
class FoundWorkshops:
    """The best few, how many there are, and where all of them are listed."""

    first: list[Card]
    total: int
    url: str


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
        return FoundWorkshops([], 0, "")
    found = _nearest_first(session, selection.clauses)
    url = addresses.workshops(q=selection.text)
    return FoundWorkshops(cards_of(session, found[:MOST_SHOWN]), len(found), url)


def numbers(session: Session, text: str) -> list[int]:
    """The numbers of the workshops that hold every content word of a query, the nearest first.

    There are no filters in it: what looks like one (`tahun:2024`) is words.
    """
    clauses = grammar.parse(text, lambda _name, _value: False).clauses
    return [row.workshop.number for row in _nearest_first(session, clauses)]


def _nearest_first(session: Session, clauses: Sequence[Clause]) -> list[Listed]:
    wanted = plan(clauses, own_synonyms.present(session))
    scored = [(_score(wanted, row, html), row) for row, html in learning.texts(session)]
    return [row for score, row in sorted(scored, key=lambda pair: -pair[0]) if score > 0]


def _score(wanted: Plan, row: Listed, html: str) -> float:
    """The sum of the best weights of all content needs; 0 where one is not met, or something unwanted stands there."""
    fields = [(FIELDS[name], _words_of(text, is_html=name == "body")) for name, text in _texts(row, html)]
    if any(_best(fields, need) for need in wanted.excluded):
        return 0.0
    if not wanted.needs:
        return 1.0  # only words that are not wanted: all others do
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
