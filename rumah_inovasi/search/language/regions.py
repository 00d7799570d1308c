"""Regions that a query names. A Kabupaten and a Kota may bear one name: the word before it decides which is meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rumah_inovasi.organisations.model import RegionKind
from rumah_inovasi.search.language.names import regions
from rumah_inovasi.search.language.tokens import normal, parts

Run = tuple[str, ...]
# The words before a name, by kind: those that call the region so, and its government, which stands for it.
_CALLED: Mapping[RegionKind, Run] = {RegionKind.KABUPATEN: ("kabupaten", "kab"), RegionKind.KOTA: ("kota",)}
_GOVERNED: Mapping[RegionKind, Run] = {RegionKind.KABUPATEN: ("pemkab",), RegionKind.KOTA: ("pemkot",)}
_KINDS = {word: kind for words in (_CALLED, _GOVERNED) for kind in words for word in words[kind]}
_KEPT_WORDS = 1_000  # of queries
_LONGEST = 3  # words: `kab/kota kediri`


@dataclass(frozen=True)
class Mention:
    """A region that words of a query name: how many words, and how texts call it and its government.

    `spoken` is its full name; where a Kabupaten and a Kota are meant at once, the name of both.
    """

    length: int
    called: tuple[Run, ...]
    governed: tuple[Run, ...]
    spoken: str


def mentions(words: Sequence[str]) -> dict[int, Mention]:
    """The regions that typed words name, by the place of the first word: `kab. kediri`, `Kota Kediri` or `35.06`."""
    found: dict[int, Mention] = {}
    start = 0
    while start < len(words):
        mention = _at(words, start)
        if mention:
            found[start] = mention
        start += mention.length if mention else 1
    return found


def joined(words: Sequence[str]) -> list[str]:
    """The words, those that name a region together as one."""
    named = mentions(words)
    inside = {start + more for start, mention in named.items() for more in range(1, mention.length)}
    return [
        " ".join(words[start : start + named[start].length]) if start in named else word
        for start, word in enumerate(words)
        if start not in inside
    ]


def spoken(text: str) -> str:
    """The full name of the region that a text names in its own way; any other text as it is."""
    mention = _at([text], 0)
    return mention.spoken if mention else text


def spellings(surfaces: Run) -> list[Run]:
    """A run of words as it is, then with `kabupaten` and `kab` before a name in each of their spellings."""
    kabupaten = _CALLED[RegionKind.KABUPATEN]
    places = {
        place
        for place, word in enumerate(surfaces[:-1])
        if word in kabupaten and (RegionKind.KABUPATEN, surfaces[place + 1]) in _full_names()
    }
    written = [
        tuple(each if place in places else word for place, word in enumerate(surfaces)) for each in kabupaten if places
    ]
    return list(dict.fromkeys([surfaces, *written]))


def _at(words: Sequence[str], start: int) -> Mention | None:
    if words[start] in _codes():
        return _mention(1, [_codes()[words[start]]])
    surfaces: list[str] = []
    for length, word in enumerate(words[start : start + _LONGEST], 1):
        surfaces += _surfaces(word)
        *kinds, name = surfaces or [""]
        if not all(kind in _KINDS for kind in kinds):
            return None
        named = list(dict.fromkeys((_KINDS[kind], name) for kind in kinds))
        if named and all(each in _full_names() for each in named):
            return _mention(length, named)
    return None


def _mention(length: int, named: Sequence[tuple[RegionKind, str]]) -> Mention:
    return Mention(
        length,
        called=tuple((word, name) for kind, name in named for word in _CALLED[kind]),
        governed=tuple((word, name) for kind, name in named for word in _GOVERNED[kind]),
        spoken=_full_names()[named[0]] if len(named) == 1 else named[0][1],
    )


@lru_cache(_KEPT_WORDS)
def _surfaces(word: str) -> Run:
    return tuple(part.surface for part in parts(word))


@cache
def _full_names() -> Mapping[tuple[RegionKind, str], str]:
    return {region: row["full_name"] for region, row in _rows()}


@cache
def _codes() -> Mapping[str, tuple[RegionKind, str]]:
    return {row["code_kemendagri"]: region for region, row in _rows()}


def _rows() -> list[tuple[tuple[RegionKind, str], dict[str, str]]]:
    """The regencies and cities by their kind and their name as it is compared."""
    kinds = {kind.value: kind for kind in _CALLED}
    return [((kinds[row["type"]], normal(row["name"])), row) for row in regions() if row["type"] in kinds]
