"""What a saved search is called, and whether letters come about it."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from rumah_inovasi.saved.model import LONGEST_NAME
from rumah_inovasi.web.forms import BaseForm


class SearchForm(BaseForm):
    """Name and letters of an own search."""

    name = StringField(
        lazy_gettext("Nama"),
        validators=[DataRequired(), Length(max=LONGEST_NAME)],
        render_kw={"autocomplete": "off"},
    )
    letters = BooleanField(
        lazy_gettext("Kirimi saya surat mingguan"),
        description=lazy_gettext(
            "Surat datang paling sering seminggu sekali, dan hanya bila ada tulisan baru yang memuat semua katanya."
        ),
    )


class SaveForm(SearchForm):
    """The same with the search itself, as it stands in its address."""

    query = HiddenField(name="pencarian")
