"""Reads the files of one import before anything is stored: which they are, what they say, what is wrong with them."""

import enum
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rumah_inovasi.errors import DomainError, Unusable
from rumah_inovasi.interoperability import archive, write_up_file
from rumah_inovasi.interoperability.front_matter import MAX_BYTES, Document, FrontMatterError
from rumah_inovasi.interoperability.front_matter import parse as parse_document
from rumah_inovasi.interoperability.write_up_file import WriteUpFile
from rumah_inovasi.markup.errors import MarkupError
from rumah_inovasi.personal_data import find_personal_numbers
from rumah_inovasi.replication.claim import KEY as CLAIMS_KEY
from rumah_inovasi.schema import Path as Place
from rumah_inovasi.schema import Problem, Value, Vocabulary

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
    outcome: Outcome = Outcome.BAD
    number: int | None = None
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """True where somebody has to mend something."""
        return bool(self.problems)


@dataclass(frozen=True)
class Prepared:
    """A file that was read without problems: its bytes, where its values stand, and what it says."""

    path: Path
    data: bytes
    document: Document
    file: WriteUpFile

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
    inside = source / archive.FOLDER
    # Beside the archive's own folder a new file may lie by mistake: it is wanted too.
    found = [*source.glob("*.md"), *inside.rglob("*.md")] if inside.is_dir() else source.rglob("*.md")
    return sorted(
        path
        for path in found
        if path.name != "README.md" and not any(part.startswith(".") for part in path.relative_to(source).parts)
    )


def read_all(
    paths: list[Path], vocabulary: Vocabulary, regions: Collection[str]
) -> tuple[list[Prepared], list[FileReport]]:
    """What can be imported, in the order to do so, and reports on all that cannot."""
    good: list[Prepared] = []
    bad: list[FileReport] = []
    for path in paths:
        read = _read(path, vocabulary, regions)
        if isinstance(read, Prepared):
            good.append(read)
        else:
            bad.append(FileReport(path, problems=read))
    return _without_shared_numbers(good, bad)


def _read(path: Path, vocabulary: Vocabulary, regions: Collection[str]) -> Prepared | list[str]:
    if not path.is_file():  # a pipe would be read for ever
        return [f"{path}: bukan berkas biasa."]
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)  # one byte too many is enough to refuse it
        document = parse_document(data, name=str(path))
    except FrontMatterError as error:
        return str(error).splitlines()
    except OSError as error:
        return [f"{path}: tidak dapat dibaca: {error.strerror}."]
    file, problems = write_up_file.parse(document, vocabulary)
    if file is not None:
        problems = list(_unknown_regions(file, regions))
    told = [_told(document, problem) for problem in problems] + list(_personal_numbers(document))
    if file is None or told:
        return told
    return Prepared(path, data, document, file)


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


def _unknown_regions(file: WriteUpFile, regions: Collection[str]) -> Iterator[Problem]:
    named: list[tuple[tuple[str | int, ...], str | None]] = [(("wilayah",), file.metadata.region)]
    named += [((CLAIMS_KEY, position, "wilayah"), claim.region) for position, claim in enumerate(file.claims)]
    for path, code in named:
        if code is not None and code not in regions:
            yield Problem(path, "Wilayah dengan kode “%(code)s” tidak ada.", {"code": code})


def _without_shared_numbers(good: list[Prepared], bad: list[FileReport]) -> tuple[list[Prepared], list[FileReport]]:
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
    return sorted(alone, key=lambda item: (item.file.header.number or 1 << 60, str(item.path))), bad


def _told(document: Document, problem: Problem) -> str:
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in problem.path)
    where = f"baris {document.line_of(problem.path)}" + (f" ({key})" if key else "")
    return f"{document.name}, {where}: {problem}"
