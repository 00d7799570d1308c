"""What the views of workshops share: rows and readings as pages show them, and the tombstone."""

from collections.abc import Iterable
from datetime import date

from flask import make_response, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi.learning import presentation, queries
from rumah_inovasi.learning.model import Workshop, WorkshopFile
from rumah_inovasi.learning.presentation import Card, Page
from rumah_inovasi.learning.queries import Listed, Read
from rumah_inovasi.learning.tools import Tools
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.web.current import base_url, house, vocabularies
from rumah_inovasi.web.filters import WIB


def today() -> date:
    """The day it is in East Java."""
    return house().clock().astimezone(WIB).date()


def cards_of(session: Session, rows: Iterable[Listed]) -> list[Card]:
    """Rows of a list as cards."""
    return presentation.cards(rows, vocabularies(session))


def shown(session: Session, reading: Read, files: list[WorkshopFile] | None = None) -> Page:
    """A workshop as its page shows it, with the files that readers may fetch, or with others."""
    return presentation.page(
        reading,
        organisations.region(session, reading.facts.region),
        organisations.unit(session, reading.workshop.unit_id),
        vocabularies(session),
        base_url=base_url(),
        today=today(),
        files=queries.shown_files(session, reading) if files is None else files,
    )


def tombstone(found: Workshop, tools: Tools | None) -> Response:
    """The answer for a withdrawn workshop: title, date and reason, nothing else."""
    page = render_template(
        "learning/tombstone.html",
        title=found.title,
        number=found.number,
        tools=tools,
        withdrawn_on=found.withdrawn_on,
        reason=found.withdrawn_reason,
    )
    return make_response(page, 410)
