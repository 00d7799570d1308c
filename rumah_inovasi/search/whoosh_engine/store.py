"""The folder of the index: which of the indexes in it is in use, and what its files must be.

    index/<generation>/   an index of Whoosh
    index/current         which one is in use, the commit it stands at, and the sums of its files; replaced whole
    index/damaged         names an index whose files were found not to be what was written
    index/lock            held by the process that writes

A process that dies leaves `current` as it was, or replaced: there is no state between. Whoosh itself neither forces
files to the disk nor notices when they change; the sums do, before anything in a damaged file is believed.
"""

import enum
import json
import os
import re
import secrets
import shutil
import stat
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from whoosh.util.filelock import FileLock, try_for

from rumah_inovasi.errors import Unusable
from rumah_inovasi.search.port import IndexUnusable
from rumah_inovasi.search.whoosh_engine.schema import FORMAT
from rumah_inovasi.search.whoosh_engine.trouble import damaged, missing, reading, writing
from rumah_inovasi.whole_files import sync_folder

LOCK_SECONDS = 20.0  # how long a writer waits for another one
_GENERATION = re.compile(r"[0-9a-f]{16}")
_CHUNK = 1 << 20
_SUMMED = {".toc", ".seg", ".arrays"}

# Larger files are compared as a whole only where that was asked for: reading them would take longer than an answer.
QUICKLY_READ = 8 << 20  # bytes
Stamp = tuple[int, int, int]
Sum = tuple[int, int]  # size and CRC-32


class Thoroughness(enum.Enum):
    """How closely files are compared with what was written."""

    QUICK = enum.auto()  # the sizes of all, the contents of those that are quickly read
    WHOLE = enum.auto()


@dataclass(frozen=True)
class Current:
    """What `current` says. `stamp` tells two states of the file apart at a glance."""

    generation: str
    commit: int
    sums: Mapping[str, Sum]
    stamp: Stamp

    @property
    def name(self) -> str:
        """Another one for every commit."""
        return f"{self.generation}-{self.commit}"


class Store:
    """The index folder. It is made with the first index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._current = folder / "current"
        self._marker = folder / "damaged"

    def place(self, generation: str) -> Path:
        """The folder of one generation."""
        return self.folder / generation

    def stamp(self) -> Stamp:
        """Tells without reading whether `current` was replaced.

        Raises:
            IndexMissing: there is none.
            IndexClosed: the machine does not let us look.
        """
        with reading():
            try:
                found = os.stat(self._current)  # noqa: PTH116 - asked before every query
            except (FileNotFoundError, NotADirectoryError):
                raise missing() from None
        if not stat.S_ISREG(found.st_mode):  # a pipe would be read for ever
            raise damaged()
        return _stamp(found)

    def current(self) -> Current:
        """Which index is in use.

        Raises:
            IndexMissing: none, or one of another form.
            IndexDamaged: what stands there makes no sense.
            IndexClosed: it cannot be read.
        """
        self.stamp()
        with reading(), self._current.open("rb") as file:
            stamp = _stamp(os.fstat(file.fileno()))
            said = json.load(file)
            if said["format"] != FORMAT:
                raise missing()
            if not _GENERATION.fullmatch(said["generation"]):
                raise damaged()
            sums = {str(name): (int(size), int(crc)) for name, (size, crc) in said["files"].items()}
            return Current(said["generation"], int(said["commit"]), sums, stamp)

    def verify(self, current: Current, name: str, thoroughness: Thoroughness = Thoroughness.QUICK) -> None:
        """Compare a file of the index in use with what was written.

        A file without a sum passes: its writer was killed, or is, between Whoosh's commit and `switch`.

        Raises:
            IndexDamaged: it is another one, or gone.
            IndexClosed: it cannot be read.
        """
        expected = current.sums.get(name)
        with reading():
            if expected is None:
                return
            path = self.place(current.generation) / name
            is_quick = thoroughness is Thoroughness.QUICK and expected[0] > QUICKLY_READ
            if (path.stat().st_size != expected[0]) if is_quick else (_sum(path) != expected):
                raise damaged()

    def is_marked(self, generation: str) -> bool:
        """Whether some process found this index damaged."""
        if not os.access(self._marker, os.F_OK):  # asked before every query
            return False
        try:
            return self._marker.read_text("utf-8", "replace") == generation
        except OSError:
            return False

    def mark(self, generation: str) -> None:
        """Tell every process that an index is damaged; where the folder cannot be written, only this one knows."""
        with suppress(OSError):
            self._marker.write_text(generation, "utf-8")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let nobody else write meanwhile; the lock of a process goes with it, however it ends.

        Raises:
            Unusable: another process does not stop writing, or the folder cannot be written.
        """
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(str(self.folder / "lock"))
            if not try_for(lock.acquire, timeout=LOCK_SECONDS):
                raise Unusable("Indeks pencarian (%(folder)s) sedang ditulis proses lain.", folder=self.folder)
        try:
            yield
        finally:
            lock.release()

    def begin(self) -> str:
        """Make an empty generation aside; those that were never finished go.

        Raises:
            OSError: the folder cannot be written.
        """
        generation = secrets.token_hex(8)
        # Where it is not known which one others read, all wait for the switch.
        with suppress(IndexUnusable):
            self._remove_all_but(self.current().generation)
        self.place(generation).mkdir()
        return generation

    def switch(self, generation: str, commit: int) -> None:
        """Let everybody read this commit from now on.

        Raises:
            OSError: the disk is full or broken; nothing has changed.
        """
        place = self.place(generation)
        known: Mapping[str, Sum] = {}
        with suppress(IndexUnusable):
            before = self.current()
            known = before.sums if before.generation == generation else {}
        names = sorted(path.name for path in place.iterdir() if path.suffix in _SUMMED)
        sums = {name: known.get(name) or _kept(place / name) for name in names}
        sync_folder(place)
        said = {"format": FORMAT, "generation": generation, "commit": commit, "files": sums}
        unfinished = self._current.with_suffix(".part")
        with unfinished.open("w", encoding="utf-8") as file:
            json.dump(said, file)
            file.flush()
            # The system's own times are coarse, and it gives the place of a removed file to the next one: two commits
            # in a hundredth of a second would look the same.
            os.utime(file.fileno(), ns=(time.time_ns(), time.time_ns()))
            os.fsync(file.fileno())
        unfinished.replace(self._current)
        with suppress(OSError):  # done it is, if not for sure after a power cut
            sync_folder(self.folder)

    def finish(self, generation: str) -> None:
        """Remove what a new generation makes useless."""
        self._marker.unlink(missing_ok=True)
        self._remove_all_but(generation)

    def discard(self, generation: str) -> None:
        """Remove a generation that did not come about."""
        with suppress(IndexUnusable):
            if self.current().generation == generation:
                return
        shutil.rmtree(self.place(generation), ignore_errors=True)

    def _remove_all_but(self, generation: str) -> None:
        for path in self.folder.iterdir():
            if _GENERATION.fullmatch(path.name) and path.name != generation:
                shutil.rmtree(path, ignore_errors=True)


def _stamp(found: os.stat_result) -> Stamp:
    return found.st_ino, found.st_mtime_ns, found.st_size


def _sum(path: Path) -> Sum:
    size = crc = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            crc = zlib.crc32(chunk, crc)
    return size, crc


def _kept(path: Path) -> Sum:
    """Force a file to the disk and sum it."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return _sum(path)
