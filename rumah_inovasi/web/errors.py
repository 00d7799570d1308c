"""The one table from domain errors to HTTP answers, and the page that tells people what happened."""

import logging

from flask import Flask, Response, abort, jsonify, make_response, render_template, request
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, ProgrammingError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response as AnyResponse

from rumah_inovasi import addresses
from rumah_inovasi.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    SignInNeeded,
    TooMany,
    Unusable,
)
from rumah_inovasi.schema import Problem
from rumah_inovasi.web.links import Link

# The first that fits counts: what is gone is a case of what is not found.
STATUS = {
    Gone: 410,
    NotFound: 404,
    SignInNeeded: 401,
    Forbidden: 403,
    Invalid: 400,
    Conflict: 409,
    TooMany: 429,
    Unusable: 503,
}
# Lazy: the words depend on the reader's language, which is known when an answer is made.
HEADINGS = {
    400: lazy_gettext("Permintaan ini tidak dapat dipahami"),
    401: lazy_gettext("Masuk dahulu"),
    403: lazy_gettext("Anda tidak berwenang membuka halaman ini"),
    404: lazy_gettext("Halaman ini tidak ada"),
    405: lazy_gettext("Cara ini tidak berlaku di alamat ini"),
    409: lazy_gettext("Ada perubahan lain yang mendahului"),
    410: lazy_gettext("Halaman ini sudah tidak ada"),
    413: lazy_gettext("Kiriman terlalu besar"),
    429: lazy_gettext("Terlalu banyak permintaan"),
    500: lazy_gettext("Ada kesalahan di pihak kami"),
    503: lazy_gettext("Layanan sedang terganggu"),
}
MESSAGES = {
    400: lazy_gettext("Alamat atau isian memuat nilai yang tidak dikenal."),
    401: lazy_gettext("Halaman ini untuk pengguna yang sudah masuk."),
    403: lazy_gettext("Masuklah dengan akun yang berhak, atau hubungi pengelola situs."),
    404: lazy_gettext("Alamatnya mungkin salah ketik atau halamannya sudah dipindah."),
    405: lazy_gettext("Kembali ke halaman sebelumnya, lalu pakai tautan atau tombol yang ada di sana."),
    413: lazy_gettext("Kecilkan isian atau berkasnya, lalu kirim lagi."),
    429: lazy_gettext("Tunggu sebentar, lalu coba lagi."),
    500: lazy_gettext("Kesalahan ini sudah tercatat. Coba lagi beberapa saat; bila berulang, hubungi pengelola situs."),
    503: lazy_gettext("Coba lagi beberapa saat. Bila berulang, hubungi pengelola situs."),
}
# Where even the page for errors fails, this one needs nothing.
PLAIN = Markup(
    '<!doctype html>\n<html lang="id"><head><meta charset="utf-8"><title>{heading}</title></head>\n'
    '<body><main><h1>{heading}</h1><p>{message}</p><p><a href="/">Rumah Inovasi</a></p></main></body></html>\n'
)
log = logging.getLogger("rumah_inovasi")


def install(app: Flask) -> None:
    """Answer every error with a page, or with JSON where JSON was asked for."""
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SecurityError, _foreign_host)
    # Locked, damaged, gone or out of connections; but values and statements that do not fit are faults of ours.
    for unavailable in (DatabaseError, PoolTimeoutError):
        app.register_error_handler(unavailable, _database)
    for fault in (DataError, IntegrityError, ProgrammingError):
        app.register_error_handler(fault, _unexpected)
    app.register_error_handler(Exception, _unexpected)
    app.before_request(_refuse_what_is_no_text)


def _refuse_what_is_no_text() -> None:
    # Browsers encode what they put into an address. Raw bytes are written by hand, and not all of them are text.
    try:
        request.query_string.decode()
    except UnicodeDecodeError:
        abort(400)


def _domain(error: DomainError) -> Response:
    return answered(_answer(_status(error), spoken(error)), error)


def answered(page: str | AnyResponse, error: DomainError) -> Response:
    """A page that tells of an error, such as a form with its reason, with the status of that error."""
    response = make_response(page, _status(error))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _status(error: DomainError) -> int:
    return next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)


def spoken(error: DomainError | Problem) -> str:
    """The sentence of an error, or of a problem with a value, in the language of the answer."""
    sentence = str(gettext(error.message))
    return sentence % error.values if error.values else sentence


def _http(error: HTTPException) -> Response:
    own = error.response
    if own is not None:
        return make_response(own)
    status = error.code or 500
    # A view may give a reason of its own; Werkzeug's English standard texts are not for people.
    reason = error.description if error.description != type(error).description else None
    response = _answer(status, gettext(reason) if reason else None)
    if status == 405:  # noqa: PLR2004 - method not allowed: say which are
        response.headers["Allow"] = ", ".join(getattr(error, "valid_methods", None) or ())
    return response


def _foreign_host(_error: SecurityError) -> Response:
    return _answer(400, gettext("Situs ini tidak melayani nama host pada alamat itu. Periksa alamatnya."))


def _database(error: SQLAlchemyError) -> Response:
    log.error("database unavailable at %s: %s", request.path, getattr(error, "orig", error))
    response = _answer(503)
    response.headers["Retry-After"] = "10"
    return response


def _unexpected(error: Exception) -> Response:
    log.error("unexpected error at %s", request.path, exc_info=error)
    return _answer(500)


def _answer(status: int, message: str | None = None) -> Response:
    standard = 400 if status < 500 else 500  # noqa: PLR2004 - server errors
    heading = str(HEADINGS.get(status, HEADINGS[standard]))
    # What a message repeats of a request may hold signs that no text has.
    message = "".join(sign if sign.isprintable() else "\ufffd" for sign in message or "")
    message = message or str(MESSAGES.get(status, MESSAGES[standard]))
    wants_json = request.path.startswith("/api/") or request.path.endswith((".json", "/readyz"))
    if wants_json:
        return make_response(jsonify(status=status, error=heading, message=message), status)
    advice = [
        Link(gettext("Beranda"), "/"),
        Link(gettext("Cari inovasi"), addresses.search()),
        Link(gettext("Telusuri 38 kabupaten/kota"), "/wilayah"),
    ]
    try:
        page = render_template("errors/error.html", status=status, heading=heading, message=message, advice=advice)
    except Exception:
        log.exception("the page for errors fails itself at %s", request.path)
        page = PLAIN.format(heading=heading, message=message)
    return make_response(page, status)
