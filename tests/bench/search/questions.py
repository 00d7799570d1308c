"""What is asked: questions of every kind, always the same ones."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.bench.corpus import REGENCIES, SEED, words

KINDS = ("common", "rare", "all words", "any word", "phrase", "typo", "filtered", "facets", "marks", "page")
OF_KIND = 24
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
    found = []
    for kind in KINDS:
        for number in range(OF_KIND):
            found.append(_question(kind, number, dice, texts))
    return found


def _question(kind: str, number: int, dice: random.Random, texts: Sequence[str]) -> Question:
    filters = (
        {"wilayah": [dice.choice(REGENCIES[:12])]} if kind == "filtered" or (kind == "page" and number % 4 == 0) else {}
    )
    match kind:
        case "common":
            return Question(kind, (_word(dice, 5, 60),))
        case "rare":
            return Question(kind, (_word(dice, 5_000, 50_000),))
        case "phrase":
            text = dice.choice(texts).split()
            start = dice.randrange(len(text) - 3)
            return Question(kind, tuple(text[start : start + 2]))
        case "typo":
            return Question(kind, (_mistyped(_long_word(dice), dice),))
        case "all words":
            return Question(kind, (_word(dice, 20, 400), _word(dice, 20, 400)))
        case "any word":
            return Question(kind, tuple(_word(dice, 20, 3_000) for _ in range(3)))
        case _:
            return Question(kind, tuple(_word(dice, 30, 20_000) for _ in range(dice.choice([1, 2, 2, 3]))), filters)


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
