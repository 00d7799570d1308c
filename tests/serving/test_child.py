"""A process that is kept running: when it is started again, and how it ends."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rumah_inovasi.serving import child as children
from rumah_inovasi.serving.child import Child
from tests.journeys.server import until


def child(work: Callable[[], object], *, descriptors: tuple[int, ...] = ()) -> Child:
    return Child(
        "Contoh",
        work,
        title="contoh",
        descriptors=descriptors,
        environ={"CONTOH": "ya"},
        longest_pause=0.04,
    )


def fail() -> None:
    raise SystemExit(7)


def ended(kept: Child) -> int | None:
    """Start it, wait for its end, and give its code."""
    kept.start_when_due()
    until(kept.has_ended)
    return kept.code


@pytest.mark.parametrize(("steady", "failures"), [(30.0, [1, 2, 3, 4, 5]), (0.0, [1, 1, 1, 1, 1])])
def test_failing_process_is_started_again_for_ever_after_pauses_that_grow(
    monkeypatch: pytest.MonkeyPatch, steady: float, failures: list[int]
) -> None:
    monkeypatch.setattr(children, "STEADY_SECONDS", steady)
    monkeypatch.setattr(children, "FIRST_PAUSE", 0.01)
    kept = child(fail)
    counted = []
    for _ in failures:
        until(lambda: kept.seconds_until_due() == 0.0)
        kept.start_when_due()
        assert kept.seconds_until_due() is None
        until(kept.has_ended)
        pause = kept.seconds_until_due()
        assert pause is not None
        assert pause <= 0.04
        assert kept.code == 7
        counted.append(kept.failures)
    assert counted == failures


def test_process_that_does_not_end_is_killed() -> None:
    ready, told = os.pipe()

    def be_stubborn() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.write(told, b"x")
        while True:
            signal.pause()

    kept = child(be_stubborn, descriptors=(told,))
    kept.start_when_due()
    os.close(told)
    assert os.read(ready, 1) == b"x"
    kept.terminate()
    assert not kept.has_ended()
    kept.wait_or_kill(0.05)
    assert os.read(ready, 1) == b""  # its end of the pipe is closed
    os.close(ready)
    assert kept.has_ended()
    assert kept.code == -9


@pytest.mark.parametrize(("end", "code"), [(None, 0), (0, 0), (3, 3), ("Selesai.", 1)])
def test_work_ends_the_process_as_it_would_end_a_program(end: int | str | None, code: int) -> None:
    def stop() -> None:
        raise SystemExit(end)

    assert ended(child(stop)) == code


def test_fault_of_the_work_ends_its_process_alone(capfd: pytest.CaptureFixture[str]) -> None:
    def be_wrong() -> None:
        sys.stderr = os.fdopen(2, "w", closefd=False)  # that of pytest is another file, and closed here
        raise ValueError("salah")

    assert ended(child(be_wrong)) == 1
    assert "ValueError: salah" in capfd.readouterr().err


def test_process_is_told_apart_and_holds_nothing_of_the_supervisor() -> None:
    ready, told = os.pipe()
    others = os.pipe()

    def tell() -> None:
        is_open = [descriptor for descriptor in others if Path(f"/proc/self/fd/{descriptor}").exists()]
        name = Path("/proc/self/comm").read_text().strip()
        os.write(told, f"{name} {os.environ['CONTOH']} {os.getsid(0) == os.getpid()} {is_open}".encode())

    assert ended(child(tell, descriptors=(told,))) == 0
    assert os.read(ready, 100) == b"contoh ya True []"
    assert "CONTOH" not in os.environ
    for descriptor in (ready, told, *others):
        os.close(descriptor)
