"""Runs the preparation of the house in a process of its own, so that the supervisor, which lives long, stays small."""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from rumah_inovasi.errors import DomainError

ENDING = (signal.SIGTERM, signal.SIGINT)


def run_apart(work: Callable[[], object], say: Callable[[str], None]) -> bool:
    """Do the work in a child and wait for it; false where it failed or was stopped, and then it has been told why."""
    child = os.fork()
    if child == 0:
        _work_and_end(work, say)
    stopped = False

    def pass_on(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGTERM)

    # Whoever ends the supervisor now means the work; `waitpid` goes on waiting for its end.
    before = [signal.signal(number, pass_on) for number in ENDING]
    _, status = os.waitpid(child, 0)
    for number, handler in zip(ENDING, before, strict=True):
        signal.signal(number, handler)
    return status == 0 and not stopped


def _work_and_end(work: Callable[[], object], say: Callable[[str], None]) -> None:
    code = 1
    try:
        for number in ENDING:
            signal.signal(number, _interrupt)
        work()
        code = 0
    except DomainError as error:
        say(f"Kesalahan: {error}")
    except KeyboardInterrupt:
        say("Dihentikan. Jalankan lagi untuk melanjutkan.")
    except Exception:  # noqa: BLE001 - whatever it is has to be told here: the process ends at once
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    # Ctrl+C reaches both processes, and the parent passes it on: once is enough.
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
