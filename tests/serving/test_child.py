"""A process that is kept running: when it is started again, and how it ends."""

import os
from pathlib import Path

import pytest

from rumah_inovasi.serving import child as children
from rumah_inovasi.serving.child import Child
from tests.journeys.server import until

STUBBORN = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.write(int(sys.argv[1]), b"x")
while True:
    time.sleep(60)
"""


def child(folder: Path, program: str, *words: str, descriptors: tuple[int, ...] = ()) -> Child:
    """A child that runs a small program of its own."""
    (folder / "program.py").write_text(program)
    environ = {"PYTHONPATH": str(folder)}
    return Child("Contoh", ["program", *words], descriptors=descriptors, environ=environ, longest_pause=0.04)


@pytest.mark.parametrize(("steady", "failures"), [(30.0, [1, 2, 3, 4, 5]), (0.0, [1, 1, 1, 1, 1])])
def test_failing_process_is_started_again_for_ever_after_pauses_that_grow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steady: float, failures: list[int]
) -> None:
    monkeypatch.setattr(children, "STEADY_SECONDS", steady)
    monkeypatch.setattr(children, "FIRST_PAUSE", 0.01)
    kept = child(tmp_path, "raise SystemExit(7)")
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


def test_process_that_does_not_end_is_killed(tmp_path: Path) -> None:
    ready, told = os.pipe()
    kept = child(tmp_path, STUBBORN, str(told), descriptors=(told,))
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
