"""Both executions give the same answers: order, scores to the last bit, counts, marks, corrections and completions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumah_inovasi.search.arrays import counting, folding, scoring
from rumah_inovasi.search.port import FIELDS, Clause, SearchDocument, SearchQuery, Sort
from rumah_inovasi.search.whoosh_engine import merging, writing
from rumah_inovasi.search.whoosh_engine.engine import WhooshEngine
from tests.search.engine.samples import document

# Forms of one stem, synonyms, compounds and their parts, doubled words, slips, stop words, and what is no word at all.
WORDS = [
    "layanan",
    "melayani",
    "pelayanan",
    "pelayann",
    "desa",
    "Desa",
    "kesehatan",
    "kesehtan",
    "KTP",
    "e-KTP",
    "ektp",
    "kartu",
    "tanda",
    "penduduk",
    "di",
    "35.15",
    "non-tunai",
    "nontunai",
    "inovasi-inovasi",
    "a.b.c",
    "Élok",
    "N'duk",
    "\ud800",
    "🙂",
    "…",
]
texts = st.lists(st.sampled_from(WORDS), max_size=9).flatmap(
    lambda words: st.sampled_from([" ", "  ", ". ", ", "]).map(lambda between: between.join(words))
)
values = st.lists(st.sampled_from(["a", "b", "c"]), unique=True, max_size=2)
choices = st.dictionaries(st.sampled_from(["tahun", "tag", "wilayah", "keberlanjutan"]), values, max_size=3)
documents = st.builds(
    SearchDocument,
    number=st.integers(1, 20),
    texts=st.dictionaries(st.sampled_from(list(FIELDS)), texts, max_size=5),
    facets=choices,
    title_key=st.sampled_from(["a", "b", "é", ""]),
    updated=st.integers(0, 3),
    applied_in=st.integers(0, 3),
)
clauses = st.builds(
    Clause,
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(tuple),
    is_phrase=st.sampled_from([False, False, True]),
    is_excluded=st.sampled_from([False, False, False, True]),
) | st.builds(
    Clause,
    words=st.sampled_from(["lay", "pel", "kes", "e-kt", "É", "puskes", "\ud800", "🙂", ""]).map(lambda start: (start,)),
    is_excluded=st.sampled_from([False, False, True]),
    is_start=st.just(value=True),
)
queries = st.builds(
    SearchQuery,
    clauses=st.lists(clauses, max_size=4).map(tuple),
    filters=choices,
    all_words=st.sampled_from([False, False, True]),
    sort=st.sampled_from(Sort),
    start=st.sampled_from([0, 0, 1, 5]),
    size=st.sampled_from([None, 0, 1, 3, 20]),
    hidden=st.frozensets(st.integers(1, 20), max_size=2),
    passages=st.integers(1, 3),
)
changes = st.tuples(st.lists(documents, max_size=4), st.sets(st.integers(1, 20), max_size=4))


@contextmanager
def both() -> Iterator[tuple[WhooshEngine, WhooshEngine]]:
    """An engine that asks arrays, and one that asks Whoosh, over one index."""
    with TemporaryDirectory() as folder:
        arrays = WhooshEngine(Path(folder) / "index")
        reference = WhooshEngine(Path(folder) / "index", with_arrays=False)
        yield arrays, reference
        arrays.close()
        reference.close()


@settings(max_examples=40, deadline=None)
@given(
    start=st.lists(documents, max_size=14, unique_by=lambda each: each.number),
    steps=st.lists(changes, max_size=4),
    asked=st.lists(queries, min_size=1, max_size=12),
    typed=st.lists(st.text("desakrtu é ", max_size=6), max_size=4),
)
def test_arrays_answer_as_whoosh_does(
    start: list[SearchDocument],
    steps: list[tuple[list[SearchDocument], set[int]]],
    asked: list[SearchQuery],
    typed: list[str],
) -> None:
    with both() as (arrays, reference):
        arrays.rebuild(start)
        for puts, drops in steps:
            arrays.change(puts, drops)
        assert not arrays.state().slow_because
        assert reference.state().slow_because
        assert arrays.digests() == reference.digests()
        assert arrays.digests([1, 2, 99]) == reference.digests([1, 2, 99])
        for query in asked:
            assert arrays.find(query) == reference.find(query)
        for start_ in typed:
            assert arrays.complete(start_) == reference.complete(start_)
        assert arrays.frequencies(WORDS) == reference.frequencies(WORDS)


@settings(max_examples=20, deadline=None)
@given(
    steps=st.lists(changes, min_size=4, max_size=9),
    asked=st.lists(queries, min_size=3, max_size=12),
    is_large=st.booleans(),
)
def test_segments_that_were_merged_answer_as_whoosh_does(
    steps: list[tuple[list[SearchDocument], set[int]]], asked: list[SearchQuery], *, is_large: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch, both() as (arrays, reference):
        patch.setattr(merging, "MOST_SEGMENTS", 2)
        patch.setattr(writing, "SEGMENT", 3)
        if is_large:  # as where documents and words are many
            patch.setattr(counting, "FEW", 0)
            patch.setattr(scoring, "FEW", 0)
            patch.setattr(scoring, "SPARSE", 0)
            patch.setattr(folding, "MOST_PROFILES", 4)
        arrays.rebuild(document(number, "desa kartu e-KTP", title=f"T{number}") for number in range(1, 9))
        for puts, drops in steps:
            arrays.change(puts, drops)
        assert not arrays.state().slow_because
        for query in asked:
            assert arrays.find(query) == reference.find(query)
        for typed in ("d", "kar", "t"):
            assert arrays.complete(typed) == reference.complete(typed)
