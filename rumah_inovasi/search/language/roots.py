"""The roots that stems are checked against: a list of our own."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from rumah_inovasi.search.language.names import names

DATA = Path(__file__).parent / "data"


@cache
def known() -> frozenset[str]:
    """Every root in all its spellings, and the names of places, from which nothing is taken."""
    listed = frozenset((*_words("roots.txt"), *_words("places.txt"), *_words("spellings.txt")))
    return listed | names()


@cache
def listed() -> frozenset[str]:
    """Every root of the language, without names of places."""
    return frozenset(_words("roots.txt"))


@cache
def irregular() -> Mapping[str, str]:
    """Forms whose root no rule tells, or of two that fit the less usual one: each with its root."""
    return _firsts("irregular.txt")


@cache
def spellings() -> Mapping[str, str]:
    """Roots that are also spelt in another way: each other way with the usual one."""
    return _firsts("spellings.txt")


def _firsts(name: str) -> Mapping[str, str]:
    lines = (line.split() for line in _lines(name))
    return {other: first for first, *others in lines for other in others}


def _words(name: str) -> list[str]:
    return [word for line in _lines(name) for word in line.split()]


def _lines(name: str) -> list[str]:
    return [line for line in (DATA / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]
