"""What is asked: questions of every kind, always the same ones."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.bench.corpus import REGENCIES, SEED, words

KINDS = ("common", "rare", "all words", "any word", "phrase", "typo", "filtered", "facets", "marks", "page")
OF_KIND = 24
# How many words such a question has, and between which ranks they lie.
_RANKS = {"common": (1, 5, 60), "rare": (1, 5_000, 50_000), "all words": (2, 20, 400), "any word": (3, 20, 3_000)}
SHOWN = 10


@dataclass(frozen=True)
class Question:
    """One question; which part of the answer is wanted hangs on its kind."""

    kind: str
    words: tuple[str, ...]
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def is_page(self) -> bool:
        """Whether the whole page is wanted: total, facets, and the first ten with what matches."""
        return self.kind == "page"

    @property
    def with_facets(self) -> bool:
        """Whether values are counted."""
        return self.kind in {"facets", "page"}

    @property
    def with_marks(self) -> bool:
        """Whether what matches is shown."""
        return self.kind in {"marks", "page"}


def questions(texts: Sequence[str]) -> list[Question]:
    """OF_KIND questions of every kind; `texts` are where phrases are taken from."""
    dice = random.Random(SEED)
    return [_question(kind, number, dice, texts) for kind in KINDS for number in range(OF_KIND)]


def _question(kind: str, number: int, dice: random.Random, texts: Sequence[str]) -> Question:
    filters = (
        {"wilayah": [dice.choice(REGENCIES[:12])]} if kind == "filtered" or (kind == "page" and number % 4 == 0) else {}
    )
    if kind == "phrase":
        text = dice.choice(texts).split()
        start = dice.randrange(len(text) - 3)
        return Question(kind, tuple(text[start : start + 2]))
    if kind == "typo":
        return Question(kind, (_mistyped(_long_word(dice), dice),))
    count, first, last = _RANKS.get(kind, (dice.choice([1, 2, 2, 3]), 30, 20_000))
    return Question(kind, tuple(_word(dice, first, last) for _ in range(count)), filters)


def _word(dice: random.Random, first: int, last: int) -> str:
    """A word of some rank, the frequent ones as often as they are asked for."""
    return words()[int(first * (last / first) ** dice.random())]


def _long_word(dice: random.Random) -> str:
    while len(word := _word(dice, 100, 3_000)) < 7:
        pass
    return word


def _mistyped(word: str, dice: random.Random) -> str:
    place = dice.randrange(2, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
