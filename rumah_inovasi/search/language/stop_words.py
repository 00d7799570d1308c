"""Words without content of their own: a question may hold them, a document need not."""

from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "stop_words.txt"


def is_stop_word(surface: str) -> bool:
    """Whether a word, as it is compared, is a stop word."""
    return surface in _stop_words()


@cache
def _stop_words() -> frozenset[str]:
    lines = FILE.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
