"""Collections with judgments: documents, and questions with the documents that answer them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.machine import ROOT

FOLDER = ROOT.parent / "shared" / "relevance"
NAMES = ("idkmrc", "facqa")
FEW = 100  # documents


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


def collections(*, most: int | None) -> list[Collection]:
    """The collections that stand beside the project; none where they are absent.

    `most` takes so many questions of each, and their documents among a few others.
    """
    return [_collection(name, most) for name in NAMES if (FOLDER / f"{name}_docs.jsonl").exists()]


def _collection(name: str, most: int | None) -> Collection:
    asked = _rows(FOLDER / f"{name}_queries.jsonl")[:most]
    documents = _rows(FOLDER / f"{name}_docs.jsonl")
    if most is not None:
        wanted = {each for row in asked for each in row["relevant"]}
        documents = [row for place, row in enumerate(documents) if place < FEW or row["id"] in wanted]
    places = {row["id"]: place for place, row in enumerate(documents)}
    questions = [Question(row["text"], frozenset(places[each] for each in row["relevant"])) for row in asked]
    return Collection(name, tuple(row["text"] for row in documents), tuple(questions))


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
