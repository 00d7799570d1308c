"""Two revisions word by word, text and facts alike."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rumah_inovasi.catalogue import metadata as facts
from rumah_inovasi.catalogue.queries import Read
from rumah_inovasi.schema import Value

TOKEN = re.compile(r"\s+|[^\W_]+(?:[-'’][^\W_]+)*|.", re.DOTALL)
BODY = "isi"
MOST_PAIRS = 4_000_000  # of words in a changed passage; one rewritten beyond that is shown as gone and come


@dataclass(frozen=True)
class Segment:
    """A run of text that stayed (`same`), came (`added`) or went (`removed`)."""

    text: str
    kind: str


@dataclass(frozen=True)
class FieldDiff:
    """One field that differs; `key` is its name in files."""

    key: str
    segments: tuple[Segment, ...]


def compare(old: Read, new: Read) -> list[FieldDiff]:
    """What changed from `old` to `new`, field by field, the text last."""
    before, after = facts.dump(old.metadata), facts.dump(new.metadata)
    return compare_plain(before, after, old.revision.body, new.revision.body)


def compare_plain(
    before: Mapping[str, Value], after: Mapping[str, Value], old_body: str, new_body: str
) -> list[FieldDiff]:
    """As `compare`, for facts as plain data, complete or not."""
    keys = [key for key in facts.METADATA_KEYS if before.get(key) != after.get(key)]
    diffs = [FieldDiff(key, tuple(words(as_text(before.get(key)), as_text(after.get(key))))) for key in keys]
    if old_body != new_body:
        diffs.append(FieldDiff(BODY, tuple(words(old_body, new_body))))
    return diffs


def words(old: str, new: str) -> Iterator[Segment]:
    """Runs of words that stayed, went and came, in reading order; no two of one kind in a row."""
    kind, held = "", ""
    for segment in _by_lines(old, new):
        if segment.kind != kind and held:
            yield Segment(held, kind)
            held = ""
        kind, held = segment.kind, held + segment.text
    if held:
        yield Segment(held, kind)


def _by_lines(old: str, new: str) -> Iterator[Segment]:
    """Lines first, words only where lines differ: comparing all words of long texts takes minutes."""
    a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for same, a_run, b_run in _runs(a, b):
        before, after = "".join(a_run), "".join(b_run)
        if same:
            yield Segment(before, "same")
        else:
            yield from _by_words(before, after)


def _by_words(old: str, new: str) -> Iterator[Segment]:
    a, b = TOKEN.findall(old), TOKEN.findall(new)
    runs = _runs(a, b) if len(a) * len(b) <= MOST_PAIRS else [(False, a, b)]
    for same, a_run, b_run in runs:
        if same:
            yield Segment("".join(a_run), "same")
            continue
        if a_run:
            yield Segment("".join(a_run), "removed")
        if b_run:
            yield Segment("".join(b_run), "added")


def _runs(a: list[str], b: list[str]) -> Iterator[tuple[bool, list[str], list[str]]]:
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    for kind, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        yield kind == "equal", a[a_from:a_to], b[b_from:b_to]


def as_text(value: Value | None) -> str:
    """A field's value as lines that can be compared: one item or pair a line."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(as_text(item) for item in value)
    return "; ".join(f"{key}: {as_text(item)}" for key, item in value.items())
