"""Rendering for everybody else: one warm worker per process, killed when a text costs too much.

The caller gets a `Rendered` or a MarkupError, never a page that hangs. This module loads no parser.
"""

import atexit
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from rumah_inovasi.markup.errors import KINDS, MarkupError, MarkupTooHard, MarkupUnavailable, too_hard
from rumah_inovasi.markup.rendered import Heading, Rendered
from rumah_inovasi.markup.source import refuse_oversize
from rumah_inovasi.markup.wire import Message, receive, send

RENDER_SECONDS = 2.0
START_SECONDS = 30.0
PATIENCE_SECONDS = 10.0  # how long a caller waits for others before it is told to come back
RENDERS_PER_WORKER = 500


class Renderer:
    """Renders texts in a worker process, one after another; may be shared by threads and survives a fork.

    The worker starts at the first text, and anew after it was killed, ended or has served its number of texts.
    """

    def __init__(
        self,
        *,
        seconds: float = RENDER_SECONDS,
        patience: float = PATIENCE_SECONDS,
        renders_per_worker: int = RENDERS_PER_WORKER,
    ) -> None:
        self._seconds = seconds
        self._patience = patience
        self._renders_per_worker = renders_per_worker
        self._turns = threading.Lock()
        self._worker: _Worker | None = None
        _renderers.add(self)

    def render(self, text: str) -> Rendered:
        """Safe HTML of `text`.

        Raises MarkupTooHard when it costs too much time, memory or recursion, MarkupUnavailable when the worker is
        busy for too long or cannot start, another MarkupError when the text itself has to be changed.
        """
        refuse_oversize(text)
        with self._turn():
            answer = self._ask(text)
        if "error" in answer:
            raise KINDS.get(answer["error"], MarkupError)(answer["message"], **answer["values"])
        headings = tuple(Heading(level, words, anchor) for level, words, anchor in answer["headings"])
        return Rendered(answer["html"], headings, answer["words"], answer["version"])

    def close(self) -> None:
        """End the worker. A later `render` starts another one."""
        with self._turns:
            self._discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=self._patience):
            raise _unavailable()
        try:
            yield
        finally:
            self._turns.release()

    def _ask(self, text: str) -> Message:
        # A worker may have ended for reasons that are not this text's (somebody killed it): one more try is fair.
        for _ in range(2):
            worker = self._warm_worker()
            try:
                answer = worker.ask({"text": text}, self._seconds)
            except TimeoutError:
                self._discard()
                raise too_hard() from None
            if answer is not None:
                worker.served += 1
                if worker.served >= self._renders_per_worker or answer.get("error") == MarkupTooHard.__name__:
                    self._discard()
                return answer
            self._discard()
        raise too_hard()

    def _warm_worker(self) -> "_Worker":
        if self._worker is not None and not self._worker.alive:
            self._discard()
        if self._worker is None:
            try:
                self._worker = _Worker()
                ready = self._worker.ask(None, START_SECONDS)
            except OSError:  # a TimeoutError too
                ready = None
            if self._worker is None or ready is None:
                self._discard()
                raise _unavailable()
        return self._worker

    def _discard(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop()

    def _forget(self) -> None:
        """In a forked child: the worker is the parent's, and a thread that held the lock does not exist here."""
        worker, self._worker = self._worker, None
        self._turns = threading.Lock()
        if worker is not None:
            worker.abandon()


class _Worker:
    """One worker process and its two pipes."""

    def __init__(self) -> None:
        # The environment goes along without our settings: a process that reads hostile texts holds no secret.
        # -P: a file markdown.py in the current folder is no part of the program. No shell, no input in the command.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "rumah_inovasi.markup.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            env={name: value for name, value in os.environ.items() if not name.startswith("RUMAH_")},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests, self._answers = self._process.stdin, self._process.stdout
        self.served = 0

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, message: Message | None, seconds: float) -> Message | None:
        """Send `message` and wait for the next answer; None when the worker ended. TimeoutError: it was killed."""
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            self._process.kill()

        # A timer that kills serves a blocked write as well as a blocked read, and pipes of every system.
        timer = threading.Timer(seconds, expire)
        timer.daemon = True
        timer.start()
        try:
            if message is not None:
                send(self._requests, message)
            answer = receive(self._answers)
        except (OSError, ValueError):
            answer = None
        finally:
            timer.cancel()
        if expired.is_set():
            raise TimeoutError
        return answer

    def stop(self) -> None:
        """Kill the process: it holds nothing that would need a farewell."""
        self._process.kill()
        self._process.wait()
        self._close_pipes()

    def abandon(self) -> None:
        """Let go of a process that belongs to our parent."""
        self._process.returncode = 0  # else its collector would wait for a child that is not ours
        self._close_pipes()

    def _close_pipes(self) -> None:
        for pipe in (self._requests, self._answers):
            pipe.close()


def _unavailable() -> MarkupUnavailable:
    return MarkupUnavailable(
        "Pengolah teks sedang sibuk atau belum siap. Tulisan Anda tidak hilang; coba lagi sebentar lagi.",
    )


_renderers: "weakref.WeakSet[Renderer]" = weakref.WeakSet()


def _forget_all() -> None:
    for renderer in list(_renderers):
        renderer._forget()  # noqa: SLF001  # the module's own class


@atexit.register
def _close_all() -> None:
    # Without waiting for a turn: whoever renders now ends with this process.
    for renderer in list(_renderers):
        renderer._discard()  # noqa: SLF001  # the module's own class


# A hook instead of comparing process ids in `render`: it runs before the child has a second thread.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
