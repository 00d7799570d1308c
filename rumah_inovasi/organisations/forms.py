"""Forms of units. Their choices are handed over by the views."""

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from rumah_inovasi.organisations.model import LONGEST_NAME
from rumah_inovasi.web.forms import BaseForm

Choices = Sequence[tuple[str, str]]
NOBODY = ""


class NameForm(BaseForm):
    """A name of a unit."""

    name = StringField(lazy_gettext("Nama"), validators=[InputRequired(), Length(max=LONGEST_NAME)])


class NewUnitForm(NameForm):
    """A new unit."""

    kind = SelectField(lazy_gettext("Jenis unit"), validators=[InputRequired()])

    def offer(self, kinds: Choices) -> None:
        """Set the kinds to choose from."""
        self.kind.choices = [(NOBODY, lazy_gettext("Pilih jenis")), *kinds]


class TargetForm(BaseForm):
    """Another unit that a deed needs."""

    unit = SelectField(lazy_gettext("Unit tujuan"), validators=[InputRequired()])

    def offer(self, units: Choices) -> None:
        """Set the units to choose from."""
        self.unit.choices = [(NOBODY, lazy_gettext("Pilih unit")), *units]


class SuccessorsForm(BaseForm):
    """Who carries on the work; the command line takes more than three."""

    first = SelectField(lazy_gettext("Penerus pertama"))
    second = SelectField(lazy_gettext("Penerus kedua"))
    third = SelectField(lazy_gettext("Penerus ketiga"))

    def offer(self, units: Choices) -> None:
        """Set the units to choose from."""
        for item in (self.first, self.second, self.third):
            item.choices = [(NOBODY, lazy_gettext("Tanpa penerus")), *units]

    @property
    def chosen(self) -> list[int]:
        """The numbers of the units chosen."""
        return [int(item.data) for item in (self.first, self.second, self.third) if item.data]
