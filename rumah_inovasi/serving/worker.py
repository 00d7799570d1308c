"""The web server's worker: threads are for whole requests, so slow and broken clients wait without taking one.

gunicorn's threaded worker gives a connection to a thread at its first byte and lets it read without a deadline: a
handful of half-sent requests then stops the whole site. Here a connection gets a thread when the head of its request
has arrived; until then it waits in the main loop, for so long and no longer. Of the requests that have arrived, so many
wait for a thread and no more: the others are answered 503 by the main loop. When there are as many connections as may
be, the oldest ones that rest or have sent half a request make room for new ones. And gunicorn's main loop stands still
for up to two seconds for each client that takes its last answer and does not hang up; here it goes on.
"""

import contextlib
import selectors
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from typing import Any

from gunicorn import util
from gunicorn.http import errors
from gunicorn.workers.gthread import TConn, ThreadWorker

from rumah_inovasi.serving.plain_answers import TOO_BUSY, no_http

HEAD_SECONDS = 10.0  # for the head of a request
STALL_SECONDS = 20.0  # without a byte of a body taken or given
LEAVE_SECONDS = 1.0  # for hanging up after the last answer
LONGEST_HEAD = 16 * 1024  # bytes
LONGEST_LINE = 8190  # bytes of its first line
END_OF_HEAD = b"\r\n\r\n"
MOST_WAITING = 64  # requests that wait for a thread; who comes later is told so at once
TYPED = b"POST "  # what somebody has typed waits as long as it takes
PROBES = (b"GET /healthz", b"GET /readyz")  # answered whatever else there is, by a thread of their own
STATUS = {errors.LimitRequestLine: 414, errors.LimitRequestHeaders: 431, errors.UnsupportedTransferCoding: 501}


class WholeRequestWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A threaded worker whose threads only ever see requests with a complete head."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - gunicorn's own arguments
        super().__init__(*args, **kwargs)
        self._held: dict[TConn, float] = {}  # connections that wait for the rest of a head, and until when
        self._heard: set[TConn] = set()  # those of them that have sent a part already
        self._leaving: dict[TConn, float] = {}  # connections that have had their last answer, and until when
        self._for_probes = ThreadPoolExecutor(max_workers=1)
        self._given = 0  # requests that threads have or will get

    def enqueue_req(self, conn: TConn) -> None:
        """Give the connection to a thread, or let it wait. Every connection comes here, in the main thread."""
        seen = self._look(conn)
        if seen is None or END_OF_HEAD in seen:
            self._release(conn)
            self._give(conn, seen)
        elif len(seen) >= LONGEST_HEAD:
            of_line = b"\r\n" not in seen[:LONGEST_LINE]
            refusal = errors.LimitRequestLine(len(seen), LONGEST_LINE) if of_line else errors.LimitRequestHeaders("")
            self.handle_error(None, conn.sock, conn.client, refusal)
            self._end(conn)
        elif conn not in self._held:
            self._held[conn] = time.monotonic() + HEAD_SECONDS
            self._listen(conn)

    def finish_request(self, conn: TConn, fs: Any) -> None:  # noqa: ANN401 - gunicorn's own type
        """Go on after a thread has done its work. Called in the main thread."""
        self._given -= 1
        if fs.cancelled() or fs.exception() or fs.result():
            super().finish_request(conn, fs)
        else:
            self._leave(conn)

    def murder_pending(self) -> None:
        """Called in each turn of the main loop, at least once a second: look at those that wait, end those too late."""
        super().murder_pending()
        for conn, deadline in list(self._leaving.items()):
            if time.monotonic() > deadline or not self.alive:
                self._end(conn)
        self._make_room()
        for conn, deadline in list(self._held.items()):
            if time.monotonic() > deadline or not self.alive:
                self._end(conn)
            elif conn in self._heard:
                self.enqueue_req(conn)

    def handle_request(self, req: Any, conn: TConn) -> Any:  # noqa: ANN401 - gunicorn's own types
        """Answer a request; a client that neither sends nor takes anything for long loses its connection."""
        conn.sock.settimeout(STALL_SECONDS)
        return super().handle_request(req, conn)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:  # noqa: ANN401 - gunicorn's own types
        """Answer what is no HTTP with a page and the headers of all others; the log gets no address of a person."""
        if not isinstance(exc, errors.ParseException):
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("invalid request: %s", type(exc).__name__)
        status = HTTPStatus(next((code for kind, code in STATUS.items() if isinstance(exc, kind)), 400))
        with contextlib.suppress(OSError):
            util.write_nonblock(client, no_http(status))

    def _give(self, conn: TConn, seen: bytes | None) -> None:
        """Let a thread answer, unless too many requests wait for one."""
        conn.data_ready = True  # gunicorn would wait for the first byte otherwise
        is_full = self._given >= self.cfg.threads + MOST_WAITING
        if is_full and seen is not None and not seen.startswith((TYPED, *PROBES)):
            self._refuse(conn)
            return
        self._given += 1
        if seen is not None and seen.startswith(PROBES):
            answer = self._for_probes.submit(self.handle, conn)
            answer.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))
        else:
            super().enqueue_req(conn)

    def _refuse(self, conn: TConn) -> None:
        with contextlib.suppress(OSError):
            conn.sock.recv(LONGEST_HEAD)  # what nobody has read would take the answer with it when the connection ends
            util.write_nonblock(conn.sock, TOO_BUSY)
        self._leave(conn)

    def _leave(self, conn: TConn) -> None:
        """Say that nothing more comes, and wait for the other side to hang up: else it might lose the answer."""
        try:
            conn.sock.settimeout(0)
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._see_off, conn))
        except (OSError, ValueError):
            self._end(conn)
        else:
            self._leaving[conn] = time.monotonic() + LEAVE_SECONDS

    def _see_off(self, conn: TConn, sock: socket.socket) -> None:
        try:
            is_gone = not sock.recv(LONGEST_HEAD)
        except BlockingIOError:
            return
        except OSError:
            is_gone = True
        if is_gone:
            self._end(conn)

    def _make_room(self) -> None:
        while self.nr_conns >= self.worker_connections:
            if self.keepalived_conns and not self._leaving:
                conn = self.keepalived_conns.popleft()
            else:
                conn = next(iter(self._leaving or self._held), None)
            if conn is None:
                return
            self._end(conn)

    def _look(self, conn: TConn) -> bytes | None:
        """What has arrived so far, without taking it; none where a thread has to see to the connection at once."""
        if conn.parser is not None and conn.parser.unreader.buf.getvalue():
            return None  # the next request was read together with the last one
        conn.sock.settimeout(0)
        try:
            seen: bytes = conn.sock.recv(LONGEST_HEAD, socket.MSG_PEEK)
        except BlockingIOError:
            return b""
        except OSError:
            return None
        if seen:
            self._heard.add(conn)
        return seen or None  # nothing at all: the other side has closed it

    def _listen(self, conn: TConn) -> None:
        # One that has sent a part is always readable: asked again and again it would keep the loop from resting.
        if conn not in self._heard:
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._hear, conn))

    def _hear(self, conn: TConn, _sock: socket.socket) -> None:
        self.poller.unregister(conn.sock)
        self.enqueue_req(conn)
        if conn in self._held:
            self._listen(conn)

    def _end(self, conn: TConn) -> None:
        self._release(conn)
        self.nr_conns -= 1
        conn.close()

    def _release(self, conn: TConn) -> None:
        self._held.pop(conn, None)
        self._heard.discard(conn)
        self._leaving.pop(conn, None)
        with contextlib.suppress(KeyError, ValueError, OSError):
            self.poller.unregister(conn.sock)
