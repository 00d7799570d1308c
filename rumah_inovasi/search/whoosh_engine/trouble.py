"""What can be wrong with an index, and how all that Whoosh may raise is told as that."""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rumah_inovasi.errors import DomainError, Unusable
from rumah_inovasi.search.port import IndexUnusable

log = logging.getLogger("rumah_inovasi.search")

# The machine is short of something; the files may be sound.
_SHORTAGES = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EACCES, errno.EPERM}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}


class IndexMissing(IndexUnusable):
    """There is no index of the present form."""


class IndexDamaged(IndexUnusable):
    """An index is there, but its files are not what was written."""


class IndexClosed(IndexUnusable):
    """The index cannot be read now, for reasons that lie outside it."""


def missing() -> IndexMissing:
    """The error to raise where no index is found."""
    return IndexMissing("Indeks pencarian belum ada.")


def damaged() -> IndexDamaged:
    """The error to raise where an index makes no sense."""
    return IndexDamaged("Indeks pencarian rusak.")


@contextmanager
def reading() -> Iterator[None]:
    """Read files of an index.

    Raises:
        IndexDamaged: they are not what was written.
        IndexClosed: the machine does not let us read them.
    """
    try:
        yield
    except DomainError:
        raise
    except (MemoryError, OSError) as error:
        if isinstance(error, MemoryError) or error.errno in _SHORTAGES:
            raise IndexClosed("Indeks pencarian sedang tidak dapat dibaca.") from error
        raise damaged() from error
    # Damaged files make Whoosh raise nearly anything: plain Exception, KeyError, IndexError, AssertionError,
    # AttributeError, NameError, errors of struct, zlib and pickle. None of them may become an empty answer.
    except Exception as error:
        raise damaged() from error


@contextmanager
def asked(name: str) -> Iterator[None]:
    """Ask what was opened. Files that somebody overwrites while they are mapped make no sense any more: that is damage.

    Raises:
        IndexDamaged: whatever came of it; the log has the cause.
    """
    try:
        yield
    except (DomainError, MemoryError):
        raise
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        log.exception("the index %s makes no sense", name)
        raise damaged() from error


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Write files of an index.

    Raises:
        Unusable: the disk is full, or the folder cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise _unusable(folder, error) from error


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Change an index, which reads it too.

    Raises:
        Unusable: the disk is full, or the folder cannot be written.
        IndexDamaged, IndexClosed: as `reading`.
    """
    with reading():
        try:
            yield
        except OSError as error:
            if error.errno in _FULL | _CLOSED:
                raise _unusable(folder, error) from error
            raise


def _unusable(folder: Path, error: OSError) -> Unusable:
    if error.errno in _FULL:
        message = "Ruang untuk indeks pencarian penuh (%(folder)s). Kosongkan ruang, lalu coba lagi."
    elif error.errno in _CLOSED:
        message = "Folder indeks pencarian tidak dapat diubah (%(folder)s). Periksa hak aksesnya."
    else:
        message = "Folder indeks pencarian bermasalah (%(folder)s: %(why)s)."
    return Unusable(message, folder=folder, why=error.strerror or error)
