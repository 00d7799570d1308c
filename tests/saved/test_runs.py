"""Sets of numbers as texts: short, and the same again when they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rumah_inovasi.saved import runs


@given(some.sets(some.integers(1, 300)))
def test_numbers_come_back(numbers: set[int]) -> None:
    assert runs.read(runs.written(numbers)) == numbers


@pytest.mark.parametrize(
    ("numbers", "text"), [([], ""), ([7], "7"), ([3, 1, 2], "1-3"), ([1, 2, 4, 6, 7], "1-2 4 6-7"), ([5, 5], "5")]
)
def test_neighbours_are_one_run(numbers: list[int], text: str) -> None:
    assert runs.written(numbers) == text


def test_a_whole_house_is_short() -> None:
    assert runs.written(range(1, 126_501)) == "1-126500"
