"""Two revisions word by word, text and facts alike."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rumah_inovasi.catalogue import metadata as facts
from rumah_inovasi.catalogue.queries import Read
from rumah_inovasi.schema import Value

TOKEN = re.compile(r"\s+|[^\W_]+(?:[-'’][^\W_]+)*|.", re.DOTALL)
BODY = "isi"
MOST_PAIRS = 12_000_000  # of lines and words that may be held against each other: about two seconds at the worst


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
    before: Mapping[str, Value],
    after: Mapping[str, Value],
    old_body: str,
    new_body: str,
    keys: Sequence[str] = facts.METADATA_KEYS,
) -> list[FieldDiff]:
    """As `compare`, for facts as plain data, complete or not; `keys` are those of their kind."""
    differing = [key for key in keys if before.get(key) != after.get(key)]
    diffs = [FieldDiff(key, tuple(words(as_text(before.get(key)), as_text(after.get(key))))) for key in differing]
    if old_body != new_body:
        diffs.append(FieldDiff(BODY, tuple(words(old_body, new_body))))
    return diffs


class _Effort:
    """How much may still be compared; what is left when it is used up is shown as gone and come.

    Texts made for it, of the same few lines again and again, would keep a comparison busy for hours otherwise.
    """

    def __init__(self) -> None:
        self._left = MOST_PAIRS

    def allows(self, pairs: int) -> bool:
        """Take this many pairs, unless that is more than there is."""
        if pairs > self._left:
            return False
        self._left -= pairs
        return True


def words(old: str, new: str) -> Iterator[Segment]:
    """Runs of words that stayed, went and came, in reading order; no two of one kind in a row."""
    kind, held = "", ""
    for segment in _by_lines(old, new, _Effort()):
        if segment.kind != kind and held:
            yield Segment(held, kind)
            held = ""
        kind, held = segment.kind, held + segment.text
    if held:
        yield Segment(held, kind)


def _by_lines(old: str, new: str, effort: _Effort) -> Iterator[Segment]:
    """Lines first, words only where lines differ: comparing all words of long texts takes minutes."""
    a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for same, a_run, b_run in _runs(a, b, effort):
        before, after = "".join(a_run), "".join(b_run)
        if same:
            yield Segment(before, "same")
        else:
            yield from _by_words(before, after, effort)


def _by_words(old: str, new: str, effort: _Effort) -> Iterator[Segment]:
    for same, a_run, b_run in _runs(TOKEN.findall(old), TOKEN.findall(new), effort):
        if same:
            yield Segment("".join(a_run), "same")
            continue
        if a_run:
            yield Segment("".join(a_run), "removed")
        if b_run:
            yield Segment("".join(b_run), "added")


def _runs(a: list[str], b: list[str], effort: _Effort) -> Iterator[tuple[bool, list[str], list[str]]]:
    """What both have in common and what lies between, in order."""
    start = _common(a, b)
    end = _common(a[start:][::-1], b[start:][::-1])
    blocks = [(0, 0, start), *_matches(a, b, start, end, effort), (len(a) - end, len(b) - end, end)]
    a_at = b_at = 0
    for a_from, b_from, size in blocks:
        if a_from > a_at or b_from > b_at:
            yield False, a[a_at:a_from], b[b_at:b_from]
        if size:
            yield True, a[a_from : a_from + size], b[b_from : b_from + size]
        a_at, b_at = a_from + size, b_from + size


def _common(a: list[str], b: list[str]) -> int:
    """How many of the first ones are the same."""
    pairs = zip(a, b, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(a), len(b)))


def _matches(a: list[str], b: list[str], start: int, end: int, effort: _Effort) -> list[tuple[int, int, int]]:
    """The longest run in common, then those before and after it, as far as the effort goes."""
    found: list[tuple[int, int, int]] = []
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False) if start + end < min(len(a), len(b)) else None
    waiting = [(start, len(a) - end, start, len(b) - end)] if matcher else []
    while waiting and matcher:
        a_from, a_to, b_from, b_to = waiting.pop()
        # The matcher passes over everything that stands in the second before the part looked at, too.
        if a_from == a_to or b_from == b_to or not effort.allows((a_to - a_from) * b_to):
            continue
        a_at, b_at, size = matcher.find_longest_match(a_from, a_to, b_from, b_to)
        if size:
            found.append((a_at, b_at, size))
            waiting += [(a_from, a_at, b_from, b_at), (a_at + size, a_to, b_at + size, b_to)]
    return sorted(found)


def as_text(value: Value | None) -> str:
    """A field's value as lines that can be compared: one item or pair a line."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(as_text(item) for item in value)
    return "; ".join(f"{key}: {as_text(item)}" for key, item in value.items())
