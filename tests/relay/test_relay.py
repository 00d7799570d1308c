"""Rows are worked off, each exactly when its change stands outside; what fails stays and stops nothing else."""

import logging
import random
import shutil
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from rumah_inovasi import outbox
from rumah_inovasi.errors import Unusable
from rumah_inovasi.house import House
from rumah_inovasi.outbox import OutboxRow
from rumah_inovasi.relay.projections import Change
from rumah_inovasi.relay.relay import Outcome, Relay
from tests.fixtures import START, Clock
from tests.relay.changing import close, create, rename
from tests.relay.unit_folder import TellingFolder, UnitFolder, names, waiting

NOTHING = Outcome()


@pytest.fixture
def folder(any_house: House, tmp_path: Path) -> UnitFolder:
    """A whole projection."""
    made = UnitFolder(any_house.database, tmp_path / "keluar")
    made.rebuild()
    return made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def relay(any_house: House, folder: UnitFolder, clock: Clock) -> Relay:
    return Relay(any_house.database, [folder], clock)


def rows(house: House) -> list[OutboxRow]:
    with house.database.read() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def is_equal(house: House, folder: UnitFolder) -> bool:
    with house.database.read() as session:
        return folder.shown() == names(session)


def record(house: House, *changes: tuple[str, str]) -> None:
    with house.database.write() as session:
        for kind, entity in changes:
            outbox.record(session, kind, entity, now=START)


# What is recorded


def test_changes_reach_the_outside_and_their_rows_go(any_house: House, folder: UnitFolder, relay: Relay) -> None:
    unit, other = create(any_house.database, "Dinas Satu"), create(any_house.database, "Dinas Dua")
    assert not is_equal(any_house, folder)
    assert relay.catch_up() == Outcome(applied=2)
    assert is_equal(any_house, folder)
    rename(any_house.database, unit, "Dinas Tiga")
    close(any_house.database, other)
    assert relay.catch_up() == Outcome(applied=2)
    assert folder.shown()[str(unit)] == "Dinas Tiga"
    assert str(other) not in folder.shown()
    assert waiting(any_house.database) == 0
    assert relay.step() == NOTHING


def test_rows_are_worked_off_in_batches(any_house: House, folder: UnitFolder, clock: Clock) -> None:
    relay = Relay(any_house.database, [folder], clock, batch=3)
    for number in range(7):
        create(any_house.database, f"Dinas {number}")
    assert [relay.step().applied for _ in range(4)] == [3, 3, 1, 0]
    assert is_equal(any_house, folder)


def test_entity_that_changed_often_is_applied_once(any_house: House, folder: UnitFolder, relay: Relay) -> None:
    unit = create(any_house.database, "Dinas Satu")
    for number in range(5):
        rename(any_house.database, unit, f"Dinas {number}")
    assert relay.catch_up() == Outcome(applied=1)
    assert is_equal(any_house, folder)
    assert waiting(any_house.database) == 0


def test_doubled_late_and_out_of_order_rows_do_no_harm(any_house: House, folder: UnitFolder, relay: Relay) -> None:
    units = [create(any_house.database, f"Dinas {number}") for number in range(6)]
    for unit in units[:3]:
        close(any_house.database, unit)
    relay.catch_up()
    late = [("unit", str(unit)) for unit in units * 3] + [("everything", ""), ("unit", "999999")]
    random.Random(7).shuffle(late)
    record(any_house, *late)
    assert relay.catch_up().failed == 0
    assert is_equal(any_house, folder)
    assert waiting(any_house.database) == 0


class Busy(UnitFolder):
    """A site on which the very unit is renamed while the relay works on it."""

    unit = 0

    def apply(self, changes: Sequence[Change]) -> Mapping[Change, str]:
        problems = super().apply(changes)
        if self.unit:
            unit, self.unit = self.unit, 0
            rename(self._database, unit, "Dinas Terakhir")
        return problems


def test_change_that_arrives_during_the_work_has_its_own_row(any_house: House, tmp_path: Path, clock: Clock) -> None:
    folder = Busy(any_house.database, tmp_path / "keluar")
    folder.rebuild()
    relay = Relay(any_house.database, [folder], clock)
    folder.unit = unit = create(any_house.database, "Dinas Pertama")
    assert relay.step() == Outcome(applied=1)
    assert folder.shown()[str(unit)] == "Dinas Pertama"
    assert waiting(any_house.database) == 1
    assert relay.step() == Outcome(applied=1)
    assert folder.shown()[str(unit)] == "Dinas Terakhir"
    assert waiting(any_house.database) == 0


# What fails


@pytest.mark.parametrize("kind", [UnitFolder, TellingFolder])
def test_bad_item_stops_no_other_and_stays_with_its_reason(
    any_house: House, tmp_path: Path, clock: Clock, kind: type[UnitFolder]
) -> None:
    folder = kind(any_house.database, tmp_path / "keluar")
    folder.rebuild()
    relay = Relay(any_house.database, [folder], clock)
    units = [create(any_house.database, f"Dinas {number}") for number in range(7)]
    folder.spoil(units[4])
    before = clock.at
    assert relay.catch_up() == Outcome(applied=6, failed=1)
    assert set(folder.shown()) >= {str(unit) for unit in units if unit != units[4]}
    (row,) = rows(any_house)
    assert (row.kind, row.entity, row.attempts, row.parked_at) == ("unit", str(units[4]), 1, None)
    assert row.error is not None
    assert "Is a directory" in row.error
    assert row.retry_at is not None
    assert row.retry_at > before + timedelta(seconds=4)


def test_surprise_within_a_projection_is_a_bad_item_too(
    any_house: House, folder: UnitFolder, relay: Relay, caplog: pytest.LogCaptureFixture
) -> None:
    unit = create(any_house.database, "Dinas Satu")
    record(any_house, ("aneh", "1"))
    assert relay.catch_up() == Outcome(applied=1, failed=1)
    assert folder.shown()[str(unit)] == "Dinas Satu"
    (row,) = rows(any_house)
    assert row.error == "KeyError: 'aneh'"
    assert "Traceback" in caplog.text


def test_what_failed_is_tried_again_after_pauses_that_double_and_then_parked(
    any_house: House, folder: UnitFolder, relay: Relay, clock: Clock
) -> None:
    folder.spoil(create(any_house.database, "Dinas Satu"))
    pauses = []
    for attempt in range(1, outbox.MOST_ATTEMPTS + 1):
        assert relay.catch_up() == Outcome(failed=1)
        (row,) = rows(any_house)
        assert row.attempts == attempt
        assert relay.step() == NOTHING  # not before its time
        if row.retry_at:
            pauses.append(round((row.retry_at - clock.at).total_seconds(), -1))
            clock.at = row.retry_at
    assert pauses == sorted(pauses)
    assert pauses[-1] == 320
    assert row.parked_at is not None
    clock.at += timedelta(days=365)
    assert relay.step() == NOTHING
    assert waiting(any_house.database) == 1


def test_parked_row_is_tried_again_when_somebody_asks(
    any_house: House, folder: UnitFolder, relay: Relay, clock: Clock
) -> None:
    unit = create(any_house.database, "Dinas Satu")
    folder.spoil(unit)
    for _ in range(outbox.MOST_ATTEMPTS):
        relay.catch_up()
        clock.at += timedelta(hours=1)
    assert rows(any_house)[0].parked_at
    for is_mended in (False, True):
        if is_mended:
            folder.mend(unit)
        with any_house.database.write() as session:
            outbox.retry_failed(session)
        assert relay.catch_up() == (Outcome(applied=1) if is_mended else Outcome(failed=1))
    assert waiting(any_house.database) == 0
    assert is_equal(any_house, folder)


def test_parked_row_goes_when_a_later_one_of_the_same_entity_succeeds(
    any_house: House, folder: UnitFolder, relay: Relay, clock: Clock
) -> None:
    units = [create(any_house.database, f"Dinas {number}") for number in range(2)]
    for unit in units:
        folder.spoil(unit)
    for _ in range(outbox.MOST_ATTEMPTS):
        relay.catch_up()
        clock.at += timedelta(hours=1)
    folder.mend(units[0])
    rename(any_house.database, units[0], "Dinas Baru")
    assert relay.catch_up() == Outcome(applied=1)
    assert [row.entity for row in rows(any_house)] == [str(units[1])]


def test_row_goes_only_when_every_projection_has_applied_it(
    any_house: House, folder: UnitFolder, tmp_path: Path, clock: Clock
) -> None:
    second = UnitFolder(any_house.database, tmp_path / "kedua", "kedua")
    second.rebuild()
    relay = Relay(any_house.database, [folder, second], clock)
    unit = create(any_house.database, "Dinas Satu")
    second.spoil(unit)
    assert relay.catch_up() == Outcome(failed=1)
    assert folder.shown()[str(unit)] == "Dinas Satu"
    second.mend(unit)
    clock.at += timedelta(minutes=1)
    assert relay.catch_up() == Outcome(applied=1)
    assert is_equal(any_house, second)
    assert waiting(any_house.database) == 0


# What is not whole, and what is asked to be made anew


def test_projection_that_is_not_whole_is_rebuilt_and_that_works_off_all_rows(
    any_house: House, tmp_path: Path, clock: Clock
) -> None:
    folder = UnitFolder(any_house.database, tmp_path / "keluar")
    relay = Relay(any_house.database, [folder], clock, batch=2)
    for number in range(5):
        create(any_house.database, f"Dinas {number}")
    assert relay.step() == Outcome(applied=5, rebuilt=1)
    assert is_equal(any_house, folder)
    assert waiting(any_house.database) == 0


def test_rebuild_that_fails_keeps_every_row_and_is_tried_again_after_a_pause(
    any_house: House, tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    place = tmp_path / "keluar"
    place.write_text("bukan folder")
    folder = UnitFolder(any_house.database, place)
    relay = Relay(any_house.database, [folder], clock)
    create(any_house.database, "Dinas Satu")
    assert relay.catch_up() == NOTHING
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "pencarian tidak dapat dibuat ulang" in caplog.text
    assert relay.step() == NOTHING
    assert len(caplog.records) == 1  # it pauses
    assert rows(any_house)[0].attempts == 0
    clock.at += timedelta(minutes=10)
    assert relay.step() == NOTHING
    assert len(caplog.records) == 2
    place.unlink()
    clock.at += timedelta(minutes=10)
    assert relay.step() == Outcome(applied=1, rebuilt=1)
    assert is_equal(any_house, folder)


class Fragile(UnitFolder):
    """A folder that vanishes just when it is to be changed."""

    def apply(self, changes: Sequence[Change]) -> Mapping[Change, str]:
        shutil.rmtree(self.current.resolve())
        return super().apply(changes)


def test_projection_that_breaks_under_the_work_is_rebuilt_and_no_row_takes_the_blame(
    any_house: House, tmp_path: Path, clock: Clock
) -> None:
    folder = Fragile(any_house.database, tmp_path / "keluar")
    folder.rebuild()
    relay = Relay(any_house.database, [folder], clock)
    for number in range(5):
        create(any_house.database, f"Dinas {number}")
    assert relay.catch_up() == Outcome(applied=5, rebuilt=1)
    assert is_equal(any_house, folder)
    assert waiting(any_house.database) == 0


def test_projection_that_cannot_be_made_anew_stops_no_other_and_loses_nothing(
    any_house: House, folder: UnitFolder, tmp_path: Path, clock: Clock
) -> None:
    place = tmp_path / "kedua"
    place.write_text("bukan folder")
    second = UnitFolder(any_house.database, place, "kedua")
    relay = Relay(any_house.database, [folder, second], clock)
    for number in range(3):
        create(any_house.database, f"Dinas {number}")
        assert relay.catch_up() == Outcome(applied=1)
        assert is_equal(any_house, folder)
    folder.spoil(unit := create(any_house.database, "Dinas Rusak"))
    assert relay.catch_up() == Outcome(failed=1)
    assert [row.attempts for row in rows(any_house)] == [0, 0, 0, 1]
    folder.mend(unit)
    clock.at += timedelta(hours=1)
    assert relay.catch_up() == Outcome(applied=1)
    assert is_equal(any_house, folder)
    place.unlink()
    clock.at += timedelta(hours=1)
    assert relay.catch_up() == Outcome(applied=4, rebuilt=1)
    assert is_equal(any_house, folder)
    assert is_equal(any_house, second)
    assert waiting(any_house.database) == 0


def test_request_makes_the_projection_anew(any_house: House, folder: UnitFolder, relay: Relay) -> None:
    (folder.current / "asing").write_text("?")
    record(any_house, (outbox.REBUILD, folder.name), (outbox.REBUILD, folder.name))
    create(any_house.database, "Dinas Satu")
    assert relay.catch_up() == Outcome(applied=1, rebuilt=1)
    assert is_equal(any_house, folder)
    assert waiting(any_house.database) == 0


def test_request_that_fails_keeps_the_former_state_and_stops_no_change(
    any_house: House, tmp_path: Path, clock: Clock
) -> None:
    class Stubborn(UnitFolder):
        def rebuild(self) -> None:
            if self.is_whole():
                raise Unusable("Folder %(place)s tidak dapat ditulis.", place="x")
            super().rebuild()

    folder = Stubborn(any_house.database, tmp_path / "keluar")
    folder.rebuild()
    relay = Relay(any_house.database, [folder], clock)
    record(any_house, (outbox.REBUILD, folder.name), (outbox.REBUILD, "tidak-ada"))
    unit = create(any_house.database, "Dinas Satu")
    assert relay.catch_up() == Outcome(applied=1, failed=2)
    assert folder.shown()[str(unit)] == "Dinas Satu"
    assert [row.error for row in rows(any_house)] == [
        "Folder x tidak dapat ditulis.",
        "Tidak ada proyeksi bernama “tidak-ada”.",
    ]


def test_request_for_a_rebuild_does_not_wait_for_the_pause(any_house: House, tmp_path: Path, clock: Clock) -> None:
    place = tmp_path / "keluar"
    place.write_text("bukan folder")
    folder = UnitFolder(any_house.database, place)
    relay = Relay(any_house.database, [folder], clock)
    for _ in range(20):  # the pause grows
        relay.step()
        clock.at += timedelta(hours=1)
    relay.step()
    place.unlink()
    record(any_house, (outbox.REBUILD, folder.name))
    assert relay.step() == Outcome(rebuilt=1)
    assert is_equal(any_house, folder)
    assert waiting(any_house.database) == 0
