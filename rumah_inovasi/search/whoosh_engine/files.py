"""The files of an index as Whoosh opens them."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage


def readable(place: Path) -> FileStorage:
    """The files of an index for readers; not mapped into memory, where a file that is cut short kills its readers."""
    return FileStorage(str(place), supports_mmap=False)


class WritersFiles(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """The files of an index for one writer. Whoosh leaves files open where it fails, on a full disk for example."""

    def __init__(self, place: Path) -> None:
        super().__init__(str(place), supports_mmap=False)
        self._opened: list[Any] = []
        self._aside: list[WritersFiles] = []

    def create_file(self, name: str, **options: Any) -> Any:  # noqa: ANN401 - Whoosh has no types
        """Open a file to write it."""
        return self._noted(super().create_file(name, **options))

    def open_file(self, name: str, **options: Any) -> Any:  # noqa: ANN401 - Whoosh has no types
        """Open a file to read it."""
        return self._noted(super().open_file(name, **options))

    def temp_storage(self, name: str | None = None) -> "WritersFiles":
        """A folder in which a writer sorts; it removes the folder itself."""
        self._aside.append(WritersFiles(Path(super().temp_storage(name).folder)))
        return self._aside[-1]

    def close_all(self) -> None:
        """Close what is still open."""
        for aside in self._aside:
            aside.close_all()
        for file in self._opened:
            # What cannot be written is not wanted any more.
            with suppress(OSError):
                file.raw_file().close()

    def _noted(self, file: Any) -> Any:  # noqa: ANN401 - Whoosh has no types
        self._opened.append(file)
        return file
