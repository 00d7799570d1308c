"""Headers of every answer, errors too, and what makes answers small and repeatable: ETag and compression."""

import gzip

from flask import Flask, Response, current_app, request

from rumah_inovasi.settings import Settings
from rumah_inovasi.web import assets

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TWO_YEARS = 63_072_000
ONE_YEAR = 31_536_000
ASKED_ANEW = "public, max-age=0, must-revalidate"  # what everybody may see
FOR_EVER = f"public, max-age={ONE_YEAR}, immutable"  # and what never changes under its address
WORTH_COMPRESSING = 600  # bytes; below it the wrapper costs more than it saves
TEXTUAL = ("text/", "application/json", "application/xml", "application/atom+xml", "application/ld+json", "image/svg")


def install(app: Flask, settings: Settings) -> None:
    """Finish every answer of the app."""

    @app.after_request
    def finish(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.is_production:
            response.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}; includeSubDomains"
        _cache(response)
        _compress(response)
        return response


def _cache(response: Response) -> None:
    if request.endpoint == "static" and response.status_code < 400:  # noqa: PLR2004 - any success
        # Another mark belongs to another version, whose content must not be kept under this one's address.
        if request.args.get("v") == assets.mark((request.view_args or {})["filename"]):
            response.headers["Cache-Control"] = FOR_EVER
        return
    response.vary.add("Cookie")
    if current_app.config["SESSION_COOKIE_NAME"] in request.cookies:
        # What somebody sees who is signed in is nobody else's, and is gone with the session.
        response.headers["Cache-Control"] = "private, no-store"
        return
    if request.method not in {"GET", "HEAD"} or response.status_code != 200:  # noqa: PLR2004 - OK
        response.headers.setdefault("Cache-Control", "no-store")
        return
    response.headers.setdefault("Cache-Control", ASKED_ANEW)
    if not response.is_streamed:
        response.add_etag(weak=True)  # weak, since compressed and plain answers share it
        response.make_conditional(request)


def _compress(response: Response) -> None:
    if not (response.mimetype or "").startswith(TEXTUAL):
        return
    response.vary.add("Accept-Encoding")
    if response.status_code == 304:  # noqa: PLR2004 - not modified
        return
    if not request.accept_encodings["gzip"] or response.content_encoding:
        return
    response.direct_passthrough = False
    data = response.get_data()
    if len(data) >= WORTH_COMPRESSING:
        response.set_data(gzip.compress(data, compresslevel=6, mtime=0))
        response.content_encoding = "gzip"
