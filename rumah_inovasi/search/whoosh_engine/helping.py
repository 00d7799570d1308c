"""A large index written by several processes: each writes segments into a folder of its own, and all become one index.

A helper ends when nothing more comes, which is also what it sees when the process that it helps was killed.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import cycle, islice
from pathlib import Path
from typing import IO

from whoosh.index import TOC

from rumah_inovasi.errors import Unusable
from rumah_inovasi.search.port import SearchDocument
from rumah_inovasi.search.whoosh_engine.files import Files
from rumah_inovasi.search.whoosh_engine.schema import INDEX_NAME, SCHEMA

CHUNK = 100  # documents that are handed over at once
_HELPER = "rumah_inovasi.search.whoosh_engine.helper"


def write_all(place: Path, documents: Iterable[SearchDocument], helpers: int) -> None:
    """Write a new index of some documents into a folder, by so many processes.

    Raises:
        OSError: the folder cannot be written.
        Unusable: a helper failed; what it said stands in the log.
        Exception: whatever the documents raise while they come.
    """
    folders = [place / f"part{number}" for number in range(helpers)]
    for folder in folders:
        folder.mkdir()
    working = [_helper(folder) for folder in folders]
    try:
        _hand_over(documents, [process.stdin for process in working if process.stdin])
    except BrokenPipeError:
        pass  # a helper ended: its exit code tells
    except BaseException:
        for process in working:
            process.kill()
        raise
    finally:
        for process in working:
            _end(process)
    if any(process.returncode for process in working):
        raise Unusable(
            "Sebagian indeks pencarian (%(folder)s) gagal ditulis. Periksa ruang disk dan catatan.", folder=place
        )
    _unite(place, folders)


def received(stream: IO[bytes]) -> Iterator[SearchDocument]:
    """The documents that are handed over, one a line, until nothing more comes."""
    return (SearchDocument(**json.loads(line)) for line in stream)


def _helper(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", _HELPER, str(folder)]
    return subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - this program itself


def _hand_over(documents: Iterable[SearchDocument], pipes: Sequence[IO[bytes]]) -> None:
    coming = iter(documents)
    for pipe in cycle(pipes):
        chunk = list(islice(coming, CHUNK))
        if not chunk:
            return
        pipe.write(b"".join(json.dumps(asdict(document)).encode() + b"\n" for document in chunk))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Tell a helper that nothing more comes, and wait until it is done."""
    try:
        if process.stdin:
            process.stdin.close()
    except BrokenPipeError:
        pass
    process.wait()


def _unite(place: Path, folders: Sequence[Path]) -> None:
    """Make one index of those of the helpers."""
    segments = []
    for folder in folders:
        segments += TOC.read(Files(folder), INDEX_NAME, schema=SCHEMA).segments
        for path in folder.iterdir():
            if path.suffix != ".toc":
                path.rename(place / path.name)
        shutil.rmtree(folder)
    TOC(SCHEMA, segments, 0).write(Files(place), INDEX_NAME)
