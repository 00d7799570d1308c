"""Stems: what the forms of one Indonesian word share. Names, acronyms and codes are left as they are."""

from functools import cache, lru_cache

from rumah_inovasi.search.language import roots
from rumah_inovasi.search.language.affixes import THIRD_PERSON
from rumah_inovasi.search.language.names import names
from rumah_inovasi.search.language.stripping import Stripper

# Most words of a text are among these; about 2 MB.
_KNOWN_STEMS = 10_000


def stem(surface: str, written: str) -> str:
    """The stem of a word, given as it is compared and as it was written. Safe to call from many threads.

    Words in capitals are acronyms and stay as they are (`KTPnya` but for what hangs on it), as do words with capitals
    inside (`SiMantap`), names of places and words with digits.
    """
    if not surface.isalpha():
        return surface
    if written.islower() or written.istitle():
        return _stem(surface)
    acronym = written.removesuffix(THIRD_PERSON)
    return surface.removesuffix(THIRD_PERSON) if acronym != written and acronym.isupper() else surface


def has_forms(surface: str) -> bool:
    """Whether a word, as it is compared, may be a form of another: not a code, not a name of a regency or city."""
    return surface.isalpha() and surface not in names()


def is_root(surface: str) -> bool:
    """Whether a word, as it is compared, is a root that we know."""
    return surface in roots.known()


@cache
def stripper() -> Stripper:
    """The one that knows our roots; they are read when the first word asks for them."""
    return Stripper(roots.known(), roots.irregular(), roots.spellings())


@lru_cache(_KNOWN_STEMS)
def _stem(surface: str) -> str:
    return stripper().stem(surface)
