"""The facts beside the text of a workshop, typed once for files, forms and the database.

Keys are those of the files in `content/pelatihan/`, in their canonical order; see `rumah_inovasi.schema` for the kinds.
"""

import calendar
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from rumah_inovasi import schema
from rumah_inovasi.catalogue.metadata import FILE_NAME, REGION_CODE, SHA256, Attachment, Source
from rumah_inovasi.schema import (
    Choice,
    ListOf,
    Number,
    PartialDate,
    Problem,
    Record,
    Text,
    Url,
    Value,
    Vocabulary,
    spec,
)

KINDS = "jenis-pelatihan"
MATERIALS = "bahan"
MOST_HOURS, MOST_SEATS = 2_000, 100_000
DECEMBER = 12
DAY_LENGTH = len("2026-11-22")


@dataclass(frozen=True, kw_only=True)
class Material:
    """Something to learn from: on the web, or a file that is kept here."""

    title: str = spec("judul", Text(), required=True)
    url: str | None = spec("url", Url())
    file: str | None = spec("berkas", FILE_NAME)
    sha256: str | None = spec("sha256", SHA256)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All facts of a workshop but its number and the unit that keeps it."""

    title: str = spec("judul", Text(200), required=True)
    summary: str = spec("ringkasan", Text(400), required=True)
    starts: str = spec("mulai", PartialDate(), required=True)
    ends: str | None = spec("selesai", PartialDate())
    kind: str | None = spec("jenis", Choice(KINDS))
    place: str | None = spec("tempat", Text())
    registration_url: str | None = spec("tautan_pendaftaran", Url())
    online_url: str | None = spec("tautan_daring", Url())
    speakers: tuple[str, ...] = spec("narasumber", ListOf(Text(), 30))
    audience: str | None = spec("sasaran", Text())
    hours: int | None = spec("jp", Number(1, MOST_HOURS))
    quota: int | None = spec("kuota", Number(1, MOST_SEATS))
    organiser: str = spec("penyelenggara", Text(200), required=True)
    region: str = spec("wilayah", REGION_CODE, required=True)
    innovations: tuple[int, ...] = spec("inovasi", ListOf(Number(), 50))
    materials: tuple[Material, ...] = spec("bahan", ListOf(Record(Material), 50))
    sources: tuple[Source, ...] = spec("sumber", ListOf(Record(Source), 60))

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files among the materials, as the archive and the inspection know files."""
        return tuple(
            Attachment(name=item.file, caption=item.title, sha256=item.sha256) for item in self.materials if item.file
        )

    @property
    def is_dated(self) -> bool:
        """Whether its days are known, as a calendar needs them; a source may tell no more than the month."""
        return len(self.starts) == DAY_LENGTH == len(self.ends or self.starts)

    def with_sums(self, sums: Mapping[str, str]) -> "Facts":
        """The same with the sha256 of what is kept of each file."""
        kept = (replace(item, sha256=sums.get(item.file or "", item.sha256)) for item in self.materials)
        return replace(self, materials=tuple(kept))

    def without_files(self, names: Collection[str]) -> "Facts":
        """The same without the materials that are these files."""
        return replace(self, materials=tuple(item for item in self.materials if item.file not in names))


KEYS = [schema.key_of(item) for item in fields(Facts)]


def earliest(text: str) -> date:
    """The first day of a year, a month or a day."""
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1)


def latest(text: str) -> date:
    """The last day of a year, a month or a day."""
    year, month, day = _parts(text)
    month = month or DECEMBER
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _parts(text: str) -> tuple[int, int, int]:
    """Year, month and day; 0 for what is not told."""
    year, month, day, *_rest = *map(int, text.split("-")), 0, 0
    return year, month, day


def parse(raw: Mapping[str, Value], problems: list[Problem], vocabulary: Vocabulary) -> Facts | None:
    """Read the facts from plain data; what is wrong is appended to `problems`."""
    facts = schema.read(Facts, raw, problems, vocabulary)
    _check_days(raw, problems)
    if facts:
        _check_materials(facts.materials, problems)
    return facts


def _check_days(raw: Mapping[str, Value], problems: list[Problem]) -> None:
    """Compare the days as soon as both can be read, whatever else is missing yet."""
    starts, ends = (str(raw.get(key) or "").strip() for key in ("mulai", "selesai"))
    if not (starts and ends) or {("mulai",), ("selesai",)} & {problem.path for problem in problems}:
        return
    if latest(ends) < earliest(starts):
        problems.append(Problem(("selesai",), "Tanggal selesai mendahului tanggal mulai."))


def _check_materials(materials: tuple[Material, ...], problems: list[Problem]) -> None:
    names = [item.file for item in materials]
    for position, item in enumerate(materials):
        if bool(item.url) == bool(item.file):
            message = "Bahan “%(title)s” harus punya alamat web atau berkas, salah satu saja."
            problems.append(Problem((MATERIALS, position, "url"), message, {"title": item.title}))
        if item.file and item.file in names[:position]:
            problems.append(Problem((MATERIALS, position, "berkas"), "Nama berkas ini dipakai dua kali."))
        if item.sha256 and not item.file:
            problems.append(Problem((MATERIALS, position, "sha256"), "Kunci sha256 hanya untuk bahan berupa berkas."))


def dump(facts: Facts) -> dict[str, Any]:
    """Plain data for the database and for files; `parse` reads it back."""
    return schema.write(facts)


def restore(stored: Mapping[str, Value]) -> Facts:
    """Facts as the database keeps them.

    Raises:
        ValueError: the stored value does not fit the schema (a damaged row).
    """
    return schema.restore(Facts, stored)
