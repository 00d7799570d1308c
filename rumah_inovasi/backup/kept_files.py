"""The kept files of a backup: each that a row names has to be there, and all go into the store, or none."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from rumah_inovasi import progress
from rumah_inovasi.backup.manifest import FILES, Manifest
from rumah_inovasi.backup.opening import Archive
from rumah_inovasi.backup.rows import files_in
from rumah_inovasi.errors import DomainError, Invalid
from rumah_inovasi.files.store import FolderStore


class Inventory:
    """The files that a backup holds, and those of which it says that they were lost or changed before."""

    def __init__(self, told: Manifest) -> None:
        self._sums = {part.name.removeprefix(FILES): part.sha256 for part in told.below(FILES)}
        self._lost = set(told.missing)
        self._changed = set(told.changed)

    def compare(self, row: Mapping[str, Any]) -> None:
        """Refuse a row that names a file which the backup lacks, or holds with other bytes, without saying so.

        Raises:
            Invalid: it does.
        """
        for file in files_in(row):
            found = self._sums.get(file.key)
            is_same = file.sha256 in {None, found} or file.key in self._changed
            if file.key not in self._lost and (found is None or not is_same):
                raise Invalid(
                    "Cadangan ini tidak memuat berkas %(key)s seperti yang disebut barisnya. Pakai cadangan lain. "
                    "Tidak ada yang diubah.",
                    key=file.key,
                )


class Returning:
    """Files on their way into the store of a house, which can be taken back until the restore is decided."""

    def __init__(self, store: FolderStore) -> None:
        self._store = store
        self._new: list[str] = []

    def put(self, archive: Archive) -> None:
        """Put back what is not there as it should be.

        Raises:
            Unusable: the store cannot be written.
        """
        parts = archive.manifest.below(FILES)
        for part in progress.shown(parts, len(parts), "Memulihkan lampiran"):
            key = part.name.removeprefix(FILES)
            data = b"".join(archive.chunks(part.name))
            size = self._store.size(key)
            if size is None:
                self._new.append(key)  # before it stands there: what is half done is taken back too
            if size != len(data) or self._store.read(key) != data:
                self._store.put_back(key, data)

    def take_back(self) -> None:
        """Remove what was not there before, as far as that can be done."""
        for key in self._new:
            with suppress(DomainError):
                self._store.delete(key)
