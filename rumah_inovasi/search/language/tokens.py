"""Tokens of a text: its words as they are compared, with the places where they stand."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rumah_inovasi.search.language.stemming import stem

# In signs. Longer words are compared by their beginning; longer compounds have no joined form.
LONGEST = 60

_LETTER = r"[^\W_\u02b9-\u02ff]"
_APOSTROPHE = r"['’‘\u02b9-\u02ff]"
_ACCENTS = r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
# Signs that nobody sees: soft hyphen, of zero width, of direction, variants.
_UNSEEN = r"\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_BETWEEN = rf"[{_ACCENTS}{_UNSEEN}]*+"
# Quantifiers are possessive (`++`, `*+`): however strange the text, the search never goes back. That of the group is
# not, since Python 3.11.2 takes what a last, failed turn of such a group had read (`'puskes'` with its quote); letters
# are taken whole, so that there is nothing to go back to.
_PART = re.compile(rf"{_LETTER}++(?:{_BETWEEN}(?:{_APOSTROPHE}{_BETWEEN})?+{_LETTER}++)*[{_ACCENTS}]*+")
_JOINT = re.compile(rf"{_BETWEEN}[-.\u2010\u2011\uff0d]{_BETWEEN}")
_NO_LETTERS = re.compile(r"[\W_\u02b9-\u02ff]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: as written but for case, its stem, and where it stands (in words, and from sign to sign).

    Tokens of one position are forms of one word: `e-KTP` gives `e` and `ktp` at two positions and `ektp` at the first.
    `start` and `end` are offsets in the text as it was given.
    """

    surface: str
    stem: str
    position: int
    start: int
    end: int


class _Part(NamedTuple):
    """A run of letters and digits, and whether one hyphen or dot alone parts it from the run before it."""

    surface: str
    start: int
    end: int
    is_joined: bool


def tokens(text: str) -> list[Token]:
    """The words of a text in order. Never raises, whatever the text holds; its time grows with the length alone.

    Case, accents and unseen signs do not count, nor does an apostrophe inside a word (`N'duk` is `nduk`). Hyphens and
    dots inside a word part it, and its joined form stands beside its first part (`35.15`: `35` and `3515`, `15`). A
    doubled word (`inovasi-inovasi`) counts once.
    """
    # Where no letter is small, capitals do not tell an acronym.
    capitals_tell = text != text.upper()
    found: list[Token] = []
    position = 0
    for word in _words(text):
        for place, (surface, start, end, _) in enumerate(word):
            written = text[start:end] if capitals_tell else surface
            found.append(Token(surface, stem(surface, written), position, start, end))
            if place == 0 and len(word) > 1 and (joined := _joined(word)):
                found.append(Token(joined, joined, position, start, word[-1].end))
            position += 1
    return found


def parts(text: str) -> list[Token]:
    """The words of a text one after the other, without the joined forms of compounds."""
    last = -1
    found = []
    for token in tokens(text):
        if token.position != last:
            found.append(token)
            last = token.position
    return found


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where words start and end in a text, compounds such as `e-KTP` whole."""
    return [(word[0].start, word[-1].end) for word in _words(text)]


def normal(word: str) -> str:
    """The letters and digits of a word as they are compared: without case, accents and signs."""
    if word.isascii():
        return _NO_LETTERS.sub("", word.lower())[:LONGEST]
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    return unicodedata.normalize("NFKC", _NO_LETTERS.sub("", folded))[:LONGEST]


def _words(text: str) -> Iterator[list[_Part]]:
    """The parts of each word; most words have just one."""
    word: list[_Part] = []
    for part in _parts(text):
        if not part.is_joined:
            if word:
                yield word
            word = [part]
        elif _doubles(word[-1].surface, part.surface):
            word[-1] = word[-1]._replace(end=part.end)
        else:
            word.append(part)
    if word:
        yield word


def _parts(text: str) -> Iterator[_Part]:
    last_end = -1
    for match in _PART.finditer(text):
        surface = normal(match[0])
        if surface:  # a few letters of the world consist of a space and an accent
            start, end = match.span()
            is_joined = last_end >= 0 and _JOINT.fullmatch(text, last_end, start) is not None
            yield _Part(surface, start, end, is_joined)
            last_end = end


def _doubles(first: str, second: str) -> bool:
    return first == second and first.isalpha() and len(first) > 1


def _joined(word: list[_Part]) -> str:
    joined = "".join(part.surface for part in word)
    return joined if len(joined) <= LONGEST else ""
