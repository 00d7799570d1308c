"""Setting a password by the link of a letter: for who forgot it, and for who was invited."""

from flask import Blueprint, Response, make_response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from rumah_inovasi.accounts import actions, current, passwords, queries, throttle
from rumah_inovasi.accounts.forms import AskForKeyForm, NewPasswordForm
from rumah_inovasi.accounts.model import Account, Purpose
from rumah_inovasi.errors import Gone, Invalid, TooMany
from rumah_inovasi.web.current import base_url, house
from rumah_inovasi.web.errors import answered

blueprint = Blueprint("reset", __name__)


@blueprint.get("/atur-ulang")
def ask() -> str:
    """The form."""
    return render_template("accounts/ask_for_key.html", form=AskForKeyForm())


@blueprint.post("/atur-ulang")
@current.tokenless
def send() -> AnyResponse:
    """Send a letter where the address has an account; the answer is the same where it has none."""
    form, now = AskForKeyForm(), house().clock()
    if not form.validate():
        return make_response(render_template("accounts/ask_for_key.html", form=form), 400)
    email = queries.plain_email(form.email.data or "")
    try:
        with house().database.write() as session:
            throttle.take(session, throttle.RESET_FROM_ADDRESS, current.address_key(), now=now)
            throttle.take(session, throttle.RESET_OF_ACCOUNT, current.key_of(email), now=now)
            actions.ask_for_key(session, email, site=base_url(), now=now)
    except TooMany as error:
        form.refuse(error)
        return answered(render_template("accounts/ask_for_key.html", form=form), error)
    return redirect("/atur-ulang/terkirim", 303)


@blueprint.get("/atur-ulang/terkirim")
def sent() -> str:
    """What to do next; it tells nothing about any address."""
    return render_template("accounts/key_sent.html")


@blueprint.get("/atur-ulang/selesai")
def done() -> str:
    """The password is set."""
    return render_template("accounts/password_set.html")


@blueprint.get("/atur-ulang/<token>")
def new_password(token: str) -> Response:
    """The form. Looking at it does not use up the link: programs that check letters for harm look at every link."""
    try:
        return _closed(_page(NewPasswordForm(), *_owner(token), token))
    except Gone as error:
        return _used(error)


@blueprint.post("/atur-ulang/<token>")
@current.tokenless
def set_password(token: str) -> AnyResponse:
    """Set the password; the link is used up."""
    form = NewPasswordForm()
    try:
        account, purpose = _owner(token)
        if not form.validate():
            return _closed(make_response(_page(form, account, purpose, token), 400))
        try:
            _set(token, account, form.password.data or "")
        except (Invalid, TooMany) as error:
            form.refuse(error)
            return _closed(answered(_page(form, account, purpose, token), error))
    except Gone as error:
        return _used(error)
    return redirect("/atur-ulang/selesai", 303)


def _owner(token: str) -> tuple[Account, Purpose]:
    with house().database.read() as session:
        key, account = queries.key_of(session, token, now=house().clock())
    return account, Purpose(key.purpose)


def _set(token: str, account: Account, password: str) -> None:
    passwords.require_good(password, known=queries.known_words(account))
    made = passwords.hashed(password)
    with house().database.write() as session:
        actions.use_key(session, token, made, now=house().clock())


def _page(form: NewPasswordForm, account: Account, purpose: Purpose, token: str) -> str:
    invited = purpose is Purpose.INVITATION
    return render_template("accounts/new_password.html", form=form, account=account, is_invited=invited, token=token)


def _used(error: Gone) -> Response:
    return _closed(answered(render_template("accounts/used_key.html"), error))


def _closed(page: str | Response) -> Response:
    """Kept by nobody, and its address told to no other site; `no-referrer` would hide the form's origin from us too."""
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
