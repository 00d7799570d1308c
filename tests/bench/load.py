"""As many requests as a server answers: one process with a few connections that ask again and again.

It reads no more of an answer than it must, so that most of the machine is left to the server.
"""

import selectors
import socket
import time
from dataclasses import dataclass
from itertools import cycle

CONNECTIONS = 16
PATIENCE = 60.0
LENGTH = b"content-length:"


class Refused(Exception):
    """An answer that was not expected."""


@dataclass
class _Connection:
    """A connection, and what is left to read of the present answer."""

    socket: socket.socket
    missing: int = 0
    head: bytes = b""


def request(path: str, *, headers: str = "") -> bytes:
    """The words of a browser that keeps its connection and takes compressed answers."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n{headers}\r\n".encode()


def answers(port: int, asked: list[bytes], seconds: float) -> int:
    """How many requests, asked in turn in so long, are answered; the last ones are waited for.

    Raises:
        Refused: an answer is not 200 OK.
    """
    turn, selector, count = cycle(asked), selectors.DefaultSelector(), 0
    for _ in range(CONNECTIONS):
        made = _Connection(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
        selector.register(made.socket, selectors.EVENT_READ, made)
        made.socket.sendall(next(turn))
    began = time.perf_counter()
    while selector.get_map():
        for key, _ in selector.select(PATIENCE):
            if not _read(key.data):
                continue
            count += 1
            if time.perf_counter() < began + seconds:
                key.data.socket.sendall(next(turn))
            else:  # else the server would still be at work on it while something else is measured
                selector.unregister(key.data.socket)
                key.data.socket.close()
    selector.close()
    return count


def take(connection: socket.socket) -> None:
    """Read one whole answer.

    Raises:
        Refused: it is not 200 OK.
    """
    one = _Connection(connection)
    while not _read(one):
        pass


def _read(one: _Connection) -> bool:
    """Take what has come; whether the answer is whole."""
    data = one.socket.recv(1 << 17)
    if not data:
        raise Refused("the server hung up")
    if one.missing:
        one.missing -= len(data)
        return not one.missing
    one.head += data
    head, end, body = one.head.partition(b"\r\n\r\n")
    if not end:
        return False
    if b" 200 " not in head[:16]:
        raise Refused(head[:200].decode(errors="replace"))
    start = head.lower().index(LENGTH) + len(LENGTH)
    one.missing = int(head[start:].partition(b"\r\n")[0]) - len(body)
    one.head = b""
    return not one.missing
