"""A draft as it was typed, and what is still wrong with it: plain data that may be incomplete.

The keys are those of the files in `content/`. Region and provenance are not typed: the unit decides the one, the role
of whoever writes the other. Attachments are kept apart from the form, by the uploads.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rumah_inovasi.catalogue import metadata as facts
from rumah_inovasi.catalogue.metadata import Metadata
from rumah_inovasi.personal_data import Finding, find_personal_numbers
from rumah_inovasi.schema import Problem, Value, Vocabulary

REGION, FILES, PROVENANCE = "wilayah", "berkas", "asal_tulisan"
BODY = "isi"
CHECKSUM = "sha256"  # holds digits that are no number of anybody
LONGEST = 200_000  # signs; a longer text is not saved, and looking through it would hold up everybody
EMPTY: tuple[object, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Draft:
    """What somebody has typed: facts, text, and what changes, for the public history."""

    stored: Mapping[str, Any]
    body: str
    message: str = ""


@dataclass(frozen=True)
class PersonalNumber:
    """A number of a person in a draft: in which field, what kind, and the number itself, for the author's eyes."""

    field: str
    kind: str
    text: str


def read(stored: Mapping[str, Value], region: str, vocabulary: Vocabulary) -> tuple[Metadata | None, list[Problem]]:
    """The typed facts of a draft of this region, or None, and all that is wrong with them."""
    problems: list[Problem] = []
    metadata = facts.parse({**stored, REGION: region}, problems, vocabulary)
    return (None if problems else metadata), problems


def tidy(stored: Mapping[str, Any], keys: Sequence[str] = facts.METADATA_KEYS) -> dict[str, Any]:
    """The facts without what is empty, at every level, in the order of the files; `keys` are those of the kind."""
    kept = {key: value for key, given in stored.items() if (value := _kept(given)) not in EMPTY}
    return {key: kept[key] for key in keys if key in kept and key != REGION}


def personal_numbers(draft: Draft) -> list[PersonalNumber]:
    """Every number of a person in the text, the facts and the message."""
    texts = {BODY: draft.body, "pesan": draft.message}
    texts |= {key: "\n".join(_strings(value)) for key, value in draft.stored.items()}
    return [
        PersonalNumber(field, finding.kind.value, _shown(text, finding))
        for field, text in texts.items()
        for finding in find_personal_numbers(text[:LONGEST])
    ]


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two drafts state the same facts."""
    return json.dumps(tidy(one), sort_keys=True) == json.dumps(tidy(other), sort_keys=True)


def _shown(text: str, finding: Finding) -> str:
    return text[finding.start : finding.end]


def _kept(value: Any) -> Any:  # noqa: ANN401 - plain data of any shape
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return [kept for item in value if (kept := _kept(item)) not in EMPTY]
    if isinstance(value, dict):
        return {key: kept for key, item in value.items() if (kept := _kept(item)) not in EMPTY}
    return value


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != CHECKSUM:
                yield from _strings(item)
