"""The form of a draft of a workshop: its fields, how complete it is, and what is missing or wrong."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue import section_texts, writing_fields
from rumah_inovasi.catalogue import writing_remarks as remarks
from rumah_inovasi.catalogue.completeness import Completeness
from rumah_inovasi.catalogue.draft import BODY, FILES, Draft
from rumah_inovasi.catalogue.writing_fields import Control, Filling, Sheet
from rumah_inovasi.catalogue.writing_page import WHOLE, Form
from rumah_inovasi.catalogue.writing_remarks import MESSAGE, Remark
from rumah_inovasi.learning import labels, topics
from rumah_inovasi.learning.draft import DRAFT_KEYS, ENTRIES, read
from rumah_inovasi.learning.facts import MATERIALS
from rumah_inovasi.learning.proposal_queries import ListedProposal
from rumah_inovasi.markup.words import count_words
from rumah_inovasi.schema import Path, Problem, Vocabulary
from rumah_inovasi.vocabulary.queries import Vocabularies

SHEET = Sheet(ENTRIES, labels.field, labels.part, labels.HINTS)
# What a full page of a workshop has; materials may be links or files.
PARTS = ("judul", "ringkasan", "mulai", "tempat", "penyelenggara", "narasumber", "sasaran", BODY, MATERIALS)


def form_of(session: Session, row: ListedProposal, typed: Draft, known: Vocabularies, grown: str) -> Form:
    """The form filled with what was typed, saved or not; `grown` is the list that gets more empty rows."""
    stored = drafts.tidy({**typed.stored, FILES: row.proposal.stored.get(FILES)}, DRAFT_KEYS)
    problems = problems_of(session, stored, row.region.code, known)
    numbers = remarks.of_numbers(Draft(stored, typed.body, typed.message), sheet=SHEET)
    wrong = [problem for problem in problems if not remarks.is_absent(stored, problem.path)]
    said = remarks.by_field(numbers, wrong, SHEET)
    filling = Filling(stored, known, said, grown, sheet=SHEET, told={topics.KEY: _titles(session, stored)})
    state = _completeness(stored, typed.body)
    absent = dict.fromkeys([*((part,) for part in state.missing), *(problem.path for problem in problems)])
    missing = [path for path in absent if path == (BODY,) or remarks.is_absent(stored, path)]
    return Form(
        mode=WHOLE,
        undivided=None,
        first=writing_fields.controls(labels.FIRST, filling),
        text=[_text(typed.body, said)],
        groups=[
            (str(labels.LEGENDS[name]), writing_fields.controls(keys, filling)) for name, keys in labels.GROUPS.items()
        ],
        message=remarks.message_field(typed.message, said, str(labels.HINTS[MESSAGE])),
        state=state,
        missing=[Remark(remarks.id_of(path, SHEET), remarks.place_name(path, SHEET)) for path in missing],
        wrong=remarks.of_problems(wrong, SHEET),
        numbers=numbers,
        missing_names=", ".join(labels.field(part) for part in state.missing),
        twins=[],
    )


def problems_of(session: Session, stored: Mapping[str, Any], region: str, known: Vocabulary) -> list[Problem]:
    """What is wrong with the facts; at a material that is a file, the files are the place to mend it."""
    links = len(stored.get(MATERIALS) or [])
    of_facts = [
        Problem(_place(problem.path, links), problem.message, problem.values)
        for problem in read(stored, region, known)[1]
    ]
    return of_facts + topics.problems(session, stored)


def _titles(session: Session, stored: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(f"{found.number} · {found.title}" for found in topics.named(session, stored))


def _place(path: Path, links: int) -> Path:
    is_file = len(path) > 1 and path[0] == MATERIALS and isinstance(path[1], int) and path[1] >= links
    return (FILES,) if is_file else path


def _text(body: str, said: Mapping[str, tuple[str, ...]]) -> Control:
    text = section_texts.canonical(body)
    hint, label = str(labels.HINTS[BODY]), labels.field(BODY)
    return Control(BODY, label, "area", text, hint=hint, wrong=said.get(BODY, ()), words=count_words(text))


def _completeness(stored: Mapping[str, Any], body: str) -> Completeness:
    held = {**stored, BODY: body.strip(), MATERIALS: [*stored.get(MATERIALS, []), *stored.get(FILES, [])]}
    return Completeness(tuple(part for part in PARTS if not held.get(part)), len(PARTS))
