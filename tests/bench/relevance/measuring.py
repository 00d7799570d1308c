"""What `bench relevance` measures: each engine on each collection, and what other words and slips cost it."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.figures import Merit
from tests.bench.relevance import stems
from tests.bench.relevance.engines import ENGINES, Ask
from tests.bench.relevance.judged import FOLDER, NAMES, Collection, Question, collections
from tests.bench.relevance.merits import Merits
from tests.bench.relevance.slips import slipped
from tests.bench.relevance.swapped import swapped

LIBRARIES = ("Whoosh-Reloaded", "bm25s", "snowballstemmer", "tantivy")
Variant = Callable[[str], str | None]


def measure(*, most: int | None, say: Callable[..., Any]) -> dict[str, Any]:
    """All of it, with at most so many questions of each collection where that is told."""
    found: dict[str, Any] = {"stems": stems.measure()}
    judged = collections(most=most)
    if not judged:
        return {**found, "skipped": {"reason": f"no collections ({', '.join(NAMES)}) at ../{FOLDER.parent.name}"}}
    telling = say(*(f"{collection.name}: {name}" for collection in judged for name in ENGINES))
    for collection in judged:
        figures = found[collection.name] = _sizes(collection)
        for name, opened in ENGINES.items():
            telling(f"{collection.name}: {name}")
            with tempfile.TemporaryDirectory() as folder, opened(collection.documents, Path(folder)) as ask:
                figures[name] = _figures(ask, collection.questions)
    telling.end()
    return {**found, "libraries": {name: version(name) for name in LIBRARIES}}


def _sizes(collection: Collection) -> dict[str, Any]:
    return {
        "documents": len(collection.documents),
        "questions": len(collection.questions),
        "questions with swapped affixes": sum(swapped(each.text) is not None for each in collection.questions),
        "questions with a slip": sum(slipped(each.text) is not None for each in collection.questions),
    }


def _figures(ask: Ask, questions: Sequence[Question]) -> dict[str, Any]:
    return {
        **asdict(Merits.of((ask(each.text), each.relevant) for each in questions)),
        "swapped affixes": _compared(ask, questions, swapped),
        "one slip": _compared(ask, questions, slipped),
    }


def _compared(ask: Ask, questions: Sequence[Question], variant: Variant) -> dict[str, Merit]:
    """MRR of the questions that have a variant, as they were asked and in that variant."""
    both = [(each, other) for each in questions if (other := variant(each.text)) is not None]
    if not both:
        return {}
    return {
        "as asked": Merits.of((ask(each.text), each.relevant) for each, _ in both).mrr_10,
        "so": Merits.of((ask(other), each.relevant) for each, other in both).mrr_10,
    }
