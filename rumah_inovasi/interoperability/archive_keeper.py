"""Makes files of the content folder equal to the database, and leaves alone what somebody changed there by hand.

What is to be written is noted first, in a transaction, then written, then noted as written: a kill at any moment leaves
only bytes that are known, and doing it again completes it. Nothing is noted or written where nothing differs.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from rumah_inovasi.database import Database
from rumah_inovasi.disk_reasons import reason_of
from rumah_inovasi.errors import Unusable
from rumah_inovasi.files.store import FolderStore
from rumah_inovasi.interoperability import archive, archived_files, shelves
from rumah_inovasi.interoperability.archive import ArchiveFile
from rumah_inovasi.interoperability.archive_entry import ArchiveEntry, Item, entries
from rumah_inovasi.interoperability.archive_plan import Plan, Step, changed_by_hand, plan, wanted_files
from rumah_inovasi.interoperability.archive_turn import archive_turn

PART = 50  # texts held in memory at once
_LEFT_OVER = re.compile(r"\.[a-z0-9_]{8}\.tmp")  # of a write that was killed


@dataclass
class Kept:
    """How many files were written, how many have to be there, and by text what stands in the way."""

    written: int = 0
    total: int = 0
    problems: dict[Item, list[str]] = field(default_factory=dict)

    @property
    def told(self) -> list[str]:
        """All problems in words."""
        return [problem for told in self.problems.values() for problem in told]

    def reason_of(self, items: Collection[Item]) -> str | None:
        """The first problem of these texts and how many more there are; none where all went well."""
        told = [problem for item in sorted(items) for problem in self.problems.get(item, ())]
        return told[0] + (f" (Ada {len(told) - 1} masalah lain.)" if told[1:] else "") if told else None


class ArchiveKeeper:
    """Keeps the archive in one folder. Several may work on it: they take turns."""

    def __init__(self, database: Database, folder: Path, store: FolderStore) -> None:
        self._database = database
        self._folder = folder
        self._store = store
        self._is_swept = False

    def keep(self, items: Iterable[Item]) -> Kept:
        """Make the files of these texts as the database says now; those that are not public have none."""
        kept, ordered = Kept(), sorted(set(items))
        for start in range(0, len(ordered), PART):
            with archive_turn(self._folder):
                self._sweep()
                for done in self._keep_part(ordered[start : start + PART], kept):
                    if done.problems:
                        kept.problems[done.item] = done.problems
        return kept

    def _keep_part(self, items: Sequence[Item], kept: Kept) -> list[Plan]:
        plans = self._plans(items, kept)
        if any(item.writes for item in plans):
            with self._database.write() as session:
                for item in plans:
                    _note(session, item.item, item.writes)
        written = {item.item: self._carry_out(item) for item in plans}
        kept.written += sum(step.item is not None for steps in written.values() for step in steps)
        if any(written[item.item] or item.adopted or item.lost for item in plans):
            with self._database.write() as session:
                for item in plans:
                    _settle(session, item, written[item.item])
        return plans

    def _plans(self, items: Sequence[Item], kept: Kept) -> list[Plan]:
        with self._database.read() as session:
            wanted = {item: wanted_files(shelves.public_file(session, item)) for item in items}
            paths = [path for files in wanted.values() for path in files]
            known = entries(session, items, paths)
        kept.total += len(paths)
        return [plan(self._folder, item, files, known) for item, files in wanted.items()]

    def _carry_out(self, item: Plan) -> list[Step]:
        """Write what is to be written, then remove what is no longer wanted; what cannot be replaced yet stays."""
        done = []
        for step in [*item.writes, *item.removals]:
            if step.name in item.held:
                continue
            try:
                self._take(step)
            except Unusable as error:
                item.fail(step, str(error))
                continue
            done.append(step)
        return done

    def _take(self, step: Step) -> None:
        target = self._folder / step.path
        if archived_files.digest(target) != step.found:  # changed between the comparison and now
            raise Unusable(changed_by_hand(target))
        if isinstance(step.item, ArchiveFile):
            archive.put(self._folder, step.item)
        elif step.item is not None:
            archived_files.put(self._folder, [step.item], self._store)
        else:
            self._remove(target)

    def _remove(self, target: Path) -> None:
        try:
            target.unlink(missing_ok=True)
        except OSError as error:
            raise Unusable(f"{target} tidak dapat dihapus: {reason_of(error)}.") from None
        if {self._folder / folder for folder in shelves.FOLDERS} & set(target.parents[1:]):
            with suppress(OSError):
                target.parent.rmdir()  # which only an empty folder lets itself be

    def _sweep(self) -> None:
        """Remove, once, what killed writes left behind."""
        if not self._is_swept:
            for folder in shelves.FOLDERS:
                for path in (self._folder / folder).rglob(".*.tmp"):
                    if _LEFT_OVER.fullmatch(path.name):
                        with suppress(OSError):
                            path.unlink()
            self._is_swept = True


def _note(session: Session, item: Item, steps: Iterable[Step]) -> None:
    for step in steps:
        row = ArchiveEntry(path=step.path, **item._asdict(), sha256=step.found, next_sha256=step.wanted)
        session.merge(row)


def _settle(session: Session, item: Plan, done: Iterable[Step]) -> None:
    gone = [*item.lost, *(step.path for step in done if step.item is None)]
    for path in gone:
        session.execute(delete(ArchiveEntry).where(ArchiveEntry.path == path))
    stands = item.adopted | {step.path: step.wanted for step in done if step.item is not None}
    for path, sha256 in stands.items():
        session.merge(ArchiveEntry(path=path, **item.item._asdict(), sha256=sha256, next_sha256=None))
