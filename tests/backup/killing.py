"""`python -m tests.backup.killing (backup|restore) FILE`: does so for each number that it reads, and is killed at it.

A number counts the steps that change a disk or a database; the process is killed right before that step, as by a power
cut. It answers each with the steps that were done, or with the number of all where it came to its end. Processes are
copies of one that has loaded the program, so that many of them take little time.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, event

from rumah_inovasi.app import build_house
from rumah_inovasi.backup.form import form_of
from rumah_inovasi.backup.making import make
from rumah_inovasi.backup.restoring import restore
from rumah_inovasi.migrations.upgrade import HEAD
from rumah_inovasi.settings import load

# What Python tells before it does it.
FILES = {"os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.truncate", "fcntl.flock", "shutil.rmtree"}


def count_steps(most: int) -> None:
    """Kill this process before step `most`; say at the end of it how many there were."""
    done = 0

    def step(*_words: object) -> None:
        nonlocal done
        done += 1
        if done == most:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(lambda name, _words: step() if name in FILES else None)
    event.listen(Engine, "before_cursor_execute", step)
    event.listen(Engine, "commit", step)
    counting.append(lambda: done)


counting: list[Callable[[], int]] = []


def work(deed: str, path: Path, most: int) -> int:
    """Do it in this process; gives the number of steps."""
    count_steps(most)
    house = build_house(load({name: value for name, value in os.environ.items() if name.startswith("RUMAH_")}))
    if deed == "backup":
        make(house, path)
    else:
        restore(house, path, replace=True)
    return counting[0]()


def main() -> None:
    """Read numbers until there are none."""
    deed, path = sys.argv[1], Path(sys.argv[2])
    form_of(HEAD)  # once for all of them
    sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - for as long as this lives
    for line in sys.stdin:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            done = work(deed, path, int(line))
            os.write(write, b"%d" % done)
            os._exit(0)
        os.close(write)
        said = os.read(read, 100)
        os.close(read)
        _, status = os.waitpid(child, 0)
        is_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        sys.stdout.write("killed\n" if is_killed else f"{said.decode() or 'failed'}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
