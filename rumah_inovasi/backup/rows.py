"""Rows of tables as lines of JSON, the same from every kind of database. Moments are in UTC."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Double, Table

from rumah_inovasi.files.store import is_key

Row = dict[str, Any]


def line_of(row: Mapping[str, Any]) -> bytes:
    """One row as a line."""
    return json.dumps(dict(row), ensure_ascii=False, default=_moment).encode() + b"\n"


def row_of(line: bytes, table: Table) -> Row:
    """The row in a line, with values of the types of its columns.

    Raises:
        ValueError: the line is no row of this table.
    """
    said = json.loads(line)
    if not isinstance(said, dict) or set(said) != set(table.columns.keys()):
        raise ValueError("other columns")
    return {column.name: _value(said[column.name], column) for column in table.columns}


@dataclass(frozen=True)
class NamedFile:
    """A kept file that a row names, with the size and the sum that the row tells of it, if any."""

    key: str
    size: int | None = None
    sha256: str | None = None


def files_in(row: Mapping[str, Any]) -> Iterator[NamedFile]:
    """Kept files that a row names, in whatever column: no capability has to be asked for its own.

    A row with a column `key` is about that file; `size` and `sha256` beside it are of the file.
    """
    for key in _keys(row):
        yield NamedFile(key, row.get("size"), row.get("sha256")) if key == row.get("key") else NamedFile(key)


def _keys(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if is_key(value):
            yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _keys(one)
    elif isinstance(value, list):
        for one in value:
            yield from _keys(one)


def _moment(value: object) -> str:
    if isinstance(value, date):  # which a moment is too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _value(said: Any, column: Column[Any]) -> Any:  # noqa: ANN401 - whatever JSON can say
    if said is None or isinstance(column.type, JSON):
        return said
    wanted = column.type.python_type
    if wanted in {datetime, date} and isinstance(said, str):
        found = wanted.fromisoformat(said)
        return found if getattr(found, "tzinfo", None) is None else _refuse(column)
    if isinstance(column.type, Double) and isinstance(said, int) and not isinstance(said, bool):
        return float(said)
    return said if type(said) is wanted else _refuse(column)


def _refuse(column: Column[Any]) -> None:
    raise ValueError(f"not a value of {column.name}")
