"""The keywords of a text by the present index, and a query of them."""

from collections.abc import Iterable

from rumah_inovasi.search import current
from rumah_inovasi.search.keywords import MOST, candidates, chosen, joined
from rumah_inovasi.search.language.synonyms import Synonyms
from rumah_inovasi.search.port import Clause


def telling(text: str, synonyms: Synonyms, most: int = MOST, fewest_having: int = 1) -> list[str] | None:
    """The keywords of a text, of at most so many words, in its order; none at all while there is no index to ask.

    Words that fewer write-ups than `fewest_having` hold are left out.
    """
    found = candidates(text, synonyms)
    known = current.frequencies(found.asked)
    if known is None:
        return None
    telling_most = chosen(found, known, most, fewest_having)
    together = current.frequencies(telling_most.asked)
    return None if together is None else joined(telling_most, together)


def clauses_of(told: Iterable[str]) -> tuple[Clause, ...]:
    """Keywords as words of a query; those of one keyword stand side by side."""
    return tuple(Clause((word,)) for keyword in told for word in keyword.split())
