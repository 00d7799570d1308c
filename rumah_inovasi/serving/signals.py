"""Signals as something to wait for: they end up in a pipe, so that one loop sees all that happens, in order.

Nothing is done within a handler, so none can interrupt anything at a bad moment or be missed before a wait.
"""

import os
import select
import signal
from collections.abc import Sequence

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Signals:
    """Catches requests to end and the ends of children from now on, in the main thread."""

    def __init__(self) -> None:
        self._read, written = os.pipe()
        for descriptor in (self._read, written):
            os.set_blocking(descriptor, False)
        signal.set_wakeup_fd(written, warn_on_full_buffer=False)  # one unread byte is enough to wake us
        for number in (*ENDING, signal.SIGCHLD):
            # A handler of our own, if an empty one: Python writes to the pipe only for these, and programs that
            # are started have the default again.
            signal.signal(number, lambda _number, _frame: None)

    def wait(self, seconds: float | None, others: Sequence[int] = ()) -> bool:
        """Wait for a signal, for input from others, or so long; whether an end is asked for."""
        ready, _, _ = select.select([self._read, *others], [], [], seconds)
        if self._read not in ready:
            return False
        return any(number in ENDING for number in os.read(self._read, 4096))
