"""A file of `content/pelatihan/` as typed facts: what `front_matter` reads and `emit` writes, with meaning.

All problems of a file are found in one pass, each with its place.
"""

from dataclasses import dataclass
from datetime import datetime

from rumah_inovasi import schema
from rumah_inovasi.interoperability.emit import emit
from rumah_inovasi.interoperability.front_matter import Document
from rumah_inovasi.interoperability.write_up_file import Withdrawal, check_body
from rumah_inovasi.learning import facts as facts_of
from rumah_inovasi.learning.facts import KEYS, Facts
from rumah_inovasi.schema import Choice, Moment, Number, Problem, Record, Text, Value, Vocabulary, spec


@dataclass(frozen=True, kw_only=True)
class Header:
    """What belongs to the file rather than to the facts. Without a unit the region's government keeps the workshop."""

    number: int | None = spec("nomor", Number(1, 99_999_999))
    unit: str | None = spec("unit", Text(200))
    unit_kind: str | None = spec("jenis_unit", Choice("jenis-unit"))
    withdrawal: Withdrawal | None = spec("ditarik", Record(Withdrawal))
    published_at: datetime | None = spec("terbit", Moment())
    revision: int | None = spec("revisi", Number(1, 99_999))


@dataclass(frozen=True)
class WorkshopFile:
    """Everything that one file says."""

    header: Header
    facts: Facts
    body: str


_AFTER_REGION = KEYS.index("wilayah") + 1
ORDER = ["nomor", *KEYS[:_AFTER_REGION], "unit", "jenis_unit", *KEYS[_AFTER_REGION:], "ditarik", "terbit", "revisi"]


def parse(document: Document, vocabulary: Vocabulary) -> tuple[WorkshopFile | None, list[Problem]]:
    """The typed facts of a file, or None, and all that is wrong with it."""
    raw = document.mapping
    problems = schema.unknown_keys(raw, set(ORDER))
    header = schema.read(Header, raw, problems, vocabulary)
    facts = facts_of.parse(raw, problems, vocabulary)
    if header:
        check_body(document, header.withdrawal, problems)
    if problems or header is None or facts is None:
        return None, problems
    return WorkshopFile(header, facts, document.body), []


def write(file: WorkshopFile) -> str:
    """The canonical text of a file: the same facts always give the same bytes."""
    values: dict[str, Value] = schema.write(file.header) | facts_of.dump(file.facts)
    return emit({key: values[key] for key in ORDER if key in values}, file.body)
