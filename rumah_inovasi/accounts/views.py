"""Signing in and out. Whoever's session ended in the middle of a form signs in and goes on with what was typed."""

from flask import Blueprint, Flask, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from rumah_inovasi.accounts import actions, current, passwords, queries, throttle
from rumah_inovasi.accounts.forms import SECRETS, SignInForm
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.errors import Invalid, SignInNeeded, TooMany
from rumah_inovasi.web.current import house, with_query
from rumah_inovasi.web.errors import answered
from rumah_inovasi.web.language import own_path
from rumah_inovasi.web.origin import SAFE

blueprint = Blueprint("accounts", __name__)
HOME = "/ruang-kerja"
KEPT = "isian-"  # before the names of fields that wait for the sign-in
LEFT_OUT = {"csrf_token", *SECRETS}  # never written into a page


def install(app: Flask) -> None:
    """Lead those who have to sign in or to change a password there, and keep what they typed."""
    app.register_error_handler(SignInNeeded, _lead_to_sign_in)
    app.register_error_handler(CSRFError, _send_again)
    app.register_error_handler(current.MustChange, current.lead_to_change)


@blueprint.get("/masuk")
def sign_in() -> Response:
    """The form."""
    target = own_path(request.args.get("lanjut", HOME))
    if current.viewer():
        return redirect(target, 303)
    return _page(SignInForm(), target)


@blueprint.post("/masuk")
@current.tokenless
def enter() -> Response:
    """Begin a session; a wrong address and a wrong password look the same and take the same time."""
    form, target = SignInForm(), own_path(request.form.get("lanjut", HOME))
    if not form.validate():
        return _page(form, target, 400)
    try:
        account = _recognised(form.email.data or "", form.password.data or "")
        held = _begin(account, is_lasting=bool(form.lasting.data))
    except (TooMany, Invalid) as error:
        form.refuse(error)
        return answered(_page(form, target), error)
    current.begin(held, is_lasting=bool(form.lasting.data))
    kept = _kept()
    return _go_on(target, kept, 200) if kept else redirect(target, 303)


@blueprint.post("/keluar")
def leave() -> Response:
    """End the session here and in the browser."""
    held = current.word()
    if held:
        with house().database.write() as session:
            actions.end(session, held)
    current.end()
    return redirect("/", 303)


def _recognised(email: str, password: str) -> Account:
    now, email = house().clock(), queries.plain_email(email)
    own = _limits(email)
    with house().database.write() as session:
        for limit, key in own:
            throttle.take(session, limit, key, now=now)
        account = queries.by_email(session, email)
    usable = account if account and account.is_open else None
    if not passwords.matches(usable.password_hash if usable else None, password) or usable is None:
        raise Invalid("Surel atau kata sandi tidak cocok.")
    with house().database.write() as session:
        for limit, key in own[:2]:
            throttle.forget(session, limit, key)
        throttle.give_back(session, *own[2])
    return usable


def _begin(account: Account, *, is_lasting: bool) -> str:
    """The word of a new session; that of whoever was signed in here before ends."""
    before = current.word()
    with house().database.write() as session:
        if before:
            actions.end(session, before)
        own = queries.unchanged(session, account)
        return actions.begin(session, own, is_lasting=is_lasting, now=house().clock())


def _limits(email: str) -> list[tuple[throttle.Limit, str]]:
    address, account = current.address_key(), current.key_of(email)
    return [
        (throttle.SIGN_IN_OF_ACCOUNT_FROM_ADDRESS, current.key_of(f"{email} {address}")),
        (throttle.SIGN_IN_OF_ACCOUNT, account),
        (throttle.SIGN_IN_FROM_ADDRESS, address),
    ]


def _page(form: SignInForm, target: str, status: int = 200, kept: list[tuple[str, str]] | None = None) -> Response:
    page = render_template("accounts/sign_in.html", form=form, target=target, kept=_kept() if kept is None else kept)
    return make_response(page, status)


def _lead_to_sign_in(_error: SignInNeeded) -> Response:
    if request.method in SAFE:
        return redirect(url_for("accounts.sign_in", lanjut=with_query(request.path)), 302)
    # The first says that something was sent, even where it had no fields.
    kept = [(KEPT, ""), *((KEPT + name, value) for name, value in _typed())]
    return _page(SignInForm(formdata=None), own_path(with_query(request.path)), 401, kept)


def _send_again(_error: CSRFError) -> Response:
    """The token is of an earlier session: what was typed waits for one more click, with a new token."""
    return _go_on(own_path(with_query(request.path)), _typed(), 400)


def _typed() -> list[tuple[str, str]]:
    try:
        return [(name, value) for name, value in request.form.items(multi=True) if name not in LEFT_OUT]
    except RequestEntityTooLarge:  # such as a file: it is not kept for whoever is not signed in
        return []


def _kept() -> list[tuple[str, str]]:
    """Fields of an interrupted form that travel through the sign-in."""
    return [(name, value) for name, value in request.form.items(multi=True) if name.startswith(KEPT)]


def _go_on(target: str, kept: list[tuple[str, str]], status: int) -> Response:
    fields = [(name.removeprefix(KEPT), value) for name, value in kept if name != KEPT]
    return make_response(render_template("accounts/go_on.html", target=target, fields=fields), status)
