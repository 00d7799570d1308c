"""How exact the stemmer is, on lists that were written before it, and how fast on words that it has not met."""

import time
from itertools import product
from typing import Any

from rumah_inovasi.search.language import roots
from rumah_inovasi.search.language.stemming import stem, stripper
from rumah_inovasi.search.language.tokens import parts
from tests.bench.figures import Merit, Rate
from tests.search import gold

# Forms of every root, most of them never seen; and words of which nothing can be said.
BEFORE = ("", "me", "di", "ber", "ke", "memper", "ter", "x")
BEHIND = ("", "kan", "an", "inya", "ku", "lah")


def measure() -> dict[str, Any]:
    """The share of exact roots and of words left alone, and words a second by the processor's clock."""
    forms, traps = gold.forms(), gold.traps()
    exact = sum({part.stem for part in parts(form.word)} == {form.root} for form in forms)
    damaged = sum(stem(word, word) != word for word in traps)
    words = [f"{before}{root}{behind}" for root, before, behind in product(roots.known(), BEFORE, BEHIND)]
    stemmed = stripper().stem
    begun = time.process_time()
    for word in words:
        stemmed(word)
    lasted = time.process_time() - begun
    return {
        "forms": len(forms),
        "exact roots": Merit(exact / len(forms)),
        "words that only look like forms": len(traps),
        "of these damaged": Merit(damaged / len(traps)),
        "new words": len(words),
        "stemmed": Rate(len(words) / lasted),
    }
