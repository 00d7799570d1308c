"""Forms about members and requests. Units to choose from are handed in by the views."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import EmailField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from rumah_inovasi.accounts.actions import LONGEST_EMAIL, LONGEST_NAME, LONGEST_POSITION
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.membership import roles
from rumah_inovasi.membership.policy import runs_site
from rumah_inovasi.organisations.model import LONGEST_NAME as LONGEST_UNIT_NAME
from rumah_inovasi.web.forms import BaseForm

LONGEST_CONTACT = 200
LONGEST_NOTE = 1000
NEW_UNIT = "baru"
EMAIL_KEYS = {"autocapitalize": "none", "spellcheck": "false"}


def no_address(_form: BaseForm, field: Field) -> None:
    """Refuse addresses of the web where a name belongs: they would end up in letters to others."""
    text = (field.data or "").lower()
    if "://" in text or "www." in text:
        raise ValidationError(str(lazy_gettext("Tulis tanpa alamat web.")))


def _number(value: object) -> int:
    """A number; 0 stands for nothing chosen."""
    return int(str(value)) if value else 0


class RoleForm(BaseForm):
    """A role in a unit."""

    unit = SelectField(lazy_gettext("Unit"), coerce=_number, validators=[InputRequired()])
    role = RadioField(lazy_gettext("Peran"), validators=[InputRequired()])

    def offer(self, actor: Actor, units: list[tuple[int, str]]) -> None:
        """Set what may be chosen."""
        self.unit.choices = units if len(units) == 1 else [("", "–"), *units]
        self.role.choices = roles.choices(everything=runs_site(actor))

    @property
    def chosen_role(self) -> Role:
        """The role that was chosen."""
        return Role(self.role.data)


class InviteForm(RoleForm):
    """Who is to take part."""

    email = EmailField(
        lazy_gettext("Surel"),
        description=lazy_gettext("Surel kantor orang itu; dipakai untuk masuk."),
        validators=[DataRequired(), Length(max=LONGEST_EMAIL)],
        render_kw=EMAIL_KEYS,
    )
    name = StringField(lazy_gettext("Nama"), validators=[DataRequired(), Length(max=LONGEST_NAME)])
    position = StringField(lazy_gettext("Jabatan"), validators=[Length(max=LONGEST_POSITION)])


class AskForm(BaseForm):
    """A wish for an account."""

    name = StringField(
        lazy_gettext("Nama"),
        validators=[DataRequired(), Length(max=LONGEST_NAME), no_address],
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        lazy_gettext("Surel kantor"),
        description=lazy_gettext("Undangan dikirim ke sini."),
        validators=[DataRequired(), Length(max=LONGEST_EMAIL)],
        render_kw={"autocomplete": "email", **EMAIL_KEYS},
    )
    position = StringField(
        lazy_gettext("Jabatan"),
        validators=[DataRequired(), Length(max=LONGEST_POSITION), no_address],
        render_kw={"autocomplete": "organization-title"},
    )
    region = SelectField(lazy_gettext("Kabupaten, kota, atau provinsi"), validators=[InputRequired()])
    unit_name = StringField(
        lazy_gettext("Unit"),
        description=lazy_gettext("Nama lengkap, misalnya Dinas Sosial atau Puskesmas Taman."),
        validators=[DataRequired(), Length(max=LONGEST_UNIT_NAME), no_address],
        render_kw={"autocomplete": "organization"},
    )
    office_contact = StringField(
        lazy_gettext("Telepon atau alamat kantor"),
        description=lazy_gettext("Untuk memastikan bahwa Anda bekerja di sana. Bukan nomor ponsel."),
        validators=[DataRequired(), Length(max=LONGEST_CONTACT)],
    )
    note = TextAreaField(
        lazy_gettext("Keterangan tambahan"),
        description=lazy_gettext("Misalnya apa yang ingin Anda kerjakan di sini."),
        validators=[Length(max=LONGEST_NOTE)],
    )
    letter = FileField(
        lazy_gettext("Surat tugas atau surat pengantar"),
        description=lazy_gettext("PDF, JPG, atau PNG, paling besar 5 MiB. Hanya dilihat admin yang memeriksa."),
        render_kw={"accept": ".pdf,.jpg,.jpeg,.png"},
    )


class AcceptForm(BaseForm):
    """Where and as what somebody is let in."""

    unit = SelectField(lazy_gettext("Unit"), validators=[InputRequired()])
    new_name = StringField(lazy_gettext("Nama unit baru"), validators=[Length(max=LONGEST_UNIT_NAME)])
    parent = SelectField(lazy_gettext("Di bawah unit"), coerce=int, validate_choice=True)
    kind = SelectField(lazy_gettext("Jenis unit"))
    role = RadioField(lazy_gettext("Peran"), validators=[InputRequired()])

    @property
    def makes_unit(self) -> bool:
        """Whether a unit is to be made."""
        return bool(self.unit.data == NEW_UNIT)


class DeclineForm(BaseForm):
    """Why somebody is not let in."""

    reason = TextAreaField(
        lazy_gettext("Alasan"),
        description=lazy_gettext("Dikirim ke surel pemohon."),
        validators=[DataRequired(), Length(max=LONGEST_NOTE)],
    )
