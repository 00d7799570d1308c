"""Documents for engines, and how the tests ask."""

from collections.abc import Mapping, Sequence
from typing import Any

from rumah_inovasi.search.grammar import parse
from rumah_inovasi.search.port import Engine, SearchDocument, SearchPage, SearchQuery


def document(
    number: int,
    body: str = "",
    *,
    title: str = "",
    facets: Mapping[str, Sequence[str]] | None = None,
    updated: int = 0,
    applied_in: int = 0,
    **texts: str,
) -> SearchDocument:
    """A document; texts that are not given are empty."""
    name = title or f"Judul {number}"
    return SearchDocument(
        number, {"title": name, "body": body, **texts}, facets or {}, name.casefold(), updated, applied_in
    )


def ask(engine: Engine, typed: str = "", **choices: Any) -> SearchPage:
    """The answer to what is typed into the search box, filters aside."""
    return engine.find(SearchQuery(parse(typed).clauses, **choices))


def numbers(page: SearchPage) -> list[int]:
    """Which write-ups a page lists, in order."""
    return [hit.number for hit in page.hits]


def found(engine: Engine, typed: str, **choices: Any) -> list[int]:
    """Which write-ups are found by what is typed, by number."""
    return sorted(numbers(ask(engine, typed, size=None, **choices)))
