"""Forms of editors about words, of readers about what they need, and of those who answer."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from rumah_inovasi.insight.model import LONGEST
from rumah_inovasi.insight.synonym_rules import LONGEST_FORM, MOST_FORMS
from rumah_inovasi.search.language.synonyms import Kind
from rumah_inovasi.web.forms import BaseForm
from rumah_inovasi.web.typed import LONGEST_QUERY

KINDS = {
    Kind.SYNONYM: lazy_gettext("Sinonim"),
    Kind.ACRONYM: lazy_gettext("Singkatan"),
    Kind.SPELLING: lazy_gettext("Ejaan lain"),
    Kind.LOCAL: lazy_gettext("Kata daerah"),
}
LONGEST_REFERENCE = 200


class SynonymForm(BaseForm):
    """A word and what else it may be called."""

    first = StringField(
        lazy_gettext("Kata yang dicari orang"),
        description=lazy_gettext("Satu kata, atau beberapa yang selalu bersama, misalnya kartu keluarga."),
        validators=[InputRequired(), Length(max=LONGEST_FORM)],
    )
    others = TextAreaField(
        lazy_gettext("Kata lain yang dimaksud"),
        description=lazy_gettext("Satu di tiap baris, seperti yang tertulis dalam tulisan."),
        validators=[InputRequired(), Length(max=MOST_FORMS * (LONGEST_FORM + 2))],
        render_kw={"rows": 4},
    )
    kind = SelectField(lazy_gettext("Jenis"), validators=[InputRequired()])
    is_one_way = BooleanField(
        lazy_gettext("Satu arah saja"),
        description=lazy_gettext(
            "Bila kata lainnya lebih sempit: pencarian kata pertama juga menemukan kata itu, tidak sebaliknya."
        ),
    )
    in_capitals = BooleanField(
        lazy_gettext("Hanya bila kata pertama diketik dengan huruf besar"),
        description=lazy_gettext("Untuk singkatan yang juga kata biasa, misalnya PATEN."),
    )

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self.kind.choices = [(kind.value, label) for kind, label in KINDS.items()]

    @property
    def chosen_kind(self) -> Kind:
        """The kind that was chosen."""
        return Kind(self.kind.data)

    @property
    def forms(self) -> list[str]:
        """What was typed: the first form, then a line each."""
        return [self.first.data or "", *(self.others.data or "").splitlines()]


class NeedForm(BaseForm):
    """What a reader needs; nothing about the reader."""

    q = HiddenField(validators=[Length(max=LONGEST_QUERY)])
    body = TextAreaField(
        lazy_gettext("Apa yang Anda butuhkan?"),
        description=lazy_gettext(
            "Masalah yang ingin dipecahkan, dalam satu sampai tiga kalimat. Paling panjang 1.000 huruf. "
            "Jangan menulis nama orang, NIK, nomor KK, atau nomor ponsel."
        ),
        validators=[InputRequired(), Length(max=LONGEST)],
        render_kw={"rows": 6},
    )
    unit_kind = SelectField(lazy_gettext("Untuk jenis unit apa?"))
    region = SelectField(lazy_gettext("Di daerah mana?"))

    def offer(self, kinds: list[tuple[str, str]], regions: list[tuple[str, str]]) -> None:
        """Set what may be chosen; nothing may be, too."""
        self.unit_kind.choices = [("", "–"), *kinds]
        self.region.choices = [("", "–"), *regions]


class CloseForm(BaseForm):
    """What became of a need."""

    answer = TextAreaField(
        lazy_gettext("Apa hasilnya?"),
        description=lazy_gettext("Untuk catatan redaksi; tidak tampil untuk umum. Paling panjang 1.000 huruf."),
        validators=[Optional(), Length(max=LONGEST)],
        render_kw={"rows": 4},
    )
    write_up = StringField(
        lazy_gettext("Tulisan yang menjawabnya"),
        description=lazy_gettext(
            "Nomor atau alamatnya. Tulisan ini lalu ditunjukkan kepada siapa pun yang mencari kata yang sama "
            "tanpa hasil."
        ),
        validators=[Optional(), Length(max=LONGEST_REFERENCE)],
    )
