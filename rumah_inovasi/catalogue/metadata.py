"""The facts beside the text of a write-up, typed once for files, forms and the database.

Keys are those of the files in `content/`, in their canonical order; see `rumah_inovasi.schema` for the kinds.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from rumah_inovasi import schema
from rumah_inovasi.schema import (
    Choice,
    ListOf,
    Number,
    PartialDate,
    Pattern,
    Problem,
    Record,
    Text,
    Url,
    Value,
    Vocabulary,
    spec,
)

REGION_CODE = Pattern(r"35(\.[0-9]{2})?", "Kode wilayah ditulis seperti “35.15”, atau “35” untuk provinsi.")
SLUG = Pattern(
    r"[a-z0-9]+(-[a-z0-9]+)*", "Tag ditulis dengan huruf kecil, angka, dan tanda hubung, misalnya gizi-anak."
)
FILE_NAME = Pattern(r"[a-z0-9][a-z0-9._-]{0,99}", "Nama berkas hanya huruf kecil, angka, titik, dan tanda hubung.")
SHA256 = Pattern(r"[0-9a-f]{64}", "sha256 ditulis sebagai 64 angka heksadesimal.")


@dataclass(frozen=True, kw_only=True)
class ForCitizens:
    """What a citizen needs to know to use the service."""

    who: str | None = spec("siapa", Text())
    where: str | None = spec("di_mana", Text())
    cost: str | None = spec("biaya", Text())
    hours: str | None = spec("jam", Text())


@dataclass(frozen=True, kw_only=True)
class Contact:
    """An office to ask, never a private person."""

    position: str | None = spec("jabatan", Text())
    unit: str | None = spec("unit", Text())
    phone: str | None = spec("telepon", Text(60))
    email: str | None = spec(
        "surel", Pattern(r"[^@\s]+@[^@\s]+\.[^@\s]+", "Surel ditulis seperti kantor@contoh.go.id.")
    )


@dataclass(frozen=True, kw_only=True)
class LegalBasis:
    """A regulation or decree behind the innovation."""

    kind: str = spec("jenis", Text(100), required=True)
    number: str | None = spec("nomor", Text(100))
    date: str | None = spec("tanggal", PartialDate())
    file: str | None = spec("berkas", FILE_NAME)


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What it took: a range and where the money came from."""

    range: str | None = spec("kisaran", Choice("kisaran-biaya"))
    fund: str | None = spec("sumber_dana", Text(100))


@dataclass(frozen=True, kw_only=True)
class Identifiers:
    """Numbers of the same innovation in national systems."""

    jippnas: str | None = spec("jippnas", Text(100))
    sinovik: str | None = spec("sinovik", Text(100))
    iga: str | None = spec("iga", Text(100))


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where an innovation was taken up from, outside this catalogue."""

    name: str = spec("nama", Text(), required=True)
    institution: str | None = spec("instansi", Text())
    url: str | None = spec("url", Url())


@dataclass(frozen=True, kw_only=True)
class Sustainability:
    """Whether it still runs, as of when, and who says so."""

    status: str = spec("status", Choice("keberlanjutan"), required=True)
    as_of: str | None = spec("per", PartialDate())
    source: str | None = spec("sumber", Url())


@dataclass(frozen=True, kw_only=True)
class Award:
    """A prize, place or nomination, as its source names it."""

    event: str = spec("ajang", Text(), required=True)
    year: int | None = spec("tahun", Number(1945, 2200))
    rank: str | None = spec("peringkat", Text())


@dataclass(frozen=True, kw_only=True)
class Source:
    """A public source of the write-up."""

    url: str | None = spec("url", Url())
    title: str = spec("judul", Text(), required=True)
    outlet: str | None = spec("media", Text(100))
    date: str | None = spec("tanggal", PartialDate())


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that belongs to the write-up."""

    name: str = spec("nama", FILE_NAME, required=True)
    caption: str | None = spec("keterangan", Text())
    sha256: str | None = spec("sha256", SHA256)


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """All facts of a write-up but its number, its unit and its replications, which others keep."""

    title: str = spec("judul", Text(200), required=True)
    long_form: str | None = spec("kepanjangan", Text())
    summary: str = spec("ringkasan", Text(400), required=True)
    region: str = spec("wilayah", REGION_CODE, required=True)
    started: str | None = spec("mulai", PartialDate())
    topics: tuple[str, ...] = spec("urusan", ListOf(Choice("urusan"), 5))
    form: str | None = spec("bentuk", Choice("bentuk"))
    kind: str | None = spec("jenis", Choice("jenis"))
    stage: str | None = spec("tahapan", Choice("tahapan"))
    initiator: str | None = spec("inisiator", Choice("inisiator"))
    innovators: tuple[str, ...] = spec("inovator", ListOf(Text(), 30))
    partners: tuple[str, ...] = spec("mitra", ListOf(Text(), 30))
    for_citizens: ForCitizens | None = spec("untuk_warga", Record(ForCitizens))
    contact: Contact | None = spec("kontak", Record(Contact))
    legal: tuple[LegalBasis, ...] = spec("dasar_hukum", ListOf(Record(LegalBasis), 30))
    cost: Cost | None = spec("biaya", Record(Cost))
    staff: str | None = spec("sdm", Text())
    sdgs: tuple[str, ...] = spec("sdg", ListOf(Choice("sdg"), 17))
    cettar: tuple[str, ...] = spec("cettar", ListOf(Choice("cettar"), 7))
    tags: tuple[str, ...] = spec("tag", ListOf(SLUG, 12))
    service_url: str | None = spec("layanan", Url())
    video_url: str | None = spec("video", Url())
    identifiers: Identifiers | None = spec("pengenal", Record(Identifiers))
    series: tuple[int, ...] = spec("seri", ListOf(Number(), 20))
    related: tuple[int, ...] = spec("terkait", ListOf(Number(), 20))
    origin: Origin | None = spec("asal", Record(Origin))
    sustainability: Sustainability | None = spec("keberlanjutan", Record(Sustainability))
    awards: tuple[Award, ...] = spec("penghargaan", ListOf(Record(Award), 50))
    sources: tuple[Source, ...] = spec("sumber", ListOf(Record(Source), 60))
    attachments: tuple[Attachment, ...] = spec("berkas", ListOf(Record(Attachment), 50))
    provenance: str = spec("asal_tulisan", Choice("asal-tulisan"), default="redaksi")
    language: str = spec("bahasa", Choice("bahasa"), default="id")
    license: str = spec("lisensi", Choice("lisensi"), default="CC-BY-4.0")

    @property
    def newest_source(self) -> str | None:
        """Date of the newest dated source: how fresh the facts are."""
        return max((source.date for source in self.sources if source.date), default=None)

    @property
    def sustainability_state(self) -> str:
        """The stated state; silence means that nobody has confirmed it."""
        return self.sustainability.status if self.sustainability else "tidak-terkonfirmasi"

    def without_files(self, names: Collection[str]) -> "Metadata":
        """The same facts with these attachments mentioned nowhere."""
        kept = tuple(item for item in self.attachments if item.name not in names)
        legal = tuple(replace(law, file=None) if law.file in names else law for law in self.legal)
        return replace(self, attachments=kept, legal=legal)


def parse(raw: Mapping[str, Value], problems: list[Problem], vocabulary: Vocabulary) -> Metadata | None:
    """Read metadata from plain data; what is wrong is appended to `problems`."""
    metadata = schema.read(Metadata, raw, problems, vocabulary)
    if metadata:
        names = [attachment.name for attachment in metadata.attachments]
        for position, name in enumerate(names):
            if name in names[:position]:
                problems.append(Problem(("berkas", position, "nama"), "Nama berkas ini dipakai dua kali."))
        for position, law in enumerate(metadata.legal):
            if law.file and law.file not in names:
                problems.append(
                    Problem(
                        ("dasar_hukum", position, "berkas"),
                        "Berkas “%(name)s” tidak ada dalam daftar berkas. Tulis juga di kunci berkas.",
                        {"name": law.file},
                    )
                )
    return metadata


def dump(metadata: Metadata) -> dict[str, Any]:
    """Plain data for the database and for files; `parse` reads it back."""
    return schema.write(metadata)


def restore(stored: Mapping[str, Value]) -> Metadata:
    """Metadata as the database keeps it.

    Raises:
        ValueError: the stored value does not fit the schema (a damaged row).
    """
    return schema.restore(Metadata, stored)


METADATA_KEYS = [schema.key_of(item) for item in fields(Metadata)]
