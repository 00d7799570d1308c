"""What the page of results says and offers around its list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import get_template_attribute
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup
from sqlalchemy.orm import Session

from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.presentation import Card
from rumah_inovasi.catalogue.queries import PAGE_SIZE
from rumah_inovasi.catalogue.showing import cards_of
from rumah_inovasi.remembered import remembered_each
from rumah_inovasi.search import advice
from rumah_inovasi.search.asked import normalised
from rumah_inovasi.search.choices import Choices
from rumah_inovasi.search.facets import chips, facets
from rumah_inovasi.search.finding import Found
from rumah_inovasi.search.port import Sort
from rumah_inovasi.search.selection import PATH, Selection
from rumah_inovasi.web.current import base_url, house, language
from rumah_inovasi.web.links import Link, pager

FORMS = (("CSV", "/cari.csv"), ("JSON", "/cari.json"))
FEED = "/cari.atom"
MOST_NAMED = 3  # filters in the heading of a list without words
ORDERS = {
    Sort.RELEVANCE: lazy_gettext("Relevansi"),
    Sort.MATCH: lazy_gettext("Kecocokan kata"),
    Sort.TITLE: lazy_gettext("Judul"),
    Sort.NEWEST: lazy_gettext("Terbaru"),
    Sort.REPLICATION: lazy_gettext("Replikasi terbanyak"),
}


@dataclass(frozen=True)
class Order:
    """An order of the list."""

    label: str
    url: str
    is_current: bool


def context(session: Session, selection: Selection, choices: Choices, found: Found) -> dict[str, Any]:
    """All that the template of the page needs."""
    is_missing = found.is_missing and selection.page == 1
    is_empty = not found.total and not found.is_limited
    return {
        "selection": selection,
        "heading": heading(selection, choices),
        "found": found,
        "chips": chips(selection, choices),
        "clear_url": selection.without().url(),
        "facets": [] if found.is_limited else facets(found.facets, selection, choices),
        "orders": _orders(selection, found),
        "all_words": _all_words(selection, found),
        "meant": advice.meant(selection, found.corrections, choices),
        "ways_out": advice.ways_out(selection, choices) if is_empty else advice.WaysOut(),
        "widening": advice.widening(session, selection, choices) if is_missing else advice.Widening(),
        "answers": _answers(session, selection) if is_missing else [],
        "pager": pager(selection.page, found.total, PAGE_SIZE, selection.url()),
        "forms": [Link(name, selection.url(path)) for name, path in FORMS],
        "feed_url": selection.subject.url(FEED),
        "query": selection.subject.address_query,
        # All other lists are endless combinations of the same write-ups.
        "canonical": base_url() + PATH if selection == Selection() else None,
    }


def _answers(session: Session, selection: Selection) -> list[Card]:
    """Write-ups that editors have named to those who ask just this."""
    words = normalised(selection.text)
    numbers = house().panels.answers_to(session, words) if words else ()
    return cards_of(session, catalogue.by_number(session, numbers))


def card_rests(session: Session, found: Found) -> dict[int, Markup]:
    """Of every card on the page, by number, what hangs on no words: made once by the template, and kept."""
    cards = {result.card.number: result.card for result in found.results}

    def made(missing: Collection[int]) -> dict[int, Markup]:
        macro = get_template_attribute("parts/components.html", "card_rest")
        return {number: macro(cards[number], with_unit=True) for number in missing}

    return remembered_each(session, ("card rest", language()), cards, made)


def heading(selection: Selection, choices: Choices) -> str:
    """What the list is called: by its words, else by its filters."""
    if selection.text:
        return str(gettext("Cari: %(q)s", q=selection.text))
    if not selection.chosen:
        return str(gettext("Semua inovasi"))
    names = [choices.label(name, value) for name, value in selection.chosen]
    more = ", …" if len(names) > MOST_NAMED else ""
    return str(gettext("Inovasi: %(filters)s", filters=", ".join(names[:MOST_NAMED]) + more))


def _orders(selection: Selection, found: Found) -> Sequence[Order]:
    # Where no words are looked for, nothing is more relevant than another: the list goes by title.
    usual = Sort.RELEVANCE if selection.words and not found.is_limited else Sort.TITLE
    left_out = {Sort.RELEVANCE} if usual is Sort.TITLE else set()
    if found.is_limited:
        left_out.add(Sort.REPLICATION)
    offered = [sort for sort in ORDERS if sort not in left_out]
    current = selection.sort if selection.sort in offered else usual
    return [Order(str(ORDERS[sort]), _in_order(selection, sort, usual), sort is current) for sort in offered]


def _in_order(selection: Selection, sort: Sort, usual: Sort) -> str:
    return replace(selection, sort=Sort.RELEVANCE if sort is usual else sort).url()


def _all_words(selection: Selection, found: Found) -> Link | None:
    """The switch between lists of all that holds some of the words and of what holds all."""
    if selection.all_words:
        label = gettext("Tampilkan juga yang memuat sebagian kata")
        return Link(label, replace(selection, all_words=False).url())
    if 0 < found.complete < found.total:
        label = gettext("Hanya yang memuat semua kata (%(num)s)", num=found.complete)
        return Link(label, replace(selection, all_words=True).url())
    return None
