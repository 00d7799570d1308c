"""The search page."""

import re

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext

from rumah_inovasi import addresses
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.presentation import cards
from rumah_inovasi.catalogue.queries import PAGE_SIZE
from rumah_inovasi.search.marking import Hit, hits
from rumah_inovasi.web.current import house, page_number, vocabularies
from rumah_inovasi.web.links import Link, pager

blueprint = Blueprint("search", __name__)
MOST_WORDS = 12
LONGEST_QUERY = 300
SORTS = ("judul", "terbaru")


@blueprint.get("/cari")
def results() -> str:
    """Write-ups that hold all words of the query, or all write-ups."""
    given = "".join(sign if sign.isprintable() else " " for sign in request.args.get("q", ""))
    query = " ".join(given.split())[:LONGEST_QUERY].rstrip()
    sort = request.args.get("urut", SORTS[0])
    if sort not in SORTS:
        abort(400, "Urutan (urut) yang tersedia: judul dan terbaru.")
    # A query of signs alone, such as "%", is looked for as it stands: without any words all would be found.
    words = (re.findall(r"\w+(?:[-'’.]\w+)*", query) or query.split())[:MOST_WORDS]
    with house().database.read() as session:
        page = catalogue.matching(session, words, page_number(), by_date=sort == "terbaru")
        applied = house().panels.applied_counts(session, [row.innovation.number for row in page.rows])
        found: list[Hit] = hits(cards(page.rows, vocabularies(session), applied), words)
        return render_template(
            "search/results.html",
            q=query,
            hits=found,
            words=len(words),
            pager=pager(page.number, page.total, PAGE_SIZE, addresses.search(q=query, urut=request.args.get("urut"))),
            sorts=[
                (gettext("Judul"), addresses.search(q=query), sort == "judul"),
                (gettext("Terbaru"), addresses.search(q=query, urut="terbaru"), sort == "terbaru"),
            ],
            single_words=[Link(word, addresses.search(q=word)) for word in words] if len(words) > 1 else [],
            canonical=None,
        )
