"""Attachments as readers fetch them: bytes that no browser may take for a page of this site."""

import logging

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from rumah_inovasi.accounts import current
from rumah_inovasi.catalogue import proposal_queries, queries
from rumah_inovasi.catalogue.model import Attachment, KeptFile
from rumah_inovasi.catalogue.policy import may_see
from rumah_inovasi.errors import NotFound
from rumah_inovasi.web.current import house
from rumah_inovasi.web.files import as_attachment
from rumah_inovasi.web.routes import NUMBER

blueprint = Blueprint("attachments", __name__)
log = logging.getLogger(__name__)


@blueprint.get(f"/berkas/{NUMBER}/<name>")
def fetch(number: int, name: str) -> Response:
    """An open attachment of a published write-up; pictures in a text come from here too.

    Who may see the open proposal for it sees its closed files, so that previews show their pictures.
    """
    with house().database.read() as session:
        try:
            found = queries.open_attachment(session, number, name)
        except NotFound:
            draft = _of_draft(session, number, name)
            if draft is None:
                raise
            found = draft
    return bytes_of(found)


def bytes_of(found: KeptFile) -> Response:
    """A kept file as an answer. Whoever calls has asked whether it may be fetched.

    Raises:
        NotFound: its bytes are not in the store.
    """
    try:
        file = house().files.open(found.key)
    except NotFound:
        said = "the bytes of %s %s (%s) are not in the store (key %s)"
        log.error(said, found.ENTITY, found.id, found.name, found.key)  # noqa: TRY400 - the trace tells nothing more
        raise
    response = as_attachment(file, found.name, found.media_type)
    response.content_length = found.size
    response.set_etag(found.sha256)
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.make_conditional(request)
    return response


def _of_draft(session: Session, number: int, name: str) -> Attachment | None:
    viewer = current.viewer()
    proposal = proposal_queries.open_of(session, number) if viewer else None
    if viewer is None or proposal is None or not may_see(viewer, proposal):
        return None
    return queries.attachments(session, number).get(name)
