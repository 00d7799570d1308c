"""Keeps the web server and the relay running: one socket for their whole life, restarts after crashes, an orderly end.

The supervisor opens the socket itself, so that a taken port is told at once and a restarted server keeps waiting
connections. It loads the program once, for its children to share, and does nothing with it. A single thread waits for
whatever happens next (a signal, the end of a child, the first answer of the web server, a pause that is over), so
nothing happens at once.
"""

import errno
import gc
import os
import resource
import socket
import time
from collections.abc import Callable
from functools import partial

from rumah_inovasi.errors import Unusable
from rumah_inovasi.serving import lifeline, web
from rumah_inovasi.serving.child import Child
from rumah_inovasi.serving.signals import Signals

BACKLOG = 256
STOP_SECONDS = 30.0
MOST_FAILURES = 5  # of the web server in a row; without the relay the site still serves
WEB_PAUSE = 5.0  # seconds, the longest between an end and the next start
RELAY_PAUSE = 30.0
ASK_SECONDS = 1.0  # between questions that could not be asked
ASKED = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


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


def allow_files(most: int = 8192) -> None:
    """Let the children open as many files as the machine lets them, `most` at most: connections are files too."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


def load_once() -> None:
    """Load the program, and let the collector leave alone what children share: it would make a copy for each."""
    # No library may begin threads for its sums: a process with threads is not safely forked, and nothing here is summed
    # so. To be said before it is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from rumah_inovasi.search.language import loading  # noqa: PLC0415 - after the socket: a taken port is told at once
    from rumah_inovasi.serving import wsgi  # noqa: F401, PLC0415

    loading.load()
    gc.collect()
    gc.freeze()


class Supervisor:
    """The web server, the relay, and their keeper."""

    def __init__(
        self, listener: socket.socket, workers: int, relay: Callable[[], object], say: Callable[[str], None]
    ) -> None:
        self._listener = listener
        self._say = say
        lifeline_end, self._held = os.pipe()
        self._web = Child(
            "Server web",
            partial(web.serve, workers),
            title="rumah-web",
            descriptors=[listener.fileno(), lifeline_end],
            environ={"SERVING_SOCKET": str(listener.fileno()), lifeline.VARIABLE: str(lifeline_end)},
            longest_pause=WEB_PAUSE,
        )
        self._relay = Child(
            "Relay",
            relay,
            title="rumah-relay",
            descriptors=[lifeline_end],
            environ={lifeline.VARIABLE: str(lifeline_end)},
            longest_pause=RELAY_PAUSE,
        )
        # The relay joins when the web server has answered, so that they do not share the processor at a start.
        self._children = [self._web]
        self._probe: socket.socket | None = None  # a request to the web server until its first answer

    def run(self) -> int:
        """Serve until told to stop; gives the exit code."""
        signals = Signals()
        while self._web.failures < MOST_FAILURES:
            for child in self._children:
                child.start_when_due()
            if self._wait(signals):
                self._end()
                self._say("Berhenti.")
                return 0
            for child in self._children:
                if child.has_ended():
                    self._tell_end(child)
        self._end()
        return 1

    def _wait(self, signals: Signals) -> bool:
        """Wait for the next thing to happen; whether it is the request to end."""
        pauses = [seconds for child in self._children if (seconds := child.seconds_until_due()) is not None]
        if self._relay not in self._children and self._probe is None:
            self._probe = self._ask()
            pauses.append(ASK_SECONDS)
        is_end = signals.wait(min(pauses, default=None), [self._probe.fileno()] if self._probe else [])
        if self._probe:
            self._hear(self._probe)
        return is_end

    def _ask(self) -> socket.socket | None:
        """A connection that waits, in the queue of our own socket, for the web server to answer."""
        host, port = self._listener.getsockname()[:2]
        here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
        try:
            probe = socket.create_connection((here, port), timeout=ASK_SECONDS)
            probe.sendall(ASKED)
        except OSError:  # the queue is full
            return None
        probe.setblocking(False)  # noqa: FBT003 - the signature of socket
        return probe

    def _hear(self, probe: socket.socket) -> None:
        """Take the first answer of the web server, or find that it went away without one."""
        try:
            is_answered = bool(probe.recv(4096))
        except BlockingIOError:
            return
        except OSError:
            is_answered = False
        probe.close()
        self._probe = None
        if is_answered:
            self._children.append(self._relay)
            self._say_ready()

    def _tell_end(self, child: Child) -> None:
        if child is self._web and child.failures >= MOST_FAILURES:
            times = f"{child.failures} kali berturut-turut (kode {child.code})"
            self._say(f"{child.name} berhenti {times}. Lihat catatan di atas.")
        else:
            self._say(f"{child.name} berhenti (kode {child.code}); dijalankan lagi.")

    def _end(self) -> None:
        """End both in order, and with force what does not."""
        deadline = time.monotonic() + STOP_SECONDS
        for child in self._children:
            child.terminate()
        for child in self._children:
            child.wait_or_kill(max(deadline - time.monotonic(), 0))

    def _say_ready(self) -> None:
        host, port = self._listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        self._say(f"Rumah Inovasi berjalan di http://{shown}:{port} (Ctrl+C untuk berhenti).")
