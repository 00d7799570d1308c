"""Files as answers: bytes of strangers that no browser may take for a page of this site."""

from typing import BinaryIO

from flask import Response, request
from werkzeug.wsgi import wrap_file

# Even where a browser shows the file in spite of its disposition, it runs nothing and loads nothing.
FILE_POLICY = "sandbox; default-src 'none'"


def as_attachment(file: BinaryIO, name: str, media_type: str) -> Response:
    """The file to be kept on disk; `name` is one that `files.inspection.safe_name` has made."""
    response = Response(wrap_file(request.environ, file), mimetype=media_type, direct_passthrough=True)
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response
