"""A process that is kept running: started again when it ends, after pauses that grow while it keeps failing.

It is a fork of the supervisor, which has loaded the program once: its children share that memory and need not load it
again.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from rumah_inovasi.serving.signals import ENDING

STEADY_SECONDS = 30.0  # a process that lived so long was healthy: its end starts a new count of failures
FIRST_PAUSE = 0.5
LOOK_SECONDS = 0.02
OPEN_FILES = Path("/dev/fd")  # the limit of their number may be a thousand million, or none
OWN_NAME = Path("/proc/self/comm")  # what `ps` calls a process, at most 15 letters; Linux alone has it


class Child:
    """Work done in a process of its own, in a session of its own: Ctrl+C reaches the supervisor alone.

    Of the files that are open, it gets the standard ones and `descriptors`. `title` is what `ps` calls it.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], object],
        *,
        title: str,
        descriptors: Sequence[int],
        environ: Mapping[str, str],
        longest_pause: float,
    ) -> None:
        self.name = name
        self.failures = 0  # in a row
        self.code: int | None = None  # with which it ended last; that of a signal is negative
        self._work = work
        self._title = title
        self._descriptors = descriptors
        self._environ = environ
        self._longest_pause = longest_pause
        self._process: int | None = None
        self._started = self._due = time.monotonic()

    def seconds_until_due(self) -> float | None:
        """How long until it has to be started; none while it runs."""
        return None if self._process else max(self._due - time.monotonic(), 0.0)

    def start_when_due(self) -> None:
        """Start the process where there is none and the pause after its last end is over."""
        if self.seconds_until_due() == 0.0:
            self._started = time.monotonic()
            for stream in (sys.stdout, sys.stderr):
                stream.flush()  # else what waits there would be said by both
            self._process = os.fork() or self._be()

    def has_ended(self) -> bool:
        """Whether the process has ended since it was asked for last; then its next start is due after a pause."""
        if self._process is None or not self._is_over(self._process):
            return False
        self._process = None
        now = time.monotonic()
        self.failures = 1 if now - self._started > STEADY_SECONDS else self.failures + 1
        self._due = now + min(FIRST_PAUSE * 2 ** (self.failures - 1), self._longest_pause)
        return True

    def terminate(self) -> None:
        """Ask the process to end."""
        self._send(signal.SIGTERM)

    def wait_or_kill(self, seconds: float) -> None:
        """Wait for its end; kill it where that takes longer."""
        deadline = time.monotonic() + seconds
        while self._process and not self._is_over(self._process):
            if time.monotonic() > deadline:
                self._send(signal.SIGKILL)
            time.sleep(LOOK_SECONDS)

    def _is_over(self, process: int) -> bool:
        try:
            found, status = os.waitpid(process, os.WNOHANG)
        except ChildProcessError:  # its end was seen before
            return True
        if found:
            self.code = os.waitstatus_to_exitcode(status)
        return bool(found)

    def _send(self, number: signal.Signals) -> None:
        if self._process and not self._is_over(self._process):
            os.kill(self._process, number)

    def _be(self) -> NoReturn:
        """Be the child: whatever happens, nothing of the supervisor goes on in it."""
        code = 1
        try:
            self._part_from_the_supervisor()
            code = _code_of(self._work)
        finally:
            with suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)

    def _part_from_the_supervisor(self) -> None:
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in (*ENDING, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for descriptor in {int(path.name) for path in OPEN_FILES.iterdir()} - {0, 1, 2, *self._descriptors}:
            with suppress(OSError):  # that of the listing itself
                os.close(descriptor)
        os.environ.update(self._environ)
        with suppress(OSError):
            OWN_NAME.write_text(self._title)


def _code_of(work: Callable[[], object]) -> int:
    """The exit code of work that may end the process in every way that Python knows."""
    try:
        work()
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as the interpreter itself does at the end of a program
        traceback.print_exc()
        return 1
    return 0
