"""Keeps the archive in the content folder equal to what is public."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from rumah_inovasi import outbox, public_version
from rumah_inovasi.database import Database
from rumah_inovasi.errors import Unusable
from rumah_inovasi.files.store import FolderStore
from rumah_inovasi.interoperability import archive_entry, shelves
from rumah_inovasi.interoperability.archive_entry import Item
from rumah_inovasi.interoperability.archive_keeper import ArchiveKeeper
from rumah_inovasi.relay.projections import Change

MOST_RECORDED = 200  # where more texts fail, something is wrong with the folder itself


class ArchiveProjection:
    """Texts that are published or withdrawn have their files in the folder, all others have none."""

    name = "arsip"

    def __init__(self, database: Database, folder: Path, store: FolderStore, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._folder = folder
        self._keeper = ArchiveKeeper(database, folder, store)
        self._clock = clock

    def is_whole(self) -> bool:
        """Whether the whole archive once stood in this folder and the folder is there; without texts it is."""
        is_there = self._folder.is_dir()
        with self._database.read() as session:
            if is_there and public_version.state(session).archive_folder == str(self._folder):
                return True
            return not shelves.public_items(session)

    def rebuild(self) -> None:
        """Write what is missing or old and remove what nobody wants; a text that fails gets a row of its own.

        Raises:
            Unusable, OSError: the folder cannot be made or written.
        """
        if not self._folder.is_dir():
            self._mark(None)  # a folder that is only half filled must not pass for whole
            self._folder.mkdir(parents=True, exist_ok=True)
        with self._database.read() as session:
            items = {*shelves.public_items(session), *archive_entry.items(session)}
        kept = self._keeper.keep(items)
        if len(kept.problems) > MOST_RECORDED:
            raise Unusable(kept.told[0])
        self._mark(str(self._folder), kept.problems)

    def apply(self, changes: Sequence[Change]) -> Mapping[Change, str]:
        """Write and remove the files of the texts that the changes touch."""
        with self._database.read() as session:
            touched = {change: _EXPANSIONS[change.kind](session, change.entity) for change in changes}
        kept = self._keeper.keep(set().union(*touched.values()))
        return {change: reason for change, items in touched.items() if (reason := kept.reason_of(items))}

    def _mark(self, folder: str | None, failed: Iterable[Item] = ()) -> None:
        with self._database.write() as session:
            public_version.state(session).archive_folder = folder
            for item in failed:
                outbox.record(session, item.kind, item.number, now=self._clock())


_EXPANSIONS: Mapping[str, Callable[[Session, str], set[Item]]] = {
    outbox.INNOVATION: lambda _session, entity: {Item(outbox.INNOVATION, int(entity))},
    outbox.WORKSHOP: lambda _session, entity: {Item(outbox.WORKSHOP, int(entity))},
    outbox.UNIT: lambda session, entity: shelves.items_of_unit(session, int(entity)),
    outbox.EVERYTHING: lambda session, _entity: shelves.all_items(session) | archive_entry.items(session),
}
