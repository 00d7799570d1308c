"""Threads that search while changes land get the answer of one state, whole."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rumah_inovasi.search.port import SearchDocument, SearchPage
from rumah_inovasi.search.whoosh_engine.engine import WhooshEngine
from tests.search.engine.samples import ask, document

THREADS = 8
UPDATES, UPDATES_AT_ONCE = 500, 10
TYPED = ["", "desa kota", '"desa sawah"', "kesehtan layanan", "layanan -kota"]


def state(round_: int) -> list[SearchDocument]:
    """The documents after some changes: each one says something else in every round."""
    return [
        document(
            number,
            " ".join(["desa", "sawah", "kota", "pelayanan", "kesehatan"][(number + round_) % 3 :]) + f" kata{round_}",
            title=f"Judul {(number * round_) % 7}",
            facets={"tahun": [str(round_)], "tag": [str(number % 3)]},
        )
        for number in range(1 + round_, 25 + round_)
    ]


def changing(number: int, round_: int) -> SearchDocument:
    words = ["desa", "sawah", "kota", "pelayanan", "kesehatan"]
    return document(
        number,
        " ".join(words[(number + round_) % 4 :]) + f" kata{round_} kata{round_ % 7}",
        title=f"Judul {(number * round_) % 7}",
        facets={"tahun": [str(round_ % 9)], "tag": [str(number % 3)]},
    )


def answers(engine: WhooshEngine) -> list[SearchPage]:
    return [ask(engine, typed) for typed in TYPED]


def test_eight_threads_always_get_the_answer_of_one_state(tmp_path: Path) -> None:
    rounds = 12
    lonely = WhooshEngine(tmp_path / "lonely")
    expected: list[list[SearchPage]] = []
    for round_ in range(rounds):
        lonely.rebuild(state(round_))
        expected.append(answers(lonely))
    engine = WhooshEngine(tmp_path / "index")
    writer = WhooshEngine(tmp_path / "index")
    writer.rebuild(state(0))
    done = threading.Event()
    begun = threading.Barrier(THREADS + 1)

    def search() -> list[tuple[int, SearchPage]]:
        got = []
        begun.wait()
        while not done.is_set():
            got += list(enumerate(answers(engine)))
        return [*got, *enumerate(answers(engine))]

    with ThreadPoolExecutor(THREADS) as pool:
        searches = [pool.submit(search) for _ in range(THREADS)]
        begun.wait()
        for round_ in range(1, rounds):
            if round_ % 5:
                writer.change(state(round_), [round_])
            else:
                writer.rebuild(state(round_))
        done.set()
        got = [each.result() for each in searches]
    for answered in got:
        for place, page in answered:
            assert page in [pages[place] for pages in expected]
        assert [page for _, page in answered[-len(TYPED) :]] == expected[-1]


def test_eight_threads_get_the_reference_of_their_generation_while_changes_land(tmp_path: Path) -> None:
    """500 updates and 100 deletions: each answer is what Whoosh itself says of one commit, and never goes back."""
    changes = [(number % 40 + 1, number) for number in range(UPDATES)]
    engine, writer = WhooshEngine(tmp_path / "index"), WhooshEngine(tmp_path / "index")
    reference = WhooshEngine(tmp_path / "index", with_arrays=False)
    writer.rebuild(changing(number, 0) for number in range(1, 141))
    expected: list[list[SearchPage]] = [answers(reference)]
    done, begun = threading.Event(), threading.Barrier(THREADS + 1)

    def search() -> list[list[SearchPage]]:
        begun.wait()
        got: list[list[SearchPage]] = [[] for _ in TYPED]
        while not done.is_set():
            for place, typed in enumerate(TYPED):
                got[place].append(ask(engine, typed))
        return got

    with ThreadPoolExecutor(THREADS) as pool:
        searches = [pool.submit(search) for _ in range(THREADS)]
        begun.wait()
        for start in range(0, UPDATES, UPDATES_AT_ONCE):
            puts = [changing(number, round_ + 1) for number, round_ in changes[start : start + UPDATES_AT_ONCE]]
            first = 41 + 2 * start // UPDATES_AT_ONCE
            writer.change(puts, [first, first + 1])
            expected.append(answers(reference))
        done.set()
        got = [each.result() for each in searches]
    for by_place in got:
        for place, pages in enumerate(by_place):
            known = [pages_[place] for pages_ in expected]
            assert pages
            at = 0
            for page in pages:
                at = known.index(page, at)
