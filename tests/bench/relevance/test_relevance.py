"""The arithmetic of the relevance bench, its variants of questions, and that it runs."""

import json
import math

import pytest

from tests.bench.figures import Merit
from tests.bench.relevance import judged
from tests.bench.relevance.merits import Merits, gain, recall, reciprocal_rank
from tests.bench.relevance.slips import slipped
from tests.bench.relevance.swapped import swapped
from tests.bench.test_bench import bench


def test_merits_hang_on_where_the_relevant_documents_stand() -> None:
    assert reciprocal_rank([7, 3, 5], {3, 5}) == 0.5
    assert reciprocal_rank([*range(10), 42], {42}) == 0.0
    assert gain([3, 5], {3, 5}) == 1.0
    assert gain([7, 3], {3}) == pytest.approx(1 / math.log2(3))
    assert recall([*range(30)], {0, 19, 20, 99}) == 0.5
    assert Merits.of([([1], {1}), ([2], {1})]) == Merits(Merit(0.5), Merit(0.5), Merit(0.5))


def test_affixes_are_swapped_and_nothing_else() -> None:
    assert swapped("Siapa yang melakukan pelayanan di Solo?") == "Siapa yang pelaku melayani di Solo?"
    assert swapped("Di mana Solo?") is None


@pytest.mark.parametrize("text", ["Di mana letak Surabaya?", "Kapan Borobudur didirikan?", "siapa namanya"])
def test_a_slip_changes_one_word_a_little_and_always_so(text: str) -> None:
    other = slipped(text)
    assert other is not None
    assert other == slipped(text)
    changed = [(was, now) for was, now in zip(text.split(), other.split(), strict=True) if was != now]
    assert len(changed) == 1
    assert changed[0][0][0] == changed[0][1][0]
    assert abs(len(changed[0][0]) - len(changed[0][1])) <= 1


def test_words_too_short_to_slip_in() -> None:
    assert slipped("apa itu es?") is None
    assert slipped("1945") is None


def test_bench_runs_and_says_where_there_is_nothing_to_ask() -> None:
    done = bench("relevance", "--tiny", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["results"]
    assert found["stems"]["exact roots"] >= 0.95
    assert found["stems"]["of these damaged"] <= 0.04
    if judged.FOLDER.exists():
        assert {"house", "plain whoosh", "bm25s", "sqlite fts5", "tantivy"} < found["idkmrc"].keys()
        assert 0 < found["idkmrc"]["house"]["mrr_10"] <= 1
    else:
        assert "idkmrc" in found["skipped"]["reason"]
