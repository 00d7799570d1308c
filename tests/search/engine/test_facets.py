"""Contract: filters and the counts of facets."""

from rumah_inovasi.search.port import FACETS, Engine
from tests.search.engine.samples import ask, document, found, numbers

DOCUMENTS = [
    document(1, "desa", facets={"wilayah": ["35.01"], "tahun": ["2019"], "tag": ["air", "ibu"]}),
    document(2, "desa", facets={"wilayah": ["35.01"], "tahun": ["2020"], "tag": ["air"]}),
    document(3, "desa", facets={"wilayah": ["35.02"], "tahun": ["2019"], "tag": ["ibu"]}),
    document(4, "kota", facets={"wilayah": ["35.03"], "tahun": ["2019"]}),
]


def test_values_of_one_filter_add_up_and_filters_narrow(engine: Engine) -> None:
    engine.rebuild(DOCUMENTS)
    assert found(engine, "", filters={"wilayah": ["35.01", "35.02"]}) == [1, 2, 3]
    assert found(engine, "", filters={"wilayah": ["35.01", "35.02"], "tahun": ["2019"]}) == [1, 3]
    assert found(engine, "desa", filters={"tahun": ["2019"], "tag": ["air"]}) == [1]


def test_totals_are_those_within_the_filters(engine: Engine) -> None:
    engine.rebuild(DOCUMENTS)
    page = ask(engine, "desa kota", filters={"wilayah": ["35.03"]})
    assert (page.total, page.complete, numbers(page)) == (1, 0, [4])


def test_a_filter_without_values_is_none_and_an_unknown_value_finds_nothing(engine: Engine) -> None:
    engine.rebuild(DOCUMENTS)
    assert found(engine, "", filters={"tahun": []}) == [1, 2, 3, 4]
    assert found(engine, "", filters={"tahun": ["1945"]}) == []
    assert found(engine, "", filters={"warna": ["merah"]}) == []


def test_facets_count_what_is_found_most_frequent_first(engine: Engine) -> None:
    engine.rebuild(DOCUMENTS)
    facets = ask(engine, "desa").facets
    assert facets["wilayah"] == (("35.01", 2), ("35.02", 1))
    assert facets["tag"] == (("air", 2), ("ibu", 2))
    assert facets["sdg"] == ()
    assert list(facets) == list(FACETS)


def test_counts_of_a_facet_ignore_its_own_selection_alone(engine: Engine) -> None:
    engine.rebuild(DOCUMENTS)
    facets = ask(engine, "", filters={"wilayah": ["35.01"], "tahun": ["2019"]}).facets
    assert facets["wilayah"] == (("35.01", 1), ("35.02", 1), ("35.03", 1))
    assert facets["tahun"] == (("2019", 1), ("2020", 1))
    assert facets["tag"] == (("air", 1), ("ibu", 1))


def test_a_chosen_value_is_listed_even_without_documents(engine: Engine) -> None:
    engine.rebuild(DOCUMENTS)
    facets = ask(engine, "kota", filters={"wilayah": ["35.01"], "tahun": ["1945"]}).facets
    assert facets["wilayah"] == (("35.01", 0),)
    assert facets["tahun"] == (("1945", 0),)
    assert facets["tag"] == ()


def test_counts_follow_the_wish_for_all_words(engine: Engine) -> None:
    engine.rebuild([*DOCUMENTS, document(5, "desa kota", facets={"tahun": ["2021"]})])
    assert ask(engine, "desa kota", all_words=True).facets["tahun"] == (("2021", 1),)


def test_a_value_named_twice_counts_once(engine: Engine) -> None:
    engine.rebuild([document(1, facets={"tag": ["air", "air"]})])
    assert ask(engine).facets["tag"] == (("air", 1),)
