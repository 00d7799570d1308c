"""`rumah-inovasi serve` over a prepared house that starts empty, and a look at its processes."""

import http.client
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# Nothing here takes as long; it only lets a broken server fail its test instead of hanging it.
PATIENCE = 60.0
READY = re.compile(r"Rumah Inovasi berjalan di http://127\.0\.0\.1:(\d+) ")


def children(pid: int) -> set[int]:
    """The processes that a process has started and that still run."""
    return {int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def title(pid: int) -> str:
    """What a process is called; nothing where it is gone."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/comm").read_text().strip()
    return ""


def until(condition: Callable[[], bool]) -> None:
    """Wait for what another process brings about."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def ended(pid: int) -> bool:
    """Wait for the end of a process, also of one that is not a child of ours; one that does not end is killed."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        by_itself = bool(select.select([handle], [], [], PATIENCE)[0])
        if not by_itself:
            os.kill(pid, signal.SIGKILL)
        return by_itself
    finally:
        os.close(handle)


class Server:
    """`rumah-inovasi serve` in a process of its own, on a port that the system chose."""

    def __init__(self, environment: dict[str, str], *, port: int = 0) -> None:
        command = [sys.executable, "-m", "rumah_inovasi", "serve", "--port", str(port)]
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        self.port = port

    def read_until(self, wanted: str) -> str:
        """Read what the server says up to a line with these words, and give that line."""
        assert self.process.stderr is not None
        said = []
        for line in self.process.stderr:
            said.append(line)
            if wanted in line:
                return line
        raise AssertionError(f"the server ended and never said {wanted!r}: {''.join(said)}")

    def read_ready(self) -> None:
        """Wait for the line that tells where the server listens."""
        found = READY.match(self.read_until("berjalan di"))
        assert found
        self.port = int(found[1])

    def get(self, path: str) -> tuple[int, str]:
        """Fetch a page over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    @property
    def master(self) -> int:
        """The web server's first process, child of the supervisor."""
        return self._child("rumah-web")

    @property
    def relay(self) -> int:
        """The relay, child of the supervisor; it joins soon after the web server has answered."""
        return self._child("rumah-relay")

    def _child(self, wanted: str) -> int:
        """The child with this title, once there is one."""
        found: set[int] = set()

        def is_there() -> bool:
            found.update(pid for pid in children(self.process.pid) if title(pid) == wanted)
            return bool(found)

        until(is_there)
        (pid,) = found
        return pid

    def is_listening(self) -> bool:
        """Whether anybody takes connections on the port."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def end(self) -> str:
        """Ask for an end in order, wait for it, and give the rest of what was said."""
        self.process.terminate()
        try:
            _, said = self.process.communicate(timeout=PATIENCE)
        finally:
            self.process.kill()
        return said


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[Server]:
    server = Server(environment)
    try:
        server.read_ready()
        yield server
    finally:
        if server.process.poll() is None:
            server.end()
        if server.process.stderr:
            server.process.stderr.close()


def prepared(template: Path, folder: Path) -> dict[str, str]:
    """Settings of a house over a copy of a prepared SQLite file, in a folder of its own."""
    (folder / "content").mkdir()
    shutil.copy(template, folder / "rumah.sqlite3")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RUMAH_")}
    return kept | {
        "RUMAH_DATA_DIR": str(folder / "data"),
        "RUMAH_INDEX_DIR": str(folder / "index"),
        "RUMAH_CONTENT_DIR": str(folder / "content"),
        "RUMAH_DATABASE_URL": f"sqlite:///{folder / 'rumah.sqlite3'}",
    }
