"""Contract: what changes do to an index, and what it says of itself."""

from collections.abc import Iterator

import pytest

from rumah_inovasi.search.port import Engine, Health, SearchDocument
from tests.search.engine.samples import ask, document, found


def test_a_new_index_is_ready_and_empty(engine: Engine) -> None:
    assert engine.state().health is Health.READY
    assert engine.state().documents == 0
    assert engine.digests() == {}
    assert ask(engine, "desa").total == ask(engine).total == 0


def test_documents_are_put_replaced_and_dropped_in_one_commit(engine: Engine) -> None:
    engine.rebuild([document(1, "lama"), document(2, "tetap"), document(3, "pergi")])
    engine.change([document(1, "baru"), document(4, "datang")], [3, 99])
    assert found(engine, "lama pergi") == []
    assert found(engine, "baru tetap datang") == [1, 2, 4]
    assert engine.state().documents == 3


def test_counts_are_of_documents_that_are_there(engine: Engine) -> None:
    engine.rebuild([document(number, "desa", facets={"tahun": ["2019"]}) for number in range(1, 11)])
    for number in range(1, 8):
        engine.change([], [number])
    page = ask(engine, "desa")
    assert (page.total, page.complete, page.facets["tahun"]) == (3, 3, (("2019", 3),))


def test_scores_forget_what_was_dropped(engine: Engine) -> None:
    kept = [document(1, "desa kota", title="Satu"), document(2, "desa", title="Dua dua"), document(3, "kota kota")]
    engine.rebuild(kept)
    expected = [ask(engine, typed) for typed in ("desa kota", "desa", "dua")]
    engine.rebuild([*kept, document(4, "desa desa " * 40), document(5, "kota")])
    engine.change([], [4, 5])
    assert [ask(engine, typed) for typed in ("desa kota", "desa", "dua")] == expected


def test_many_small_changes_end_as_one_big_one(engine: Engine) -> None:
    documents = [document(number, f"desa kata{number}", title=f"Judul {number % 3}") for number in range(1, 31)]
    for each in documents:
        engine.change([document(each.number, "lama")], [])
        engine.change([each], [])
    small = [ask(engine, typed, size=None) for typed in ("", "desa", "kata7 judul")]
    engine.rebuild(documents)
    assert [ask(engine, typed, size=None) for typed in ("", "desa", "kata7 judul")] == small


def test_what_is_put_and_dropped_is_put_and_the_last_of_one_number_counts(engine: Engine) -> None:
    engine.change([document(1, "pertama"), document(1, "kedua")], [1])
    assert found(engine, "pertama") == []
    assert found(engine, "kedua") == [1]
    assert engine.state().documents == 1


def test_digests_are_those_of_the_documents(engine: Engine) -> None:
    documents = [document(1, "desa", facets={"tag": ["air"]}), document(2, "kota")]
    engine.rebuild(documents)
    assert engine.digests() == {each.number: each.digest for each in documents}


def test_every_commit_has_a_name_of_its_own(engine: Engine) -> None:
    names = [engine.state().generation]
    for puts, drops in (([document(1)], []), ([], [1])):
        engine.change(puts, drops)
        names.append(engine.state().generation)
    engine.rebuild([])
    names.append(engine.state().generation)
    assert len(set(names)) == 4


def test_commits_in_quick_succession_are_all_seen(engine: Engine) -> None:
    for number in range(1, 101):
        engine.rebuild([document(number)])
        assert list(engine.digests()) == [number]


def test_a_rebuild_that_fails_leaves_the_index_in_use(engine: Engine) -> None:
    class Lost(Exception):
        pass

    def broken() -> Iterator[SearchDocument]:
        yield document(2, "kota")
        raise Lost

    engine.rebuild([document(1, "desa")])
    before = engine.state()
    with pytest.raises(Lost):
        engine.rebuild(broken())
    assert engine.state() == before
    assert found(engine, "desa kota") == [1]


def test_readers_keep_the_old_index_while_a_new_one_is_made(engine: Engine) -> None:
    def documents() -> Iterator[SearchDocument]:
        for number in range(2, 5):
            assert found(engine, "desa") == [1]
            yield document(number, "desa")

    engine.rebuild([document(1, "desa")])
    engine.rebuild(documents())
    assert found(engine, "desa") == [2, 3, 4]


def test_a_closed_engine_opens_again_when_it_is_asked(engine: Engine) -> None:
    engine.rebuild([document(1, "desa")])
    assert found(engine, "desa") == [1]
    engine.close()
    assert found(engine, "desa") == [1]
