"""Reads a file of `content/`: front matter between two lines `---`, then Markdown.

How the front matter is read stands in `strict_yaml.py`; the opposite direction is `emit.py`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rumah_inovasi.interoperability.strict_yaml import Path, Problem, Value, read

__all__ = ["MAX_BYTES", "Document", "FrontMatterError", "Path", "Problem", "Value", "canonical_body", "parse"]

MAX_BYTES = 256 * 1024

_FENCE = re.compile(r"---[ \t]*")


class FrontMatterError(ValueError):
    """A file was refused: `problems` says why; `line`, `key` and `message` are those of the first problem."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.name = name
        self.problems = tuple(problems)
        self.line = self.problems[0].line
        self.key = self.problems[0].key
        self.message = self.problems[0].message
        super().__init__(name, self.problems)

    def __str__(self) -> str:
        return "\n".join(
            f"{self.name}, baris {problem.line}{f' ({problem.key})' if problem.key else ''}: {problem.message}"
            for problem in self.problems
        )


@dataclass(frozen=True)
class Document:
    """What stands in one file: every scalar as text, empty values left out, the body in its canonical form.

    `body_line` is the line of the file on which the body begins.
    """

    name: str
    mapping: dict[str, Value]
    body: str
    lines: Mapping[Path, int] = field(repr=False, compare=False)
    body_line: int = field(default=1, repr=False, compare=False)

    def line_of(self, path: Path) -> int:
        """The line of a value such as `("replikasi", 0, "tahap")`.

        Items of a list are counted among those that were kept. What does not exist is answered by the nearest thing
        around it, at last by line 1, so that a message about a missing key has a place too.
        """
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1


def parse(data: bytes, *, name: str) -> Document:
    """Read the bytes of one file; `name` is what error messages call it.

    Rules: "Front matter and files" in the security design. Values with nothing in them (`kunci:`, `""`, `[]`, `{}`)
    count as left out at every level and do not appear in the result.

    Raises:
        FrontMatterError: the file is no text or too large, or its front matter breaks a rule.
    """
    header, rest = _split(_decode(data, name), name)
    reading = read(header, first_line=2)
    if reading.problems:
        raise FrontMatterError(name, reading.problems)
    body_line = header.count("\n") + 3 + len(rest) - len(rest.lstrip("\n"))
    return Document(name, reading.mapping, canonical_body(rest), reading.lines, body_line)


def canonical_body(text: str) -> str:
    """The text with LF line ends and without empty lines around it: how bodies are compared and written."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _refused(name: str, line: int, message: str) -> FrontMatterError:
    return FrontMatterError(name, [Problem(line, None, message)])


def _decode(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        raise _refused(name, 1, f"berkas lebih besar dari {MAX_BYTES // 1024} KiB; ringkas atau bagi tulisannya")
    if (nul := data.find(b"\0")) >= 0:
        line = data.count(b"\n", 0, nul) + 1
        raise _refused(name, line, "ini bukan berkas teks UTF-8 (ada byte NUL); simpan ulang sebagai teks UTF-8")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _refused(
            name, line, "baris ini tidak tersimpan sebagai UTF-8; simpan ulang sebagai teks UTF-8"
        ) from error
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _split(text: str, name: str) -> tuple[str, str]:
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        raise _refused(name, 1, "baris pertama harus --- sebagai pembuka bagian depan")
    for closing, line in enumerate(lines[1:], start=1):
        if _FENCE.fullmatch(line):
            header = "".join(f"{kept}\n" for kept in lines[1:closing])
            return header, "\n".join(lines[closing + 1 :])
    raise _refused(name, 1, "bagian depan tidak ditutup; tambahkan baris --- sebelum isi tulisan")
