"""Who sends this request: the server-side session behind a signed cookie, and the token of forms.

The cookie holds a random word and the token of forms, nothing else; it is set at sign-in only. Public pages never
look for a token: their few forms are known by their origin (`web/origin.py`), and name themselves with `tokenless`.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import TypeVar, cast

from flask import Flask, current_app, g, redirect, request, session
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi.accounts import actions, queries
from rumah_inovasi.accounts.actor import Actor, Grant
from rumah_inovasi.accounts.model import LASTING, Account
from rumah_inovasi.accounts.secret import keyed, secret_of
from rumah_inovasi.errors import SignInNeeded
from rumah_inovasi.settings import Settings
from rumah_inovasi.web import language
from rumah_inovasi.web.current import house
from rumah_inovasi.web.origin import SAFE, name_of

GRANTS = "rumah_grants"
WORD = "sid"
PASSWORD_PAGE = "/akun/sandi"  # noqa: S105 - an address
TOUCH_AFTER = timedelta(minutes=15)
View = TypeVar("View", bound=Callable[..., object])
GrantsOf = Callable[[Session, int], tuple[Grant, ...]]
log = logging.getLogger("rumah_inovasi")
_csrf = CSRFProtect()
_tokenless: set[str] = set()


def install(app: Flask, settings: Settings, grants_of: GrantsOf) -> None:
    """Know who sends a request; `grants_of` builds the grants of an account."""
    app.secret_key = secret_of(settings)
    app.extensions[GRANTS] = grants_of
    app.config.update(
        SESSION_COOKIE_NAME="__Host-sesi" if settings.is_production else "sesi",
        SESSION_COOKIE_SECURE=settings.is_production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=LASTING,
        WTF_CSRF_CHECK_DEFAULT=False,  # checked below, for those who are signed in
        WTF_CSRF_TIME_LIMIT=None,  # the session's own time is enough
        WTF_CSRF_SSL_STRICT=False,  # the origin is checked by web/origin.py
    )
    tokenless(language.language)  # which stands below and is on every page, public ones too
    _csrf.init_app(app)
    app.before_request(_require_token)

    @app.context_processor
    def who() -> dict[str, object]:
        try:
            return {"viewer": viewer()}
        except SQLAlchemyError:  # then the page for errors is on its way, and it greets nobody
            return {"viewer": None}


def tokenless(view: View) -> View:
    """A form of public pages, which hold no token: its origin alone is checked."""
    _tokenless.add(name_of(view))
    return view


def viewer() -> Actor | None:
    """Who is signed in, or none."""
    if "viewer" not in g:
        g.viewer, g.account = _look_up()
    return cast("Actor | None", g.viewer)


def account() -> Account | None:
    """The account of who is signed in."""
    viewer()
    return cast("Account | None", g.account)


def actor() -> Actor:
    """Who is signed in.

    Raises:
        SignInNeeded: nobody is.
        HTTPException: a redirect to where a password that others have seen has to be changed first.
    """
    found, own = viewer(), account()
    if found is None or own is None:
        raise SignInNeeded("Masuk dahulu untuk membuka halaman ini.")
    if own.must_change and request.path != PASSWORD_PAGE:
        raise MustChange
    return found


class MustChange(Exception):
    """Everything else waits until the password that somebody else has seen is changed."""


def lead_to_change(_error: MustChange) -> Response:
    """The answer to `MustChange`."""
    return redirect(PASSWORD_PAGE, 303)


def word() -> str | None:
    """The word of this browser's session."""
    found = session.get(WORD)
    return found if isinstance(found, str) else None


def begin(held: str, *, is_lasting: bool) -> None:
    """Let the browser hold a new word, and a new token of forms with it."""
    session.clear()
    session[WORD] = held
    session.permanent = is_lasting
    for known in ("viewer", "account", "csrf_token"):
        g.pop(known, None)


def end() -> None:
    """Let the browser forget its word."""
    session.clear()
    g.pop("csrf_token", None)
    g.viewer = g.account = None


def address_key(address: str | None = None) -> str:
    """A mark of the network address that this request comes from, for counting; the address itself is kept nowhere."""
    return keyed(str(current_app.secret_key), _network((request.remote_addr or "") if address is None else address))


def _network(address: str) -> str:
    """The address, or for IPv6 the network of which one customer has all addresses."""
    try:
        found = ip_address(address)
    except ValueError:  # a proxy's own name for it
        return address
    return str(ip_network((found, 64), strict=False)) if found.version == 6 else address  # noqa: PLR2004 - as it is called


def key_of(text: str) -> str:
    """A mark of a text, such as an address for mail that may be nobody's, for counting."""
    return keyed(str(current_app.secret_key), text)


def _look_up() -> tuple[Actor | None, Account | None]:
    held = word()
    if held is None:
        return None, None
    now = house().clock()
    grants_of = cast("GrantsOf", current_app.extensions[GRANTS])
    with house().database.read() as reading:
        found = queries.sign_in_of(reading, held, now=now)
        if found is None:
            return None, None
        sign_in, own = found
        grants = grants_of(reading, own.id)
    if now - sign_in.seen_at > TOUCH_AFTER:
        try:
            with house().database.write() as writing:
                actions.touch(writing, sign_in.id, now=now)
        except SQLAlchemyError:
            log.warning("a session's use was not noted: the database takes no changes")
    return Actor(own.id, own.name, grants=grants), own


def _require_token() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in SAFE or request.routing_exception is not None or view is None:
        return
    if name_of(view) not in _tokenless and viewer() is not None:
        _csrf.protect()  # which waits for the whole form
        # Who took long to send it may have lost a role, or the account, meanwhile.
        g.pop("viewer", None)
        g.pop("account", None)
