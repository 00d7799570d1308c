"""The files of an index as Whoosh opens them."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage


class Files(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """The files of an index for whoever may fail half-way: Whoosh leaves files open then, on a full disk for example.

    They are not mapped into memory, where a file that is cut short would kill its readers.
    """

    def __init__(self, place: Path) -> None:
        super().__init__(str(place), supports_mmap=False)
        self._opened: list[Any] = []
        self._aside: list[Files] = []

    def create_file(self, name: str, **options: Any) -> Any:  # noqa: ANN401 - Whoosh has no types
        """Open a file to write it."""
        return self._noted(super().create_file(name, **options))

    def open_file(self, name: str, **options: Any) -> Any:  # noqa: ANN401 - Whoosh has no types
        """Open a file to read it."""
        return self._noted(super().open_file(name, **options))

    def temp_storage(self, name: str | None = None) -> "Files":
        """A folder in which a writer sorts; it removes the folder itself."""
        self._aside.append(Files(Path(super().temp_storage(name).folder)))
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
