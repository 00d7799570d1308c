"""Words that tell nothing of a problem though people describe it with them, and given names."""

from functools import cache
from pathlib import Path

from rumah_inovasi.search.language.stop_words import is_stop_word
from rumah_inovasi.search.language.tokens import normal

FOLDER = Path(__file__).parent / "data"


def is_small_talk(surface: str) -> bool:
    """Whether a word, as it is compared, is a stop word or one of greetings, letters and complaints."""
    return is_stop_word(surface) or surface in _words("small_talk.txt")


def is_given_name(surface: str) -> bool:
    """Whether a word, as it is compared, is a common given name; it may be a word of the language too."""
    return surface in _words("given_names.txt")


@cache
def _words(file: str) -> frozenset[str]:
    lines = (FOLDER / file).read_text("utf-8").splitlines()
    return frozenset(normal(word) for line in lines if not line.startswith("#") for word in line.split())
