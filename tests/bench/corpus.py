"""Write-ups that nobody wrote: as many as asked for, with word frequencies as in natural texts, always the same ones.

The words are those of the shipped write-ups, the frequent ones first, and behind them a long tail of made-up ones. How
often a word stands goes by Zipf's law as Mandelbrot bent it, so that few words stand in nearly every text, and most in
hardly any.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from rumah_inovasi.search.port import SearchDocument

ROOT = Path(__file__).parents[2]
SEED = 2026
VOCABULARY = 150_000
EXPONENT, BEND = 1.05, 2.7
SHORTEST, LONGEST = 380, 920  # words of a text
SENTENCE = 12  # words
REGENCIES = [f"35.{number:02}" for number in (*range(1, 30), *range(71, 80))]
YEARS = [str(year) for year in range(2012, 2027)]
TOPICS = [f"urusan-{number}" for number in range(1, 33)]
TAGS = [f"tag-{number}" for number in range(400)]
SDGS = [str(number) for number in range(1, 18)]
STATES = ["tidak-terkonfirmasi", "berhenti", "berlanjut-lancar", "berlanjut-berkembang", "bertransformasi"]
_SYLLABLES = [first + vowel for first in "bcdghjklmnprstwy" for vowel in "aiueo"]


@cache
def words() -> Sequence[str]:
    """The vocabulary, the most frequent word first."""
    texts = [path.read_text("utf-8").split("---", 2)[-1] for path in sorted(ROOT.glob("content/inovasi/*/*.md"))]
    real = Counter(re.findall(r"[a-z]{2,}", " ".join(texts).lower()))
    found = dict.fromkeys(word for word, _ in real.most_common())
    dice = np.random.default_rng(SEED)
    while len(found) < VOCABULARY:
        lengths = dice.integers(2, 6, VOCABULARY)
        picks = dice.integers(0, len(_SYLLABLES), (VOCABULARY, 6))
        made = ("".join(_SYLLABLES[each] for each in row[:length]) for row, length in zip(picks, lengths, strict=True))
        found.update(dict.fromkeys(made))
    return list(found)[:VOCABULARY]


def documents(count: int) -> Iterator[SearchDocument]:
    """The first `count` write-ups."""
    dice = np.random.default_rng(SEED)
    vocabulary = words()
    shares = 1 / (np.arange(1, VOCABULARY + 1) + BEND) ** EXPONENT
    bounds = np.cumsum(shares / shares.sum())
    for number in range(1, count + 1):
        length = int(dice.integers(SHORTEST, LONGEST + 1))
        picked = np.minimum(np.searchsorted(bounds, dice.random(length + 40)), VOCABULARY - 1).tolist()
        chosen = [vocabulary[each] for each in picked]
        yield _document(number, chosen, dice)


def _document(number: int, chosen: Sequence[str], dice: np.random.Generator) -> SearchDocument:
    title = f"{' '.join(chosen[:4]).title()} {number}"
    sentences = [" ".join(chosen[start : start + SENTENCE]).capitalize() for start in range(40, len(chosen), SENTENCE)]
    region = REGENCIES[min(int(dice.exponential(9)), len(REGENCIES) - 1)]
    tags = [TAGS[min(int(dice.exponential(60)), len(TAGS) - 1)] for _ in range(int(dice.integers(1, 6)))]
    return SearchDocument(
        number=number,
        texts={
            "title": title,
            "long_form": " ".join(chosen[4:10]).capitalize(),
            "summary": " ".join(chosen[10:40]).capitalize() + ".",
            "body": ". ".join(sentences) + ".",
            "tags": "; ".join(tag.replace("-", " ") for tag in tags),
            "unit": f"Dinas {chosen[0].title()}",
            "region": f"Kabupaten {region}",
        },
        facets={
            "wilayah": [region],
            "urusan": [TOPICS[each] for each in sorted({int(dice.integers(0, 32)) for _ in range(2)})],
            "tahun": [YEARS[int(dice.integers(0, len(YEARS)))]],
            "tag": list(dict.fromkeys(tags)),
            "sdg": [SDGS[each] for each in sorted({int(dice.integers(0, 17)) for _ in range(2)})],
            "bentuk": [f"bentuk-{int(dice.integers(0, 5))}"],
            "jenis": [f"jenis-{int(dice.integers(0, 3))}"],
            "tahapan": [f"tahapan-{int(dice.integers(0, 3))}"],
            "unit": [str(int(dice.exponential(300)))],
            "jenis_unit": [f"jenis-unit-{int(dice.integers(0, 12))}"],
            "keberlanjutan": [STATES[int(dice.integers(0, len(STATES)))]],
            "replikasi": ["ada" if dice.random() < 0.2 else "tidak"],
        },
        title_key=title.casefold(),
        updated=1_600_000_000 + int(dice.integers(0, 150_000_000)),
        applied_in=int(dice.integers(0, 4)),
    )
