"""The house behind the present request."""

from typing import cast
from urllib.parse import quote

from flask import abort, current_app, request
from flask_babel import get_locale
from sqlalchemy.orm import Session

from rumah_inovasi.house import House
from rumah_inovasi.remembered import remembered
from rumah_inovasi.vocabulary import queries as vocabulary
from rumah_inovasi.vocabulary.queries import Vocabularies

EXTENSION = "rumah_inovasi"
MOST_PAGES = 99_999


def house() -> House:
    """The house that this app serves."""
    return cast("House", current_app.extensions[EXTENSION])


def language() -> str:
    """The language of the answer: `id` or `en`."""
    locale = get_locale()
    return locale.language if locale else "id"


def vocabularies(session: Session) -> Vocabularies:
    """All vocabularies in the language of the answer."""
    spoken = language()
    return remembered(session, ("vocabularies", spoken), lambda: vocabulary.load(session, spoken))


def base_url() -> str:
    """Where the site is reached: the setting, else the address of this request (whose host was checked)."""
    return house().settings.base_url or request.host_url.rstrip("/")


def page_number() -> int:
    """The page asked for with `hal`; anything but a positive number is a bad request."""
    text = request.args.get("hal", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST_PAGES)) and int(text) > 0):
        abort(400, "Nomor halaman (hal) harus bilangan bulat 1 atau lebih.")
    return int(text)


def with_query(path: str) -> str:
    """The path with the query of this request, percent-encoded anew: a sender may put any bytes into a query."""
    query = quote(request.query_string, safe="%&=+/:,;@!$'()*?~")
    return f"{path}?{query}" if query else path
