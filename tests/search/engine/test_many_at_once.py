"""Threads that search while changes land get the answer of one state, whole."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rumah_inovasi.search.port import SearchDocument, SearchPage
from rumah_inovasi.search.whoosh_engine.engine import WhooshEngine
from tests.search.engine.samples import ask, document

THREADS = 8
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
