"""How much a word tells of a document: BM25F, the formula and its numbers, for every way to carry it out.

A need is scored as one word, whatever stands for it. In a field, it counts as often as that reading which stands there
most; fields add up by their weights, each relative to the length of its text; and the sum saturates. Readings of a
lower weight, such as synonyms, are scored with those above them and count for that weight at most, so that no synonym
in a title outranks the very word in a text. How much a need tells hangs on how many of the N documents have it (n):

    strength(w) = sum over fields: weight * max over readings of weight >= w (count) / (1 - B + B * length / average)
    tells       = ln(1 + (N - n + 0.5) / (n + 0.5))
    score       = tells * max over w (w * strength(w) * (K1 + 1) / (strength(w) + K1))

The score of a document is the sum over the needs, of which stop words count ASIDE times, and over the neighbours that
it has side by side, these NEARNESS times; all of it times the share that its content needs have in what all content
needs tell that any document has (each BARE + tells), so that a rare word that is missing weighs more; times
`EXACT_NAME` where its very name is asked for, and times its prior where the order asked for wants that.

BM25F: Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields" (2004). Its idf is the one
that stays above zero also for words that most documents have (Lucene's form of Robertson and Sparck Jones').

The functions take numbers or columns of them, and count in the same order with both, so that every execution has the
same scores to the last bit.
"""

import math
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.75
NEARNESS = 0.2
ASIDE = 0.2
BARE = 1.0  # what a content word tells beside its rarity, where the words that a document has are compared
Number = TypeVar("Number", float, NDArray[np.float64])


def norm(length: Number, average: float) -> Number:
    """How long a text is beside the others: 1 where it is as long as they are on average."""
    return 1 - B + B * length / average


def strength(weight: float, count: Number, norm_: Number) -> Number:
    """How strongly one field has a word that stands `count` times there."""
    return weight * count / norm_


def saturated(weight: float, strength_: Number) -> Number:
    """What a need of a document is worth by its strength over all fields."""
    return weight * strength_ * (K1 + 1) / (strength_ + K1)


def telling(documents: int, having: int) -> float:
    """How much a need tells that `having` of the documents have (idf)."""
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


def covering(documents: int, having: int) -> float:
    """How much a content need counts where the needs that a document has are compared; nothing where none has it."""
    return BARE + telling(documents, having) if having else 0.0
