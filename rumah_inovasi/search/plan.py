"""A query worked out once for every engine: what a document must hold to have each word of it.

A need is one word or phrase of the query. A document has it when any of its readings stands in any field: the word as
written, another word of its stem, or a synonym (at a lower weight). Engines differ only in how they carry this out.
"""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, pairwise

from rumah_inovasi.search.language.regions import mentions, spellings
from rumah_inovasi.search.language.stemming import has_forms
from rumah_inovasi.search.language.stop_words import is_stop_word
from rumah_inovasi.search.language.synonyms import Alternative, Kind, Synonyms, Typed
from rumah_inovasi.search.language.tokens import LONGEST, parts, tokens, word_spans
from rumah_inovasi.search.port import Clause

# Bounds that keep every query cheap; what lies beyond them is left out.
MOST_NEEDS = 32  # wanted, and as many excluded
MOST_READINGS = 12  # of one need, the weightiest
LONGEST_PHRASE = 32  # words
LONGEST_NAME = 24  # words
KEPT_PLANS = 256

STEM_WEIGHT = 0.7
SPELLING_WEIGHT = 0.8
SYNONYM_WEIGHT = 0.4


class Form(enum.StrEnum):
    """Which form of the tokens of a text a reading is compared with."""

    SURFACE = "surface"
    STEM = "stem"


@dataclass(frozen=True)
class Reading:
    """Tokens that stand one after the other in one field, in one of their forms."""

    form: Form
    tokens: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class Need:
    """One word or phrase of the query. Stop words outside phrases are no content: documents may lack them.

    A guess stands for a word that the index does not know: no document has that word itself. `start` is what words
    shall begin with; which ones do, the index has to tell (`opened`).
    """

    text: str
    readings: tuple[Reading, ...]
    is_content: bool = True
    is_guess: bool = False
    start: str = ""

    def opened(self, words: Iterable[str]) -> "Need":
        """The same for the words that begin so."""
        return replace(self, readings=tuple(Reading(Form.SURFACE, (word,), 1.0) for word in words))


@dataclass(frozen=True)
class Plan:
    """What the documents sought have, and what they do not have. No needs at all: every document.

    A need without readings is one that no document has. `neighbours` are words that stand side by side in the query: no
    document has to have them so, but one that does is nearer to what was meant. `name` is all that is wanted as a name
    would be kept; empty where it cannot be one.
    """

    needs: tuple[Need, ...]
    excluded: tuple[Need, ...] = ()
    neighbours: tuple[Need, ...] = ()
    name: str = ""

    @property
    def is_guessed(self) -> bool:
        """Whether some need is a guess: no document has every word then."""
        return any(need.is_guess for need in self.needs)


@dataclass(frozen=True)
class _Word:
    """A word of the query as typed, its parts (`e-KTP` has two), and its joined form where it has parts."""

    text: str
    surfaces: tuple[str, ...]
    stems: tuple[str, ...]
    joined: str | None

    @property
    def in_capitals(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    @property
    def is_content(self) -> bool:
        return not all(map(is_stop_word, self.surfaces))

    @property
    def spellings(self) -> list[Reading]:
        """The word to the letter, whether or not its parts are written in one."""
        joined = [Reading(Form.SURFACE, (self.joined,), 1.0)] if self.joined else []
        return [Reading(Form.SURFACE, self.surfaces, 1.0), *joined]

    @property
    def stem_readings(self) -> list[Reading]:
        """What shares its stems; a doubled word (`tulis-menulis`) has one."""
        stems = self.stems[:1] if len(set(self.stems)) == 1 else self.stems
        return [Reading(Form.STEM, stems, STEM_WEIGHT)] if any(map(has_forms, self.surfaces)) else []


def plan(clauses: Sequence[Clause], synonyms: Synonyms) -> Plan:
    """Work out a query, as `_plan` says; what was asked lately is remembered."""
    return _plan(tuple(clauses), synonyms)


@lru_cache(KEPT_PLANS)
def _plan(clauses: tuple[Clause, ...], synonyms: Synonyms) -> Plan:
    """Work out a query. Never raises, whatever the clauses hold; MOST_NEEDS, MOST_READINGS and LONGEST_PHRASE bound it.

    Words that together make a known form (`kartu keluarga`) each get its other forms as readings: a document that says
    `KK` alone has them all. Neighbours may be written in one (`non tunai`: `nontunai`). Words that name a region (`kab.
    kediri`) are one need: its name alone is no sign of it. Phrases, starts, and words not wanted, are taken to the
    letter, but for `Kab.` and `Kabupaten`. Clauses of signs alone are passed over; where there is nothing else, no
    document has them.
    """
    wanted: list[tuple[bool, Need]] = []
    neighbours: list[Need] = []
    for is_plain, group in groupby([clause for clause in clauses if not clause.is_excluded], _is_plain):
        stretch = list(group)
        words = _words(stretch) if is_plain else []
        wanted += [(is_plain, need) for need in (_word_needs(words, synonyms) if is_plain else _to_the_letter(stretch))]
        neighbours += _pairs(words)
    needs = _distinct(wanted)
    excluded = _distinct(
        (_is_plain(clause), need) for clause in clauses if clause.is_excluded for need in _unwanted(clause)
    )
    if clauses and not needs and not excluded:
        return Plan((Need(" ".join(clauses[0].words), readings=()),))
    if not any(need.is_content for need in needs):
        needs = [replace(need, is_content=True) for need in needs]
    side_by_side = [pair for pair in dict.fromkeys(neighbours) if pair.is_content]
    return Plan(
        tuple(needs[:MOST_NEEDS]),
        tuple(excluded[:MOST_NEEDS]),
        tuple(side_by_side[:MOST_NEEDS]),
        name_key(" ".join(word for clause in clauses if not clause.is_excluded for word in clause.words)),
    )


def name_key(text: str) -> str:
    """A name as names are compared, case and signs aside; empty where a text is too long for one."""
    surfaces = [part.surface for part in parts(text)]
    return " ".join(surfaces) if len(surfaces) <= LONGEST_NAME else ""


def _words(clauses: Iterable[Clause]) -> list[_Word]:
    typed = [word for clause in clauses for word in clause.words]
    return [_word(text[start:end]) for text in typed for start, end in word_spans(text)]


def _word(text: str) -> _Word:
    every, single = tokens(text), parts(text)
    joined = every[1].surface if len(every) > len(single) else None
    return _Word(text, tuple(part.surface for part in single), tuple(part.stem for part in single), joined)


def _phrases(clauses: Iterable[Clause]) -> list[Need]:
    needs = []
    for clause in clauses:
        text = " ".join(clause.words)
        surfaces = tuple(part.surface for part in parts(text))[:LONGEST_PHRASE]
        if surfaces:
            needs.append(Need(text, tuple(Reading(Form.SURFACE, each, 1.0) for each in spellings(surfaces))))
    return needs


def _is_plain(clause: Clause) -> bool:
    return not clause.is_phrase and not clause.is_start


def _to_the_letter(clauses: Iterable[Clause]) -> list[Need]:
    return [need for clause in clauses for need in (_starts(clause) if clause.is_start else _phrases([clause]))]


def _starts(clause: Clause) -> list[Need]:
    surfaces = [part.surface for word in clause.words for part in parts(word)]
    return [Need(f"{each}*", (Reading(Form.SURFACE, (each,), 1.0),), start=each) for each in surfaces]


def _unwanted(clause: Clause) -> list[Need]:
    if not _is_plain(clause):
        return _to_the_letter([clause])
    words = _words([clause])
    return _with_regions(words, [Need(word.text, tuple(word.spellings)) for word in words])


def _word_needs(words: Sequence[_Word], synonyms: Synonyms) -> list[Need]:
    """The needs of words that stand one after the other."""
    others = _synonyms(words, synonyms)
    neighbours = _neighbours(words)
    needs = [
        Need(
            word.text,
            weightiest([*word.spellings, *word.stem_readings, *neighbours[place], *others[place]])
            if word.is_content
            else tuple(word.spellings),
            is_content=word.is_content,
        )
        for place, word in enumerate(words)
    ]
    return _with_regions(words, needs)


def _with_regions(words: Sequence[_Word], needs: Sequence[Need]) -> list[Need]:
    """The needs of words, those of words that name a region together as one."""
    named = _named(words)
    inside = {place for each in named for place in each}
    kept = [(place, need) for place, need in enumerate(needs) if place not in inside]
    regions = [(each.start, need) for each, need in named.items()]
    return [need for _place, need in sorted([*kept, *regions], key=lambda it: it[0])]


def _named(words: Sequence[_Word]) -> dict[range, Need]:
    """The regions that words name: a document has one that lies there, since its region is one of its texts."""
    found = {}
    for start, mention in mentions([word.text for word in words]).items():
        place = range(start, start + mention.length)
        called = [Reading(Form.SURFACE, run, 1.0) for run in mention.called]
        governed = [Reading(Form.SURFACE, run, SYNONYM_WEIGHT) for run in mention.governed]
        typed = words[start].spellings if mention.length == 1 else []  # a code may stand in a text
        text = " ".join(words[each].text for each in place)
        found[place] = Need(text, weightiest([*called, *typed, *governed]))
    return found


def _pairs(words: Sequence[_Word]) -> list[Need]:
    """Words side by side; a region is one need already, whatever it is called."""
    inside = {place for each in _named(words) for place in each}
    return [_pair(pair) for place, pair in enumerate(pairwise(words)) if inside.isdisjoint((place, place + 1))]


def _pair(words: tuple[_Word, _Word]) -> Need:
    first, second = words
    readings = (
        Reading(Form.SURFACE, first.surfaces + second.surfaces, 1.0),
        Reading(Form.STEM, first.stems + second.stems, STEM_WEIGHT),
    )
    return Need(f"{first.text} {second.text}", readings, is_content=first.is_content and second.is_content)


def _neighbours(words: Sequence[_Word]) -> list[list[Reading]]:
    """For each word its spellings in one with the word before or after it."""
    readings: list[list[Reading]] = [[] for _ in words]
    for place, (first, second) in enumerate(pairwise(words)):
        joined = "".join(first.surfaces + second.surfaces)
        if len(joined) <= LONGEST:
            for each in (place, place + 1):
                readings[each].append(Reading(Form.SURFACE, (joined,), SPELLING_WEIGHT))
    return readings


def _synonyms(words: Sequence[_Word], synonyms: Synonyms) -> list[list[Reading]]:
    """For each word the other forms of what it is, alone or together with its neighbours."""
    typed = [Typed(surface, word.in_capitals) for word in words for surface in word.surfaces]
    owners = [place for place, word in enumerate(words) for _ in word.surfaces]
    readings: list[list[Reading]] = [[] for _ in words]
    start = 0
    while start < len(typed):
        match = synonyms.at(typed, start)
        end = start + (match.length if match else 1)
        if match and _are_whole(owners, start, end):
            for place in sorted(set(owners[start:end])):
                readings[place] = [reading for other in match.others for reading in _other_readings(other)]
        start = end
    return readings


def _are_whole(owners: Sequence[int], start: int, end: int) -> bool:
    """Whether parts `start` to `end` are whole words: `e-KTP` is no word `KTP`."""
    begins = start == 0 or owners[start - 1] != owners[start]
    return begins and (end == len(owners) or owners[end - 1] != owners[end])


def _other_readings(other: Alternative) -> list[Reading]:
    """One word to the letter, since stems of unrelated words meet; several by their stems, which do so seldom."""
    if other.kind is Kind.SPELLING:
        return [
            Reading(Form.SURFACE, other.surfaces, SPELLING_WEIGHT),
            Reading(Form.STEM, other.stems, SPELLING_WEIGHT * STEM_WEIGHT),
        ]
    if len(other.surfaces) == 1:
        return [Reading(Form.SURFACE, other.surfaces, SYNONYM_WEIGHT)]
    return [Reading(Form.STEM, other.stems, SYNONYM_WEIGHT)]


def _distinct(needs: Iterable[tuple[bool, Need]]) -> list[Need]:
    """Each word, start and phrase once; a word that stands twice has the readings of both places."""
    found: dict[tuple[bool, str, tuple[str, ...]], Need] = {}
    for is_plain, need in needs:
        key = is_plain, need.start, need.readings[0].tokens
        first = found.setdefault(key, need)
        if first is not need:
            found[key] = replace(first, readings=weightiest([*first.readings, *need.readings]))
    return list(found.values())


def weightiest(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Readings from the weightiest on, each once and no more than MOST_READINGS."""
    found: dict[tuple[Form, tuple[str, ...]], Reading] = {}
    for reading in sorted(readings, key=lambda it: -it.weight):
        found.setdefault((reading.form, reading.tokens), reading)
    return tuple(found.values())[:MOST_READINGS]
