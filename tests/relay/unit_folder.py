"""A projection for tests, as real as the index and simple enough to be compared with the database at a glance."""

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from rumah_inovasi import outbox
from rumah_inovasi.database import Database
from rumah_inovasi.organisations.model import Unit, UnitState
from rumah_inovasi.relay.projections import Change

REGION = "35.78"


class UnitFolder:
    """Active units of a region: a file for each, named by its number, that says its name.

    A rebuild goes to a folder of its own; `current` leads to the one that counts.
    """

    def __init__(self, database: Database, place: Path, name: str = "pencarian") -> None:
        self.name = name
        self.current = place / "current"
        self._database = database
        self._place = place

    def is_whole(self) -> bool:
        return self.current.exists()

    def rebuild(self) -> None:
        self._place.mkdir(exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=self._place))
        with self._database.read() as session:
            units = names(session)
        for number, name in units.items():
            (aside / number).write_text(name)
        link = aside.with_suffix(".link")
        link.symlink_to(aside)
        link.replace(self.current)

    def apply(self, changes: Sequence[Change]) -> Mapping[Change, str]:
        with self._database.read() as session:
            units = names(session)
        for change in changes:
            for number in {"unit": [change.entity], "innovation": [], "everything": list(units)}[change.kind]:
                self._show(number, units.get(number))
        return {}

    def shown(self) -> dict[str, str]:
        """What stands outside now."""
        return {path.name: path.read_text() for path in self.current.iterdir() if path.is_file()}

    def spoil(self, number: int) -> None:
        """Put something in the place of a unit's file that cannot be replaced by one."""
        (self.current / str(number)).unlink(missing_ok=True)
        (self.current / str(number) / "x").mkdir(parents=True)

    def mend(self, number: int) -> None:
        """Clear the place of a unit's file."""
        shutil.rmtree(self.current / str(number))

    def _show(self, number: str, name: str | None) -> None:
        path = self.current / number
        if name is None:
            path.unlink(missing_ok=True)
            return
        aside = self._place / f"{os.getpid()}.tmp"
        aside.write_text(name)
        aside.replace(path)


class TellingFolder(UnitFolder):
    """Does what it can of a batch and tells what failed, instead of raising."""

    def apply(self, changes: Sequence[Change]) -> Mapping[Change, str]:
        problems = {}
        for change in changes:
            try:
                super().apply([change])
            except OSError as error:
                problems[change] = str(error)
        return problems


def names(session: Session) -> dict[str, str]:
    """What should stand outside: number and name of each active unit."""
    query = select(Unit.id, Unit.name).where(Unit.region_code == REGION, Unit.state == UnitState.ACTIVE)
    return {str(number): name for number, name in session.execute(query)}


def waiting(database: Database) -> int:
    """How many rows have not been worked off."""
    with database.read() as session:
        status = outbox.status(session)
    return status.pending + status.parked
