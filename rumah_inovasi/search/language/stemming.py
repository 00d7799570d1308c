"""Stems: what the forms of one Indonesian word share. Names, acronyms and codes are left as they are."""

import threading
from functools import cache, lru_cache

from snowballstemmer.indonesian_stemmer import IndonesianStemmer

from rumah_inovasi.search.language.names import regions

# About the vocabulary of a nation's write-ups; some 10 MB.
_KNOWN_STEMS = 50_000


def stem(surface: str, written: str) -> str:
    """The stem of a word, given as it is compared and as it was written. Safe to call from many threads.

    Words in capitals are acronyms and stay as they are, as do names and words with digits.
    """
    if written.isupper() or not has_forms(surface):
        return surface
    return _stem(surface)


def has_forms(surface: str) -> bool:
    """Whether a word, as it is compared, may be a form of another: not a code, not a name of a regency or city."""
    return surface.isalpha() and surface not in _names()


@cache
def _names() -> frozenset[str]:
    """The words in the names of the province, its regencies and cities and their capitals."""
    return frozenset(
        word for row in regions() for name in (row["name"], row["capital"]) for word in name.lower().split()
    )


class _StemmerOfThread(threading.local):
    """Snowball's stemmer keeps the word at hand in itself, so each thread has its own."""

    def __init__(self) -> None:
        self.snowball = IndonesianStemmer()


_stemmer = _StemmerOfThread()


@lru_cache(_KNOWN_STEMS)
def _stem(surface: str) -> str:
    return str(_stemmer.snowball.stemWord(surface)) or surface
