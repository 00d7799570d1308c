"""Reads the files of one import before anything is stored: which they are, what they say, what is wrong with them."""

import enum
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from rumah_inovasi import outbox
from rumah_inovasi.disk_reasons import reason_of
from rumah_inovasi.errors import DomainError, Unusable
from rumah_inovasi.interoperability import archive, workshop_archive, workshop_file, write_up_file
from rumah_inovasi.interoperability.front_matter import MAX_BYTES, Document, FrontMatterError
from rumah_inovasi.interoperability.front_matter import parse as parse_document
from rumah_inovasi.interoperability.workshop_file import WorkshopFile
from rumah_inovasi.interoperability.write_up_file import Withdrawal, WriteUpFile
from rumah_inovasi.markup.errors import MarkupError
from rumah_inovasi.personal_data import find_personal_numbers
from rumah_inovasi.replication.claim import KEY as CLAIMS_KEY
from rumah_inovasi.schema import Path as Place
from rumah_inovasi.schema import Problem, Value, Vocabulary

ORGANISER = "penyelenggara"  # which workshops have to name and write-ups do not know
FOLDERS = (archive.FOLDER, workshop_archive.FOLDER)
# UU 27/2022; numbers of offices are welcome.
PERSONAL = "memuat nomor %s perorangan. Hapus nomornya; yang boleh dimuat hanya kontak kantor."


class Outcome(enum.StrEnum):
    """What became of one file."""

    NEW = "baru"
    REVISED = "direvisi"
    WITHDRAWN = "ditarik"
    PUBLISHED_AGAIN = "diterbitkan kembali"
    UNCHANGED = "tetap"
    DUPLICATE = "kembar"
    BAD = "bermasalah"


@dataclass
class FileReport:
    """What became of one file, and why; `notes` are things to know that stopped nothing."""

    path: Path
    kind: str = outbox.INNOVATION
    outcome: Outcome = Outcome.BAD
    number: int | None = None
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """True where somebody has to mend something."""
        return bool(self.problems)


class Header(Protocol):
    """What every file says of itself."""

    @property
    def number(self) -> int | None:
        """Its number among the texts of its kind."""

    @property
    def unit_kind(self) -> str | None:
        """Of which kind its unit is."""

    @property
    def withdrawal(self) -> Withdrawal | None:
        """Since when it is no longer public."""

    @property
    def published_at(self) -> datetime | None:
        """When it was published first."""

    @property
    def revision(self) -> int | None:
        """Its number among the revisions of the text."""


class Filed(Protocol):
    """What every file says, whatever it is about."""

    @property
    def header(self) -> Header:
        """What belongs to the file rather than to the facts."""

    @property
    def body(self) -> str:
        """The text."""


F = TypeVar("F", bound=Filed)


@dataclass(frozen=True)
class Prepared(Generic[F]):
    """A file that was read without problems: its bytes, where its values stand, and what it says."""

    path: Path
    data: bytes
    document: Document
    file: F

    def tell(self, problem: Problem) -> str:
        """A problem with its place in the file."""
        return _told(self.document, problem)

    def tell_of_text(self, words: str, message: str) -> str:
        """A problem with words of the text, with the line where they first stand."""
        above, found, _below = self.document.body.partition(words)
        line = self.document.body_line + (above.count("\n") if found else 0)
        return f"{self.path}, baris {line}: {message}"

    def explain(self, error: DomainError) -> str:
        """Why the file could not be kept, with the place in the file where it is known."""
        if isinstance(error, MarkupError) and isinstance(line := error.values.get("line"), int):
            # The renderer counts the lines of the text, people those of the file.
            in_file = line + self.document.body_line - 1
            return f"{self.path}: {error.message % {**error.values, 'line': in_file}}"
        if error.field:
            return _told(self.document, Problem((error.field,), str(error)))
        return f"{self.path}: {error}"


def files_of(source: Path) -> list[Path]:
    """The Markdown files to import: one file, or those below a folder, hidden ones and README.md left out.

    Raises:
        Unusable: there is no such file or folder.
    """
    if source.is_file():
        return [source]
    if not source.is_dir():
        raise Unusable(f"{source} tidak ada. Beri nama berkas .md atau folder yang memuatnya.")
    inside = [source / folder for folder in FOLDERS if (source / folder).is_dir()]
    # Beside the archive's own folders a new file may lie by mistake: it is wanted too.
    own = [path for folder in inside for path in folder.rglob("*.md")]
    found = [*source.glob("*.md"), *own] if inside else source.rglob("*.md")
    return sorted(
        path
        for path in found
        if path.name != "README.md" and not any(part.startswith(".") for part in path.relative_to(source).parts)
    )


@dataclass(frozen=True)
class Found:
    """What can be imported, each kind in the order to do so, and reports on all that cannot."""

    write_ups: list[Prepared[WriteUpFile]]
    workshops: list[Prepared[WorkshopFile]]
    reports: list[FileReport]


def read_all(paths: list[Path], vocabulary: Vocabulary, regions: Collection[str]) -> Found:
    """Read the files and tell what is wrong with them, without the database."""
    write_ups: list[Prepared[WriteUpFile]] = []
    workshops: list[Prepared[WorkshopFile]] = []
    bad: list[FileReport] = []
    for path in paths:
        read = _opened(path)
        if not isinstance(read, tuple):
            bad.append(FileReport(path, problems=read))
        elif is_workshop(path, read[1]):
            _sort_in(path, read, workshop_file.parse(read[1], vocabulary), regions, workshops, bad)
        else:
            _sort_in(path, read, write_up_file.parse(read[1], vocabulary), regions, write_ups, bad)
    return Found(_without_shared_numbers(write_ups, bad), _without_shared_numbers(workshops, bad), bad)


def is_workshop(path: Path, document: Document) -> bool:
    """Whether a file is about a workshop: it names who holds it, or lies in the folder of workshops."""
    if ORGANISER in document.mapping:
        return True
    nearest = next((part for part in reversed(path.parent.parts) if part in FOLDERS), None)
    return nearest == workshop_archive.FOLDER and "unit" not in document.mapping


def _opened(path: Path) -> tuple[bytes, Document] | list[str]:
    """The bytes of a file and what stands in it, or what is wrong with it."""
    if not path.is_file():  # a pipe would be read for ever
        return [f"{path}: bukan berkas biasa."]
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)  # one byte too many is enough to refuse it
        return data, parse_document(data, name=str(path))
    except FrontMatterError as error:
        return str(error).splitlines()
    except OSError as error:
        return [f"{path}: tidak dapat dibaca: {reason_of(error)}."]


def _sort_in(
    path: Path,
    read: tuple[bytes, Document],
    parsed: tuple[F | None, list[Problem]],
    regions: Collection[str],
    good: list[Prepared[F]],
    bad: list[FileReport],
) -> None:
    """Put a file that was read to the good ones, or a report on it to the bad ones."""
    (data, document), (file, problems) = read, parsed
    if file is not None:
        problems = list(_unknown_regions(file, regions))
    told = [_told(document, problem) for problem in problems] + list(_personal_numbers(document))
    if file is None or told:
        bad.append(FileReport(path, problems=told))
    else:
        good.append(Prepared(path, data, document, file))


def _personal_numbers(document: Document) -> Iterator[str]:
    """Numbers of persons, by their lines; the number itself is not repeated, since messages go into logs."""
    for finding in find_personal_numbers(document.body):
        line = document.body_line + document.body.count("\n", 0, finding.start)
        yield f"{document.name}, baris {line}: {PERSONAL % finding.kind.upper()}"
    for path, text in _texts(document.mapping):
        for finding in find_personal_numbers(text):
            yield _told(document, Problem(path, PERSONAL % finding.kind.upper()))


def _texts(value: Value, path: Place = ()) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield path, value
        return
    items = enumerate(value) if isinstance(value, list) else value.items()
    for key, item in items:
        yield from _texts(item, (*path, key))


def _unknown_regions(file: Filed, regions: Collection[str]) -> Iterator[Problem]:
    for path, code in _named_regions(file):
        if code is not None and code not in regions:
            yield Problem(path, "Wilayah dengan kode “%(code)s” tidak ada.", {"code": code})


def _named_regions(file: Filed) -> Iterator[tuple[Place, str | None]]:
    if isinstance(file, WorkshopFile):
        yield ("wilayah",), file.facts.region
    if isinstance(file, WriteUpFile):
        yield ("wilayah",), file.metadata.region
        for position, claim in enumerate(file.claims):
            yield (CLAIMS_KEY, position, "wilayah"), claim.region


def _without_shared_numbers(good: list[Prepared[F]], bad: list[FileReport]) -> list[Prepared[F]]:
    owners: dict[int, list[Path]] = {}
    for prepared in good:
        if prepared.file.header.number:
            owners.setdefault(prepared.file.header.number, []).append(prepared.path)
    alone = []
    for prepared in good:
        number = prepared.file.header.number
        others = [path for path in owners.get(number or 0, []) if path != prepared.path]
        if others:
            problem = Problem(("nomor",), f"Nomor {number} dipakai juga oleh {others[0]}. Ubah salah satu.")
            bad.append(FileReport(prepared.path, number=number, problems=[_told(prepared.document, problem)]))
        else:
            alone.append(prepared)
    # Numbered files first, so that a new one never takes a number that another file claims.
    return sorted(alone, key=lambda item: (item.file.header.number or 1 << 60, str(item.path)))


def _told(document: Document, problem: Problem) -> str:
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in problem.path)
    where = f"baris {document.line_of(problem.path)}" + (f" ({key})" if key else "")
    return f"{document.name}, {where}: {problem}"
