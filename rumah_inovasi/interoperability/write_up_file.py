"""A file of `content/inovasi/` as typed facts: what `front_matter` reads and `emit` writes, with meaning.

The facts belong to three owners: the catalogue (metadata), replication (claims) and the file itself (number, unit
by name, publication). All problems of a file are found in one pass, each with its place.
"""

from dataclasses import dataclass
from datetime import datetime

from rumah_inovasi import schema
from rumah_inovasi.catalogue import metadata as facts
from rumah_inovasi.catalogue.metadata import METADATA_KEYS, Metadata
from rumah_inovasi.interoperability.emit import emit
from rumah_inovasi.interoperability.front_matter import Document
from rumah_inovasi.replication import claim as claims_of
from rumah_inovasi.replication.claim import CLAIMS, Claim
from rumah_inovasi.schema import Choice, Moment, Number, PartialDate, Problem, Record, Text, Value, Vocabulary, spec


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """Since when and why a write-up is no longer public."""

    date: str = spec("tanggal", PartialDate(), required=True)
    reason: str = spec("alasan", Text(500), required=True)


@dataclass(frozen=True, kw_only=True)
class Header:
    """What belongs to the file rather than to the facts."""

    number: int | None = spec("nomor", Number(1, 99_999_999))
    unit: str = spec("unit", Text(200), required=True)
    unit_kind: str | None = spec("jenis_unit", Choice("jenis-unit"))
    withdrawal: Withdrawal | None = spec("ditarik", Record(Withdrawal))
    published_at: datetime | None = spec("terbit", Moment())
    revision: int | None = spec("revisi", Number(1, 99_999))


@dataclass(frozen=True)
class WriteUpFile:
    """Everything that one file says."""

    header: Header
    metadata: Metadata
    claims: tuple[Claim, ...]
    body: str


# The canonical order: the catalogue's own order with the other owners' keys in their places.
ORDER = [
    "nomor",
    *METADATA_KEYS[: METADATA_KEYS.index("wilayah") + 1],
    "unit",
    "jenis_unit",
    *METADATA_KEYS[METADATA_KEYS.index("mulai") : METADATA_KEYS.index("keberlanjutan") + 1],
    claims_of.KEY,
    *METADATA_KEYS[METADATA_KEYS.index("penghargaan") :],
    "ditarik",
    "terbit",
    "revisi",
]


def parse(document: Document, vocabulary: Vocabulary) -> tuple[WriteUpFile | None, list[Problem]]:
    """The typed facts of a file, or None, and all that is wrong with it."""
    raw = document.mapping
    problems = schema.unknown_keys(raw, set(ORDER))
    header = schema.read(Header, raw, problems, vocabulary)
    metadata = facts.parse(raw, problems, vocabulary)
    claims = claims_of.parse(raw, problems, vocabulary)
    if header:
        check_body(document, header.withdrawal, problems)
    if problems or header is None or metadata is None:
        return None, problems
    return WriteUpFile(header, metadata, claims, document.body), []


def check_body(document: Document, withdrawal: Withdrawal | None, problems: list[Problem]) -> None:
    """Append a problem where a text is missing, or is there though it was taken back."""
    if withdrawal is None:
        if not document.body.strip():
            problems.append(Problem((), "Isi tulisan kosong. Tulis isinya di bawah baris --- kedua."))
        return
    if document.body.strip():
        problems.append(Problem(("ditarik",), "Tulisan yang ditarik tidak memuat isi; hapus isinya."))
    if len(withdrawal.date) != len("2026-11-22"):
        problems.append(Problem(("ditarik", "tanggal"), "Tanggal penarikan ditulis lengkap, misalnya 2026-11-22."))


def write(file: WriteUpFile) -> str:
    """The canonical text of a file: the same facts always give the same bytes."""
    values: dict[str, Value] = schema.write(file.header) | facts.dump(file.metadata)
    if file.claims:
        values[claims_of.KEY] = CLAIMS.write(file.claims)
    return emit({key: values[key] for key in ORDER if key in values}, file.body)
