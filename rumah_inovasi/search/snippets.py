"""Which parts of a text match a query: the text in runs, and the passages that show most of what was asked."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rumah_inovasi.search.language.tokens import Token, tokens
from rumah_inovasi.search.plan import Form, Need, Plan, Reading
from rumah_inovasi.search.port import Segments

PASSAGE_LENGTH = 240  # signs, without the dots at its ends
LEFT_OUT = "…"

# `Kab.` and `No.` are too short to end a sentence.
_SENTENCE_END = re.compile(r"[.!?]+[)\"'”’]*\s+(?=\S)")
_LONG_ENOUGH = re.compile(r"\w{4}")
_SHORTEST_END = 4  # letters of a word that may end a sentence
_SPACE = re.compile(r"\s+")


class Match(NamedTuple):
    """Where a text has what is needed, and which need that is."""

    start: int
    end: int
    need: int


def matches(text: str, plan: Plan) -> list[Match]:
    """All matches of content words (of others only where there are no content words), in the order of the text."""
    needs = shown_needs(plan)
    places = _places(text, {reading for need in needs for reading in need.readings})
    return sorted(
        {
            Match(start, end, number)
            for number, need in enumerate(needs)
            for reading in need.readings
            for start, end in _spans(reading, places)
        }
    )


def shown_needs(plan: Plan) -> Sequence[Need]:
    """The needs that are marked in texts."""
    return [need for need in plan.needs if need.is_content] or plan.needs


def marked(text: str, found: Sequence[Match]) -> Segments:
    """The whole text in runs of (text, does it match). A phrase is one run, with the spaces inside it."""
    return _segments(text, 0, len(text), found)


def passages(text: str, found: Sequence[Match], most: int = 1, length: int = PASSAGE_LENGTH) -> tuple[Segments, ...]:
    """At most `most` passages of `length` signs at most, in runs; none where nothing matches.

    The first has most of the needs, the next ones have most of what is not shown yet. They begin and end between words,
    with a sentence where one begins close by; dots stand for what is left out.
    """
    shown: list[Segments] = []
    left = list(found)
    while left and len(shown) < most:
        start, end = (0, len(text)) if len(text) <= length else _window(text, left, length)
        runs = _segments(text, start, end, found)
        before = ((LEFT_OUT, False),) if start else ()
        after = ((LEFT_OUT, False),) if end < len(text) else ()
        shown.append((*before, *runs, *after))
        left = [match for match in left if match.end <= start or match.start >= end]
    return tuple(shown)


def _places(text: str, readings: Iterable[Reading]) -> Mapping[tuple[Form, str], Mapping[int, Token]]:
    """By position, the tokens of a text that occur in readings."""
    places: dict[tuple[Form, str], dict[int, Token]] = {
        (reading.form, word): {} for reading in readings for word in reading.tokens
    }
    for token in tokens(text):
        for key in ((Form.SURFACE, token.surface), (Form.STEM, token.stem)):
            if key in places:
                places[key].setdefault(token.position, token)
    return places


def _spans(reading: Reading, places: Mapping[tuple[Form, str], Mapping[int, Token]]) -> Iterator[tuple[int, int]]:
    """From where to where a reading stands in the text."""
    words = [places[reading.form, word] for word in reading.tokens]
    for position, first in words[0].items():
        if all(position + distance in word for distance, word in enumerate(words)):
            yield first.start, words[-1][position + len(words) - 1].end


def _segments(text: str, start: int, end: int, matches: Iterable[Match]) -> Segments:
    """A part of a text in runs; matches that overlap or touch make one run."""
    bounds: list[list[int]] = []
    for match in matches:
        left, right = max(match.start, start), min(match.end, end)
        if left < right and bounds and left <= bounds[-1][1]:
            bounds[-1][1] = max(bounds[-1][1], right)
        elif left < right:
            bounds.append([left, right])
    runs, done = [], start
    for left, right in bounds:
        runs += [(text[done:left], False), (text[left:right], True)]
        done = right
    return tuple((run, is_match) for run, is_match in [*runs, (text[done:end], False)] if run)


def _window(text: str, matches: Sequence[Match], length: int) -> tuple[int, int]:
    first, last = _densest(matches, length)
    start = _start(text, first, length - (last - first))
    return start, _end(text, start, last, start + length)


def _densest(matches: Sequence[Match], length: int) -> tuple[int, int]:
    """From where to where most needs, then most matches, stand within `length` signs; the first such place."""
    best, found = (0, 0), (matches[0].start, matches[0].start)
    standing: dict[int, int] = {}  # how often each need stands between the two ends
    after = 0
    for number, first in enumerate(matches):
        limit = first.start + length
        while after < len(matches) and matches[after].end <= limit:
            need = matches[after].need
            standing[need] = standing.get(need, 0) + 1
            after += 1
        if after > number:
            score = (len(standing), after - number)
            if score > best:
                best, found = score, (first.start, max(match.end for match in matches[number:after]))
            standing[first.need] -= 1
            if not standing[first.need]:
                del standing[first.need]
        else:
            after = number + 1
    return found


def _start(text: str, first: int, spare: int) -> int:
    """Where a sentence begins at most `spare` signs before `first`, or else a word some way before it."""
    from_ = max(0, first - spare)
    ends = [item for item in _SENTENCE_END.finditer(text, from_, first + 1) if _ends_sentence(text, item.start())]
    if ends:
        return ends[-1].end()
    if not from_:
        return 0
    space = _SPACE.search(text, max(0, first - spare // 3), first)
    return space.end() if space else first


def _ends_sentence(text: str, place: int) -> bool:
    return place >= _SHORTEST_END and _LONG_ENOUGH.fullmatch(text, place - _SHORTEST_END, place) is not None


def _end(text: str, start: int, last: int, limit: int) -> int:
    """The last end of a word from `last` to `limit`; in a text without spaces simply one of the two."""
    if limit >= len(text):
        return len(text)
    end = next((place for place in range(limit, last, -1) if text[place].isspace()), last)
    return end if end > start else limit
