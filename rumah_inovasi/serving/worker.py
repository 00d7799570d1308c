"""The web server's worker: threads are for whole requests, so slow and broken clients wait without taking one.

gunicorn's threaded worker gives a connection to a thread at its first byte and lets it read without a deadline: a
handful of half-sent requests then stops the whole site. Here a connection gets a thread when the head of its request
has arrived; until then it waits in the main loop, for so long and no longer.
"""

import contextlib
import selectors
import socket
import time
from functools import partial
from http import HTTPStatus
from typing import Any

from gunicorn import util
from gunicorn.http import errors
from gunicorn.workers.gthread import TConn, ThreadWorker

from rumah_inovasi.web.headers import HEADERS

HEAD_SECONDS = 10.0  # for the head of a request
STALL_SECONDS = 20.0  # without a byte of a body taken or given
LONGEST_HEAD = 16 * 1024  # bytes
LONGEST_LINE = 8190  # bytes of its first line
END_OF_HEAD = b"\r\n\r\n"
PAGE = (
    '<!doctype html>\n<html lang="id"><head><meta charset="utf-8"><title>{heading}</title></head>\n'
    "<body><main><h1>{heading}</h1><p>Permintaan ini tidak mengikuti aturan HTTP. Buka alamatnya dengan peramban web."
    '</p><p><a href="/">Rumah Inovasi</a></p></main></body></html>\n'
)
STATUS = {errors.LimitRequestLine: 414, errors.LimitRequestHeaders: 431, errors.UnsupportedTransferCoding: 501}


class WholeRequestWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A threaded worker whose threads only ever see requests with a complete head."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - gunicorn's own arguments
        super().__init__(*args, **kwargs)
        self._held: dict[TConn, float] = {}  # connections that wait for the rest of a head, and until when
        self._heard: set[TConn] = set()  # those of them that have sent a part already

    def enqueue_req(self, conn: TConn) -> None:
        """Give the connection to a thread, or let it wait. Every connection comes here, in the main thread."""
        seen = self._look(conn)
        if seen is None or END_OF_HEAD in seen:
            self._release(conn)
            conn.data_ready = True  # gunicorn would wait for the first byte otherwise
            super().enqueue_req(conn)
        elif len(seen) >= LONGEST_HEAD:
            of_line = b"\r\n" not in seen[:LONGEST_LINE]
            refusal = errors.LimitRequestLine(len(seen), LONGEST_LINE) if of_line else errors.LimitRequestHeaders("")
            self.handle_error(None, conn.sock, conn.client, refusal)
            self._end(conn)
        elif conn not in self._held:
            self._held[conn] = time.monotonic() + HEAD_SECONDS
            self._listen(conn)

    def murder_pending(self) -> None:
        """Called in each turn of the main loop, at least once a second: look at those that wait, end those too late."""
        super().murder_pending()
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
        body = PAGE.format(heading="Permintaan ini tidak dapat dipahami").encode()
        lines = [f"HTTP/1.1 {status.value} {status.phrase}", "Connection: close", f"Content-Length: {len(body)}"]
        lines += ["Content-Type: text/html; charset=utf-8", "Cache-Control: no-store"]
        lines += [f"{name}: {value}" for name, value in HEADERS.items()]
        with contextlib.suppress(OSError):
            util.write_nonblock(client, "\r\n".join([*lines, "", ""]).encode() + body)

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
        with contextlib.suppress(KeyError, ValueError, OSError):
            self.poller.unregister(conn.sock)
