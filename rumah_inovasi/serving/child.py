"""A process that is kept running: started again when it ends, after pauses that grow while it keeps failing."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

STEADY_SECONDS = 30.0  # a process that lived so long was healthy: its end starts a new count of failures
FIRST_PAUSE = 0.5


class Child:
    """A module of ours run by our own interpreter, in a session of its own: Ctrl+C reaches the supervisor alone."""

    def __init__(
        self,
        name: str,
        words: Sequence[str],
        *,
        descriptors: Sequence[int],
        environ: Mapping[str, str],
        longest_pause: float,
    ) -> None:
        self.name = name
        self.failures = 0  # in a row
        self.code: int | None = None  # with which it ended last
        self._words = words
        self._descriptors = descriptors
        self._environ = environ
        self._longest_pause = longest_pause
        self._process: subprocess.Popen[bytes] | None = None
        self._started = self._due = time.monotonic()

    def seconds_until_due(self) -> float | None:
        """How long until it has to be started; none while it runs."""
        return None if self._process else max(self._due - time.monotonic(), 0.0)

    def start_when_due(self) -> None:
        """Start the process where there is none and the pause after its last end is over."""
        if self.seconds_until_due() == 0.0:
            self._started = time.monotonic()
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
                [sys.executable, "-m", *self._words],
                pass_fds=self._descriptors,
                env=os.environ | self._environ,
                start_new_session=True,
            )

    def has_ended(self) -> bool:
        """Whether the process has ended since it was asked for last; then its next start is due after a pause."""
        if self._process is None or self._process.poll() is None:
            return False
        self.code, self._process = self._process.returncode, None
        now = time.monotonic()
        self.failures = 1 if now - self._started > STEADY_SECONDS else self.failures + 1
        self._due = now + min(FIRST_PAUSE * 2 ** (self.failures - 1), self._longest_pause)
        return True

    def terminate(self) -> None:
        """Ask the process to end."""
        if self._process:
            self._process.terminate()

    def wait_or_kill(self, seconds: float) -> None:
        """Wait for its end; kill it where that takes longer."""
        if self._process:
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
