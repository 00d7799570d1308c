"""Attachments beside the Markdown of the archive: `inovasi/<year>/<number>/<name>`, byte for byte as they are kept."""

import contextlib
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from rumah_inovasi.errors import NotFound, Unusable
from rumah_inovasi.files.store import FolderStore
from rumah_inovasi.interoperability.archive import ArchivedFile
from rumah_inovasi.whole_files import replace_file


def put(folder: Path, files: Iterable[ArchivedFile], store: FolderStore) -> int:
    """Write the files that are missing or different below the content folder; gives how many.

    Raises:
        Unusable: the folder cannot be written, or the bytes of an attachment are not in the store.
    """
    written = 0
    for file in files:
        target = folder / file.path
        try:
            if digest(target) == file.sha256:
                continue
            data = store.read(file.key)
            target.parent.mkdir(parents=True, exist_ok=True)
            replace_file(target, data)
        except NotFound:
            raise Unusable(
                f"Lampiran {file.path} hilang dari penyimpanan berkas. Pulihkan folder penyimpanan dari cadangan."
            ) from None
        except OSError as error:
            raise Unusable(f"Lampiran {target} tidak dapat ditulis: {error.strerror}.") from None
        written += 1
    return written


def settle(folder: Path, files: Iterable[ArchivedFile], known: Mapping[Path, str], store: FolderStore) -> None:
    """Put the files in their places, unless something stands there that nobody imported.

    Args:
        folder: the content folder.
        files: what has to be there.
        known: absolute paths and the sha256 of what was imported from there or written there before.
        store: where the bytes are.

    Raises:
        Unusable: as `put`, or a place is taken.
    """
    files = list(files)
    for file in files:
        target = folder / file.path
        if digest(target) not in {None, file.sha256, known.get(target)}:
            raise Unusable(f"{target} berisi hal lain yang belum diimpor. Pindahkan berkas itu, lalu impor lagi.")
    put(folder, files, store)


def clear(folder: Path, files: Iterable[ArchivedFile], known: Mapping[Path, str]) -> None:
    """Remove files that have been imported or are no longer shown, unless somebody has changed them meanwhile.

    Raises:
        Unusable: a file cannot be removed.
    """
    kept = {folder / file.path for file in files}
    for path, sha256 in known.items():
        if path in kept or not path.is_relative_to(folder) or digest(path) != sha256:
            continue
        try:
            path.unlink()
        except OSError as error:
            raise Unusable(f"{path} tidak dapat dihapus: {error.strerror}.") from None
        with contextlib.suppress(OSError):
            path.parent.rmdir()  # which only an empty folder lets itself be


def digest(path: Path) -> str | None:
    """The sha256 of a file, or None where there is none.

    Raises:
        Unusable: it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Unusable(f"{path} tidak dapat dibaca: {error.strerror}.") from None
