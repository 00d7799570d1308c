"""The fields of the form of a draft as its template prints them: labels, values, choices, and what is wrong."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext

from rumah_inovasi.catalogue import draft_form, labels, section_texts
from rumah_inovasi.catalogue import writing_labels as words
from rumah_inovasi.catalogue.draft_form import EMPTY_ROWS, MORE_ROWS, Ask, Entry, name_of
from rumah_inovasi.markup.words import count_words
from rumah_inovasi.organisations.model import slug
from rumah_inovasi.vocabulary.queries import Vocabularies

DEFAULTS = {"bahasa": "id"}
ID = "f-"  # before the names of fields, since pages have ids of their own


@dataclass(frozen=True)
class Control:
    """One field of the form."""

    name: str
    label: str
    ask: str
    value: str = ""
    chosen: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    wrong: tuple[str, ...] = ()
    longest: int = 0
    is_required: bool = False
    words: int | None = None
    told: tuple[str, ...] = ()  # what the value stands for, as it was last saved

    @property
    def id(self) -> str:
        """Its id on the page."""
        return ID + self.name


@dataclass(frozen=True)
class Group:
    """Fields that belong together: the parts of one record, or rows of records alike."""

    name: str
    label: str
    hint: str
    rows: tuple[tuple[Control, ...], ...]
    is_list: bool
    can_grow: bool = False
    wrong: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its id on the page."""
        return ID + self.name


@dataclass(frozen=True)
class Sheet:
    """What a form asks for, and in which words: labels of facts and of parts of records, and hints, by their names."""

    entries: draft_form.Entries
    label: Callable[[str], str]
    part: Callable[[str], str]
    hints: Mapping[str, object]


OF_WRITE_UP = Sheet(draft_form.ENTRIES, labels.field, words.part, words.HINTS)


@dataclass(frozen=True)
class Filling:
    """What the fields are filled with, and what is said at each: messages by the name of a field."""

    stored: Mapping[str, Any]
    vocabularies: Vocabularies
    wrong: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    grown: str = ""  # the list that gets more empty rows
    sheet: Sheet = OF_WRITE_UP
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # what values stand for, by the name of a field
    files: tuple[tuple[str, str], ...] = ()  # names and captions of files that a fact may name


def offered(vocabularies: Vocabularies) -> dict[str, list[str]]:
    """The ids that each vocabulary offers; retired ones are known, and no longer offered."""
    return {kind: [term.id for term in vocabularies.offered(kind)] for kind in vocabularies.terms}


def controls(keys: Iterable[str], filling: Filling) -> list[Control | Group]:
    """The fields of these keys of the facts."""
    entries = filling.sheet.entries
    values = draft_form.fields_of(filling.stored, entries)
    return [_control(entries[key], key, values, filling) for key in keys]


def section_name(title: str) -> str:
    """The name of the field of a section."""
    return f"bagian-{slug(title)}"


def section(title: str, text: str, wrong: Mapping[str, tuple[str, ...]]) -> Control:
    """The field of a section, with the number of its words."""
    name = section_name(title)
    label = str(words.SOLUTION) if title == section_texts.SHORT else labels.section(title)
    hint = str(words.SECTION_HINTS[title])
    return Control(name, label, Ask.AREA.value, text, hint=hint, wrong=wrong.get(name, ()), words=count_words(text))


def whole(text: str, wrong: Mapping[str, tuple[str, ...]]) -> Control:
    """The field of the whole text."""
    hint = str(words.HINTS["isi"])
    label = labels.field("isi")
    return Control("isi", label, Ask.AREA.value, text, hint=hint, wrong=wrong.get("isi", ()), words=count_words(text))


def _control(entry: Entry, name: str, values: Mapping[str, list[str]], filling: Filling) -> Control | Group:
    sheet = filling.sheet
    label, hint = sheet.label(entry.key), str(sheet.hints.get(entry.key, ""))
    if entry.ask is Ask.GROUP:
        row = tuple(_leaf(part, name_of(name, part.key), entry.key, values, filling) for part in entry.parts)
        return Group(name, label, hint, (row,), is_list=False, wrong=filling.wrong.get(name, ()))
    if entry.ask is not Ask.ROWS:
        return _leaf(entry, name, "", values, filling)
    held = len(filling.stored.get(entry.key, ()))
    count = min(held + (MORE_ROWS if filling.grown == name else EMPTY_ROWS), max(entry.most, held))
    rows = tuple(
        tuple(_leaf(part, name_of(name, at, part.key), entry.key, values, filling) for part in entry.parts)
        for at in range(count)
    )
    wrong = filling.wrong.get(name, ())
    return Group(name, label, hint, rows, is_list=True, can_grow=count < entry.most, wrong=wrong)


def _leaf(entry: Entry, name: str, record: str, values: Mapping[str, list[str]], filling: Filling) -> Control:
    key = f"{record}-{entry.key}" if record else entry.key
    held, sheet = tuple(values.get(name, ())), filling.sheet
    return Control(
        name=name,
        label=sheet.part(key) if record else sheet.label(key),
        ask=Ask.PICK.value if entry.ask is Ask.FILE else entry.ask.value,
        value=held[0] if held else DEFAULTS.get(name, ""),
        chosen=held,
        choices=_choices(entry, held, filling),
        hint=str(sheet.hints.get(key, "")),
        wrong=filling.wrong.get(name, ()),
        longest=entry.longest,
        is_required=entry.is_required and not record,
        told=filling.told.get(name, ()),
    )


def _choices(entry: Entry, held: tuple[str, ...], filling: Filling) -> tuple[tuple[str, str], ...]:
    """What is offered; what was chosen before stays a choice even where it is offered no longer."""
    if entry.ask is Ask.FILE:
        named = list(filling.files)
        return (("", gettext("Tidak ada")), *named, *((name, name) for name in held if name not in dict(named)))
    if entry.ask not in {Ask.PICK, Ask.TICKS}:
        return ()
    known = filling.vocabularies
    listed = [term.id for term in known.offered(entry.vocabulary, *held)]
    gone = [term for term in held if term not in listed]
    found = [(term, known.name(entry.vocabulary, term)) for term in (*listed, *gone)]
    without = entry.ask is Ask.TICKS or entry.key in DEFAULTS
    return tuple(found) if without else (("", gettext("Belum dipilih")), *found)
