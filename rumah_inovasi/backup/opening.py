"""Opens a backup, and lets nothing in that is damaged, foreign, newer, or not what its manifest says.

What a ZIP file says of itself is not believed: only names that a backup has get in, sizes are those of the manifest,
and every part is summed before anything in the house is touched.
"""

import hashlib
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from rumah_inovasi import progress
from rumah_inovasi.backup import manifest
from rumah_inovasi.backup.manifest import Manifest, NewerFormat
from rumah_inovasi.backup.part_writer import CHUNK
from rumah_inovasi.disk_reasons import reason_of
from rumah_inovasi.errors import Invalid, Unusable
from rumah_inovasi.files.inspection import MAX_BYTES
from rumah_inovasi.migrations.upgrade import HEAD, steps
from rumah_inovasi.public_version import SiteState

MOST_MANIFEST = 64 << 20  # bytes; of some 400,000 files
MOST_SECRET = 4096  # bytes
MOST_FILE = 4 * MAX_BYTES  # of a kept file; a picture that is drawn anew may be larger than what was uploaded
LONGEST_LINE = 32 << 20  # bytes; no page takes more than one mebibyte from anybody
_WAYS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# What zipfile raises over files that are none, or are cut or changed somewhere.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)


class Archive:
    """An open backup whose manifest is sound. Its parts can be believed once `verify` has passed."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, told: Manifest) -> None:
        self.path = path
        self.manifest = told
        self._archive = archive

    def verify(self) -> None:
        """Sum every part.

        Raises:
            Invalid: one is damaged.
        """
        parts = self.manifest.parts
        for part in progress.shown(parts, len(parts), "Memeriksa cadangan"):
            digest, size = hashlib.sha256(), 0
            for chunk in self.chunks(part.name):
                digest.update(chunk)
                size += len(chunk)
            if (size, digest.hexdigest()) != (part.size, part.sha256):
                raise self._damaged(part.name)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part.

        Raises:
            Invalid: they cannot be read.
        """
        return self._read(name, lambda stream: stream.read(CHUNK))

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a part; raises as `chunks`, and where a line is longer than any of a house."""
        for line in self._read(name, lambda stream: stream.readline(LONGEST_LINE)):
            if not line.endswith(b"\n"):
                raise self._damaged(name)
            yield line

    def _read(self, name: str, take: Callable[[IO[bytes]], bytes]) -> Iterator[bytes]:
        try:
            with self._archive.open(name) as stream:
                while data := take(stream):
                    yield data
        except _DAMAGE:
            raise self._damaged(name) from None

    def _damaged(self, name: str) -> Invalid:
        return Invalid(
            "Cadangan %(file)s rusak (bagian %(part)s). Pakai cadangan lain. Tidak ada yang diubah.",
            file=self.path,
            part=name,
        )


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The backup in a file, closed afterwards.

    Raises:
        Invalid: the file is no backup, of a newer program, or damaged as far as the manifest tells.
        Unusable: the file cannot be read.
    """
    try:
        file = os.fdopen(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK), "rb")
    except OSError as error:
        raise _unreadable(path, reason_of(error)) from None
    with file:
        yield _archive(path, file)


def _unreadable(path: Path, reason: str) -> Unusable:
    return Unusable("%(file)s tidak dapat dibaca: %(reason)s.", file=path, reason=reason)


def _archive(path: Path, file: IO[bytes]) -> Archive:
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # others may have no end
        raise _unreadable(path, "bukan berkas biasa")
    try:
        archive = zipfile.ZipFile(file)
        head = archive.getinfo(manifest.NAME)
        if head.file_size > MOST_MANIFEST:
            raise ValueError("too long for a manifest")
        told = manifest.read(archive.read(head))
    except NewerFormat:
        raise _newer(path) from None
    except _DAMAGE:
        raise Invalid(
            "%(file)s bukan cadangan Rumah Inovasi, atau terpotong. Tidak ada yang diubah.", file=path
        ) from None
    if told.schema > HEAD:
        raise _newer(path)
    if told.schema not in steps() or not _is_whole(archive, told):
        raise Invalid(
            "Isi cadangan %(file)s tidak seperti yang disebut manifestnya. Pakai cadangan lain. Tidak ada yang diubah.",
            file=path,
        )
    if oddity := _oddity(told):
        raise Invalid(
            "Cadangan %(file)s memuat yang tidak ada dalam rumah mana pun: %(oddity)s. Pakai cadangan lain. "
            "Tidak ada yang diubah.",
            file=path,
            oddity=oddity,
        )
    return Archive(path, archive, told)


def _oddity(told: Manifest) -> str | None:
    """What no house has ever put into a backup, if anything."""
    state = told.tables.get(SiteState.__tablename__)
    if state is None or state.rows != 1:
        return f"tabel {SiteState.__tablename__} tidak tepat satu baris"
    for part in told.parts:
        is_whole_in_memory = part.name.startswith(manifest.FILES) or part.name == manifest.SECRET
        if is_whole_in_memory and part.size > (MOST_SECRET if part.name == manifest.SECRET else MOST_FILE):
            return f"bagian {part.name} terlalu besar"
    return None


def _newer(path: Path) -> Invalid:
    return Invalid(
        "Cadangan %(file)s dibuat oleh versi program yang lebih baru. Pasang versi itu, lalu ulangi. "
        "Tidak ada yang diubah.",
        file=path,
    )


def _is_whole(archive: zipfile.ZipFile, told: Manifest) -> bool:
    """Whether there is exactly what the manifest names, each part once, under names that a backup has."""
    members = archive.infolist()
    named = {part.name: part.size for part in told.parts}
    return (
        len(members) == len(told.parts) + 1 == len(named) + 1
        and {member.filename for member in members} == {*named, manifest.NAME}
        and all(manifest.is_sound(name, told.tables) for name in named)
        and {manifest.rows_of(table) for table in told.tables} <= named.keys()
        and all(member.compress_type in _WAYS and not member.flag_bits & 1 for member in members)
        and all(named.get(member.filename, member.file_size) == member.file_size for member in members)
    )
