"""The form of a draft: its fields, how complete it is, and what is missing or wrong, with where it is to be mended."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue import labels, section_texts, writing_fields, writing_queries
from rumah_inovasi.catalogue import writing_labels as words
from rumah_inovasi.catalogue import writing_remarks as remarks
from rumah_inovasi.catalogue.completeness import BASIC, FACTS, SOURCES, Completeness, completeness
from rumah_inovasi.catalogue.draft import BODY, FILES, PROVENANCE, Draft
from rumah_inovasi.catalogue.proposal_queries import ListedProposal
from rumah_inovasi.catalogue.queries import Listed
from rumah_inovasi.catalogue.section_texts import Indivisible
from rumah_inovasi.catalogue.writing_fields import ID, Control, Filling, Group
from rumah_inovasi.catalogue.writing_remarks import MESSAGE, Remark
from rumah_inovasi.schema import Problem
from rumah_inovasi.vocabulary.queries import Vocabularies
from rumah_inovasi.web.errors import spoken

WHOLE, BY_SECTION = "teks", "bagian"


@dataclass(frozen=True)
class Wanted:
    """How the form is asked for: in which mode, with which list grown, with a choice of provenance or not."""

    mode: str = ""
    grown: str = ""
    provenance: bool = False


@dataclass(frozen=True)
class Form:
    """The whole form."""

    mode: str
    undivided: str | None  # why the text is not shown by section though nobody asked for the whole
    first: list[Control | Group]
    text: list[Control]
    groups: list[tuple[str, list[Control | Group]]]
    message: Control
    state: Completeness
    missing: list[Remark]
    wrong: list[Remark]
    numbers: list[Remark]
    missing_names: str  # the missing parts in words
    twins: list[Listed]


def form_of(session: Session, row: ListedProposal, typed: Draft, known: Vocabularies, wanted: Wanted) -> Form:
    """The form filled with what was typed, saved or not."""
    stored = drafts.tidy({**typed.stored, FILES: row.proposal.stored.get(FILES)})
    _facts, problems = drafts.read(stored, row.region.code, known)
    sections, reason = _sections(typed.body)
    mode = WHOLE if sections is None or wanted.mode == WHOLE else BY_SECTION
    by_section = sections if mode == BY_SECTION else None
    numbers = remarks.of_numbers(Draft(stored, typed.body, typed.message), by_section)
    wrong = [problem for problem in problems if not remarks.is_absent(stored, problem.path)]
    said = remarks.by_field(numbers, wrong)
    named = tuple((item["nama"], item.get("keterangan") or item["nama"]) for item in stored.get(FILES, ()))
    filling = Filling(stored, known, said, wanted.grown, files=named)
    state = completeness(stored, typed.body, problems)
    return Form(
        mode=mode,
        undivided=reason,
        first=writing_fields.controls(words.FIRST, filling),
        text=_text(typed.body, by_section, said),
        groups=[
            (str(words.LEGENDS[name]), writing_fields.controls(_asked(keys, wanted), filling))
            for name, keys in words.GROUPS.items()
        ],
        message=remarks.message_field(typed.message, said, str(words.HINTS[MESSAGE])),
        state=state,
        missing=list(_missing(state, stored, [problem for problem in problems if problem not in wrong], mode)),
        wrong=remarks.of_problems(wrong),
        numbers=numbers,
        missing_names=", ".join(str(words.MISSING.get(part) or labels.section(part)) for part in state.missing),
        twins=writing_queries.titles_like(
            session, str(stored.get("judul") or ""), row.region.code, besides=row.innovation.number
        ),
    )


def _sections(body: str) -> tuple[dict[str, str] | None, str | None]:
    try:
        return section_texts.split(body), None
    except Indivisible as error:
        return None, spoken(error)


def _text(body: str, sections: Mapping[str, str] | None, said: Mapping[str, tuple[str, ...]]) -> list[Control]:
    if sections is None:
        return [writing_fields.whole(section_texts.canonical(body), said)]
    return [writing_fields.section(title, sections.get(title, ""), said) for title in section_texts.layout(sections)]


def _asked(keys: Iterable[str], wanted: Wanted) -> list[str]:
    return [key for key in keys if key != PROVENANCE or wanted.provenance]


def _missing(state: Completeness, stored: Mapping[str, Any], absent: Iterable[Problem], mode: str) -> Iterator[Remark]:
    """What a full write-up has and this one has not: required facts and basic ones, sections, sources."""
    basic = [key for key in BASIC if FACTS in state.missing and not stored.get(key)]
    paths = [(key,) for key in basic] + [problem.path for problem in absent]
    for path in dict.fromkeys(paths):
        yield Remark(remarks.id_of(path), remarks.place_name(path))
    for title in state.missing:
        if title not in {FACTS, SOURCES}:
            place = writing_fields.section_name(title) if mode == BY_SECTION else BODY
            yield Remark(ID + place, labels.section(title))
    if SOURCES in state.missing:
        yield Remark(f"{ID}sumber", labels.field("sumber"))
