"""What the views of write-ups share: rows and readings as pages show them, and where a page leads instead."""

from collections.abc import Iterable
from typing import Any

from flask import make_response, redirect, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi import addresses
from rumah_inovasi.accounts import current
from rumah_inovasi.catalogue import queries
from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.catalogue.presentation import Card, WriteUp, cards, write_up
from rumah_inovasi.catalogue.queries import Listed, Read
from rumah_inovasi.catalogue.tools import tools_for
from rumah_inovasi.house import Panel
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.web.current import base_url, house, vocabularies, with_query
from rumah_inovasi.web.site import NAME


def cards_of(session: Session, rows: Iterable[Listed]) -> list[Card]:
    """Rows of a list as cards, with the places where each is applied."""
    rows = list(rows)
    applied = house().panels.applied_counts(session, [row.innovation.number for row in rows])
    return cards(rows, vocabularies(session), applied)


def shown(session: Session, reading: Read) -> WriteUp:
    """A write-up as its page shows it, in the language of the answer."""
    unit = organisations.unit(session, reading.revision.unit_id)
    region = organisations.region(session, reading.metadata.region)
    return write_up(
        reading,
        region,
        unit,
        vocabularies(session),
        base_url=base_url(),
        site_name=NAME,
        attachments=queries.shown_attachments(session, reading),
    )


def panels_of(session: Session, innovation: Innovation) -> dict[str, Any]:
    """What other capabilities show on the page of a write-up, by the name that templates know."""
    return _contexts(session, innovation, house().panels.write_up)


def panels_beside(session: Session, innovation: Innovation) -> dict[str, Any]:
    """What they show below it on its reading page alone."""
    return _contexts(session, innovation, house().panels.beside)


def _contexts(session: Session, innovation: Innovation, panels: Iterable[Panel]) -> dict[str, Any]:
    words = vocabularies(session)
    return {panel.name: panel.context(session, innovation, words) for panel in panels}


def readable(session: Session, ref: str, below: str) -> tuple[Read, Response | None]:
    """The write-up of a page below its address, and where to go instead if it is elsewhere or withdrawn."""
    found = queries.innovation(session, queries.number_of_ref(ref))
    reading = queries.read(session, found)
    if found.state == State.WITHDRAWN:
        return reading, tombstone(session, found)
    if ref != found.ref:
        return reading, redirect(with_query(addresses.write_up(found.ref) + below), 301)
    return reading, None


def tombstone(session: Session, found: Innovation) -> Response:
    """The answer for a withdrawn write-up: title, date and reason, nothing else."""
    page = render_template(
        "catalogue/tombstone.html",
        title=found.title,
        number=found.number,
        tools=tools_for(session, current.viewer(), found, house().panels),
        withdrawn_on=found.withdrawn_on,
        reason=found.withdrawn_reason,
    )
    return make_response(page, 410)
