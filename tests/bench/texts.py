"""Made-up write-ups in a number that a bench asks for: files as the import takes them, of the starter's own words.

Frequent words are as frequent as in any text (the n-th stands a n-th as often as the first), and there is a long tail.
"""

import random
import re
from itertools import accumulate
from pathlib import Path

from tests.bench.machine import ROOT
from tests.factories import write_up

WORDS = re.compile(r"[a-z]{3,}")
SECTIONS = ("Latar belakang", "Solusi", "Hasil")
SHORTEST, LONGEST = 380, 920  # words
SENTENCE = 14


class Texts:
    """The same texts for the same number."""

    def __init__(self) -> None:
        said = " ".join(path.read_text("utf-8") for path in sorted((ROOT / "content").rglob("*.md")))
        counts: dict[str, int] = {}
        for word in WORDS.findall(said.lower()):
            counts[word] = counts.get(word, 0) + 1
        self._words = sorted(counts, key=lambda word: (-counts[word], word))
        self._weights = list(accumulate(1 / place for place in range(1, len(self._words) + 1)))

    def write(self, folder: Path, count: int) -> None:
        """Put so many files into a folder."""
        folder.mkdir()
        for number in range(count):
            (folder / f"{number}.md").write_text(self.text(number), "utf-8")

    def text(self, number: int) -> str:
        """One write-up as a file."""
        dice = random.Random(number)
        length = dice.randint(SHORTEST, LONGEST) // len(SECTIONS)
        body = "\n".join(f"## {title}\n\n{self._sentences(dice, length)}\n" for title in SECTIONS)
        return write_up(
            f"Layanan {' '.join(self._some(dice, 3)).title()} {number}",
            body=body,
            region=f"35.{number % 29 + 1:02d}",
            unit=f"Puskesmas Bangku Ukur {number % 400}",
            summary=" ".join(self._some(dice, SENTENCE)).capitalize() + ".",
        )

    def _sentences(self, dice: random.Random, length: int) -> str:
        return " ".join(
            " ".join(self._some(dice, SENTENCE)).capitalize() + "." for _ in range(max(1, length // SENTENCE))
        )

    def _some(self, dice: random.Random, count: int) -> list[str]:
        return dice.choices(self._words, cum_weights=self._weights, k=count)
