"""The keywords of a text by the present index, and a query of them."""

from collections.abc import Iterable

from rumah_inovasi.search import current
from rumah_inovasi.search.keywords import MOST, Candidates, Keyword, keywords
from rumah_inovasi.search.port import Clause


def telling(found: Candidates, most: int = MOST, fewest_having: int = 1) -> list[Keyword] | None:
    """The keywords among what a text has to offer, as `keywords`; none at all while there is no index to ask."""
    known = current.frequencies(found.asked)
    return None if known is None else keywords(found, known, most, fewest_having)


def clauses_of(told: Iterable[Keyword]) -> tuple[Clause, ...]:
    """Keywords as words of a query; those of one keyword stand side by side."""
    return tuple(Clause((word,)) for keyword in told for word in keyword.text.split())
