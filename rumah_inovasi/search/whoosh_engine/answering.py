"""A query answered from a snapshot."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from itertools import islice

from rumah_inovasi.search import snippets
from rumah_inovasi.search.language.stop_words import is_stop_word
from rumah_inovasi.search.language.tokens import tokens
from rumah_inovasi.search.plan import Form, Need, Plan, Reading
from rumah_inovasi.search.port import SHOWN_WHOLE, SNIPPET, Hit, SearchPage, SearchQuery, Segments, Sort
from rumah_inovasi.search.whoosh_engine.corrections import correction
from rumah_inovasi.search.whoosh_engine.facets import Narrowed
from rumah_inovasi.search.whoosh_engine.ranking import Found, found, need_scores
from rumah_inovasi.search.whoosh_engine.snapshot import Snapshot

MOST_CORRECTIONS = 4  # words of one query that are looked into; each may mean a walk over all words


def page(snapshot: Snapshot, query: SearchQuery, plan: Plan) -> SearchPage:
    """Answer a query that is worked out.

    Raises:
        IndexDamaged, IndexClosed: the index cannot be read.
    """
    result = found(snapshot, plan, all_words=query.all_words, hidden=query.hidden)
    narrowed = Narrowed(snapshot, result.scores.keys(), query.filters)
    listed = _ordered(snapshot, narrowed.numbers, result, query.sort if plan.needs else _without_words(query.sort))
    end = None if query.size is None else query.start + query.size
    return SearchPage(
        total=len(listed),
        complete=len(narrowed.numbers & result.complete),
        hits=tuple(
            Hit(number, result.scores[number], _highlights(snapshot, number, plan) if query.with_highlights else {})
            for number in listed[query.start : end]
        ),
        facets=narrowed.counts() if query.with_facets else {},
        corrections=_corrections(snapshot, plan, query.hidden),
    )


def _without_words(sort: Sort) -> Sort:
    return Sort.TITLE if sort is Sort.RELEVANCE else sort


def _ordered(snapshot: Snapshot, numbers: AbstractSet[int], result: Found, sort: Sort) -> list[int]:
    if sort is Sort.RELEVANCE:
        return sorted(numbers, key=lambda number: (-result.scores[number], number))
    ranks = snapshot.ranks[sort]
    return sorted(numbers, key=lambda number: (number not in result.complete, ranks[number]))


def _highlights(snapshot: Snapshot, number: int, plan: Plan) -> Mapping[str, Segments]:
    texts = snapshot.texts(number)
    shown: dict[str, Segments] = {
        field: snippets.marked(texts[field], plan) for field in SHOWN_WHOLE if texts.get(field)
    }
    passage = snippets.snippet(texts.get(SNIPPET, ""), plan) if plan.needs else None
    if passage:
        shown[SNIPPET] = passage
    return shown


def _corrections(snapshot: Snapshot, plan: Plan, hidden: AbstractSet[int]) -> Mapping[str, str]:
    """Words that were probably meant: such as stand together with the words that are known.

    Where none is known, nothing is proposed unless every word can be corrected.
    """
    content = [need for need in plan.needs if need.is_content]
    unknown = [need for need in content if not _is_known(snapshot, need)]
    company = set().union(*(need_scores(snapshot, need) for need in content)) - hidden
    words = {need.text: parts[0].surface for need in unknown if len(parts := tokens(need.text)) == 1}

    def frequency(word: str) -> int:
        numbers = need_scores(snapshot, Need(word, (Reading(Form.SURFACE, (word,), 1.0),))).keys() - hidden
        return 0 if is_stop_word(word) else len(numbers & company if company else numbers)

    looked_into = dict(islice(words.items(), MOST_CORRECTIONS))
    meant = {text: correction(word, snapshot.words, frequency) for text, word in looked_into.items()}
    found = {text: word for text, word in meant.items() if word}
    return found if company or len(found) == len(looked_into) else {}


def _is_known(snapshot: Snapshot, need: Need) -> bool:
    return any(
        all(_frequency(snapshot, reading.form, word) for word in reading.tokens)
        for reading in need.readings
        if reading.tokens
    )


def _frequency(snapshot: Snapshot, form: Form, word: str) -> int:
    """How many documents have a word."""
    return len(need_scores(snapshot, Need(word, (Reading(form, (word,), 1.0),))))
