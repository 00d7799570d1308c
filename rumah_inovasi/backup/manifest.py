"""What a backup says of itself: when it was made, the form of its database, and the sum of every part."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from rumah_inovasi.files.store import is_key

FORMAT = "rumah-inovasi-backup"
VERSION = 1
NAME = "manifest.json"
READ_ME = "BACA-SAYA.txt"
SECRET = "secret-key"  # noqa: S105 - the name of a part
ROWS, FILES, CONTENT = "database/", "files/", "content/"
_SUM = re.compile(r"[0-9a-f]{64}")
_LONGEST_NAME = 255  # bytes of a name in a folder
_LARGEST_ID = 2**31 - 1  # that every kind of database can give out


class NewerFormat(ValueError):
    """A manifest of a program that is newer than this one."""


@dataclass(frozen=True)
class Part:
    """One file within the backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class TableFacts:
    """How many rows a table has, and the last id it gave out where it never gives one twice."""

    rows: int
    last_id: int | None = None


@dataclass(frozen=True)
class Manifest:
    """All that is told. `schema` is the step of the database.

    `missing` names kept files that were lost before, `changed` those that were no longer as somebody uploaded them.
    """

    program: str
    schema: str
    created_at: datetime
    tables: Mapping[str, TableFacts]
    parts: tuple[Part, ...]
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def made(self) -> str:
        """When it was made, for people."""
        return f"{self.created_at:%Y-%m-%d %H:%M} UTC"

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(facts.rows for facts in self.tables.values())

    @property
    def size(self) -> int:
        """Bytes of all parts, unpacked."""
        return sum(part.size for part in self.parts)

    def below(self, folder: str) -> list[Part]:
        """The parts of one folder of the backup."""
        return [part for part in self.parts if part.name.startswith(folder)]

    @property
    def has_secret(self) -> bool:
        """Whether the secret key is among the parts."""
        return any(part.name == SECRET for part in self.parts)

    def to_json(self) -> bytes:
        """The text of `manifest.json`."""
        head = {"format": FORMAT, "version": VERSION, "program": self.program, "schema": self.schema}
        body = {
            "created_at": self.created_at.isoformat(),
            "counts": {
                "tables": len(self.tables),
                "rows": self.rows,
                "files": len(self.below(FILES)),
                "content": len(self.below(CONTENT)),
            },
            "tables": {name: asdict(facts) for name, facts in sorted(self.tables.items())},
            "missing": list(self.missing),
            "changed": list(self.changed),
            "parts": [asdict(part) for part in self.parts],
        }
        return json.dumps(head | body, ensure_ascii=False, indent=1).encode() + b"\n"


def rows_of(table: str) -> str:
    """The part with the rows of a table."""
    return f"{ROWS}{table}.jsonl"


def read(data: bytes) -> Manifest:
    """The manifest in these bytes.

    Raises:
        NewerFormat: a newer program wrote it.
        ValueError: it is none, or says what cannot be.
    """
    try:
        said = json.loads(data)
        if said["format"] != FORMAT:
            raise ValueError("not a manifest")
        if _whole(said["version"]) > VERSION:
            raise NewerFormat
        return Manifest(
            program=_text(said["program"]),
            schema=_text(said["schema"]),
            created_at=_moment(said["created_at"]),
            tables={_text(name): _facts(facts) for name, facts in said["tables"].items()},
            parts=tuple(_part(part) for part in said["parts"]),
            missing=tuple(_text(name) for name in said["missing"]),
            changed=tuple(_text(name) for name in said.get("changed", [])),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("not a manifest") from error


def is_sound(name: str, tables: Mapping[str, TableFacts]) -> bool:
    """Whether a part may have this name: it can lead to no other place than its own."""
    folder, _, rest = name.partition("/")
    if folder == "database":
        return rest.removesuffix(".jsonl") in tables and rest.endswith(".jsonl")
    if folder == "files":
        return is_key(rest)
    if folder == "content":
        return all(_is_plain(word) for word in rest.split("/"))
    return name in {READ_ME, SECRET}


def _is_plain(word: str) -> bool:
    """A name in a folder that is neither hidden nor anything special."""
    return (
        bool(word)
        and not word.startswith(".")
        and word.isprintable()
        and "\\" not in word
        and len(word.encode(errors="replace")) <= _LONGEST_NAME
    )


def _part(said: Mapping[str, Any]) -> Part:
    part = Part(_text(said["name"]), _whole(said["size"]), _text(said["sha256"]))
    if not _SUM.fullmatch(part.sha256):
        raise ValueError("not a sum")
    return part


def _facts(said: Mapping[str, Any]) -> TableFacts:
    rows, last = _whole(said["rows"]), said["last_id"]
    if last is not None and _whole(last) > _LARGEST_ID:
        raise ValueError("not an id")
    return TableFacts(rows, last)


def _moment(said: str) -> datetime:
    found = datetime.fromisoformat(said)
    if found.utcoffset() != timedelta(0):
        raise ValueError("not a moment in UTC")
    return found


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("not a number")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")  # noqa: TRY004 - one kind of error for whatever is wrong
    return value
