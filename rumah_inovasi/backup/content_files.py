"""Files of the content folder that belong to a backup: plain ones that are not hidden."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rumah_inovasi.backup.manifest import CONTENT, is_sound


@dataclass(frozen=True)
class ContentFile:
    """A file and its name below the content folder, with slashes. `is_fit` tells whether a backup can hold it."""

    place: Path
    name: str
    is_fit: bool


def content_files(folder: Path) -> list[ContentFile]:
    """What stands in the folder, by name; nothing where there is none."""
    return sorted(_walk(folder), key=lambda file: file.name)


def _walk(folder: Path) -> Iterator[ContentFile]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in (name for name in names if not name.startswith(".")):
            path = Path(place) / name
            below = path.relative_to(folder).as_posix()
            is_fit = path.is_file() and not path.is_symlink() and is_sound(CONTENT + below, {})
            yield ContentFile(path, below, is_fit)
