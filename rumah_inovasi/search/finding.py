"""Answers to a selection: the engine says which write-ups, the database what is shown of them.

Where there is no index, the database alone answers, by titles, summaries, tags, units and regions, without filters.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from sqlalchemy.orm import Session

from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.presentation import Card
from rumah_inovasi.catalogue.queries import PAGE_SIZE, Listed
from rumah_inovasi.catalogue.showing import cards_of
from rumah_inovasi.errors import NotFound
from rumah_inovasi.remembered import remembered_each
from rumah_inovasi.search import current
from rumah_inovasi.search.choices import Choices
from rumah_inovasi.search.facets import Counts
from rumah_inovasi.search.language.regions import spoken
from rumah_inovasi.search.port import SHOWN_WHOLE, Hit, SearchPage, Segments, Sort
from rumah_inovasi.search.selection import Selection
from rumah_inovasi.web.current import language

BATCH = 500  # rows of a whole list that are read at once
MOST_WORDS = 12  # that the database is asked for


@dataclass(frozen=True)
class Result:
    """A found write-up: its row and card, and its texts in runs of (text, does it match).

    `is_unseen` where the words by which it was found stand in none of these texts.
    """

    row: Listed
    card: Card
    score: float
    highlights: Mapping[str, Segments]
    passages: Sequence[Segments] = ()
    is_unseen: bool = False

    @property
    def title(self) -> Segments:
        """The title."""
        return self.highlights["title"]

    @property
    def long_form(self) -> Segments:
        """The name in full; empty where there is none."""
        return self.highlights["long_form"]

    @property
    def summary(self) -> Segments:
        """The summary."""
        return self.highlights["summary"]


@dataclass(frozen=True)
class Found:
    """The answer to a selection. `is_limited` where there was no index to ask."""

    results: Sequence[Result]
    total: int
    complete: int
    facets: Mapping[str, Counts] = field(default_factory=dict)
    corrections: Mapping[str, str] = field(default_factory=dict)
    guesses: Mapping[str, Sequence[str]] = field(default_factory=dict)
    is_limited: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether no write-up has all that was asked for: what editors want to hear of."""
        return not self.complete and not self.is_limited

    @property
    def is_wider(self) -> bool:
        """Whether all that was found lacks some of the words."""
        return bool(self.results) and not self.complete and not self.is_limited


def find(
    session: Session, selection: Selection, choices: Choices, *, whole: bool = False, is_plain: bool = False
) -> Found:
    """Answer a selection: the page that it asks for, or the whole list; a plain answer has neither marks nor counts.

    Raises:
        NotFound: the list has fewer pages.
    """
    query = selection.query(choices, whole=whole, with_facets=not is_plain, with_highlights=not is_plain)
    answer = current.find(query)
    if answer is None:
        return _from_database(session, selection, whole=whole)
    if not whole:
        _refuse_beyond(selection.page, answer.total)
    return Found(
        results=results(session, answer.hits),
        total=answer.total,
        complete=answer.complete,
        facets=answer.facets,
        corrections=answer.corrections,
        guesses=answer.guesses,
    )


def newest(session: Session, selection: Selection, choices: Choices, most: int) -> Sequence[Result]:
    """What somebody hears of who watches a list: the newest few of what holds all words."""
    watched = selection.watched
    query = watched.query(choices, whole=True, with_facets=False, with_highlights=False)
    answer = current.find(replace(query, size=most))
    if answer is None:
        return _from_database(session, watched, whole=True).results[:most]
    return results(session, answer.hits)


def count(selection: Selection, choices: Choices) -> int:
    """How many write-ups another selection would find; 0 where there is no index to ask."""
    answer = _figures(selection, choices)
    return answer.total if answer else 0


def count_complete(selection: Selection, choices: Choices) -> int:
    """How many write-ups have every word of another selection; 0 where there is no index to ask."""
    answer = _figures(selection, choices)
    return answer.complete if answer else 0


def _figures(selection: Selection, choices: Choices) -> SearchPage | None:
    return current.find(selection.query(choices, with_facets=False, with_highlights=False))


def _refuse_beyond(page: int, total: int) -> None:
    pages = max(1, -(-total // PAGE_SIZE))
    if page > pages:
        raise NotFound("Halaman %(page)s tidak ada; daftar ini punya %(pages)s halaman.", page=page, pages=pages)


def results(session: Session, hits: Sequence[Hit]) -> list[Result]:
    """The hits that are published now, in their order: an index may be behind by a moment."""
    found = []
    for start in range(0, len(hits), BATCH):
        batch = {hit.number: hit for hit in hits[start : start + BATCH]}
        shown = remembered_each(session, ("card", language()), batch, partial(_shown, session))
        for number, hit in batch.items():
            if number in shown:
                row, card = shown[number]
                texts = _present_texts(card, hit.highlights)
                is_up_to_date = all(texts[name] == hit.highlights.get(name, ()) for name in SHOWN_WHOLE)
                passages = hit.passages if is_up_to_date else ()
                found.append(Result(row, card, hit.score, texts, passages, is_up_to_date and _is_unseen(hit)))
    return found


def _is_unseen(hit: Hit) -> bool:
    marked = any(is_match for runs in hit.highlights.values() for _text, is_match in runs)
    return hit.score > 0 and not marked and not hit.passages


def _shown(session: Session, numbers: Iterable[int]) -> dict[int, tuple[Listed, Card]]:
    rows = catalogue.by_number(session, numbers)
    return {card.number: (row, card) for row, card in zip(rows, cards_of(session, rows), strict=True)}


def _present_texts(card: Card, marked: Mapping[str, Segments]) -> dict[str, Segments]:
    """The texts of the card, marked where the index knows them as they are now."""
    present = {"title": card.title, "long_form": card.long_form or "", "summary": card.summary}
    return {name: _marked(text, marked.get(name, ())) for name, text in present.items()}


def _marked(text: str, runs: Segments) -> Segments:
    """The runs where they are the runs of this text, else the text without marks."""
    if "".join(run for run, _is_hit in runs) == text:
        return runs
    return ((text, False),)


def _from_database(session: Session, selection: Selection, *, whole: bool) -> Found:
    words = [spoken(word) for word in selection.words[:MOST_WORDS]]
    by_date = selection.sort is Sort.NEWEST
    page = catalogue.matching(session, words, 1 if whole else selection.page, by_date=by_date)
    rows = list(page.rows)
    for number in range(2, page.pages + 1) if whole else ():
        rows += catalogue.matching(session, words, number, by_date=by_date).rows
    pairs = zip(rows, cards_of(session, rows), strict=True)
    results = [Result(row, card, 0.0, _present_texts(card, {})) for row, card in pairs]
    return Found(results=results, total=page.total, complete=page.total, is_limited=True)
