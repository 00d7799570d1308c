"""What of a text about a problem may be told on: its words without persons, places of theirs, and numbers.

An officer may paste a complaint with everything in it. Whatever becomes of its words (keywords, an address to share)
starts here, so that nothing personal comes further: numbers of persons (`personal_data`), addresses of mail and pages,
names after a form of address, common given names, names of streets, villages and regions, and all other numbers.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rumah_inovasi.personal_data import find_personal_numbers
from rumah_inovasi.search.language.names import districts
from rumah_inovasi.search.language.regions import mentions
from rumah_inovasi.search.language.roots import listed as listed_roots
from rumah_inovasi.search.language.small_talk import is_given_name
from rumah_inovasi.search.language.stemming import has_forms
from rumah_inovasi.search.language.stop_words import is_stop_word
from rumah_inovasi.search.language.tokens import normal, parts, word_spans

# What comes after these is somebody's name; the longest name has so many words.
_PERSONS = frozenset({
    "saya", "bapak", "pak", "bpk", "ibu", "bu", "sdr", "sdri", "saudara", "saudari", "mas", "mbak", "kak", "gus",
    "ning", "kang", "cak", "tn", "ny", "tuan", "nyonya", "nama", "bernama", "an", "h", "hj", "haji", "hajah",
    "ustadz", "kiai", "kyai", "nyai", "bin", "binti", "alm", "almh", "dr", "drg", "dokter", "bidan",
})  # fmt: skip
# After these, a name follows even where nobody wrote capitals.
_SURELY = frozenset({
    "bernama", "nama", "an", "bin", "binti", "sdr", "sdri", "jl", "jln", "gang", "gg", "dusun", "dsn", "ds",
    "perumahan", "perum",
})  # fmt: skip
_PLACES = frozenset({
    "jl", "jln", "jalan", "gang", "gg", "dusun", "dsn", "desa", "ds", "kelurahan", "kel", "kecamatan", "kec",
    "kabupaten", "kab", "kota", "rt", "rw", "perumahan", "perum", "kampung", "dukuh", "blok", "provinsi", "prov",
    "pasar", "sdn", "smpn", "sman", "masjid", "mushola",
})  # fmt: skip
_LONGEST_NAME = 4
# Numbers that everybody calls.
_PUBLIC_NUMBERS = frozenset({"110", "112", "113", "115", "117", "118", "119"})
# What a number of a person is called before it stands.
_CALLED = re.compile(
    r"(?:\b(?:nik|kk|ktp|no|nomor|hp|wa|telp|telepon)\b[\s.:]*)+(?:\b(?:saya|kami|dia|beliau|adalah|yaitu)\b[\s.:]*)*\Z",
    re.IGNORECASE,
)
_NUMBERED = frozenset({"rt", "rw", "no", "nomor", "nik", "kk", "hp", "wa", "telp", "telepon", "blok"})
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)\S*@\S+", re.IGNORECASE)
_BREAK = re.compile(r"[.,;:!?()\[\]{}\"“”„\n\r\t/|*]")
_CODE = re.compile(r"(?=.*[^\W\d].*[^\W\d])\w{2,8}")  # letters and digits, such as P3K: two letters at least
_SHORTEST = 2


@dataclass(frozen=True)
class Word:
    """A word as written and as it is compared; `starts` where a pause parts it from the word before."""

    written: str
    surface: str
    starts: bool

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital and goes on in small letters, as names do."""
        return self.written[:1].isupper() and not self.written.isupper()

    @property
    def in_capitals(self) -> bool:
        """Whether it is written as acronyms are."""
        return len(self.written) > 1 and self.written.isupper()


def discreet(text: str) -> list[Word]:
    """The words of a text that may be told on, in order. Never raises; a word left out parts its neighbours."""
    words = _words(_without_spans(text))
    tells = _capitals_tell(words)
    hidden = _named(words, capitals_tell=tells)
    kept: list[Word] = []
    follows_gap = True
    for place, word in enumerate(words):
        if place in hidden or _is_district(word.surface) or not _is_fit(word.surface):
            follows_gap = True
            continue
        kept.append(Word(word.written, word.surface, word.starts or follows_gap))
        follows_gap = False
    return kept


def may_be_names(text: str) -> set[str]:
    """The words of a text, as they are compared, that stand right after a form of address."""
    words = _words(text)
    return {after.surface for before, after in pairwise(words) if before.surface in _PERSONS and not after.starts}


def _without_spans(text: str) -> str:
    """The text with a line break in place of each number of a person and each address."""
    spans = [(found.start, found.end) for found in find_personal_numbers(text)]
    for start, end in reversed(spans):
        text = f"{_CALLED.sub('', text[:start])}\n{text[end:]}"
    return _ADDRESS.sub("\n", text)


def _words(text: str) -> list[Word]:
    found: list[Word] = []
    last = 0
    for start, end in word_spans(text):
        starts = not found or _BREAK.search(text, last, start) is not None
        found.append(Word(text[start:end], _surface(text[start:end]), starts))
        last = end
    return found


def _surface(written: str) -> str:
    """A word as it is compared; a doubled one (`anak-anak`) once, other compounds in one."""
    single = parts(written)
    return single[0].surface if len(single) == 1 else normal(written)


def _capitals_tell(words: Sequence[Word]) -> bool:
    """Whether names can be told by their capitals: not where all words begin with one, or none."""
    is_small = (word.written[:1].islower() and not is_stop_word(word.surface) for word in words)
    return any(is_small) and any(word.is_capitalised for word in words)


def _named(words: Sequence[Word], *, capitals_tell: bool) -> set[int]:
    """The places of words that name persons and where they live."""
    hidden = {
        start + more
        for start, mention in mentions([word.written for word in words]).items()
        for more in range(mention.length)
    }

    def is_name(word: Word) -> bool:
        return word.is_capitalised if capitals_tell else is_given_name(word.surface)

    for place, word in enumerate(words):
        leads = word.surface in _PERSONS or (word.surface in _PLACES and (capitals_tell or word.surface in _SURELY))
        if word.surface in _NUMBERED and words[place + 1 : place + 2] and words[place + 1].surface.isdigit():
            hidden.add(place)
        if leads:
            least = 1 if word.surface in _SURELY else 0
            length = max(least, _run(words[place + 1 : place + 1 + _LONGEST_NAME], is_name))
            hidden.update(range(place + 1, place + 1 + length))
        if _is_known_name(word, capitals_tell=capitals_tell):
            hidden.update(_around(words, place) if capitals_tell else {place})
    return hidden


def _is_known_name(word: Word, *, capitals_tell: bool) -> bool:
    """A name of a region, or a given name, written as names are."""
    is_name = is_given_name(word.surface) or (word.surface.isalpha() and not has_forms(word.surface))
    return is_name and (word.is_capitalised or not capitals_tell)


def _is_district(surface: str) -> bool:
    """A name of a kecamatan however it is written, unless it is a word of the language too."""
    return surface in districts() and surface not in listed_roots()


def _run(words: Sequence[Word], is_name: Callable[[Word], bool]) -> int:
    """How many words at the beginning are of a name."""
    count = 0
    for word in words:
        if not is_name(word) or (count and word.starts):
            break
        count += 1
    return count


def _around(words: Sequence[Word], place: int) -> Iterator[int]:
    """The places of the capitalised words after a name, which are of the same name."""
    yield place
    for after in range(place + 1, min(len(words), place + _LONGEST_NAME)):
        if words[after].starts or not words[after].is_capitalised:
            return
        yield after


def _is_fit(surface: str) -> bool:
    if any(sign.isdigit() for sign in surface):
        return surface in _PUBLIC_NUMBERS or _CODE.fullmatch(surface) is not None
    return len(surface) >= _SHORTEST
