"""The page of a draft as readers would see it, for those who may see the draft."""

from flask import Blueprint, make_response, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from rumah_inovasi.accounts import current
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.showing import cards_of
from rumah_inovasi.learning import preview, queries
from rumah_inovasi.learning.showing import shown
from rumah_inovasi.learning.workshop_kind import WORKSHOPS
from rumah_inovasi.markup.errors import MarkupError
from rumah_inovasi.web.current import house, vocabularies
from rumah_inovasi.web.errors import spoken
from rumah_inovasi.web.routes import NUMBER

blueprint = Blueprint("workshop_preview", __name__)


@blueprint.get(f"{WORKSHOPS.FOLDER}/{NUMBER}/pratinjau")
def show(number: int) -> Response:
    """The workshop as it would look; where its text cannot be rendered, what has to be changed."""
    actor = current.actor()
    with house().database.read() as session:
        row = WORKSHOPS.find(session, actor, number)
    found = row.proposal
    try:
        rendered = house().renderer.render(found.body)
    except MarkupError as error:
        page = render_template("writing/unreadable.html", row=row, kind=WORKSHOPS, trouble=spoken(error))
        return make_response(page)
    with house().database.read() as session:
        known = vocabularies(session)
        facts = preview.readable(found.stored, row.region.code, known, gettext("(belum diisi)"))
        kept = queries.files(session, found.workshop_number)
        listed = [kept[item.name] for item in facts.attachments if item.name in kept]
        reading = preview.reading_of(row.text, found, facts, rendered, now=house().clock())
        page = render_template(
            "learning/preview.html",
            workshop=shown(session, reading, listed),
            write_ups=cards_of(session, catalogue.by_number(session, facts.innovations)),
            row=row,
            kind=WORKSHOPS,
            problems=len(WORKSHOPS.problems(session, found.stored, row.region.code, known)),
            closed=[file.name for file in listed if not file.is_open],
            preview=True,
            tools=None,
        )
    return make_response(page)
