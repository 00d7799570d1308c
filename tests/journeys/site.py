"""The program as people run it: `serve` in a process of its own, over folders that were not there before."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

READY = re.compile(r"berjalan di (http://\S+)")


class Site:
    """A running server and the commands beside it."""

    def __init__(self, folder: Path, url: str, environ: Mapping[str, str], process: subprocess.Popen[str]) -> None:
        self.folder = folder
        self.url = url
        self.process = process
        self._environ = environ

    def command(self, *words: str) -> str:
        """Run another command over the same data; gives what it says.

        Raises:
            AssertionError: it ended with an error.

        """
        done = subprocess.run(
            [sys.executable, "-m", "rumah_inovasi", *words],
            env=self._environ,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def status(self, path: str) -> int:
        """The status of one answer."""
        try:
            with urlopen(self.url + path) as response:
                status: int = response.status
        except HTTPError as error:
            error.close()
            status = error.code
        return status


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """Run the program in an empty folder until the block ends; the system chooses the port."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("RUMAH_")}
    environ = own | {"RUMAH_DATA_DIR": str(folder / "data"), "RUMAH_CONTENT_DIR": str(folder / "content")}
    command = [sys.executable, "-m", "rumah_inovasi", "serve", "--port", "0"]
    with subprocess.Popen(
        command,
        env=environ,
        cwd=folder,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if ready := READY.search(line):
                break
        else:
            raise AssertionError("the server ended before it was ready:\n" + "".join(said))
        # Whatever it says later has to be taken from the pipe, which holds only so much.
        rest = threading.Thread(target=process.stdout.read)
        rest.start()
        try:
            yield Site(folder, ready[1], environ, process)
        finally:
            process.terminate()
            rest.join()
    assert process.returncode == 0, "the server did not end in order"
