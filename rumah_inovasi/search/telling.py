"""The keywords of a text by the present index, and a query of them."""

from collections.abc import Iterable, Mapping

from rumah_inovasi.search import current
from rumah_inovasi.search.corrections import near
from rumah_inovasi.search.discretion import may_be_names
from rumah_inovasi.search.keywords import MOST, candidates, chosen, joined
from rumah_inovasi.search.language.synonyms import Synonyms
from rumah_inovasi.search.port import Clause, SearchQuery

MOST_SLIPS = 8  # words of one text that are looked into
SHORTEST_SLIP = 5  # letters; nearly everything is one letter away from a shorter word


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


def slips(text: str, synonyms: Synonyms) -> Mapping[str, str]:
    """Words of a text that are one letter away from the known word that was probably meant, and that word.

    What may be the name of a person is none.
    """
    found = candidates(text, synonyms)
    known = current.frequencies(found.asked)
    if known is None:
        return {}
    names = may_be_names(text)
    single = [term.text for term in found.terms.values() if not term.others and len(term.text) >= SHORTEST_SLIP]
    unknown = [word for word in single if word not in known.having and word not in names][:MOST_SLIPS]
    return {word: other for word in unknown if (other := _meant(word, synonyms)) in near(word)}


def _meant(word: str, synonyms: Synonyms) -> str:
    asked = SearchQuery((Clause((word,)),), size=0, with_facets=False, with_highlights=False, synonyms=synonyms)
    page = current.find(asked)
    return page.corrections.get(word, "") if page else ""


def clauses_of(told: Iterable[str]) -> tuple[Clause, ...]:
    """Keywords as words of a query; those of one keyword stand side by side."""
    return tuple(Clause((word,)) for keyword in told for word in keyword.split())
