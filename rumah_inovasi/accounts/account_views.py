"""The own password and the own sessions. The page of the account itself stands with the memberships it shows."""

from flask import Blueprint, flash, make_response, redirect, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from rumah_inovasi.accounts import actions, current, passwords, queries, throttle
from rumah_inovasi.accounts.forms import PasswordForm
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.errors import Conflict, Invalid, TooMany
from rumah_inovasi.web.current import house
from rumah_inovasi.web.errors import answered

blueprint = Blueprint("own_account", __name__)
HOME = "/akun"


@blueprint.post("/akun/sesi")
def leave_elsewhere() -> Response:
    """End the sessions of all other devices."""
    actor, now = current.actor(), house().clock()
    with house().database.write() as session:
        own = queries.account(session, actor.account or 0)
        actions.end_others(session, actor, own, current.word() or "", now=now)
    flash(gettext("Perangkat lain sudah dikeluarkan dari akun Anda."))
    return redirect(HOME, 303)


@blueprint.get("/akun/sandi")
def password() -> str:
    """The form."""
    current.actor()
    return _page(PasswordForm())


@blueprint.post("/akun/sandi")
def change_password() -> Response:
    """Set another password; sessions elsewhere end with the former one, and this one gets a new word."""
    current.actor()
    form, own = PasswordForm(), current.account()
    if not form.validate() or own is None:
        return make_response(_page(form), 400)
    try:
        _change(own, form.current.data or "", form.password.data or "")
    except (Invalid, TooMany, Conflict) as error:
        form.refuse(error)
        return answered(_page(form), error)
    flash(gettext("Kata sandi sudah diganti. Perangkat lain sudah dikeluarkan dari akun Anda."))
    return redirect(HOME, 303)


def _change(own: Account, present: str, wanted: str) -> None:
    with house().database.write() as session:
        throttle.take(session, throttle.CHANGE_OF_PASSWORD, str(own.id), now=house().clock())
    if not passwords.matches(own.password_hash, present):
        raise Invalid("Kata sandi sekarang tidak cocok.", field="current")
    if wanted == present:
        raise Invalid("Pilih kata sandi yang lain dari yang sekarang.", field="password")
    passwords.require_good(wanted, known=queries.known_words(own))
    made, now = passwords.hashed(wanted), house().clock()
    with house().database.write() as session:
        throttle.forget(session, throttle.CHANGE_OF_PASSWORD, str(own.id))
        account = queries.account(session, own.id)
        found = queries.sign_in_of(session, current.word() or "", now=now)
        is_lasting = bool(found and found[0].is_lasting)
        actions.replace_password(session, current.actor(), account, made, was=own.password_hash, now=now)
        held = actions.begin(session, account, is_lasting=is_lasting, now=now)
    current.begin(held, is_lasting=is_lasting)


def _page(form: PasswordForm) -> str:
    own = current.account()
    return render_template("accounts/password.html", form=form, must_change=bool(own and own.must_change))
