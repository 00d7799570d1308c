"""Words with the roots that a speaker gives them: written before the stemmer, and not after its likeness."""

import csv
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Form(NamedTuple):
    """A form of a root, and how it is made of it."""

    word: str
    root: str
    made: str


def forms() -> list[Form]:
    """Four hundred words with affixes, clitics or doubled, each with its root."""
    return [Form(row["word"], row["root"], row["forms"]) for row in _rows("gold_roots.csv")]


def traps() -> list[str]:
    """Roots, names and foreign words that only look as if they had affixes: each is its own stem."""
    return [row["word"] for row in _rows("gold_traps.csv")]


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
