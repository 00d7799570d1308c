"""Works off the outbox: reads what has changed, makes the outside equal to it, then removes exactly the rows it read.

No transaction is open while a projection works, so nobody waits for it; a kill at any moment leaves rows that are
worked off again. A projection that is not whole is rebuilt before anything else. Until that succeeds the others go on,
and every row stays: what is not whole now may come back as it was, without what has changed meanwhile.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import InterfaceError, OperationalError

from rumah_inovasi import outbox
from rumah_inovasi.database import Database
from rumah_inovasi.errors import DomainError
from rumah_inovasi.outbox import OutboxRow
from rumah_inovasi.relay.projections import Change, Projection

BATCH = 200  # rows read at once
FIRST_PAUSE = timedelta(seconds=5)  # after a rebuild that failed
LONGEST_PAUSE = timedelta(minutes=5)
DATABASE_GONE = (OperationalError, InterfaceError)

log = logging.getLogger(__name__)


class Broken(Exception):
    """A projection turned out not to be whole while changes were applied to it."""


@dataclass(frozen=True)
class Outcome:
    """What came of work: changes applied, changes and requests that failed, projections made anew."""

    applied: int = 0
    failed: int = 0
    rebuilt: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether there was nothing to do, or nothing that could be done now."""
        return self == Outcome()

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.applied + other.applied, self.failed + other.failed, self.rebuilt + other.rebuilt)


class Relay:
    """Keeps projections equal to the database. One at a time per site; `turn` sees to that."""

    def __init__(
        self,
        database: Database,
        projections: Sequence[Projection],
        clock: Callable[[], datetime],
        *,
        batch: int = BATCH,
    ) -> None:
        self._database = database
        self._projections = projections
        self._clock = clock
        self._batch = batch
        self._pause = FIRST_PAUSE
        self._not_before: datetime | None = None  # of the next attempt to rebuild what is not whole
        self._ahead: set[int] = set()  # rows that others have applied while one is not whole

    def catch_up(self) -> Outcome:
        """Work until nothing is due.

        Raises: as `step`.
        """
        total = Outcome()
        while not (outcome := self.step()).is_nothing:
            total += outcome
        return total

    def step(self) -> Outcome:
        """Rebuild what has to be rebuilt, and work off one batch of rows.

        Raises:
            OperationalError, InterfaceError: the database is gone. The rows stay.
        """
        broken = {projection.name for projection in self._projections if not projection.is_whole()}
        # A rebuild works off every row that was there before it: then all of them are read.
        rows = self._due(None if broken else self._batch)
        changes = dict.fromkeys(Change(row.kind, row.entity) for row in rows)
        requests = [change for change in changes if change.kind == outbox.REBUILD]
        rebuilt, problems = self._rebuild(broken, {change.entity for change in requests})
        lame = broken - rebuilt
        plain = [change for change in changes if change.kind != outbox.REBUILD]
        if lame:
            plain = self._not_applied(rows, plain)
        able = [projection for projection in self._projections if projection.name not in lame]
        try:
            for projection in able:
                if plain and projection.name not in rebuilt:
                    problems |= self._apply(projection, plain)
        except Broken:
            return self.step()  # which begins with the rebuild
        applied = set(plain) - problems.keys() if able else set()
        self._ahead = {row.id for row in rows} if lame else set()
        self._settle(rows, {*(problems if lame else plain), *requests}, problems)
        return Outcome(len(applied), len(problems), len(rebuilt))

    def _not_applied(self, rows: Iterable[OutboxRow], changes: Iterable[Change]) -> list[Change]:
        """Those of the changes with a row that is new since something stopped being whole."""
        fresh = {Change(row.kind, row.entity) for row in rows if row.id not in self._ahead}
        return [change for change in changes if change in fresh]

    def _due(self, limit: int | None) -> Sequence[OutboxRow]:
        with self._database.read() as session:
            return outbox.due(session, now=self._clock(), limit=limit)

    def _rebuild(self, broken: set[str], asked: set[str]) -> tuple[set[str], dict[Change, str]]:
        """Make anew what is broken, after a pause where that failed just now, and what somebody asked for."""
        names = {projection.name for projection in self._projections}
        unknown = {name: f"Tidak ada proyeksi bernama “{name}”." for name in asked - names}
        pausing = self._not_before is not None and self._clock() < self._not_before
        wanted = asked if pausing else asked | broken
        failed = {
            projection.name: problem
            for projection in self._projections
            if projection.name in wanted and (problem := self._make_anew(projection))
        }
        rebuilt = (wanted & names) - failed.keys()
        if broken <= rebuilt:
            self._pause, self._not_before = FIRST_PAUSE, None
        elif wanted:
            self._not_before = self._clock() + self._pause
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        problems = {name: problem for name, problem in (unknown | failed).items() if name in asked}
        return rebuilt, {Change(outbox.REBUILD, name): problem for name, problem in problems.items()}

    def _make_anew(self, projection: Projection) -> str | None:
        try:
            projection.rebuild()
        except DATABASE_GONE:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the former state goes on serving, and it is told
            _tell_surprise(error)
            log.log(logging.ERROR, "Proyeksi %s tidak dapat dibuat ulang: %s", projection.name, _reason(error))
            return _reason(error)
        return None

    def _apply(self, projection: Projection, changes: Sequence[Change]) -> Mapping[Change, str]:
        """Apply changes; where that raises, apply each half, until the one that is bad stands alone."""
        try:
            return projection.apply(changes)
        except DATABASE_GONE:
            raise
        except Exception as error:
            if not projection.is_whole():
                raise Broken from error
            if len(changes) == 1:
                _tell_surprise(error)
                return {changes[0]: _reason(error)}
        middle = len(changes) // 2
        return {**self._apply(projection, changes[:middle]), **self._apply(projection, changes[middle:])}

    def _settle(self, rows: Iterable[OutboxRow], worked: set[Change], problems: Mapping[Change, str]) -> None:
        """Remove the rows of what succeeded, earlier failures too; keep those of what failed with the reason."""
        by_result: dict[str | None, list[int]] = {}
        for row in rows:
            change = Change(row.kind, row.entity)
            if change in worked:
                by_result.setdefault(problems.get(change), []).append(row.id)
        if not by_result:
            return
        with self._database.write() as session:
            for problem, ids in by_result.items():
                if problem is None:
                    outbox.done(session, ids)
                    for kind in {change.kind for change in worked}:
                        entities = [change.entity for change in worked - problems.keys() if change.kind == kind]
                        outbox.overtaken(session, kind, entities)
                else:
                    outbox.failed(session, ids, problem, now=self._clock())
                    log.warning("%s perubahan gagal dan akan dicoba lagi: %s", len(ids), problem)


def _reason(error: Exception) -> str:
    if isinstance(error, DomainError | OSError):
        return str(error)
    return f"{type(error).__name__}: {error}"


def _tell_surprise(error: Exception) -> None:
    """Log the trace of what no projection announces: it helps to mend the program."""
    if not isinstance(error, DomainError | OSError):
        log.error("Kesalahan tak terduga", exc_info=error)
