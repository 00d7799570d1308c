"""Collections with judgments: documents, and questions with the documents that answer them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.machine import ROOT

FOLDER = ROOT.parent / "shared" / "relevance"
NAMES = ("idkmrc", "facqa")


@dataclass(frozen=True)
class Question:
    """What somebody asks, and the documents that answer it, by their places."""

    text: str
    relevant: frozenset[int]


@dataclass(frozen=True)
class Collection:
    """Documents, which engines know by their places, and questions about them."""

    name: str
    documents: tuple[str, ...]
    questions: tuple[Question, ...]


def collections(*, most: int | None = None) -> list[Collection]:
    """The collections that stand beside the project, in part where `most` tells how many questions; none where absent.

    A part keeps every document, so that the questions stay as hard.
    """
    return [_collection(name, most) for name in NAMES if (FOLDER / f"{name}_docs.jsonl").exists()]


def _collection(name: str, most: int | None) -> Collection:
    documents = _rows(FOLDER / f"{name}_docs.jsonl")
    places = {row["id"]: place for place, row in enumerate(documents)}
    questions = [
        Question(row["text"], frozenset(places[each] for each in row["relevant"]))
        for row in _rows(FOLDER / f"{name}_queries.jsonl")[:most]
    ]
    return Collection(name, tuple(row["text"] for row in documents), tuple(questions))


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
