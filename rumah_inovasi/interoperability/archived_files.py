"""Attachments beside the Markdown of the archive: `inovasi/<year>/<number>/<name>`, byte for byte as they are kept."""

import hashlib
import stat
from collections.abc import Iterable
from pathlib import Path

from rumah_inovasi.disk_reasons import reason_of
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
            raise Unusable(f"Lampiran {target} tidak dapat ditulis: {reason_of(error)}.") from None
        written += 1
    return written


def digest(path: Path) -> str | None:
    """The sha256 of a file, or None where there is none.

    Raises:
        Unusable: it cannot be read, or is no file.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unusable(f"{path} bukan berkas biasa. Pindahkan, supaya berkas arsip dapat ditulis di sana.")
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Unusable(f"{path} tidak dapat dibaca: {reason_of(error)}.") from None
