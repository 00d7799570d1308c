"""The facts of a draft as the fields of a form, and back again; what the schema says decides how each is asked for.

Whatever was typed is kept, right or wrong. Only choices that are not offered are dropped, unless they were chosen
before. Not asked for here: the region (the unit decides it), attachments (uploads) and the licence.
"""

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from rumah_inovasi import schema
from rumah_inovasi.catalogue.draft import FILES, PROVENANCE, REGION
from rumah_inovasi.catalogue.metadata import FILE_NAME, SLUG, Metadata
from rumah_inovasi.schema import Choice, Kind, ListOf, Path, Record, Text

LICENCE = "lisensi"
NOT_ASKED = {REGION, FILES, LICENCE}
EMPTY_ROWS, MORE_ROWS = 2, 5
BY_LINE = {"narasumber"}  # lists whose items hold commas of their own, as names with titles do
UNREADABLE = {code: None for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF) if chr(code) not in "\n\t"}
Typed = Mapping[str, Sequence[str]]  # names of a form with all their values


class Ask(enum.Enum):
    """How a fact is asked for."""

    LINE = "line"
    AREA = "area"
    PICK = "pick"
    TICKS = "ticks"
    WORDS = "words"
    NAMES = "names"
    FILE = "file"
    GROUP = "group"
    ROWS = "rows"


@dataclass(frozen=True)
class Entry:
    """A key of the facts: how it is asked for, from which vocabulary, of which parts, and how many at most."""

    key: str
    ask: Ask
    vocabulary: str = ""
    parts: tuple["Entry", ...] = ()
    most: int = 0
    longest: int = 0
    is_required: bool = False


Entries = Mapping[str, Entry]
LeftOut = Mapping[type[Any], Collection[str]]
NOTHING: LeftOut = {}


def _entry(key: str, kind: Kind, left_out: LeftOut, *, is_required: bool = False) -> Entry:
    if isinstance(kind, ListOf):
        return _list_entry(key, kind, left_out)
    if isinstance(kind, Record):
        return Entry(key, Ask.GROUP, parts=_entries(kind.of, left_out))
    if isinstance(kind, Choice):
        return Entry(key, Ask.PICK, kind.kind, is_required=is_required)
    if kind is FILE_NAME:
        return Entry(key, Ask.FILE)
    longest = kind.longest if isinstance(kind, Text) else 0
    ask = Ask.AREA if key == "ringkasan" else Ask.LINE
    return Entry(key, ask, longest=longest, is_required=is_required)


def _list_entry(key: str, kind: ListOf, left_out: LeftOut) -> Entry:
    if isinstance(kind.kind, Record):
        return Entry(key, Ask.ROWS, parts=_entries(kind.kind.of, left_out), most=kind.most)
    if isinstance(kind.kind, Choice):
        return Entry(key, Ask.TICKS, kind.kind.kind, most=kind.most)
    if key in BY_LINE:
        return Entry(key, Ask.NAMES, most=kind.most)
    return Entry(key, Ask.WORDS, "tag" if kind.kind is SLUG else "", most=kind.most)


def _entries(of: type[Any], left_out: LeftOut) -> tuple[Entry, ...]:
    return tuple(
        _entry(schema.key_of(item), item.metadata["kind"], left_out, is_required=item.metadata["required"])
        for item in fields(of)
        if schema.key_of(item) not in left_out.get(of, ())
    )


def entries_of(
    facts: type[Any], not_asked: Collection[str], parts_not_asked: Mapping[type[Any], Collection[str]] = NOTHING
) -> Entries:
    """How the facts of this kind are asked for, by their keys; `parts_not_asked` are those of its records."""
    return {entry.key: entry for entry in _entries(facts, {**parts_not_asked, facts: not_asked})}


ENTRIES = entries_of(Metadata, NOT_ASKED)


def name_of(*path: str | int) -> str:
    """The name in the form of what stands at a path of the facts: `sumber-0-url`."""
    return "-".join(str(part) for part in path)


def name_for(path: Path, entries: Entries = ENTRIES) -> str:
    """The name of the field in which what stands at a path is typed; lists of words and ticks are one field."""
    entry = entries.get(str(path[0])) if path else None
    if entry is None:
        return name_of(*path[:1])
    return name_of(*path[:3]) if entry.ask in {Ask.GROUP, Ask.ROWS} else entry.key


def fields_of(stored: Mapping[str, Any], entries: Entries = ENTRIES) -> dict[str, list[str]]:
    """The facts as names of the form with their values; what is empty has none."""
    filled: dict[str, list[str]] = {}
    for entry in entries.values():
        if entry.key in stored:
            _fill(filled, entry, stored[entry.key], entry.key)
    return filled


def read(
    typed: Typed,
    before: Mapping[str, Any],
    offered: Mapping[str, Collection[str]],
    *,
    provenance: bool,
    entries: Entries = ENTRIES,
) -> dict[str, Any]:
    """The facts that were typed. What the form does not ask for stays as it was `before`.

    `offered` are the ids that each vocabulary offers; `provenance` tells whether the form asks for that.
    """
    stored = {key: value for key, value in before.items() if key not in entries}
    for entry in entries.values():
        if entry.key == PROVENANCE and not provenance:
            stored[entry.key] = before.get(entry.key)
        else:
            stored[entry.key] = _typed(typed, entry, before.get(entry.key), offered, entry.key)
    return stored


def plain(text: str) -> str:
    """What was typed, with LF line ends and without signs that no text holds (browsers and databases stumble)."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(UNREADABLE)


def words(text: str) -> list[str]:
    """A list that was typed: one a line, or on a single line with commas between."""
    found = text.split("\n") if "\n" in text else text.split(",")
    return [word for item in found if (word := item.strip())]


def names(text: str) -> list[str]:
    """A list that was typed: one a line, or with semicolons between; commas belong to the names."""
    return [name for item in text.replace(";", "\n").split("\n") if (name := item.strip())]


def _as_words(values: Sequence[str]) -> str:
    """A list to be changed in a form; a single value with a comma keeps it by the line end after it."""
    return "\n".join(values) + ("\n" if len(values) == 1 and "," in values[0] else "")


def _as_text(ask: Ask, value: Any) -> str:  # noqa: ANN401 - plain data
    if ask is Ask.NAMES:
        return "\n".join(value)
    return _as_words(value) if ask is Ask.WORDS else str(value)


def _fill(filled: dict[str, list[str]], entry: Entry, value: Any, name: str) -> None:  # noqa: ANN401 - plain data
    if entry.ask is Ask.ROWS:
        for position, row in enumerate(value):
            for part in entry.parts:
                if part.key in row:
                    _fill(filled, part, row[part.key], name_of(name, position, part.key))
    elif entry.ask is Ask.GROUP:
        for part in entry.parts:
            if part.key in value:
                _fill(filled, part, value[part.key], name_of(name, part.key))
    elif entry.ask is Ask.TICKS:
        filled[name] = list(value)
    else:
        filled[name] = [_as_text(entry.ask, value)]


def _typed(
    typed: Typed,
    entry: Entry,
    before: Any,  # noqa: ANN401 - plain data
    offered: Mapping[str, Collection[str]],
    name: str,
) -> Any:  # noqa: ANN401 - as above
    if entry.ask is Ask.ROWS:
        # Rows are few by their nature; a form with thousands of them was not made by us.
        return [
            {part.key: _typed(typed, part, None, offered, name_of(name, at, part.key)) for part in entry.parts}
            for at in range(entry.most + MORE_ROWS)
        ]
    if entry.ask is Ask.GROUP:
        held = before or {}
        return {
            part.key: _typed(typed, part, held.get(part.key), offered, name_of(name, part.key)) for part in entry.parts
        }
    if entry.ask is Ask.TICKS:
        ticked, held = set(typed.get(name, ())), list(before or ())
        fresh = [term for term in offered.get(entry.vocabulary, ()) if term not in held]
        return [term for term in (*held, *fresh) if term in ticked]  # the order in which they were chosen
    text = plain(next(iter(typed.get(name, ())), ""))
    if entry.ask in {Ask.WORDS, Ask.NAMES}:
        found = words(text) if entry.ask is Ask.WORDS else names(text)
        return ["-".join(tag.casefold().split()) for tag in found] if entry.vocabulary == "tag" else found
    if entry.ask is Ask.PICK:
        return text if text == before or text in offered.get(entry.vocabulary, ()) else ""
    return text
