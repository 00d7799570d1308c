"""The program as people run it, for a bench: a server over folders of its own, its processes, and its people."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.browser import PATIENCE, Browser
from tests.journeys.server import children, title

READY = re.compile(r"Rumah Inovasi berjalan di http://127\.0\.0\.1:(\d+) ")
LOOK_SECONDS = 0.005
PASSWORD = "kuda baterai staples benar"
UNIT = "35.15"


class NotServing(Exception):
    """The program ended before it served; the text is what it said."""


@dataclass(frozen=True)
class Site:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]
    environment: Mapping[str, str]
    log: Path
    began: float

    def browser(self) -> Browser:
        """A new one."""
        return Browser(self.port)

    def signed_in(self, email: str) -> Browser:
        """A browser in which somebody is at home."""
        made = self.browser()
        made.sign_in(email, PASSWORD)
        return made

    def command(self, *arguments: str, typed: str = "") -> str:
        """Another command beside the server; gives what it says."""
        asked = [sys.executable, "-m", "rumah_inovasi", *arguments]
        done = subprocess.run(
            asked, env=self.environment, input=typed, capture_output=True, text=True, check=False, cwd=self.log.parent
        )
        if done.returncode:
            raise NotServing(done.stderr)
        return done.stdout + done.stderr

    def people(self, authors: int) -> tuple[list[str], str]:
        """Make accounts of authors and of a local admin in one regency; gives their addresses."""
        found = [f"penulis{number}@contoh.go.id" for number in range(authors)]
        for email in found:
            self._account(email, "penyusun")
        self._account("admin@contoh.go.id", "admin-lokal")
        return found, "admin@contoh.go.id"

    def _account(self, email: str, role: str) -> None:
        name = email.partition("@")[0]
        self.command("user", "add", email, "--name", name, "--role", role, "--unit", UNIT, typed=f"{PASSWORD}\n")

    def processes(self) -> dict[str, int]:
        """The processes of the site by what they do."""
        found = {"supervisor": self.process.pid}
        for pid in children(self.process.pid):
            found["relay" if title(pid) == "rumah-relay" else "master"] = pid
        for number, pid in enumerate(sorted(children(found["master"]))):
            found[f"worker {number + 1}"] = pid
        return found


@contextmanager
def serving(
    folder: Path,
    *,
    command: tuple[str, ...] = (sys.executable, "-m", "rumah_inovasi"),
    settings: Mapping[str, str] | None = None,
) -> Iterator[Site]:
    """Serve a house in a folder, by default with the program of this checkout, until the block ends."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RUMAH_")}
    environment = (
        kept
        | {"RUMAH_DATA_DIR": "data", "RUMAH_CONTENT_DIR": "content", "RUMAH_INDEX_DIR": "index"}
        | dict(settings or {})
    )
    log = folder / "catatan.log"
    with log.open("wb") as said:  # a pipe that nobody empties would stop it
        began = time.perf_counter()
        process = subprocess.Popen(
            [*command, "serve", "--port", "0"], env=environment, cwd=folder, stdout=said, stderr=said
        )
    try:
        yield Site(_port(process, log), process, environment, log, began)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    while True:
        found = READY.search(log.read_text(errors="replace"))
        if found:
            return int(found[1])
        if process.poll() is not None:
            raise NotServing(log.read_text(errors="replace")[-2000:])
        time.sleep(LOOK_SECONDS)


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="rumah-bench-") as folder:
        yield Path(folder)
