"""Pages of one write-up: reading, the sheet for the desk, the letter, and JSON for programs."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import segno
from flask import Blueprint, jsonify, make_response, redirect, render_template
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi import addresses
from rumah_inovasi.accounts import current
from rumah_inovasi.catalogue import export, queries
from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.catalogue.presentation import Card
from rumah_inovasi.catalogue.queries import Read
from rumah_inovasi.catalogue.sections import section_html
from rumah_inovasi.catalogue.showing import cards_of, panels_beside, panels_of, readable, shown, tombstone
from rumah_inovasi.catalogue.tools import tools_for
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.remembered import remembered_each
from rumah_inovasi.web.current import base_url, house, language

blueprint = Blueprint("catalogue", __name__)
READING = 10  # weight among what is remembered


@blueprint.get("/inovasi/<ref>")
def read(ref: str) -> Response:
    """A write-up; a wrong or old slug redirects, a withdrawn one answers with a tombstone."""
    with house().database.read() as session:
        number = queries.number_of_ref(ref)
        kind = ("reading", language(), base_url())
        found, context = remembered_each(session, kind, [number], partial(_readings, session), weight=READING)[number]
        if found.state == State.WITHDRAWN:
            return tombstone(session, found)
        if ref != found.ref:
            return redirect(addresses.write_up(found.ref), 301)
        tools = tools_for(session, current.viewer(), found, house().panels)
        beside = panels_beside(session, found)
        return make_response(render_template("catalogue/write_up.html", tools=tools, **context, **beside))


def _readings(session: Session, numbers: Iterable[int]) -> dict[int, tuple[Innovation, dict[str, Any]]]:
    """Innovations with what their pages show to everybody; a withdrawn one has no page."""
    found = [queries.innovation(session, number) for number in numbers]
    return {row.number: (row, _context(session, row) if row.state == State.PUBLISHED else {}) for row in found}


def _context(session: Session, found: Innovation) -> dict[str, Any]:
    reading = queries.read(session, found)
    item = shown(session, reading)
    return {
        "writeup": item,
        "jsonld": Markup(export.json_ld(item)),  # noqa: S704 - JSON with every < escaped
        "canonical": item.absolute_url,
        **_neighbours(session, reading),
        **panels_of(session, found),
    }


@blueprint.get("/inovasi/<ref>.json")
def as_json(ref: str) -> Response:
    """Facts and text of a write-up for programs."""
    with house().database.read() as session:
        found = queries.published(session, queries.number_of_ref(ref))
        if ref != found.ref:
            return redirect(f"{addresses.write_up(found.ref)}.json", 301)
        reading = queries.read(session, found)
        unit = organisations.unit(session, found.unit_id)
        region = organisations.region(session, found.region_code)
        files = queries.shown_attachments(session, reading)
        return jsonify(export.plain(reading, region, unit, base_url(), files))


@blueprint.get("/inovasi/<ref>/lembar")
def sheet(ref: str) -> Response:
    """One printable page for the desk of whoever decides."""
    with house().database.read() as session:
        reading, moved = readable(session, ref, "/lembar")
        if moved:
            return moved
        item = shown(session, reading)
        code = segno.make(item.absolute_url, error="m")
        return make_response(
            render_template(
                "catalogue/sheet.html",
                writeup=item,
                sections={title.casefold(): html for title, html in section_html(reading.revision.html).items()},
                qr=Markup(code.svg_inline(scale=3, border=0, omitsize=True)),  # noqa: S704 - made of squares alone
                canonical=item.absolute_url,
                **panels_of(session, reading.innovation),
            )
        )


@blueprint.get("/inovasi/<ref>/replikasi")
def letter(ref: str) -> Response:
    """Whom to write to for a replication, with a ready letter; no account needed."""
    with house().database.read() as session:
        reading, moved = readable(session, ref, "/replikasi")
        if moved:
            return moved
        item = shown(session, reading)
        text = render_template("catalogue/letter.txt", writeup=item)
        return make_response(
            render_template("catalogue/replicate.html", writeup=item, letter=text, contact=item.contact, canonical=None)
        )


def _neighbours(session: Session, reading: Read) -> dict[str, list[Card]]:
    number = reading.innovation.number
    links = queries.links(session, number)
    series = [other for other in links.series if other != number]
    related = [other for other in reading.metadata.related if other not in series]
    pointing = [other for other in links.pointing if other not in {*series, *related}]
    lists = {"series": series, "related": related, "backlinks": pointing}
    return {name: cards_of(session, queries.by_number(session, numbers)) for name, numbers in lists.items()}
