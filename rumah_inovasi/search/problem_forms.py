"""The form in which a problem is told."""

import re

from flask_babel import gettext, lazy_gettext
from wtforms import Form, SelectField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from rumah_inovasi.organisations.model import PROVINCE, Region
from rumah_inovasi.vocabulary.queries import Vocabularies
from rumah_inovasi.web.filters import angka
from rumah_inovasi.web.forms import BaseForm

LONGEST = 2000
_CONTROLS = re.compile(r"[^\S\n\t ]|[\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def _as_typed(text: object) -> object:
    """Line ends as one sign, of which browsers send two that nobody counts; without signs that no keyboard has."""
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n")) if isinstance(text, str) else text


def _not_too_long(_form: Form, field: TextAreaField) -> None:
    # No `maxlength` in the page: browsers cut what is pasted there and say nothing.
    count = len(field.data or "")
    if count > LONGEST:
        raise ValidationError(
            gettext(
                "Paling panjang %(most)s huruf; teks Anda %(count)s huruf. Hapus yang tidak perlu, lalu cari lagi.",
                most=angka(LONGEST),
                count=angka(count),
            )
        )


class ProblemForm(BaseForm):
    """A problem in plain sentences, and whose solutions are wanted."""

    masalah = TextAreaField(
        lazy_gettext("Apa masalahnya?"),
        description=lazy_gettext(
            "Tulis dengan kalimat biasa atau tempel keluhan warga, paling panjang 2.000 huruf. Teks ini tidak disimpan "
            "dan tidak dicatat."
        ),
        filters=[_as_typed],
        validators=[
            DataRequired(lazy_gettext("Ceritakan dahulu masalahnya, satu atau dua kalimat saja.")),
            _not_too_long,
        ],
        render_kw={"rows": 6},
    )
    jenis_unit = SelectField(
        lazy_gettext("Jenis unit"),
        description=lazy_gettext("Hanya inovasi dari unit yang sejenis dengan unit Anda."),
        default="",
    )
    serupa = SelectField(
        lazy_gettext("Daerah serupa"),
        description=lazy_gettext("Sama-sama kabupaten atau kota, dengan jumlah penduduk paling dekat."),
        default="",
    )

    def offer(self, words: Vocabularies, regions: dict[str, Region]) -> None:
        """Fill in what can be chosen."""
        kinds = [(term.id, words.name("jenis-unit", term.id)) for term in words.offered("jenis-unit")]
        self.jenis_unit.choices = [("", gettext("Semua jenis unit")), *kinds]
        places = [(code, region.label) for code, region in regions.items() if code != PROVINCE]
        self.serupa.choices = [("", gettext("Semua daerah")), *places]

    def widen(self) -> None:
        """Choose nothing, whatever was chosen."""
        for field in (self.jenis_unit, self.serupa):
            field.process_data("")
