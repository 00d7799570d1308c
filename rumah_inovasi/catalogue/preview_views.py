"""The page of a draft as readers would see it, for those who may see the draft."""

from flask import Blueprint, make_response, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from rumah_inovasi.accounts import current
from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue import preview, proposal_queries, queries
from rumah_inovasi.catalogue.presentation import write_up
from rumah_inovasi.catalogue.showing import panels_of
from rumah_inovasi.catalogue.write_up_kind import WRITE_UPS
from rumah_inovasi.errors import Invalid
from rumah_inovasi.markup.errors import MarkupError
from rumah_inovasi.web.current import base_url, house, vocabularies
from rumah_inovasi.web.errors import spoken
from rumah_inovasi.web.routes import PROPOSAL
from rumah_inovasi.web.site import NAME

blueprint = Blueprint("preview", __name__)


@blueprint.get(f"{PROPOSAL}/pratinjau")
def show(number: int) -> Response:
    """The write-up as it would look; where its text cannot be rendered, what has to be changed."""
    actor = current.actor()
    with house().database.read() as session:
        row = proposal_queries.proposal(session, actor, number)
    try:
        rendered = house().renderer.render(row.proposal.body)
    except MarkupError as error:
        return _troubled(row, error)
    found = row.proposal
    with house().database.read() as session:
        known = vocabularies(session)
        facts = preview.facts_of(found.stored, row.region.code, known, gettext("(belum diisi)"))
        reading = preview.reading_of(row.innovation, found, facts, rendered, now=house().clock())
        files = queries.attachments(session, found.innovation_number)
        listed = [files[item.name] for item in facts.attachments if item.name in files]
        item = write_up(reading, row.region, row.unit, known, base_url=base_url(), site_name=NAME, attachments=listed)
        page = render_template(
            "writing/preview.html",
            writeup=item,
            row=row,
            kind=WRITE_UPS,
            problems=len(drafts.read(found.stored, row.region.code, known)[1]),
            closed=[file.name for file in listed if not file.is_open],
            preview=True,
            canonical=None,
            tools=None,
            series=(),
            related=(),
            backlinks=(),
            **panels_of(session, row.innovation),
        )
    return make_response(page)


def _troubled(row: proposal_queries.ListedProposal, error: Invalid) -> Response:
    page = render_template("writing/unreadable.html", row=row, kind=WRITE_UPS, trouble=spoken(error))
    return make_response(page)
