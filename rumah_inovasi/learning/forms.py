"""Where a new workshop begins."""

from flask_babel import lazy_gettext
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from rumah_inovasi.web.forms import BaseForm, number


class StartForm(BaseForm):
    """A new workshop: for which unit, under which working title."""

    unit = RadioField(
        lazy_gettext("Unit yang mengelola halaman ini"),
        coerce=number,
        validators=[InputRequired()],
        validate_choice=False,
    )
    title = StringField(
        lazy_gettext("Judul sementara"),
        validators=[DataRequired(), Length(max=200)],
        description=lazy_gettext("Nama acaranya. Dapat diganti kapan saja sebelum terbit."),
    )
