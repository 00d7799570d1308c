"""The keywords of a text by the present index, and a query of them."""

from collections.abc import Iterable

from rumah_inovasi.search import current
from rumah_inovasi.search.corrections import near
from rumah_inovasi.search.grammar import corrected
from rumah_inovasi.search.keywords import MOST, candidates, chosen, joined
from rumah_inovasi.search.language.synonyms import Synonyms
from rumah_inovasi.search.port import Clause, SearchQuery

MOST_SLIPS = 8  # words of one text that are looked into
SHORTEST_SLIP = 6  # letters; many a name is one letter away from a shorter word


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


def mended(text: str, synonyms: Synonyms) -> str:
    """The text with the known words that were meant in the place of slips of one letter."""
    found = candidates(text, synonyms)
    known = current.frequencies(found.asked)
    if known is None:
        return text
    single = [term.text for term in found.terms.values() if not term.others and len(term.text) >= SHORTEST_SLIP]
    slips = [word for word in single if word not in known.having][:MOST_SLIPS]
    meant = {word: other for word in slips if (other := _meant(word, synonyms)) in near(word)}
    return corrected(text, meant)


def _meant(word: str, synonyms: Synonyms) -> str:
    asked = SearchQuery((Clause((word,)),), size=0, with_facets=False, with_highlights=False, synonyms=synonyms)
    page = current.find(asked)
    return page.corrections.get(word, "") if page else ""


def clauses_of(told: Iterable[str]) -> tuple[Clause, ...]:
    """Keywords as words of a query; those of one keyword stand side by side."""
    return tuple(Clause((word,)) for keyword in told for word in keyword.split())
