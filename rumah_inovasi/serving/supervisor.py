"""Keeps the web server running: one socket for its whole life, a restart after a crash, an orderly end.

The supervisor opens the socket itself, so that a taken port is told at once and a restarted server keeps waiting
connections. It stays small: the program is loaded in the child.
"""

import contextlib
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

from rumah_inovasi.errors import Unusable

BACKLOG = 256
READY_SECONDS = 60.0
STOP_SECONDS = 30.0
STEADY_SECONDS = 30.0  # a child that lived so long was healthy: its end starts a new count of failures
MOST_FAILURES = 5


def open_socket(host: str, port: int) -> socket.socket:
    """A listening socket.

    Raises:
        Unusable: the port is taken, may not be used, or the host is not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise Unusable(_reason(error, host, port)) from None
    listener.set_inheritable(True)
    return listener


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} di {host} sudah dipakai program lain. "
            f"Hentikan program itu, atau pilih port lain dengan --port {port + 1}."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} tidak boleh dipakai pengguna ini. Pilih port di atas 1023, misalnya --port 8000."
    return f"Alamat {host}:{port} tidak dapat dipakai: {error.strerror or error}."


class Supervisor:
    """One web server child and its keeper."""

    def __init__(self, listener: socket.socket, workers: int, say: Callable[[str], None]) -> None:
        self._listener = listener
        self._workers = workers
        self._say = say
        self._lifeline, self._held = os.pipe()
        os.set_inheritable(self._lifeline, True)  # noqa: FBT003 - the signature of os
        self._child: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()

    def run(self) -> int:
        """Serve until told to stop; gives the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        failures = 0
        first = True
        while not self._stopping.is_set():
            started = time.monotonic()
            self._child = self._start()
            if self._stopping.is_set():  # told while the child was being started, when there was none to tell
                self._child.terminate()
            if first and self._wait_until_ready():
                first = False
                self._say_ready()
            code = self._child.wait()
            if self._stopping.is_set():
                break
            failures = 1 if time.monotonic() - started > STEADY_SECONDS else failures + 1
            if failures >= MOST_FAILURES:
                self._say(f"Server web berhenti {failures} kali berturut-turut (kode {code}). Lihat catatan di atas.")
                return 1
            self._say(f"Server web berhenti (kode {code}); dijalankan lagi.")
            self._stopping.wait(min(2**failures / 4, 5))
        self._say("Berhenti.")
        return 0

    def _start(self) -> subprocess.Popen[bytes]:
        descriptors = (self._listener.fileno(), self._lifeline)
        command = [sys.executable, "-m", "gunicorn", "--config", "python:rumah_inovasi.serving.gunicorn_config"]
        return subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
            [*command, "--workers", str(self._workers)],
            pass_fds=descriptors,
            env=os.environ | {"SERVING_DESCRIPTORS": ",".join(map(str, descriptors))},
            start_new_session=True,  # Ctrl+C reaches the supervisor alone, which then ends the child in order
        )

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping.set()
        child = self._child
        if child and child.poll() is None:
            child.terminate()
            signal.signal(signal.SIGALRM, self._kill)
            signal.setitimer(signal.ITIMER_REAL, STOP_SECONDS)

    def _kill(self, _signal: int, _frame: FrameType | None) -> None:
        if self._child and self._child.poll() is None:
            self._child.kill()

    def _wait_until_ready(self) -> bool:
        address = self._listener.getsockname()
        deadline = time.monotonic() + READY_SECONDS
        while (
            time.monotonic() < deadline and not self._stopping.is_set() and self._child and self._child.poll() is None
        ):
            host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104 - compared, not bound
            connection = http.client.HTTPConnection(host, address[1], timeout=2)
            with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
                connection.request("GET", "/healthz", headers={"Host": "localhost"})
                connection.getresponse().read()
                return True
            time.sleep(0.05)
        return False

    def _say_ready(self) -> None:
        host, port = self._listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        self._say(f"Rumah Inovasi berjalan di http://{shown}:{port} (Ctrl+C untuk berhenti).")
