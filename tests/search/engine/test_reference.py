"""Contract: engines find and count what the rules say, for documents, changes and questions of all kinds."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rumah_inovasi.search.language.synonyms import Synonyms
from rumah_inovasi.search.plan import plan
from rumah_inovasi.search.port import FIELDS, Clause, Engine, SearchDocument, SearchQuery, Sort
from tests.search.engine.reference import answer

# Few words, so that questions meet documents: forms of one stem, synonyms, a stop word, words with hyphens.
WORDS = [
    "layanan",
    "melayani",
    "desa",
    "Kota",
    "Kab.",
    "Kediri",
    "KTP",
    "e-KTP",
    "kartu",
    "tanda",
    "penduduk",
    "di",
    "35.15",
    "non-tunai",
    "nontunai",
    "kerjasama",
    "bekerja",
    "sama",
]
texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
values = st.lists(st.sampled_from(["a", "b", "c"]), unique=True, max_size=2)
choices = st.dictionaries(st.sampled_from(["tahun", "tag", "wilayah"]), values, max_size=2)
documents = st.builds(
    SearchDocument,
    number=st.integers(1, 12),
    texts=st.dictionaries(st.sampled_from(list(FIELDS)), texts, max_size=4),
    facets=choices,
    title_key=st.sampled_from(["a", "b"]),
    updated=st.integers(0, 2),
    applied_in=st.integers(0, 2),
)
clauses = st.builds(
    Clause,
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(tuple),
    is_phrase=st.booleans(),
    is_excluded=st.sampled_from([False, False, True]),
)
queries = st.builds(
    SearchQuery,
    clauses=st.lists(clauses, max_size=3).map(tuple),
    filters=choices,
    all_words=st.booleans(),
    sort=st.sampled_from(Sort),
    size=st.none(),
)
changes = st.tuples(st.lists(documents, max_size=4), st.sets(st.integers(1, 12), max_size=4))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.lists(documents, max_size=10, unique_by=lambda each: each.number),
    steps=st.lists(changes, max_size=3),
    asked=st.lists(queries, min_size=1, max_size=12),
)
def test_what_is_found_and_counted_follows_the_rules(
    engine: Engine,
    start: list[SearchDocument],
    steps: list[tuple[list[SearchDocument], set[int]]],
    asked: list[SearchQuery],
) -> None:
    engine.rebuild(start)
    present = {each.number: each for each in start}
    for puts, drops in steps:
        engine.change(puts, drops)
        present = {number: each for number, each in present.items() if number not in drops}
        present.update({each.number: each for each in puts})
    assert engine.digests() == {number: each.digest for number, each in present.items()}
    for query in asked:
        page = engine.find(query)
        expected = answer(list(present.values()), query, plan(query.clauses, Synonyms.shipped()))
        listed = [hit.number for hit in page.hits]
        assert frozenset(listed) == expected.numbers
        assert page.total == len(listed) == len(expected.numbers)
        assert page.complete == expected.complete
        assert page.facets == expected.facets
