"""Whatever is typed, a search answers: nothing is raised, and bounds keep every question cheap."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rumah_inovasi.search.arrays.execution import ArrayExecution
from rumah_inovasi.search.grammar import parse
from rumah_inovasi.search.port import SearchQuery
from rumah_inovasi.search.whoosh_engine.engine import WhooshEngine
from tests.search.engine.samples import ask, document
from tests.search.hostile import HOSTILE, SIGNS, random_queries

WORDS = ["desa", "pelayanan", "melayani", "kesehtan", "e-KTP", "yang", '"', "-", "35.15", "kab.", "kediri", "KTP", "*"]
RANDOM_QUERIES = 3_000  # the bench asks 10,000


@pytest.fixture(scope="module")
def full_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    """An engine over some hundred texts with all kinds of words."""
    made = WhooshEngine(tmp_path_factory.mktemp("hostile") / "index")
    dice = random.Random(7)
    texts = [" ".join(dice.choices([*WORDS, *SIGNS, "kota", "sawah", "kesehatan"], k=40)) for _ in range(150)]
    made.rebuild(
        document(number, text, title=text[:30], facets={"tahun": [str(2000 + number % 9)]})
        for number, text in enumerate(texts, 1)
    )
    yield made
    made.close()


def holds(engine: WhooshEngine, typed: str) -> None:
    """What every answer keeps to."""
    page = engine.find(SearchQuery(parse(typed).clauses, size=10, passages=2))
    assert 0 <= page.complete <= page.total <= 150
    assert len(page.hits) == min(10, page.total)
    assert [hit.score for hit in page.hits] == sorted((hit.score for hit in page.hits), reverse=True)
    assert all(count <= page.total for values in page.facets.values() for _, count in values)


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_typed_to_do_harm_is_answered(full_engine: WhooshEngine, typed: str) -> None:
    holds(full_engine, typed)
    assert full_engine.complete(typed[:200]) is not None


def test_thousands_of_random_questions_are_answered(full_engine: WhooshEngine) -> None:
    for typed in random_queries(RANDOM_QUERIES, WORDS):
        holds(full_engine, typed)


@settings(max_examples=200, deadline=None)
@given(typed=st.text(max_size=80) | st.lists(st.sampled_from([*WORDS, *SIGNS]), max_size=40).map(" ".join))
@example(typed="*" * 300)
def test_any_text_is_answered(full_engine: WhooshEngine, typed: str) -> None:
    holds(full_engine, typed)


def test_what_is_remembered_of_hostile_questions_is_bounded(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild([document(number, "desa kota sawah") for number in range(1, 30)])
    with engine._reading() as snapshot:
        assert isinstance(snapshot.execution, ArrayExecution)
        memory = snapshot.execution._generation.scores
        memory._limit = 5_000
        for number in range(400):
            ask(engine, f"desa kota{number} sawah{number}")
        assert memory._size <= 5_000
        assert len(memory._kept) <= 5_000 // 200
