"""Forms of reports."""

from flask_babel import lazy_gettext
from wtforms import EmailField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from rumah_inovasi.feedback.model import LONGEST, LONGEST_CONTACT
from rumah_inovasi.web.forms import BaseForm


class ReportForm(BaseForm):
    """What is wrong, and where an answer may go."""

    body = TextAreaField(
        lazy_gettext("Apa yang keliru?"),
        description=lazy_gettext(
            "Sebut bagiannya dan apa yang benar, bila mungkin dengan sumbernya. Paling panjang 2.000 huruf. "
            "Jangan menulis NIK, nomor KK, atau nomor ponsel."
        ),
        validators=[InputRequired(), Length(max=LONGEST)],
        render_kw={"rows": 8},
    )
    contact = EmailField(
        lazy_gettext("Surel Anda, bila ingin dijawab"),
        description=lazy_gettext("Hanya dibaca petugas yang menangani, dan dihapus setelah laporan ditangani."),
        validators=[Optional(), Length(max=LONGEST_CONTACT)],
        render_kw={"autocomplete": "email"},
    )


class AnswerForm(BaseForm):
    """What became of a report."""

    answer = TextAreaField(
        lazy_gettext("Apa hasilnya?"),
        description=lazy_gettext("Paling panjang 2.000 huruf. Bila pelapor meninggalkan surel, ia menerima teks ini."),
        validators=[InputRequired(), Length(max=LONGEST)],
        render_kw={"rows": 6},
    )
