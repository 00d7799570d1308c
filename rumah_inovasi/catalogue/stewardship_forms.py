"""Forms of those who look after a write-up."""

from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from rumah_inovasi.catalogue.actions import LONGEST_REASON
from rumah_inovasi.web.forms import BaseForm


class WithdrawalForm(BaseForm):
    """Why a write-up is taken from the public."""

    reason = TextAreaField(
        lazy_gettext("Alasan penarikan"),
        description=lazy_gettext("Tampil untuk umum di alamat tulisan ini, dengan judul dan tanggalnya."),
        validators=[InputRequired(), Length(max=LONGEST_REASON)],
        render_kw={"rows": 4},
    )
