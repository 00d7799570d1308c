"""What is said at the fields of a form: what is missing or wrong, and where it is mended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue import draft_form, writing_fields
from rumah_inovasi.catalogue.draft import BODY, FILES, Draft
from rumah_inovasi.catalogue.writing_fields import ID, OF_WRITE_UP, Control, Sheet
from rumah_inovasi.schema import Path, Problem
from rumah_inovasi.web.errors import spoken

MESSAGE = "pesan"


@dataclass(frozen=True)
class Remark:
    """Something missing or wrong: where it is mended, what that is called, and what to do."""

    id: str
    label: str
    message: str = ""


def of_problems(problems: Iterable[Problem], sheet: Sheet = OF_WRITE_UP) -> list[Remark]:
    """What is wrong with the facts."""
    return [
        Remark(id_of(problem.path, sheet), place_name(problem.path, sheet), spoken(problem)) for problem in problems
    ]


def of_numbers(typed: Draft, sections: Mapping[str, str] | None = None, sheet: Sheet = OF_WRITE_UP) -> list[Remark]:
    """Numbers of persons in a draft; those in the text by the section, where that is typed by sections."""
    found = []
    for number in drafts.personal_numbers(typed):
        name, label = number.field, place_name((number.field,), sheet)
        for title, text in (sections or {}).items():
            if number.field == BODY and number.text in text:
                name, label = writing_fields.section_name(title), title
        message = gettext(
            "Nomor perorangan “%(number)s” (%(kind)s). Hapus, atau ganti dengan nomor kantor.",
            number=number.text,
            kind=number.kind.upper(),
        )
        found.append(Remark(ID + name, label, message))
    return found


def by_field(
    numbers: Iterable[Remark], wrong: Iterable[Problem], sheet: Sheet = OF_WRITE_UP
) -> dict[str, tuple[str, ...]]:
    """The same by the names of fields."""
    said: dict[str, list[str]] = {}
    for problem in wrong:
        said.setdefault(draft_form.name_for(problem.path, sheet.entries), []).append(spoken(problem))
    for number in numbers:
        said.setdefault(number.id.removeprefix(ID), []).append(number.message)
    return {name: tuple(messages) for name, messages in said.items()}


def message_field(text: str, said: Mapping[str, tuple[str, ...]], hint: str) -> Control:
    """The field of what changes, for the public history."""
    return Control(MESSAGE, gettext("Apa yang berubah?"), "line", text, hint=hint, wrong=said.get(MESSAGE, ()))


def is_absent(stored: Mapping[str, Any], path: Path) -> bool:
    """Whether nothing is typed there yet."""
    value: Any = stored
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return True
    return value in drafts.EMPTY


def id_of(path: Path, sheet: Sheet = OF_WRITE_UP) -> str:
    """The id of the field in which what stands at a path is typed."""
    return ID + draft_form.name_for(path, sheet.entries)


def place_name(path: Path, sheet: Sheet = OF_WRITE_UP) -> str:
    """What the place of a problem is called: “Sumber 2, Judul”."""
    key = str(path[0]) if path else BODY
    label = gettext("Apa yang berubah?") if key == MESSAGE else sheet.label(key)
    parts = [step for step in path[1:] if isinstance(step, str)]
    if any(isinstance(step, int) for step in path[1:]):
        label = f"{label} {1 + next(step for step in path[1:] if isinstance(step, int))}"
    return f"{label}, {sheet.part(f'{key}-{parts[0]}')}" if parts and key != FILES else label
