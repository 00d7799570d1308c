"""Files of the content folder that belong to a backup: plain ones that are not hidden, and what cannot be taken along.

A folder directly below it may be a link: shelves of the archive may stand on a volume of their own.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rumah_inovasi.backup.manifest import CONTENT, is_sound
from rumah_inovasi.disk_reasons import reason_of


@dataclass(frozen=True)
class ContentFile:
    """A file or folder, its name below the content folder with slashes, and why a backup cannot hold it, if so."""

    place: Path
    name: str
    trouble: str | None = None


def content_files(folder: Path) -> list[ContentFile]:
    """What stands in the folder, by name; nothing where there is none."""
    return sorted(_walk(folder), key=lambda file: file.name)


def _walk(folder: Path) -> Iterator[ContentFile]:
    yield from _below(folder, folder)
    with_links = (path for path in _entries(folder) if path.is_symlink() and path.is_dir())
    for link in with_links:
        yield from _below(link, folder)


def _entries(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError:  # told by the walk itself
        return []


def _below(top: Path, folder: Path) -> Iterator[ContentFile]:
    closed: list[OSError] = []
    for place, folders, names in os.walk(top, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for path in (Path(place) / name for name in folders):
            if os.path.islink(path) and path.parent != folder:  # noqa: PTH114 - no error in a closed folder
                yield ContentFile(path, path.relative_to(folder).as_posix(), "adalah tautan ke folder lain")
        for name in (name for name in names if not name.startswith(".")):
            path = Path(place) / name
            below = path.relative_to(folder).as_posix()
            yield ContentFile(path, below, _trouble(path, below))
    for error in closed:
        path = Path(error.filename)
        if path != folder or not isinstance(error, FileNotFoundError):  # else there is no archive yet
            yield ContentFile(path, path.relative_to(folder).as_posix(), f"tidak dapat dibaca: {reason_of(error)}")


def _trouble(path: Path, below: str) -> str | None:
    try:
        is_plain = path.is_file() and not path.is_symlink()
    except OSError as error:  # a folder whose names may be read, and nothing more
        return f"tidak dapat dibaca: {reason_of(error)}"
    return None if is_plain and is_sound(CONTENT + below, {}) else "bukan berkas biasa atau namanya tidak lazim"
