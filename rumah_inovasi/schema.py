"""A small schema: dataclass fields that know their key in files and forms, and how to read and write it.

Everything arrives as text, lists and mappings (as the front matter loader and forms give it) and is typed here.
Problems are collected, never raised one by one, and each names its place as a path of keys and positions.
"""

import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import UTC, date, datetime
from typing import Any, Protocol, TypeVar
from unicodedata import category
from urllib.parse import urlsplit

Value = str | list["Value"] | dict[str, "Value"]
Path = tuple[str | int, ...]
T = TypeVar("T")
# Signs that turn the direction of reading, and the byte order mark.
UNWANTED = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# Control characters, and what Unicode keeps from being characters at all: no XML and few programs can hold them.
UNREADABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100  # beyond them somebody mistyped


@dataclass(frozen=True)
class Problem:
    """What is wrong and where. `message` may hold named placeholders filled from `values`."""

    path: Path
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class Bad(ValueError):
    """Raised by a reader of one value; turned into a Problem with its path."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


class Vocabulary(Protocol):
    """What a `Choice` asks: the terms that exist of one kind."""

    def has(self, kind: str, term: str) -> bool:
        """Tell whether the term exists."""


class Kind(Protocol):
    """How one value is read from and written to plain data."""

    def read(self, raw: Value, path: Path, problems: list[Problem], vocabulary: Vocabulary) -> Any:  # noqa: ANN401 - each kind has a type of its own
        """Give the typed value; append to `problems` what is wrong with it."""

    def write(self, value: Any) -> Value:  # noqa: ANN401 - as above
        """Give the plain value back."""


class _Scalar:
    """Shared by all kinds of single values: they are text on the way in and out."""

    def read(self, raw: Value, path: Path, problems: list[Problem], vocabulary: Vocabulary) -> Any:  # noqa: ANN401 - see Kind
        if not isinstance(raw, str):
            problems.append(Problem(path, "Harus satu nilai, bukan daftar atau pasangan kunci."))
            return None
        try:
            return self._parse(raw.strip(), vocabulary)
        except Bad as error:
            problems.append(Problem(path, error.message, error.values))
            return None

    def _parse(self, text: str, vocabulary: Vocabulary) -> Any:  # noqa: ANN401 - see Kind
        raise NotImplementedError

    def write(self, value: Any) -> Value:  # noqa: ANN401 - see Kind
        return str(value)


@dataclass(frozen=True)
class Text(_Scalar):
    """One line of text of bounded length."""

    longest: int = 300

    def _parse(self, text: str, vocabulary: Vocabulary) -> str:  # noqa: ARG002 - see Kind
        # Signs that turn the direction of reading would reach beyond the value into whatever stands after it.
        line = " ".join(UNWANTED.sub("", text).split())
        if unreadable := UNREADABLE.search(line):
            sign = f"U+{ord(unreadable[0]):04X}"
            raise Bad("Ada tanda yang tidak dapat dibaca (%(sign)s). Ketik ulang nilainya.", sign=sign)
        if not any(category(sign)[0] in "LNPS" for sign in line):
            raise Bad("Tidak boleh hanya berisi spasi atau tanda yang tidak terlihat.")
        if len(line) > self.longest:
            raise Bad(
                "Terlalu panjang: %(length)s huruf, paling banyak %(longest)s.", length=len(line), longest=self.longest
            )
        return line


@dataclass(frozen=True)
class Pattern(_Scalar):
    """Text of one form, such as a region's code."""

    pattern: str
    message: str

    def _parse(self, text: str, vocabulary: Vocabulary) -> str:  # noqa: ARG002 - see Kind
        if not re.fullmatch(self.pattern, text):
            raise Bad(self.message)
        return text


@dataclass(frozen=True)
class Choice(_Scalar):
    """A term of a vocabulary."""

    kind: str

    def _parse(self, text: str, vocabulary: Vocabulary) -> str:
        if not vocabulary.has(self.kind, text):
            raise Bad("“%(term)s” tidak ada dalam daftar %(kind)s.", term=text, kind=self.kind)
        return text


@dataclass(frozen=True)
class Number(_Scalar):
    """A whole number within bounds."""

    least: int = 1
    most: int = 10_000_000

    def _parse(self, text: str, vocabulary: Vocabulary) -> int:  # noqa: ARG002 - see Kind
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not self.least <= int(text) <= self.most:
            raise Bad("Harus bilangan bulat %(least)s sampai %(most)s.", least=self.least, most=self.most)
        return int(text)


def _require_year(year: int) -> None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Bad("Tahun harus %(first)s sampai %(last)s.", first=EARLIEST_YEAR, last=LATEST_YEAR)


class PartialDate(_Scalar):
    """A year, a month or a day, kept as it was written: 2019, 2019-11 or 2019-11-21."""

    def _parse(self, text: str, vocabulary: Vocabulary) -> str:  # noqa: ARG002 - see Kind
        match = PARTIAL_DATE.fullmatch(text)
        if not match:
            raise Bad("Tanggal ditulis sebagai tahun, tahun-bulan, atau tahun-bulan-hari, misalnya 2019-11-21.")
        year, month, day = (int(part or 1) for part in match.groups())
        try:
            date(year, month, day)
        except ValueError:
            raise Bad("Tanggal “%(text)s” tidak ada dalam kalender.", text=text) from None
        _require_year(year)
        return text


class Moment(_Scalar):
    """A moment in UTC, to the second."""

    FORM = "%Y-%m-%dT%H:%M:%SZ"

    def _parse(self, text: str, vocabulary: Vocabulary) -> datetime:  # noqa: ARG002 - see Kind
        try:
            moment = datetime.strptime(text, self.FORM).replace(tzinfo=UTC)
        except ValueError:
            raise Bad("Waktu ditulis seperti 2026-11-22T03:15:00Z.") from None
        _require_year(moment.year)
        return moment

    def write(self, value: datetime) -> Value:
        """Write it in UTC."""
        return value.astimezone(UTC).strftime(self.FORM)


class Url(_Scalar):
    """A web address that a reader may follow."""

    def _parse(self, text: str, vocabulary: Vocabulary) -> str:  # noqa: ARG002 - see Kind
        try:
            parts = urlsplit(text)
            sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
        except ValueError:
            sound = False
        if not sound or not text.isprintable() or " " in text or len(text) > 2000:  # noqa: PLR2004 - what browsers and proxies bear
            raise Bad("Harus alamat web lengkap yang diawali https:// atau http://.")
        return text


@dataclass(frozen=True)
class ListOf:
    """A list of one kind; doubled values are refused where they would mean nothing."""

    kind: Kind
    most: int = 100
    distinct: bool = True

    def read(self, raw: Value, path: Path, problems: list[Problem], vocabulary: Vocabulary) -> tuple[Any, ...]:
        """Read each item under its own path."""
        if not isinstance(raw, list):
            problems.append(Problem(path, "Harus daftar, misalnya [satu, dua]."))
            return ()
        if len(raw) > self.most:
            problems.append(Problem(path, "Terlalu banyak: paling banyak %(most)s.", {"most": self.most}))
        items = [self.kind.read(item, (*path, position), problems, vocabulary) for position, item in enumerate(raw)]
        if self.distinct:
            for position, item in enumerate(items):
                if item is not None and item in items[:position]:
                    problems.append(Problem((*path, position), "Ditulis dua kali."))
        return tuple(item for item in items if item is not None)

    def write(self, value: tuple[Any, ...]) -> Value:
        """Write each item."""
        return [self.kind.write(item) for item in value]


@dataclass(frozen=True)
class Record:
    """A mapping with the fields of a dataclass."""

    of: type[Any]

    def read(self, raw: Value, path: Path, problems: list[Problem], vocabulary: Vocabulary) -> Any:  # noqa: ANN401 - see Kind
        """Read the mapping; unknown keys are problems."""
        if not isinstance(raw, dict):
            problems.append(Problem(path, "Harus pasangan kunci dan nilai, misalnya {judul: …}."))
            return None
        known = {key_of(item) for item in fields(self.of)}
        problems.extend(unknown_keys(raw, known, path))
        return read(self.of, raw, problems, vocabulary, path)

    def write(self, value: Any) -> Value:  # noqa: ANN401 - see Kind
        """Write the fields that hold something."""
        return write(value)


def spec(key: str, kind: Kind, *, required: bool = False, default: Any = None) -> Any:  # noqa: ANN401 - a dataclass field is typed where it stands
    """Declare a dataclass field: its key in files and forms, its kind, whether it must be there."""
    metadata = {"key": key, "kind": kind, "required": required}
    if isinstance(kind, ListOf):
        return field(default=(), metadata=metadata)
    return field(metadata=metadata) if required else field(default=default, metadata=metadata)


def key_of(item: "Field[Any]") -> str:
    """The key of a field in files and forms."""
    key: str = item.metadata["key"]
    return key


def keys(of: type[Any]) -> list[str]:
    """All keys of a dataclass, in order."""
    return [key_of(item) for item in fields(of)]


def unknown_keys(raw: Mapping[str, Value], known: set[str], path: Path = ()) -> list[Problem]:
    """A problem for each key that nobody knows."""
    message = "Kunci “%(key)s” tidak dikenal. Periksa ejaannya atau hapus barisnya."
    return [Problem((*path, key), message, {"key": key}) for key in raw if key not in known]


def read(
    of: type[T], raw: Mapping[str, Value], problems: list[Problem], vocabulary: Vocabulary, path: Path = ()
) -> T | None:
    """Build a dataclass from plain data, or None where a required field is missing or unreadable."""
    values: dict[str, Any] = {}
    complete = True
    for item in fields(of):  # type: ignore[arg-type]  # only dataclasses are given
        key, kind = key_of(item), item.metadata["kind"]
        given = raw.get(key)
        if given is None or given in ("", [], {}):
            if item.metadata["required"]:
                problems.append(Problem((*path, key), "Kunci “%(key)s” wajib diisi.", {"key": key}))
                complete = False
            continue
        value = kind.read(given, (*path, key), problems, vocabulary)
        if value is None and item.default is MISSING:
            complete = False
        values[item.name] = value
    return of(**values) if complete else None


class _AnyTerm:
    """Terms of what is stored were checked when it was saved; a term retired since then must not hide a text."""

    def has(self, kind: str, term: str) -> bool:  # noqa: ARG002 - see Vocabulary
        return True


def restore(of: type[T], stored: Mapping[str, Value]) -> T:
    """A dataclass as the database keeps it.

    Raises:
        ValueError: the stored value does not fit the schema (a damaged row).
    """
    problems: list[Problem] = []
    value = read(of, stored, problems, _AnyTerm())
    if value is None or problems:
        raise ValueError("; ".join(f"{problem.path}: {problem}" for problem in problems))
    return value


def write(value: Any) -> dict[str, Value]:  # noqa: ANN401 - any dataclass made with `spec`
    """Plain data of a dataclass, in the order of its fields, empty ones left out."""
    plain = {}
    for item in fields(value):
        held = getattr(value, item.name)
        if held not in (None, (), ""):
            plain[key_of(item)] = item.metadata["kind"].write(held)
    return {key: part for key, part in plain.items() if part != {}}
