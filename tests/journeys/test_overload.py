"""The server when more comes than it can do, when clients are slow, and when it has to end in the middle of work."""

import re
import select
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from rumah_inovasi import serving as program
from rumah_inovasi.serving.worker import MOST_WAITING
from rumah_inovasi.web.headers import HEADERS
from tests.journeys.server import PATIENCE, Server, prepared, serving

TYPED = b"bahasa=en&kembali=%2Ftentang"
# Only gunicorn itself can load its configuration.
CONFIGURED = (Path(program.__file__).parent / "gunicorn_config.py").read_text()
THREADS, CONNECTIONS = (
    int(re.findall(rf"^{name} = (\d+)", CONFIGURED, re.MULTILINE)[0]) for name in ("threads", "worker_connections")
)
GET = b"GET /tentang HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
TOO_MANY = 10


@pytest.fixture
def server(sqlite_template: Path, tmp_path: Path) -> Iterator[Server]:
    """A server over a prepared house that starts empty."""
    with serving(prepared(sqlite_template, tmp_path)) as made:
        yield made


@contextmanager
def clients(server: Server, count: int, said: bytes) -> Iterator[list[socket.socket]]:
    """Connections on which the same was said."""
    with ExitStack() as stack:
        made = []
        for _ in range(count):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE))
            one.sendall(said)
            made.append(one)
        yield made


def posting(server: Server) -> bytes:
    """The first half of a form that is sent."""
    head = (
        f"POST /bahasa HTTP/1.1\r\nHost: localhost:{server.port}\r\nOrigin: http://localhost:{server.port}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(TYPED)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + TYPED[:9]


def whole(client: socket.socket) -> bytes:
    """All that the server says until it hangs up."""
    return b"".join(iter(lambda: client.recv(65536), b""))


def answered(waiting: Sequence[socket.socket], count: int) -> dict[socket.socket, bytes]:
    """The answers of so many of the clients, whichever get them first."""
    found: dict[socket.socket, bytes] = {}
    while len(found) < count:
        ready, _, _ = select.select([one for one in waiting if one not in found], [], [], PATIENCE)
        assert ready, "nobody is answered"
        found |= {one: whole(one) for one in ready}
    return found


def test_so_many_wait_and_who_comes_later_is_told_so_at_once(server: Server) -> None:
    with clients(server, THREADS, posting(server)) as busy, clients(server, MOST_WAITING + TOO_MANY, GET) as waiting:
        refused = answered(waiting, TOO_MANY)
        for said in refused.values():
            head, _, body = said.partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
            assert b"\r\nRetry-After: 5\r\n" in head
            for name in HEADERS:
                assert f"\r\n{name}: ".encode() in head
            assert "Tunggu beberapa detik, lalu muat ulang halaman ini." in body.decode()
        # Nobody else is answered, but whoever asks how the site is, and who sends what was typed is not sent away.
        assert server.get("/healthz")[0] == 200
        assert server.get("/readyz")[0] == 200
        with clients(server, 1, posting(server)) as (late,):
            assert not select.select([late, *(one for one in waiting if one not in refused)], [], [], 0)[0]
            for one in (*busy, late):
                one.sendall(TYPED[9:])
            assert all(whole(one).startswith(b"HTTP/1.1 303 ") for one in (*busy, late))
        rest = [one for one in waiting if one not in refused]
        assert len(rest) == MOST_WAITING
        assert all(whole(one).startswith(b"HTTP/1.1 200 ") for one in rest)
    assert server.get("/tentang")[0] == 200


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: localhost\r\n"])
def test_more_half_requests_than_connections_stop_nobody(server: Server, said: bytes) -> None:
    with clients(server, CONNECTIONS + 50, said):
        assert server.get("/tentang")[0] == 200
        assert server.get("/healthz")[0] == 200


def test_more_resting_connections_than_may_be_stop_nobody(server: Server) -> None:
    resting = GET.replace(b"Connection: close\r\n", b"")
    with ExitStack() as stack:
        for _ in range(CONNECTIONS + 50):  # one after the other: so many at once would be too many requests
            (one,) = stack.enter_context(clients(server, 1, resting))
            assert one.recv(12) == b"HTTP/1.1 200"
        assert server.get("/tentang")[0] == 200


def test_clients_that_never_hang_up_stop_nobody(server: Server) -> None:
    # Each would take two seconds of the main loop, and that many more than anybody's patience.
    with clients(server, 40, GET) as silent:
        assert server.get("/tentang")[0] == 200
        assert all(whole(one).startswith(b"HTTP/1.1 200 OK") for one in silent)


def test_requests_under_way_are_finished_before_the_end(server: Server) -> None:
    with clients(server, 3, posting(server)) as busy:
        assert server.get("/healthz")[0] == 200  # so that theirs have been taken up
        server.process.terminate()
        for one in busy:
            one.sendall(TYPED[9:])
        assert all(whole(one).startswith(b"HTTP/1.1 303 ") for one in busy)
    assert server.end().endswith("Berhenti.\n")
    assert server.process.returncode == 0


def test_clients_that_ask_for_nothing_do_not_keep_the_server_from_its_end(server: Server) -> None:
    with clients(server, 20, b"GET / HTTP/1.1\r\n"), clients(server, 20, GET.replace(b"Connection: close\r\n", b"")):
        assert server.get("/healthz")[0] == 200
        assert server.end().endswith("Berhenti.\n")
    assert server.process.returncode == 0
