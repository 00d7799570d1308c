"""Lists of write-ups: by topic, by tag, and a few side by side."""

import re

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session

from rumah_inovasi import addresses
from rumah_inovasi.catalogue import queries
from rumah_inovasi.catalogue.metadata import SLUG
from rumah_inovasi.catalogue.model import TermKind
from rumah_inovasi.catalogue.queries import PAGE_SIZE, Page
from rumah_inovasi.catalogue.showing import cards_of, shown
from rumah_inovasi.catalogue.side_by_side import side_by_side
from rumah_inovasi.errors import NotFound
from rumah_inovasi.web.current import base_url, house, page_number, vocabularies
from rumah_inovasi.web.links import Counted, pager

blueprint = Blueprint("lists", __name__)
LEAST_CHOSEN, MOST_CHOSEN = 2, 5
TOPIC_GROUPS = ("wajib-pelayanan-dasar", "wajib-non-pelayanan-dasar", "pilihan", "penunjang", "umum")


@blueprint.get("/pilihan")
def choice() -> str:
    """Two to five write-ups side by side."""
    numbers = _chosen_numbers()
    with house().database.read() as session:
        rows = queries.by_number(session, numbers[:MOST_CHOSEN])
        found = [row.innovation.number for row in rows]
        applied = house().panels.applied_counts(session, found)
        readings = [queries.read(session, row.innovation) for row in rows]
        return render_template(
            "catalogue/choice.html",
            cards=cards_of(session, rows),
            rows=side_by_side([shown(session, reading) for reading in readings], applied),
            missing=[number for number in numbers if number not in found],
            too_many=len(numbers) > MOST_CHOSEN,
            enough=len(rows) >= LEAST_CHOSEN,
        )


@blueprint.get("/urusan")
def topics() -> str:
    """All topics with the number of their write-ups, in the groups of the law."""
    with house().database.read() as session:
        words = vocabularies(session)
        counts = queries.counts_by_term(session, TermKind.TOPIC)
        groups = [
            (
                group,
                [
                    Counted(words.name("urusan", term.id), addresses.topic(term.id), counts.get(term.id, 0))
                    for term in words.of("urusan")
                    if term.group == group
                ],
            )
            for group in TOPIC_GROUPS
        ]
        return render_template("catalogue/topics.html", groups=groups)


@blueprint.get("/urusan/<topic_id>")
def topic(topic_id: str) -> str:
    """Write-ups of one topic."""
    with house().database.read() as session:
        words = vocabularies(session)
        if not words.has("urusan", topic_id):
            raise NotFound("Urusan “%(topic)s” tidak ada.", topic=topic_id)
        page = queries.with_term(session, TermKind.TOPIC, topic_id, page_number())
        name, search_url = words.name("urusan", topic_id), addresses.search(urusan=topic_id)
        return _list(session, "catalogue/topic.html", page, name, addresses.topic(topic_id), search_url)


@blueprint.get("/tag/<slug>")
def tag(slug: str) -> str:
    """Write-ups with one tag."""
    if not re.fullmatch(SLUG.pattern, slug):
        raise NotFound("Halaman ini tidak ada.")
    with house().database.read() as session:
        page = queries.with_term(session, TermKind.TAG, slug, page_number())
        if not page.total:
            raise NotFound("Belum ada tulisan dengan tag “%(tag)s”.", tag=slug)
        return _list(session, "catalogue/tag.html", page, slug, addresses.tag(slug), addresses.search(tag=slug))


def _list(session: Session, template: str, page: Page, heading: str, url: str, search_url: str) -> str:
    return render_template(
        template,
        heading=heading,
        cards=cards_of(session, page.rows),
        pager=pager(page.number, page.total, PAGE_SIZE, url),
        search_url=search_url,
        canonical=base_url() + url if page.number == 1 else None,
    )


def _chosen_numbers() -> list[int]:
    texts = [part.strip() for value in request.args.getlist("n") for part in value.split(",") if part.strip()]
    if not all(text.isascii() and text.isdigit() and len(text) < 9 for text in texts):  # noqa: PLR2004 - as above
        abort(400, "Pilihan (n) berisi nomor tulisan dipisah koma, misalnya n=17,23.")
    return list(dict.fromkeys(int(text) for text in texts))
