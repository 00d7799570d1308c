"""A query answered from a snapshot."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import islice

from rumah_inovasi.search import snippets
from rumah_inovasi.search.language.tokens import tokens
from rumah_inovasi.search.plan import Form, Need, Plan, Reading
from rumah_inovasi.search.port import SHOWN_WHOLE, SNIPPET, Hit, SearchPage, SearchQuery, Segments, Sort
from rumah_inovasi.search.whoosh_engine.corrections import correction
from rumah_inovasi.search.whoosh_engine.facets import Narrowed
from rumah_inovasi.search.whoosh_engine.ranking import found, need_scores
from rumah_inovasi.search.whoosh_engine.snapshot import Snapshot

MOST_CORRECTIONS = 4  # words of one query that are looked into; each may mean a walk over all words


def page(snapshot: Snapshot, query: SearchQuery, plan: Plan) -> SearchPage:
    """Answer a query that is worked out.

    Raises:
        IndexDamaged, IndexClosed: the index cannot be read.
    """
    result = found(snapshot, plan, all_words=query.all_words)
    narrowed = Narrowed(snapshot, result.scores.keys(), query.filters)
    listed = _ordered(
        snapshot, narrowed.numbers, result.scores, query.sort if plan.needs else _without_words(query.sort)
    )
    end = None if query.size is None else query.start + query.size
    return SearchPage(
        total=len(listed),
        complete=len(narrowed.numbers & result.complete),
        hits=tuple(
            Hit(number, result.scores[number], _highlights(snapshot, number, plan) if query.with_highlights else {})
            for number in listed[query.start : end]
        ),
        facets=narrowed.counts() if query.with_facets else {},
        corrections=dict(_corrections(snapshot, plan)),
    )


def _without_words(sort: Sort) -> Sort:
    return Sort.TITLE if sort is Sort.RELEVANCE else sort


def _ordered(snapshot: Snapshot, numbers: AbstractSet[int], scores: Mapping[int, float], sort: Sort) -> list[int]:
    if sort is Sort.RELEVANCE:
        return sorted(numbers, key=lambda number: (-scores[number], number))
    return sorted(numbers, key=snapshot.ranks[sort].__getitem__)


def _highlights(snapshot: Snapshot, number: int, plan: Plan) -> Mapping[str, Segments]:
    texts = snapshot.texts(number)
    shown: dict[str, Segments] = {
        field: snippets.marked(texts[field], plan) for field in SHOWN_WHOLE if texts.get(field)
    }
    passage = snippets.snippet(texts.get(SNIPPET, ""), plan) if plan.needs else None
    if passage:
        shown[SNIPPET] = passage
    return shown


def _corrections(snapshot: Snapshot, plan: Plan) -> Iterable[tuple[str, str]]:
    unknown = (
        (need.text, words[0].surface)
        for need in plan.needs
        if need.is_content and len(words := tokens(need.text)) == 1 and not _is_known(snapshot, need)
    )
    for text, word in islice(unknown, MOST_CORRECTIONS):
        meant = correction(word, snapshot.words, lambda each: _frequency(snapshot, Form.SURFACE, each))
        if meant:
            yield text, meant


def _is_known(snapshot: Snapshot, need: Need) -> bool:
    return any(
        all(_frequency(snapshot, reading.form, word) for word in reading.tokens)
        for reading in need.readings
        if reading.tokens
    )


def _frequency(snapshot: Snapshot, form: Form, word: str) -> int:
    """How many documents have a word."""
    return len(need_scores(snapshot, Need(word, (Reading(form, (word,), 1.0),))))
