"""What the store promises: never more than its bytes, the least used goes first, one state at a time."""

import threading

from hypothesis import given
from hypothesis import strategies as st

from rumah_inovasi.page_cache.store import LARGEST, MOST_SEEN, Answer, Store, answer

NOW, LATER = ("sekarang",), ("nanti",)


def made(size: int) -> Answer:
    return answer([("ETag", '"x"'), ("Date", "kini"), ("Vary", "Cookie")], b"x" * size, '"x"')


def test_kept_answer_has_no_date_which_would_be_an_old_one() -> None:
    assert made(1).headers == (("ETag", '"x"'), ("Vary", "Cookie"))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9000), st.sampled_from([NOW, LATER]))))
def test_store_never_holds_more_than_its_bytes_and_counts_them_rightly(puts: list[tuple[int, int, tuple[str]]]) -> None:
    store = Store(20_000)
    for question, size, state in puts:
        given_now = made(size)
        store.put(state, question, given_now)
        assert store.bytes <= 20_000
        assert store.get(state, question) is given_now
        assert store.get(LATER if state is NOW else NOW, question) is None
    kept = [found for number in range(10) for state in (NOW, LATER) if (found := store.get(state, number))]
    assert store.bytes == sum(found.size for found in kept)
    assert len(store) == len(kept)


def test_what_was_used_longest_ago_goes_first() -> None:
    store = Store(3 * made(1000).size)
    for question in "abc":
        store.put(NOW, question, made(1000))
    store.get(NOW, "a")
    store.put(NOW, "d", made(1000))
    assert [bool(store.get(NOW, question)) for question in "abcd"] == [True, False, True, True]


def test_another_state_lets_go_of_all() -> None:
    store = Store()
    store.put(NOW, "a", made(10))
    store.put(LATER, "b", made(10))
    assert store.get(NOW, "a") is None
    assert (len(store), store.bytes) == (1, made(10).size)


def test_very_large_answer_is_not_kept() -> None:
    store = Store()
    store.put(NOW, "a", made(LARGEST + 1))
    assert len(store) == 0


def test_question_is_wanted_the_second_time_unless_very_many_came_between() -> None:
    store = Store()
    assert [store.is_wanted("a") for _ in range(3)] == [False, True, True]
    for number in range(MOST_SEEN):
        store.is_wanted(number)
    assert not store.is_wanted("a")


def test_many_threads_leave_the_count_right() -> None:
    store = Store(50_000)

    def work(me: int) -> None:
        for turn in range(2000):
            store.put(NOW if turn % 97 else LATER, (me * turn) % 40, made(turn % 3000))
            store.get(NOW, turn % 40)
            store.is_wanted(turn)

    threads = [threading.Thread(target=work, args=(me,)) for me in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [found for number in range(40) for state in (NOW, LATER) if (found := store.get(state, number))]
    assert store.bytes == sum(found.size for found in kept) <= 50_000
