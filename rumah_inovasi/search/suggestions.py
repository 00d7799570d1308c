"""What the search box offers while one types."""

from sqlalchemy.orm import Session

from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.search import current
from rumah_inovasi.search.port import Clause, IndexUnusable, SearchQuery

MOST = 8
SHORTEST = 2  # letters from which on there is something to offer
_LOOKED_AT = 3  # hits of a suggestion that are looked up, in case an index is behind by a moment


def suggestions(session: Session, start: str) -> list[str]:
    """Titles, tags, units and regions that begin so. Each is written in a write-up that is published now.

    Hence none leads to an empty list, and what was withdrawn a moment ago is not named.
    """
    if len(start) < SHORTEST:
        return []
    try:
        offered = current.engine().complete(start, limit=MOST)
        numbers = {text: _written_in(text) for text in offered}
    except IndexUnusable:
        return []
    found = {row.innovation.number for row in catalogue.by_number(session, set().union(*numbers.values()))}
    return [text for text in offered if numbers[text] & found][:MOST]


def _written_in(text: str) -> set[int]:
    """Write-ups in which the text stands word by word."""
    phrase = Clause(tuple(text.split()), is_phrase=True)
    page = current.engine().find(SearchQuery((phrase,), size=_LOOKED_AT, with_facets=False, with_highlights=False))
    return {hit.number for hit in page.hits}
