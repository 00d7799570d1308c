"""A query answered from a snapshot."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import islice

from rumah_inovasi.search import snippets
from rumah_inovasi.search.language.stop_words import is_stop_word
from rumah_inovasi.search.language.synonyms import Synonyms
from rumah_inovasi.search.language.tokens import parts, tokens
from rumah_inovasi.search.plan import STEM_WEIGHT, Form, Need, Plan, Reading, plan
from rumah_inovasi.search.port import (
    PASSAGES,
    SHOWN_WHOLE,
    Clause,
    Frequencies,
    Hit,
    SearchPage,
    SearchQuery,
    Segments,
    Sort,
)
from rumah_inovasi.search.whoosh_engine.corrections import correction
from rumah_inovasi.search.whoosh_engine.facets import Narrowed
from rumah_inovasi.search.whoosh_engine.ranking import Found, found, need_scores
from rumah_inovasi.search.whoosh_engine.snapshot import Snapshot

MOST_CORRECTIONS = 4  # words of one query that are looked into; each may mean a walk over all words


def page(snapshot: Snapshot, query: SearchQuery) -> SearchPage:
    """Answer a query.

    Raises:
        IndexDamaged, IndexClosed: the index cannot be read.
    """
    asked = plan(query.clauses, query.synonyms)
    result = found(snapshot, asked, all_words=query.all_words, hidden=query.hidden)
    narrowed = Narrowed(snapshot, result.scores.keys(), query.filters)
    listed = _ordered(snapshot, narrowed.numbers, result, query.sort if asked.needs else _without_words(query.sort))
    end = None if query.size is None else query.start + query.size
    return SearchPage(
        total=len(listed),
        complete=len(narrowed.numbers & result.complete),
        hits=tuple(_hit(snapshot, number, result.scores[number], asked, query) for number in listed[query.start : end]),
        facets=narrowed.counts() if query.with_facets else {},
        corrections=_corrections(snapshot, asked, query.synonyms, query.hidden),
    )


def frequencies(snapshot: Snapshot, words: Iterable[str]) -> Frequencies:
    """How many documents have each word. Raises as `page`."""
    having = {word: len(need_scores(snapshot, _in_all_forms(word))) for word in words}
    return Frequencies(len(snapshot.cards), {word: count for word, count in having.items() if count})


def _in_all_forms(word: str) -> Need:
    found = parts(word)
    surfaces, stems = tuple(part.surface for part in found), tuple(part.stem for part in found)
    return Need(word, (Reading(Form.SURFACE, surfaces, 1.0), Reading(Form.STEM, stems, STEM_WEIGHT)))


def _without_words(sort: Sort) -> Sort:
    return Sort.TITLE if sort is Sort.RELEVANCE else sort


def _ordered(snapshot: Snapshot, numbers: AbstractSet[int], result: Found, sort: Sort) -> list[int]:
    if sort is Sort.RELEVANCE:
        return sorted(numbers, key=lambda number: (-result.scores[number], number))
    ranks = snapshot.ranks[sort]
    return sorted(numbers, key=lambda number: (number not in result.complete, ranks[number]))


def _hit(snapshot: Snapshot, number: int, score: float, plan: Plan, query: SearchQuery) -> Hit:
    if not query.with_highlights:
        return Hit(number, score, {})
    texts = snapshot.texts(number)
    whole: dict[str, Segments] = {
        field: snippets.marked(texts[field], snippets.matches(texts[field], plan))
        for field in SHOWN_WHOLE
        if texts.get(field)
    }
    text = texts.get(PASSAGES, "")
    return Hit(number, score, whole, snippets.passages(text, snippets.matches(text, plan), query.passages))


def _corrections(snapshot: Snapshot, asked: Plan, synonyms: Synonyms, hidden: AbstractSet[int]) -> Mapping[str, str]:
    """Words that were probably meant: such as stand together with the words that are known, else any."""
    content = [need for need in asked.needs if need.is_content]
    unknown = [need for need in content if not _is_known(snapshot, need)]
    company = set().union(*(need_scores(snapshot, need) for need in content)) - hidden
    words = {need.text: parts[0].surface for need in unknown if len(parts := tokens(need.text)) == 1}

    def everywhere(word: str) -> float:
        return len(_having(snapshot, word, synonyms) - hidden)

    def in_company(word: str) -> float:
        return len(_having(snapshot, word, synonyms) & company)

    looked_into = dict(islice(words.items(), MOST_CORRECTIONS))
    meant = {
        text: correction(word, (snapshot.words, synonyms.words), (in_company, everywhere))
        for text, word in looked_into.items()
    }
    return {text: word for text, word in meant.items() if word}


def _having(snapshot: Snapshot, word: str, synonyms: Synonyms) -> AbstractSet[int]:
    """The documents that somebody may mean by a word: those with it, or where it stands nowhere, what it leads to."""
    if is_stop_word(word):
        return set()
    if word in snapshot.words:
        return need_scores(snapshot, Need(word, (Reading(Form.SURFACE, (word,), 1.0),))).keys()
    return set().union(*(need_scores(snapshot, need) for need in plan([Clause((word,))], synonyms).needs))


def _is_known(snapshot: Snapshot, need: Need) -> bool:
    return any(
        all(_frequency(snapshot, reading.form, word) for word in reading.tokens)
        for reading in need.readings
        if reading.tokens
    )


def _frequency(snapshot: Snapshot, form: Form, word: str) -> int:
    """How many documents have a word."""
    return len(need_scores(snapshot, Need(word, (Reading(form, (word,), 1.0),))))
