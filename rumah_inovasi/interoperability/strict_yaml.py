"""The strict subset of YAML that front matter may use, read from PyYAML's event stream.

Everything that YAML would cut, join, repeat or convert behind the writer's back (comments, merge keys, anchors, tags,
duplicate keys, `NO` as false, `35.10` as 35.1) is either kept as plain text or refused with its line. Nothing is ever
constructed or expanded from the events, and limits stop a hostile text before it costs time or memory.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn, TypeAlias

import yaml

from rumah_inovasi.interoperability.yaml_problems import explain

MAX_DEPTH = 4  # the front matter itself is the first level
MAX_KEYS = 60
MAX_ITEMS = 500
MAX_PROBLEMS = 20  # more of them at once help nobody

KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
Path: TypeAlias = tuple[str | int, ...]

# What YAML refuses or takes for a line break, though editors show neither.
_HIDDEN = re.compile("[^\\t\\n\\x20-\\x7e\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]|[\\u2028\\u2029\\ufeff]")
_NOT_TEXT = re.compile("[\\0\\ud800-\\udfff]")


@dataclass(frozen=True)
class Problem:
    """One thing to mend: the line of the file, the key where there is one, and what is wrong and what to do."""

    line: int
    key: str | None
    message: str


@dataclass(frozen=True)
class Reading:
    """What came out: use `mapping` only where there are no `problems`; `lines` tells where each kept value stands."""

    mapping: dict[str, Value]
    lines: Mapping[Path, int]
    problems: tuple[Problem, ...]


def read(header: str, *, first_line: int) -> Reading:
    """Read the text between the two `---`, whose first line is line `first_line` of the file. Never raises.

    Empty values count as left out at every level; every other scalar is text as it stands.
    """
    reader = _Reader(header, first_line)
    mapping: dict[str, Value] = {}
    try:
        reader.refuse_hidden()
        mapping = reader.read()
    except _GiveUpError:
        pass  # the reason is among the problems
    return Reading(mapping, reader.lines, tuple(reader.problems))


def is_text(text: str) -> bool:
    """Whether a database and a UTF-8 file can both hold it: no NUL and no half of a surrogate pair."""
    return _NOT_TEXT.search(text) is None


class _GiveUpError(Exception):
    """Reading on would make no sense or take too long; the problem is already noted."""


class _Reader:
    """Walks over the events of one front matter once, notes problems, and builds text, lists and mappings."""

    def __init__(self, header: str, first_line: int) -> None:
        self.header = header
        self.first_line = first_line
        self.problems: list[Problem] = []
        self.lines: dict[Path, int] = {}
        self._events = yaml.parse(header, Loader=yaml.SafeLoader)
        self._read_up_to = 0
        self._path: Path = ()

    def refuse_hidden(self) -> None:
        if found := _HIDDEN.search(self.header):
            sign = f"U+{ord(found.group()):04X}"
            self._give_up(
                self._line_at(found.start()),
                f"ada tanda tak terlihat ({sign}) di baris ini; hapus, atau ketik ulang nilainya",
            )

    def read(self) -> dict[str, Value]:
        self._next()  # the stream's own beginning
        if isinstance(self._next(), yaml.StreamEndEvent):
            return {}
        start = self._next()
        if not isinstance(start, yaml.MappingStartEvent):
            self._give_up(self._line(start), "bagian depan harus berisi baris-baris kunci: nilai")
        mapping = self._mapping(())
        while not isinstance(self._next(), yaml.StreamEndEvent):
            pass
        return mapping

    def _mapping(self, path: Path) -> dict[str, Value]:
        self._check_depth(path)
        result: dict[str, Value] = {}
        first_lines: dict[str, int] = {}
        count = 0
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            count += 1
            line = self._line(event)
            if count > MAX_KEYS:
                self._give_up(line, f"lebih dari {MAX_KEYS} kunci dalam satu kelompok; kurangi")
            key = self._key(event, path)
            if key in first_lines:
                self._note(line, f"kunci ini sudah ada di baris {first_lines[key]}; hapus atau gabungkan salah satunya")
            first_lines.setdefault(key, line)
            value = self._value(self._after_colon(line), (*path, key))
            if value:
                result[key] = value
                self.lines[(*path, key)] = line
        return result

    def _key(self, event: yaml.Event, path: Path) -> str:
        self._path = path
        line = self._line(event)
        if not isinstance(event, yaml.ScalarEvent):
            self._give_up(line, "kunci harus satu kata di depan titik dua, bukan daftar, kelompok atau rujukan")
        key: str = event.value
        if KEY.fullmatch(key):
            self._path = (*path, key)
        elif key == "<<":
            self._note(line, "penggabungan (<<) tidak dipakai; tulis semua kunci satu per satu")
        else:
            self._note(line, "kunci hanya terdiri atas huruf kecil, angka dan garis bawah, dan diawali huruf")
        return key

    def _after_colon(self, line: int) -> yaml.Event:
        """The event of a key's value. YAML takes `{siapa: ibu, lansia}` for a key `lansia` with nothing in it."""
        end_of_key = self._read_up_to
        event = self._next()
        if ":" not in self.header[end_of_key : event.start_mark.index if event.start_mark else end_of_key]:
            message = (
                "tidak ada titik dua di sini; bila koma di depannya bagian dari nilai, apit nilai dengan kutip ganda"
            )
            self._note(line, message)
        return event

    def _sequence(self, path: Path) -> list[Value]:
        self._check_depth(path)
        result: list[Value] = []
        count = 0
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            count += 1
            line = self._line(event)
            if count > MAX_ITEMS:
                self._give_up(line, f"lebih dari {MAX_ITEMS} isi dalam satu daftar; kurangi")
            item_path = (*path, len(result))
            value = self._value(event, item_path)
            if value:
                result.append(value)
                self.lines[item_path] = line
        return result

    def _value(self, event: yaml.Event, path: Path) -> Value:
        self._path = path
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        if not isinstance(event, yaml.ScalarEvent):
            return ""  # an alias, noted where it was met
        text: str = event.value
        if not is_text(text):
            self._note(
                self._line(event), "nilai memuat kode yang bukan tanda utuh, seperti \\0 atau \\ud83d; hapus kodenya"
            )
        return text

    def _next(self) -> yaml.Event:
        try:
            event = next(self._events)
        except yaml.MarkedYAMLError as error:
            line, message = explain(error)
            found = re.match(rf"({KEY.pattern}):", self.header.split("\n")[line])
            self._path = (found.group(1),) if found else ()
            self._give_up(line + self.first_line, message)
        except (ValueError, OverflowError):
            # PyYAML hands the numbers of `\U…` escapes and of directives to chr() and int() unchecked.
            line = self._line_at(self._read_up_to)
            self._give_up(line, "nilai di sini memuat kode tanda yang tidak ada; tulis tandanya langsung")
        assert event.start_mark is not None  # the parser marks every event
        assert event.end_mark is not None
        self._refuse_comments(self._read_up_to, event.start_mark.index)
        self._refuse_features(event, event.start_mark.index)
        self._read_up_to = max(self._read_up_to, event.end_mark.index)
        return event

    def _refuse_comments(self, start: int, end: int) -> None:
        """Between two events stand only blanks, signs of structure and comments: a `#` there is a comment."""
        for found in re.finditer("#.*", self.header[start:end]):
            offset = start + found.start()
            line = self._line_at(offset)
            before = self.header[self.header.rfind("\n", 0, offset) + 1 : offset]
            if before.strip():
                message = "tanda # setelah spasi memotong nilai; apit seluruh nilai dengan kutip ganda, misalnya "
                self._note(line, message + '"Program #1", atau hapus komentarnya')
            else:
                self._path = ()
                self._note(line, "komentar (#) tidak dipakai di bagian depan; hapus baris ini")

    def _refuse_features(self, event: yaml.Event, start: int) -> None:
        line = self._line(event)
        if isinstance(event, yaml.AliasEvent):
            self._note(line, "rujukan (*) tidak dipakai; bila * bagian dari nilai, apit nilai dengan kutip ganda")
        elif getattr(event, "anchor", None) is not None:
            self._note(line, "jangkar (&) tidak dipakai; bila & bagian dari nilai, apit nilai dengan kutip ganda")
        if getattr(event, "tag", None) is not None:
            self._note(line, "penanda jenis (!) tidak dipakai; bila ! bagian dari nilai, apit nilai dengan kutip ganda")
        if isinstance(event, yaml.ScalarEvent) and event.style in {"|", ">"}:
            self._refuse_comments(start, self.header.find("\n", start))
        if isinstance(event, yaml.DocumentStartEvent | yaml.DocumentEndEvent) and event.explicit:
            self._give_up(line, "hanya ada satu bagian depan dalam satu berkas; hapus tanda --- atau ... di baris ini")

    def _check_depth(self, path: Path) -> None:
        if len(path) >= MAX_DEPTH:
            line = self._line_at(self._read_up_to)
            self._give_up(line, f"daftar atau kelompok bersusun lebih dari {MAX_DEPTH} tingkat; sederhanakan")

    def _line(self, event: yaml.Event) -> int:
        assert event.start_mark is not None
        return event.start_mark.line + self.first_line

    def _line_at(self, offset: int) -> int:
        return self.header.count("\n", 0, offset) + self.first_line

    def _note(self, line: int, message: str) -> None:
        key = ".".join(step for step in self._path if isinstance(step, str)) or None
        self.problems.append(Problem(line, key, message))
        if len(self.problems) >= MAX_PROBLEMS:
            raise _GiveUpError

    def _give_up(self, line: int, message: str) -> NoReturn:
        self._note(line, message)
        raise _GiveUpError
