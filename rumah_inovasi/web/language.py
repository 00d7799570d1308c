"""The language of the pages: a cookie set by a form, else the site's own; never the browser's guess."""

from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, redirect, request
from flask_babel import Babel
from werkzeug.wrappers import Response

from rumah_inovasi.settings import LOCALES, Settings
from rumah_inovasi.web.current import house

COOKIE = "bahasa"
ONE_YEAR = 31_536_000
blueprint = Blueprint("web", __name__)


def install(app: Flask, settings: Settings) -> None:
    """Translate what the app says."""

    def select() -> str:
        chosen = request.cookies.get(COOKIE)
        return chosen if chosen in LOCALES else settings.locale

    Babel(app, default_locale=settings.locale, default_timezone="Asia/Jakarta", locale_selector=select)


@blueprint.post("/bahasa")
def language() -> Response:
    """Keep the reader's choice and go back to where it was made."""
    chosen = request.form.get("bahasa", "")
    if chosen not in LOCALES:
        abort(400, "Bahasa yang tersedia: id dan en.")
    response = redirect(own_path(request.form.get("kembali", "/")), 303)
    secure = house().settings.is_production or request.is_secure
    response.set_cookie(COOKIE, chosen, max_age=ONE_YEAR, secure=secure, httponly=True, samesite="Lax", path="/")
    return response


def own_path(target: str) -> str:
    """The target where it is a path of this site, else the home page: nobody is sent elsewhere by a crafted link."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return "/"
    inside = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return target if inside and target.isprintable() and "\\" not in target else "/"
