"""Where the bytes of files are kept: a folder outside every web root, under random names, in two levels of folders.

A file is whole or absent: it is written beside its place, forced to the disk, and renamed there; the folder is forced
to the disk too, so that a key, once given out, survives a power cut. What people called the file is kept elsewhere.
"""

import errno
import hashlib
import os
import re
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from rumah_inovasi.errors import Invalid, NotFound, Unusable
from rumah_inovasi.whole_files import sync_folder

LEFT_OVER_SECONDS = 3_600.0
_KEY = re.compile(r"([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{28}")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}


@dataclass(frozen=True)
class StoredFile:
    """What is known of bytes that are kept; `words`, of a document, are to be searched: None where known before."""

    key: str
    sha256: str
    size: int
    words: str | None = None


def is_key(text: str) -> bool:
    """Whether bytes can be kept under this."""
    return _KEY.fullmatch(text) is not None


class FolderStore:
    """Keeps files in the folder `root`, which is made when the first file comes."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, data: bytes) -> StoredFile:
        """Keep bytes under a new key; when this returns they are on the disk.

        Raises:
            Unusable: the disk is full, the folder is read-only or broken; nothing is left half-written.
        """
        token = secrets.token_hex(16)
        key = f"{token[:2]}/{token[2:4]}/{token}"
        self.put_back(key, data)
        return StoredFile(key, hashlib.sha256(data).hexdigest(), len(data))

    def put_back(self, key: str, data: bytes) -> None:
        """Keep bytes under a key that they had before, in the place of whatever stands there.

        Raises:
            NotFound: this is not a key.
            Unusable: as `put`.
        """
        place = self._place(key)
        unfinished = place.with_name(f".{place.name}.part")
        with _clear_errors(self.root):
            _make_folder(place.parent)
            unfinished.unlink(missing_ok=True)  # of somebody who was killed at this very key
            try:
                _write(unfinished, data)
                os.replace(unfinished, place)  # noqa: PTH105 - read with the fsync calls around it
            except BaseException:
                with suppress(OSError):
                    unfinished.unlink(missing_ok=True)
                raise
            sync_folder(place.parent)

    def open(self, key: str) -> BinaryIO:
        """Open kept bytes for reading; the caller closes.

        Raises:
            NotFound: no such key, or not a key at all.
            Unusable: the folder cannot be read.
        """
        place = self._place(key)
        with _clear_errors(self.root):
            try:
                # A link in the store would lead a reader out of it.
                handle = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
            except (FileNotFoundError, NotADirectoryError):
                raise _absent() from None
            except OSError as error:
                if error.errno == errno.ELOOP:
                    raise _absent() from None
                raise
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                os.close(handle)
                raise _absent()
            return os.fdopen(handle, "rb")

    def read(self, key: str) -> bytes:
        """Return kept bytes whole; raises as `open` does."""
        with self.open(key) as file:
            return file.read()

    def exists(self, key: str) -> bool:
        """Say whether bytes are kept under this key; false for what is not a key."""
        try:
            self.open(key).close()
        except NotFound:
            return False
        return True

    def size(self, key: str) -> int | None:
        """How many bytes are kept under this key, or None where there are none.

        Raises:
            Unusable: as `open`.
        """
        try:
            with self.open(key) as file:
                return os.fstat(file.fileno()).st_size
        except NotFound:
            return None

    def delete(self, key: str) -> None:
        """Remove bytes for good; removing twice is harmless.

        Raises:
            NotFound: this is not a key.
            Unusable: the folder is read-only or broken.
        """
        place = self._place(key)
        with _clear_errors(self.root):
            try:
                place.unlink()
            except (FileNotFoundError, NotADirectoryError):
                return
            sync_folder(place.parent)

    def keys(self) -> Iterator[str]:
        """Give every key in order; unfinished files have none."""
        for place in sorted(self.root.glob("??/??/*")):
            key = place.relative_to(self.root).as_posix()
            if is_key(key) and place.is_file() and not place.is_symlink():
                yield key

    def sweep(self, now: float | None = None) -> int:
        """Remove what writers that were killed left unfinished over an hour ago; return how many.

        Raises:
            Unusable: the folder is read-only or broken.
        """
        oldest = (time.time() if now is None else now) - LEFT_OVER_SECONDS
        removed = 0
        with _clear_errors(self.root):
            for unfinished in self.root.glob("??/??/.*.part"):
                with suppress(FileNotFoundError):
                    if unfinished.lstat().st_mtime < oldest:
                        unfinished.unlink()
                        removed += 1
        return removed

    def _place(self, key: str) -> Path:
        if not is_key(key):
            raise _absent()
        return self.root / key


def store_from_url(url: str, data_dir: Path) -> FolderStore:
    """Make the store that the setting RUMAH_FILES_URL names: a folder (relative ones count from `data_dir`) or `file:///…`.

    Raises:
        Invalid: an empty value or an address of another kind.
    """
    address = url.strip()
    parts = urlsplit(address)
    if (
        parts.scheme == "file"
        and parts.netloc in {"", "localhost"}
        and parts.path.startswith("/")
        and parts.path != "/"
    ):
        return FolderStore(Path(unquote(parts.path)))
    if not address or "://" in address or parts.scheme == "file" or "\0" in address:
        raise Invalid(
            "RUMAH_FILES_URL harus nama folder atau alamat seperti file:///srv/rumah-inovasi/berkas; "
            "%(value)r tidak dikenal.",
            field="RUMAH_FILES_URL",
            value=address,
        )
    return FolderStore(data_dir / Path(address).expanduser())


def _absent() -> NotFound:
    return NotFound("Berkas ini tidak ada.")


@contextmanager
def _clear_errors(root: Path) -> Iterator[None]:
    """Say in words what the system says in numbers."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            message = "Ruang penyimpanan berkas penuh (%(folder)s). Kosongkan ruang, lalu coba lagi."
        elif error.errno in _CLOSED:
            message = "Folder penyimpanan berkas tidak dapat diubah atau dibaca (%(folder)s). Periksa hak aksesnya."
        else:
            message = "Folder penyimpanan berkas bermasalah (%(folder)s: %(why)s)."
        raise Unusable(message, folder=root, why=error.strerror) from error


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it; each new name is forced to the disk, else the file could vanish with it."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def _write(place: Path, data: bytes) -> None:
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
