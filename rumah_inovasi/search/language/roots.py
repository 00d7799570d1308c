"""The roots that stems are checked against: a list of our own."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from rumah_inovasi.search.language.names import names

DATA = Path(__file__).parent / "data"


@cache
def known() -> frozenset[str]:
    """Every root, and the names of places, from which nothing is taken."""
    return frozenset((*_words("roots.txt"), *_words("places.txt"))) | names()


@cache
def irregular() -> Mapping[str, str]:
    """Forms whose root no rule tells, or of two that fit the less usual one: each with its root."""
    lines = (line.split() for line in _lines("irregular.txt"))
    return {form: root for root, *forms in lines for form in forms}


def _words(name: str) -> list[str]:
    return [word for line in _lines(name) for word in line.split()]


def _lines(name: str) -> list[str]:
    return [line for line in (DATA / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]
