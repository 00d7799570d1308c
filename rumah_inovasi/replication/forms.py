"""Forms about replications. Their fields bear the keys of files, so that one set of rules reads both."""

from collections.abc import Iterable

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, StringField, TextAreaField, URLField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from rumah_inovasi.replication import claim as claims
from rumah_inovasi.replication.claim import LONGEST, Claim
from rumah_inovasi.replication.model import STAGES
from rumah_inovasi.schema import Problem, Value
from rumah_inovasi.vocabulary.queries import Vocabularies
from rumah_inovasi.web.errors import spoken
from rumah_inovasi.web.forms import BaseForm, number

NAMES = ("tahap", "derajat", "mulai", "selesai", "catatan", "sumber")
LONGEST_PROOF = 2_000
LONGEST_ADDRESS = 2_000
# What a source may be; the other two kinds of evidence come from a decision.
SOURCE_KINDS = ("klaim-media", "dokumen")


def _source(needed: Optional | InputRequired) -> URLField:
    return URLField(
        lazy_gettext("Alamat sumber di web"),
        description=lazy_gettext("Berita, laporan, atau keputusan yang dapat dibuka siapa saja."),
        validators=[needed, Length(max=LONGEST_ADDRESS)],
    )


class FactsForm(BaseForm):
    """What is said about a replication, whoever says it."""

    tahap = SelectField(lazy_gettext("Sampai tahap mana?"), validators=[InputRequired()])
    derajat = SelectField(
        lazy_gettext("Seberapa utuh?"),
        description=lazy_gettext("Wajib bila sudah diterapkan."),
        validators=[Optional()],
    )
    mulai = StringField(
        lazy_gettext("Mulai kapan?"),
        description=lazy_gettext("Tahun, tahun-bulan, atau tahun-bulan-hari, misalnya 2026-03."),
        validators=[Optional(), Length(max=10)],
    )
    selesai = StringField(
        lazy_gettext("Berhenti kapan?"),
        description=lazy_gettext("Hanya bila sudah berhenti; ditulis dengan cara yang sama."),
        validators=[Optional(), Length(max=10)],
    )
    catatan = TextAreaField(
        lazy_gettext("Apa yang disesuaikan?"),
        description=lazy_gettext("Tampil untuk umum. Paling panjang 1.000 huruf; tanpa nama dan nomor perorangan."),
        validators=[Length(max=LONGEST)],
        render_kw={"rows": 4},
    )
    sumber = _source(Optional())
    bukti = RadioField(lazy_gettext("Sumber itu berupa"), default=SOURCE_KINDS[0], validators=[Optional()])

    def offer(self, words: Vocabularies, stages: Iterable[str] = STAGES) -> None:
        """Set what may be chosen."""
        self.tahap.choices = [("", "–"), *((stage, words.name("tahap-replikasi", stage)) for stage in stages)]
        degrees = [term.id for term in words.offered("derajat-replikasi")]
        self.derajat.choices = [("", "–"), *((term, words.name("derajat-replikasi", term)) for term in degrees)]
        self.bukti.choices = [(kind, str(SOURCE_WORDS[kind])) for kind in SOURCE_KINDS]

    def claim(self, words: Vocabularies, **adopter: Value) -> Claim | None:
        """What was typed, by the rules of files; none where something is wrong, which stands at its field then."""
        evidence = (self.bukti.data or SOURCE_KINDS[0]) if self.sumber.data else "dikonfirmasi-asal"
        typed = {name: (self[name].data or "").strip() for name in NAMES}
        problems: list[Problem] = []
        raw: dict[str, Value] = {**adopter, **typed, "bukti": evidence}
        found = claims.parse({claims.KEY: [raw]}, problems, words)
        for problem in problems:
            name = str(problem.path[-1])
            errors = self[name].errors if name in self else self.form_errors
            errors.append(spoken(problem))
        return found[0] if found and not problems else None

    def show(self, known: Claim) -> None:
        """Fill in what is known already."""
        self.tahap.data, self.derajat.data = known.stage, known.degree
        self.mulai.data, self.selesai.data = known.started, known.ended
        self.catatan.data, self.sumber.data = known.note, known.source
        self.bukti.data = known.evidence if known.evidence in SOURCE_KINDS else SOURCE_KINDS[0]


class StatementForm(FactsForm):
    """What a unit says about its own replication."""

    unit = RadioField(lazy_gettext("Unit Anda"), coerce=number, validators=[InputRequired()], validate_choice=False)
    proof = TextAreaField(
        lazy_gettext("Bukti yang dapat ditunjukkan"),
        description=lazy_gettext(
            "Misalnya nomor keputusan atau laporan. Wajib bila sudah diterapkan dan tidak ada alamat sumber. Hanya "
            "dibaca unit asal dan kurator yang memeriksa."
        ),
        validators=[Length(max=LONGEST_PROOF)],
        render_kw={"rows": 3},
    )
    file = FileField(
        lazy_gettext("Berkas bukti"),
        description=lazy_gettext("PDF, JPG, atau PNG, paling besar 5 MiB. Hanya dilihat yang memeriksa."),
        render_kw={"accept": ".pdf,.jpg,.jpeg,.png"},
    )


class NoteForm(FactsForm):
    """What a source says about an adopter that has no account here."""

    sumber = _source(InputRequired())
    wilayah = SelectField(lazy_gettext("Kabupaten, kota, atau provinsi"), validators=[Optional()])
    penerima = StringField(
        lazy_gettext("Atau penerima di luar Jawa Timur, atau jumlah yang disebut"),
        description=lazy_gettext("Misalnya Kabupaten Sumedang, atau 19 daerah."),
        validators=[Length(max=300)],
    )
    unit = StringField(
        lazy_gettext("Unit atau instansi"),
        description=lazy_gettext("Bila sumber menyebutnya."),
        validators=[Length(max=300)],
    )
    jumlah = StringField(
        lazy_gettext("Jumlah penerima yang disebut tanpa rincian"),
        description=lazy_gettext("Angka saja. Dicatat seperti disebut, tidak digambar di peta dan tidak dihitung."),
        validators=[Length(max=6)],
    )


class AnswerForm(BaseForm):
    """The word of whoever decides."""

    answer = TextAreaField(
        lazy_gettext("Tanggapan"),
        description=lazy_gettext("Dikirim kepada penerima. Tanggapan unit asal juga tampil di samping catatannya."),
        validators=[Length(max=LONGEST)],
        render_kw={"rows": 4},
    )


class ReplyForm(BaseForm):
    """The origin's answer to a public record."""

    tanggapan = TextAreaField(
        lazy_gettext("Tanggapan unit asal"),
        description=lazy_gettext("Tampil untuk umum di samping catatan ini. Kosongkan untuk menghapusnya."),
        validators=[Length(max=LONGEST)],
        render_kw={"rows": 4},
    )


class RemovalForm(BaseForm):
    """Why a record is taken away."""

    reason = TextAreaField(
        lazy_gettext("Alasan penghapusan"),
        description=lazy_gettext("Dikirim kepada unit asal dan pihak yang menyatakannya."),
        validators=[DataRequired(), Length(max=LONGEST)],
        render_kw={"rows": 3},
    )


SOURCE_WORDS = {
    "klaim-media": lazy_gettext("Berita atau situs web"),
    "dokumen": lazy_gettext("Dokumen resmi, seperti keputusan atau laporan"),
}
