"""What the search box offers while one types."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.search import current, frequent, grammar, own_synonyms
from rumah_inovasi.search.asked import normalised
from rumah_inovasi.search.language.stop_words import is_stop_word
from rumah_inovasi.search.language.synonyms import Synonyms
from rumah_inovasi.search.port import Clause, IndexUnusable, SearchQuery

MOST = 8
SHORTEST = 2  # letters from which on there is something to offer
_LOOKED_AT = 3  # hits of a suggestion that are looked up, in case an index is behind by a moment


def suggestions(session: Session, start: str) -> list[str]:
    """Titles, tags, units and regions that begin so, then what is often asked for.

    Each is written in a write-up that is published now, or one has all its words. Hence none leads to an empty list,
    and what was withdrawn a moment ago is not named.
    """
    if len(start) < SHORTEST:
        return []
    try:
        offered = current.engine().complete(start, limit=MOST)
        numbers = {text: _written_in(text) for text in offered}
        if len(offered) < MOST:
            numbers |= _often_asked(session, start, offered)
    except IndexUnusable:
        return []
    found = {row.innovation.number for row in catalogue.by_number(session, set().union(*numbers.values()))}
    return [text for text in numbers if numbers[text] & found][:MOST]


def _written_in(text: str) -> set[int]:
    """Write-ups in which the text stands word by word."""
    phrase = Clause(tuple(text.split()), is_phrase=True)
    page = current.engine().find(SearchQuery((phrase,), size=_LOOKED_AT, with_facets=False, with_highlights=False))
    return {hit.number for hit in page.hits}


def _often_asked(session: Session, start: str, offered: Sequence[str]) -> dict[str, set[int]]:
    """What many have asked for, over several weeks, and write-ups that have all words of it."""
    known = {normalised(text) for text in offered}
    texts = [text for text in frequent.starting(session, normalised(start), MOST) if text not in known]
    if not texts:
        return {}
    synonyms = own_synonyms.present(session)
    return {text: _having_all(text, synonyms) for text in texts if _is_known(text)}


def _is_known(text: str) -> bool:
    """Whether each of its words stands in the index by itself, so that a mistake is not handed on."""
    words = [word for word in text.split() if not is_stop_word(word)]
    return len(current.engine().frequencies(words).having) == len(set(words))


def _having_all(text: str, synonyms: Synonyms) -> set[int]:
    query = SearchQuery(
        grammar.parse(text).clauses,
        all_words=True,
        size=_LOOKED_AT,
        with_facets=False,
        with_highlights=False,
        synonyms=synonyms,
    )
    return {hit.number for hit in current.engine().find(query).hits}
