"""Files that appear or are replaced whole or not at all."""

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

UNFINISHED = ".rumah-inovasi.tmp"


def replace_file(target: Path, data: bytes) -> None:
    """Put bytes in the place of a file; whoever looks sees the old ones or the new ones, whole."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


@contextlib.contextmanager
def new_file(target: Path) -> Iterator[BinaryIO]:
    """A file for its owner alone, which gets its name when it is whole and on the disk, and never replaces another.

    What killed writers left in the folder is removed.

    Raises:
        FileExistsError: something stands there already.
        OSError: the folder cannot be written, or the disk is full; nothing is left.
    """
    _sweep(target.parent)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=UNFINISHED)
    aside = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            with contextlib.suppress(OSError):  # file systems that know no locks
                fcntl.flock(file, fcntl.LOCK_EX)
            yield file
            file.flush()
            os.fsync(file.fileno())
            _name(aside, target)
        sync_folder(target.parent)
    finally:
        with contextlib.suppress(OSError):
            aside.unlink()


def sync_folder(folder: Path) -> None:
    """Force new names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _name(aside: Path, target: Path) -> None:
    """Give a file its name unless that is taken; on a USB stick, which knows no second names, look before."""
    try:
        os.link(aside, target)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(target):
            raise FileExistsError from None
        aside.rename(target)


def _sweep(folder: Path) -> None:
    for path in folder.glob(f".*{UNFINISHED}"):
        with contextlib.suppress(OSError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # held by a writer that lives
            path.unlink()
