"""Attachments as readers fetch them: bytes that no browser may take for a page of this site."""

import logging

from flask import Blueprint, Response, request
from werkzeug.wsgi import wrap_file

from rumah_inovasi.catalogue import queries
from rumah_inovasi.errors import NotFound
from rumah_inovasi.web.current import house

blueprint = Blueprint("attachments", __name__)
HIGHEST_NUMBER = 999_999_999  # what fits into every database; a longer one is nobody's
# Even where a browser shows the file in spite of its disposition, it runs nothing and loads nothing.
FILE_POLICY = "sandbox; default-src 'none'"
log = logging.getLogger(__name__)


@blueprint.get(f"/berkas/<int(max={HIGHEST_NUMBER}):number>/<name>")
def fetch(number: int, name: str) -> Response:
    """An open attachment of a published write-up; pictures in a text come from here too."""
    with house().database.read() as session:
        found = queries.open_attachment(session, number, name)
    try:
        file = house().files.open(found.key)
    except NotFound:
        log.error("the bytes of attachment %s/%s are not in the store (key %s)", number, name, found.key)  # noqa: TRY400 - the trace tells nothing more
        raise
    response = Response(wrap_file(request.environ, file), mimetype=found.media_type, direct_passthrough=True)
    response.content_length = found.size
    response.set_etag(found.sha256)
    response.headers["Content-Disposition"] = f"attachment; filename={found.name}"
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.make_conditional(request)
    return response
