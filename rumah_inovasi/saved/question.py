"""A search as it is kept: the query of its address, from which it is read again whenever it is asked."""

from urllib.parse import parse_qsl

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from rumah_inovasi.errors import Invalid
from rumah_inovasi.saved.model import LONGEST_NAME, LONGEST_QUERY
from rumah_inovasi.search import selection as selections
from rumah_inovasi.search.choices import Choices
from rumah_inovasi.search.selection import PATH, Selection

MOST_NAMED = 4  # filters in a proposed name
MOST_FIELDS = 500  # of an address; a search has far fewer


def read(query: str, choices: Choices) -> Selection:
    """The search of a query, its words and filters.

    Raises:
        Invalid: a filter has a value that there is not, or not any more; or there is far too much of it.
    """
    try:
        pairs = parse_qsl(query, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Invalid("Pencarian ini terlalu panjang untuk disimpan. Kurangi saringannya.") from None
    return selections.read(MultiDict(pairs), choices).subject


def kept(selection: Selection) -> str:
    """The query by which a search is kept; searches for the same have the same.

    Raises:
        Invalid: it is too long.
    """
    query = selection.subject.address_query
    if len(query) > LONGEST_QUERY:
        raise Invalid("Pencarian ini terlalu panjang untuk disimpan. Kurangi saringannya.")
    return query


def address(query: str) -> str:
    """The page of a search that is kept."""
    return f"{PATH}?{query}" if query else PATH


def proposed_name(selection: Selection, choices: Choices) -> str:
    """What a search may be called: its words and filters."""
    labels = [choices.label(name, value) for name, value in selection.chosen]
    more = ["…"] if len(labels) > MOST_NAMED else []
    parts = [*([selection.text] if selection.text else []), *labels[:MOST_NAMED], *more]
    return ", ".join(parts)[:LONGEST_NAME].rstrip() or str(gettext("Semua inovasi"))
