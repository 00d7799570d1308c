"""Forms of accounts."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, EmailField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from rumah_inovasi.accounts.actions import LONGEST_EMAIL, LONGEST_NAME, LONGEST_POSITION
from rumah_inovasi.accounts.passwords import LONGEST
from rumah_inovasi.web.forms import BaseForm

SECRETS = frozenset({"password", "current"})  # fields whose values no page repeats
# With JavaScript a button shows what was typed; its words come from here.
SHOWN = {"data_show": lazy_gettext("Tampilkan"), "data_hide": lazy_gettext("Sembunyikan")}


class SignInForm(BaseForm):
    """Address, password, and whether this device is the person's own."""

    email = EmailField(
        lazy_gettext("Surel"),
        validators=[DataRequired(), Length(max=LONGEST_EMAIL)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        lazy_gettext("Kata sandi"),
        validators=[InputRequired(), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    lasting = BooleanField(
        lazy_gettext("Tetap masuk di perangkat ini"),
        description=lazy_gettext("Jangan dicentang di komputer bersama."),
    )


class ProfileForm(BaseForm):
    """How a person is called."""

    name = StringField(
        lazy_gettext("Nama"),
        validators=[DataRequired(), Length(max=LONGEST_NAME)],
        render_kw={"autocomplete": "name"},
    )
    position = StringField(
        lazy_gettext("Jabatan"),
        validators=[Length(max=LONGEST_POSITION)],
        render_kw={"autocomplete": "organization-title"},
    )


def _new_password() -> PasswordField:
    return PasswordField(
        lazy_gettext("Kata sandi baru"),
        description=lazy_gettext("Paling sedikit 10 huruf. Mudah diingat: empat kata yang tidak berhubungan."),
        validators=[DataRequired(), Length(max=LONGEST)],
        render_kw={"autocomplete": "new-password", **SHOWN},
    )


class NewPasswordForm(BaseForm):
    """A password for an account whose owner is known by a key."""

    password = _new_password()


class PasswordForm(BaseForm):
    """A new password on the strength of the present one."""

    current = PasswordField(
        lazy_gettext("Kata sandi sekarang"),
        validators=[InputRequired(), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    password = _new_password()


class AskForKeyForm(BaseForm):
    """Whose password is to be set anew."""

    email = EmailField(
        lazy_gettext("Surel"),
        description=lazy_gettext("Surel yang Anda pakai untuk masuk."),
        validators=[DataRequired(), Length(max=LONGEST_EMAIL)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
