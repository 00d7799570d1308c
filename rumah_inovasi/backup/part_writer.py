"""Puts parts into the file of a backup, a ZIP that every system can open, and keeps the sum of each."""

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import BinaryIO

from rumah_inovasi.backup.manifest import Part

CHUNK = 1 << 20
_OWNER_ALONE = 0o100600 << 16  # a plain file, in the bits that a ZIP keeps of it


class PartWriter:
    """Writes one part after the other."""

    def __init__(self, archive: zipfile.ZipFile, now: datetime) -> None:
        self.parts: list[Part] = []
        self._archive = archive
        self._now = now

    @contextmanager
    def part(self, name: str, *, is_packed: bool = True) -> Iterator[Callable[[bytes], None]]:
        """A part in the making; gives what takes its bytes. Pictures and documents are packed already."""
        digest, size = hashlib.sha256(), 0
        with self._archive.open(self._head(name, is_packed=is_packed), "w", force_zip64=True) as stream:

            def write(data: bytes) -> None:
                nonlocal size
                digest.update(data)
                size += len(data)
                stream.write(data)

            yield write
        self.parts.append(Part(name, size, digest.hexdigest()))

    def copy(self, name: str, source: BinaryIO, *, is_packed: bool = True) -> Part:
        """A part with all the bytes of an open file."""
        with self.part(name, is_packed=is_packed) as write:
            for chunk in iter(lambda: source.read(CHUNK), b""):
                write(chunk)
        return self.parts[-1]

    def put(self, name: str, data: bytes) -> None:
        """A part with these bytes."""
        with self.part(name) as write:
            write(data)

    def _head(self, name: str, *, is_packed: bool) -> zipfile.ZipInfo:
        head = zipfile.ZipInfo(name, self._now.timetuple()[:6])
        head.external_attr = _OWNER_ALONE
        head.compress_type = zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED
        return head
