"""Lists of write-ups as Atom feeds, for readers of news and for other programs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, make_response, render_template
from flask_babel import gettext

from rumah_inovasi.catalogue.presentation import Card
from rumah_inovasi.catalogue.queries import Listed
from rumah_inovasi.web.current import base_url
from rumah_inovasi.web.site import NAME

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What a feed without entries says of its last change.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """A write-up in a feed. Its id is its address by number alone, which leads on whatever its title becomes."""

    id: str
    url: str
    card: Card
    author: str
    published: str
    updated: str


def entries(shown: Iterable[tuple[Listed, Card]]) -> list[Entry]:
    """Rows with their cards as entries, in the order given."""
    return [
        Entry(
            id=f"{base_url()}/inovasi/{row.innovation.number}",
            url=base_url() + card.url,
            card=card,
            author=gettext("Redaksi %(site)s", site=NAME) if card.provenance == "redaksi" else card.unit.label,
            published=row.innovation.first_published_at.isoformat(),
            updated=row.innovation.updated_at.isoformat(),
        )
        for row, card in shown
    ]


def feed(title: str, entries: Sequence[Entry], *, own_path: str, page_path: str, subtitle: str = "") -> Response:
    """An Atom feed: what it is called and what it holds, where it is, and the page that shows the same."""
    page = render_template(
        "search/atom.xml",
        title=title,
        subtitle=subtitle,
        entries=entries,
        own_url=base_url() + own_path,
        page_url=base_url() + page_path,
        updated=max((entry.updated for entry in entries), default=LONG_AGO.isoformat()),
    )
    # Whatever once came into the database: a single sign that XML has not would make the feed unreadable.
    response = make_response(NOT_XML.sub("", page))
    response.headers["Content-Type"] = "application/atom+xml; charset=utf-8"
    return response
