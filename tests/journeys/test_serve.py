"""The server as people start it: its first line, its answers, and what happens when parts of it are killed."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select

from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.database import Database
from rumah_inovasi.web.headers import HEADERS
from tests.factories import write_up
from tests.journeys.server import PATIENCE, Server, children, ended, prepared, serving, until


@pytest.fixture
def environment(sqlite_template: Path, tmp_path: Path) -> dict[str, str]:
    """Settings of a prepared house that starts empty."""
    return prepared(sqlite_template, tmp_path)


def test_server_answers_refuses_a_second_one_and_ends_in_order(environment: dict[str, str]) -> None:
    with serving(environment) as server:
        assert server.get("/healthz")[0] == 200
        assert server.get("/readyz")[0] == 200
        assert "Rumah Inovasi" in server.get("/")[1]

        second = Server(environment, port=server.port)
        _, said = second.process.communicate()
        assert second.process.returncode == 1
        assert said.startswith(f"Kesalahan: Port {server.port} di 127.0.0.1 sudah dipakai program lain.")
        assert said.count("\n") == 1
        assert server.get("/healthz")[0] == 200

        parts = {server.master, server.relay, *children(server.master)}
        said = server.end()
        assert server.process.returncode == 0
        assert said == "Berhenti.\n"
        assert [pid for pid in sorted(parts) if not ended(pid)] == []
        assert not server.is_listening()


def test_killed_worker_and_killed_web_server_are_replaced(environment: dict[str, str]) -> None:
    with serving(environment) as server:
        master = server.master
        assert server.get("/healthz")[0] == 200
        workers = children(master)
        assert len(workers) == 1
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        # Nobody is refused meanwhile: the connection waits for the new worker.
        assert server.get("/healthz")[0] == 200
        assert server.master == master
        assert not workers & children(master)

        workers = children(master)
        os.kill(master, signal.SIGKILL)
        server.read_until("dijalankan lagi")
        assert [pid for pid in sorted(workers) if not ended(pid)] == []
        assert server.get("/healthz")[0] == 200
        assert server.master != master
        assert server.end().endswith("Berhenti.\n")
        assert server.process.returncode == 0


def test_killed_supervisor_leaves_no_server_behind(environment: dict[str, str]) -> None:
    with serving(environment) as server:
        assert server.get("/healthz")[0] == 200
        parts = {server.master, server.relay, *children(server.master)}
        server.process.kill()
        server.process.wait()
        assert [pid for pid in sorted(parts) if not ended(pid)] == []
        assert not server.is_listening()


def test_end_asked_for_during_the_preparation_ends_it_at_once(environment: dict[str, str]) -> None:
    # More than can be imported before the end is asked for, which is when the first of them stands in the database.
    most = 3000
    for number in range(most):
        path = Path(environment["RUMAH_CONTENT_DIR"]) / f"{number}.md"
        path.write_text(write_up(f"Tulisan {number}"), "utf-8")
    database = Database(environment["RUMAH_DATABASE_URL"])

    def imported() -> int:
        with database.read() as session:
            return session.scalar(select(func.count()).select_from(Innovation)) or 0

    server = Server(environment)
    until(lambda: imported() > 0)
    (worker,) = children(server.process.pid)
    said = server.end()
    assert said.splitlines()[-1] == "Dihentikan. Jalankan lagi untuk melanjutkan."
    assert server.process.returncode == 1
    assert ended(worker)
    assert imported() < most
    database.close()


def test_installation_that_cannot_work_stops_the_start(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "rumah.sqlite3").write_bytes(b"bukan basis data " * 100)
    server = Server(environment)
    _, said = server.process.communicate()
    assert server.process.returncode == 1
    assert said.startswith("Kesalahan: Basis data tidak dapat dibuka: ")
    assert said.count("\n") == 1


def test_port_outside_this_machine_is_told(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "rumah_inovasi", "serve", "--host", "192.0.2.1"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Kesalahan: Alamat 192.0.2.1:8000 tidak dapat dipakai: ")


@contextmanager
def half_requests(server: Server, count: int, said: bytes) -> Iterator[list[socket.socket]]:
    """Connections of clients that began to say something and went silent."""
    address = ("127.0.0.1", server.port)
    sockets = [socket.create_connection(address, timeout=PATIENCE) for _ in range(count)]
    try:
        for client in sockets:
            client.sendall(said)
        yield sockets
    finally:
        for client in sockets:
            client.close()


@pytest.mark.parametrize("said", [b"", b"G", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"])
def test_clients_that_send_half_a_request_stop_nobody(environment: dict[str, str], said: bytes) -> None:
    with serving(environment) as server, half_requests(server, 60, said) as silent:
        assert server.get("/healthz")[0] == 200
        assert server.get("/")[0] == 200
        if said.endswith(b"\r\n"):  # they are not kept for ever either
            with suppress(ConnectionResetError):
                assert silent[0].recv(1) == b""


def test_request_that_comes_in_pieces_is_answered(environment: dict[str, str]) -> None:
    with serving(environment) as server, half_requests(server, 1, b"GET /healthz HTTP/1.1\r\nHost: loc") as (client,):
        assert server.get("/healthz")[0] == 200
        client.sendall(b"alhost\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: client.recv(4096), b""))
        assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
        assert answer.endswith(b'{"status":"ok"}\n')


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"GARBAGE\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b"GET /" + b"a" * 40_000, 414),
        (b"GET / HTTP/1.1\r\n" + b"X-Long: aaaaaaaaaaaaaaaa\r\n" * 2000, 431),
    ],
)
def test_what_is_no_request_is_refused_with_the_headers_of_every_answer(
    environment: dict[str, str], said: bytes, status: int
) -> None:
    with serving(environment) as server:
        with half_requests(server, 1, said) as (client,):
            head, _, body = client.recv(65536).partition(b"\r\n\r\n")
        assert head.startswith(f"HTTP/1.1 {status} ".encode())
        for name in HEADERS:
            assert f"\r\n{name}: ".encode() in head
        assert ("Alamat ini terlalu panjang" if status == 414 else "Permintaan ini") in body.decode()
        said_of_it = server.end()
        assert "127.0.0.1" not in said_of_it  # whose request it was is nobody's business
