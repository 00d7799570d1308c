"""Processes of their own for tests: `python -m tests.search.engine.children answer|fork|change|rebuild FOLDER`."""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

from rumah_inovasi.search.whoosh_engine.engine import WhooshEngine
from tests.search.engine.samples import document, found

WORKERS = 4
# What reaches the disk; what is merely written waits in memory, and dies with its writer, until its file is closed.
STEPS = {
    "open",
    "close",
    "__exit__",
    "flush",
    "fsync",
    "rename",
    "replace",
    "remove",
    "unlink",
    "mkdir",
    "rmdir",
    "utime",
}
OLD = [document(number, f"lama kata{number}") for number in range(1, 9)]
NEW = [document(number, f"baru kata{number}") for number in range(3, 12)]


def answer(folder: Path) -> None:
    """Answer each line of standard input with the numbers found."""
    engine = WhooshEngine(folder)
    for line in sys.stdin:
        _tell(found(engine, line.strip()))


def fork(folder: Path) -> None:
    """Search in forked workers with an engine made before."""
    engine = WhooshEngine(folder)
    for _ in range(WORKERS):
        if not os.fork():
            totals = {len(found(engine, typed)) for typed in ("desa", "desa 7", "judul") for _ in range(20)}
            os.write(1, f"{' '.join(map(str, totals))}\n".encode())
            os._exit(0)
    for _ in range(WORKERS):
        _, status = os.wait()
        assert status == 0


def kill_everywhere(folder: Path, write: Callable[[WhooshEngine], None]) -> Iterator[dict[str, object]]:
    """Kill a writer before each of its steps on the disk in turn, and tell what the index holds afterwards."""
    template = folder / "template"
    WhooshEngine(template).rebuild(OLD)
    for step in count(1):
        index = folder / f"step{step}"
        shutil.copytree(template, index)
        child = os.fork()
        if not child:
            _die_before(step)
            write(WhooshEngine(index))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        yield {"held": _held(index), "next": _next(index), "was_killed": os.WIFSIGNALED(status)}
        shutil.rmtree(index)
        if not os.WIFSIGNALED(status):
            return


def _die_before(step: int) -> None:
    left = step

    def look(_frame: FrameType, event: str, called: Any) -> None:
        nonlocal left
        if event == "c_call" and called.__name__ in STEPS:
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(look)


def _held(index: Path) -> str:
    """Which state the index is in, as a new process sees it."""
    engine = WhooshEngine(index)
    digests = engine.digests()
    words = {typed: found(engine, typed) for typed in ("lama", "baru", "kata5")}
    for name, documents in (("old", OLD), ("new", NEW)):
        numbers = [each.number for each in documents]
        if digests == {each.number: each.digest for each in documents}:
            assert words == {"lama": [], "baru": [], {"old": "lama", "new": "baru"}[name]: numbers, "kata5": [5]}
            return name
    return f"neither: {sorted(digests)}"


def _next(index: Path) -> list[str]:
    """What is left in the folder when the next writers have done their work."""
    engine = WhooshEngine(index)
    engine.change([document(77, "sesudah")], [])
    assert found(engine, "sesudah") == [77]
    engine.rebuild([document(78, "akhir")])
    assert found(engine, "akhir") == [78]
    return sorted(path.name if path.is_file() else "generation" for path in index.iterdir())


def _tell(what: object) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


def _change(engine: WhooshEngine) -> None:
    engine.change(NEW, [1, 2])


def _rebuild(engine: WhooshEngine) -> None:
    engine.rebuild(NEW)


if __name__ == "__main__":
    task, place = sys.argv[1], Path(sys.argv[2])
    match task:
        case "answer":
            answer(place)
        case "fork":
            fork(place)
        case _:
            for told in kill_everywhere(place, {"change": _change, "rebuild": _rebuild}[task]):
                _tell(told)
