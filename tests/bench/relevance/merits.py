"""How good a list of results is, told by where the relevant documents stand in it."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from tests.bench.figures import Merit

FIRST = 10  # how many of a list MRR and nDCG look at
LISTED = 20  # and recall


@dataclass(frozen=True)
class Merits:
    """The means over all questions, from 0 to 1."""

    mrr_10: Merit
    ndcg_10: Merit
    recall_20: Merit

    @classmethod
    def of(cls, answers: Iterable[tuple[Sequence[int], Collection[int]]]) -> "Merits":
        """The merits of lists, each with the documents that are relevant."""
        each = [(reciprocal_rank(*pair), gain(*pair), recall(*pair)) for pair in answers]
        return cls(*(Merit(sum(values) / len(each)) for values in zip(*each, strict=True)))


def reciprocal_rank(listed: Sequence[int], relevant: Collection[int]) -> float:
    """1 where the first result is relevant, a half where it is the second, and so on; 0 beyond the tenth."""
    return next((1 / rank for rank, each in enumerate(listed[:FIRST], 1) if each in relevant), 0.0)


def gain(listed: Sequence[int], relevant: Collection[int]) -> float:
    """Relevant results among the first ten, the later the less, as a share of the best list there could be."""
    found = sum(1 / math.log2(rank + 1) for rank, each in enumerate(listed[:FIRST], 1) if each in relevant)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(relevant), FIRST) + 1))
    return found / best if best else 0.0


def recall(listed: Sequence[int], relevant: Collection[int]) -> float:
    """The share of the relevant documents among the first twenty results."""
    return len(set(listed[:LISTED]).intersection(relevant)) / len(relevant) if relevant else 0.0
