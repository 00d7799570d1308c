"""Who compares or writes files of the archive takes a turn, so that nobody sees it half done."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rumah_inovasi.interoperability import archive


@contextmanager
def archive_turn(folder: Path) -> Iterator[None]:
    """Let nobody else work on the archive in this content folder meanwhile.

    Where there is no folder yet, there is nothing to wait for.
    """
    place = folder / archive.FOLDER
    if folder.is_dir():
        with suppress(OSError):  # told by the first write
            place.mkdir(exist_ok=True)
    try:
        handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        yield
        return
    try:
        with suppress(OSError):  # file systems that know no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
