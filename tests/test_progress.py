"""Long work shows a bar on a terminal and a line now and then elsewhere."""

from collections.abc import Iterator
from io import StringIO

import pytest

from rumah_inovasi import progress


class Terminal(StringIO):
    """A stream that a person watches."""

    def isatty(self) -> bool:
        return True


def test_items_pass_through_in_order() -> None:
    assert list(progress.shown(iter("abc"), 3, "Kerja", StringIO())) == ["a", "b", "c"]


def test_terminal_shows_a_bar_that_fills_up() -> None:
    stream = Terminal()
    list(progress.shown(range(4), 4, "Mengimpor", stream))
    states = stream.getvalue().split("\r")[1:]
    assert [state.strip()[-3:] for state in states] == ["1/4", "2/4", "3/4", "4/4"]
    assert [state.count("█") for state in states] == [7, 15, 22, 30]
    assert {state.count("█") + state.count("·") for state in states} == {progress.WIDTH}
    assert stream.getvalue().endswith("4/4\n")


def test_item_counts_when_its_work_is_done() -> None:
    stream = Terminal()
    items = progress.shown(range(2), 2, "Kerja", stream)
    next(items)
    assert stream.getvalue() == ""
    next(items)
    assert stream.getvalue().endswith("1/2")


def test_elsewhere_a_line_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LINE_EVERY", 0)
    stream = StringIO()
    list(progress.shown(range(2), 2, "Mengimpor", stream))
    assert stream.getvalue() == "Mengimpor: 1 dari 2\nMengimpor: 2 dari 2\n"


def test_elsewhere_short_work_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LINE_EVERY", float("inf"))
    stream = StringIO()
    assert len(list(progress.shown(range(1000), 1000, "Kerja", stream))) == 1000
    assert stream.getvalue() == ""


def test_work_on_nothing_says_nothing() -> None:
    stream = Terminal()
    assert list(progress.shown([], 0, "Kerja", stream)) == []
    assert stream.getvalue() == ""


def test_unknown_total_does_no_harm() -> None:
    assert list(progress.shown(range(3), 0, "Kerja", Terminal())) == [0, 1, 2]


def test_what_is_said_after_a_failure_starts_on_a_line_of_its_own() -> None:
    def failing() -> Iterator[int]:
        yield 1
        raise ZeroDivisionError

    stream = Terminal()
    with pytest.raises(ZeroDivisionError):
        list(progress.shown(failing(), 2, "Kerja", stream))
    assert stream.getvalue().endswith("1/2\n")


def test_standard_error_is_the_one_of_the_moment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "LINE_EVERY", 0)
    list(progress.shown("a", 1, "Kerja"))
    assert capsys.readouterr() == ("", "Kerja: 1 dari 1\n")
