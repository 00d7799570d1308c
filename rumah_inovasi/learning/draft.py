"""A draft of a workshop: its facts as they were typed, complete or not.

As in drafts of write-ups the files stand under `berkas`, kept by the uploads apart from the form; the form asks for the
materials that are links. Read as facts, files are materials too.
"""

from collections.abc import Mapping
from typing import Any

from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue import draft_form
from rumah_inovasi.catalogue.draft import CHECKSUM, FILES, REGION
from rumah_inovasi.learning import facts as facts_of
from rumah_inovasi.learning.facts import KEYS, MATERIALS, Facts, Material
from rumah_inovasi.schema import Problem, Value, Vocabulary

FILE = "berkas"  # of a material, as its file names it
ENTRIES = draft_form.entries_of(Facts, {REGION}, {Material: {FILE, CHECKSUM}})
DRAFT_KEYS = [*KEYS, FILES]


def read(stored: Mapping[str, Value], region: str, vocabulary: Vocabulary) -> tuple[Facts | None, list[Problem]]:
    """The typed facts of a draft of this region, or None, and all that is wrong with them."""
    problems: list[Problem] = []
    facts = facts_of.parse({**as_facts(stored), REGION: region}, problems, vocabulary)
    return (None if problems else facts), problems


def as_facts(stored: Mapping[str, Any]) -> dict[str, Any]:
    """A draft as plain facts: its files as materials, called by their captions, after the links."""
    files = [
        {"judul": item.get("keterangan") or item["nama"], FILE: item["nama"], CHECKSUM: item.get(CHECKSUM, "")}
        for item in stored.get(FILES) or []
    ]
    plain = {key: value for key, value in stored.items() if key != FILES}
    return {**plain, MATERIALS: [*(stored.get(MATERIALS) or []), *files]}


def as_draft(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Plain facts, such as those of a revision, as a draft holds them."""
    materials = stored.get(MATERIALS) or []
    files = [
        {"nama": item[FILE], "keterangan": item["judul"], CHECKSUM: item.get(CHECKSUM)}
        for item in materials
        if FILE in item
    ]
    links = [item for item in materials if FILE not in item]
    plain = {key: value for key, value in stored.items() if key != REGION}
    return drafts.tidy({**plain, MATERIALS: links, FILES: files}, DRAFT_KEYS)
