"""The telling words of a text: those that few documents have, said as often as may be, the pairs of them together.

Three steps, since only the index knows how many documents have a word: `candidates` of a text, `chosen` among them once
the frequencies of `Candidates.asked` are known, and `joined` once those of `Chosen.asked` are. A word that no document
has is never a keyword: it would find nothing, and it may be somebody's name.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rumah_inovasi.search.discretion import Word, discreet
from rumah_inovasi.search.language.small_talk import is_small_talk
from rumah_inovasi.search.language.synonyms import Alternative, Synonyms, Typed
from rumah_inovasi.search.language.tokens import parts
from rumah_inovasi.search.port import Frequencies

MOST = 14  # words
MOST_ASKED = 160  # words of one text, and as many pairs; the first ones
COMMON = 0.5  # a word that more of the documents have tells nothing, unless there is hardly anything else
FEWEST = 3
# A pair is one thing where so many of the documents that have its rarer word have it, and at least two do.
TOGETHER = 0.3
SEEN_TWICE = 2
MOST_ALTERNATIVES = 4  # of a known form, whose frequencies stand for its own
LONGEST_FORM = 3  # words


@dataclass(frozen=True)
class Term:
    """One word, or a known form of several (`kartu keluarga`), as first written; `others` is what else it is called."""

    key: str
    words: tuple[str, ...]
    others: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(self.words)


@dataclass(frozen=True)
class Candidates:
    """What of a text may be a keyword: terms in order with how often each is said, and those said side by side."""

    terms: Mapping[str, Term]
    counts: Mapping[str, int]
    pairs: tuple[tuple[str, str], ...]

    @property
    def asked(self) -> list[str]:
        """The texts whose frequencies are wanted."""
        return list(dict.fromkeys(text for term in self.terms.values() for text in (term.text, *term.others)))


@dataclass(frozen=True)
class Chosen:
    """The terms that tell most, in the order of the text, and how many documents have each."""

    terms: Mapping[str, Term]
    having: Mapping[str, int]
    pairs: tuple[tuple[str, str], ...]

    @property
    def asked(self) -> list[str]:
        """The texts whose frequencies are wanted: what is said side by side."""
        return [self.pair_text(pair) for pair in self.pairs]

    def pair_text(self, pair: tuple[str, str]) -> str:
        """Both terms as one phrase."""
        return f"{self.terms[pair[0]].text} {self.terms[pair[1]].text}"


def candidates(text: str, synonyms: Synonyms) -> Candidates:
    """What of a text may be a keyword. Never raises, whatever it holds."""
    terms: dict[str, Term] = {}
    counts: Counter[str] = Counter()
    pairs: dict[tuple[str, str], None] = {}
    for run in _runs(discreet(text)):
        before = None
        for term in _terms(run, synonyms):
            if term.key not in terms and len(terms) >= MOST_ASKED:
                before = None
                continue
            terms.setdefault(term.key, term)
            counts[term.key] += 1
            if before and before != term.key and len(pairs) < MOST_ASKED:
                pairs[before, term.key] = None
            before = term.key
    return Candidates(terms, counts, tuple(pairs))


def chosen(found: Candidates, known: Frequencies, most: int = MOST, fewest_having: int = 1) -> Chosen:
    """The most telling terms, of at most so many words together.

    Terms that fewer documents than `fewest_having` have are left out.
    """
    having = {key: _having(term, known) for key, term in found.terms.items()}
    weights = {
        key: _idf(known.documents, count) * (1 + math.log(found.counts[key]))
        for key, count in having.items()
        if count >= fewest_having
    }
    telling = {key: weight for key, weight in weights.items() if having[key] <= COMMON * known.documents}
    keys = _heaviest(found.terms, telling if len(telling) >= FEWEST else weights, most)
    pairs = tuple(pair for pair in found.pairs if keys.issuperset(pair))
    return Chosen({key: term for key, term in found.terms.items() if key in keys}, having, pairs)


def joined(found: Chosen, known: Frequencies) -> list[str]:
    """The chosen terms, each once; two of them as one keyword where they stand together more often than by chance."""
    left = set(found.terms)
    partners: dict[str, str] = {}
    for one, other in found.pairs:
        together = known.having.get(found.pair_text((one, other)), 0)
        is_one = together >= SEEN_TWICE and together >= TOGETHER * min(found.having[one], found.having[other])
        if is_one and one in left and other in left:
            partners[one] = other
            left -= {one, other}
    kept = [key for key in found.terms if key in left or key in partners]
    return [found.pair_text((key, partners[key])) if key in partners else found.terms[key].text for key in kept]


def _runs(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Words with something to tell that stand side by side."""
    run: list[Word] = []
    for word in words:
        if word.starts or is_small_talk(word.surface):
            if run:
                yield run
            run = []
        if not is_small_talk(word.surface):
            run.append(word)
    if run:
        yield run


def _terms(run: Sequence[Word], synonyms: Synonyms) -> Iterator[Term]:
    """The words of a run, those that make up a known form as one."""
    typed = [Typed(part.surface, word.in_capitals) for word in run for part in parts(word.written)]
    simple = len(typed) == len(run)  # compounds have several parts: their places in the run are not those of the words
    place = 0
    while place < len(run):
        match = synonyms.at(typed[: place + LONGEST_FORM], place) if simple else None
        length = match.length if match else 1
        words = run[place : place + length]
        others = _others(match.others) if match else ()
        yield Term(_key(words), tuple(_shown(word) for word in words), others)
        place += length


def _others(alternatives: Iterable[Alternative]) -> tuple[str, ...]:
    return tuple(" ".join(other.surfaces) for other in alternatives)[:MOST_ALTERNATIVES]


def _key(words: Iterable[Word]) -> str:
    """What all forms of a term share."""
    return " ".join(part.stem for word in words for part in parts(word.written))


def _shown(word: Word) -> str:
    return word.written if word.in_capitals else word.written.lower()


def _having(term: Term, known: Frequencies) -> int:
    return max(known.having.get(text, 0) for text in (term.text, *term.others))


def _idf(documents: int, having: int) -> float:
    return math.log(1 + (max(documents, having) - having + 0.5) / (having + 0.5))


def _heaviest(terms: Mapping[str, Term], weights: Mapping[str, float], most: int) -> set[str]:
    """Keys by weight as long as there is room for their words."""
    keys: set[str] = set()
    room = most
    for key in sorted(weights, key=lambda each: -weights[each]):
        length = len(terms[key].words)
        if length <= room:
            keys.add(key)
            room -= length
    return keys
