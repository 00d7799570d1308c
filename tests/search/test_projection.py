"""The index is equal to what is published, whatever changed and however often it is told."""

from collections.abc import Mapping

import pytest

from rumah_inovasi import outbox, public_version
from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.catalogue import actions as catalogue_actions
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.house import House
from rumah_inovasi.maintenance import Difference, index_differences
from rumah_inovasi.organisations import actions as organisation_actions
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.relay.projections import Change
from rumah_inovasi.search import engines
from rumah_inovasi.search.port import Engine, IndexUnusable
from rumah_inovasi.search.projection import SearchProjection
from tests.factories import put, write_up


@pytest.fixture
def engine(any_house: House) -> Engine:
    """The engine of a house with two write-ups and an index."""
    put(any_house, write_up("Satu"))
    put(any_house, write_up("Dua", unit="Kecamatan Contoh", kind="kecamatan"), name="dua.md")
    made = engines.build(any_house.settings)
    SearchProjection(any_house.database, made, any_house.settings.index_dir).rebuild()
    return made


def apply(house: House, engine: Engine, *changes: Change) -> Mapping[Change, str]:
    return SearchProjection(house.database, engine, house.settings.index_dir).apply(changes)


def withdraw(house: House, number: int) -> None:
    now = house.clock()
    with house.database.write() as session:
        innovation = catalogue.innovation(session, number)
        catalogue_actions.withdraw(session, SYSTEM, innovation, "Data keliru", on=now.date(), now=now)


def test_fresh_index_is_equal(any_house: House, engine: Engine) -> None:
    assert index_differences(any_house, engine) == []
    assert engine.digests().keys() == {1, 2}


def test_what_was_not_carried_over_yet_is_told(any_house: House, engine: Engine) -> None:
    put(any_house, write_up("Tiga"), name="tiga.md")
    put(any_house, write_up("Satu", summary="Lain.", extra="nomor: 1\n"))
    withdraw(any_house, 2)
    assert index_differences(any_house, engine) == [
        Difference("berbeda", "1"),
        Difference("tidak dikenal", "2"),
        Difference("hilang", "3"),
    ]
    apply(any_house, engine, *(Change(outbox.INNOVATION, str(number)) for number in (3, 2, 1)))
    assert index_differences(any_house, engine) == []


def test_change_told_twice_late_or_of_nothing_does_no_harm(any_house: House, engine: Engine) -> None:
    before = engine.state().generation
    unchanged = [Change(outbox.INNOVATION, "1"), Change(outbox.INNOVATION, "999"), Change(outbox.UNIT, "999999")]
    apply(any_house, engine, *unchanged, *unchanged)
    assert engine.state().generation == before


def test_renamed_unit_reaches_the_write_ups_that_show_it(any_house: House, engine: Engine) -> None:
    with any_house.database.write() as session:
        unit = organisations.unit_by_name(session, "35.15", "Puskesmas Contoh")
        assert unit is not None
        organisation_actions.rename(session, SYSTEM, unit, "Puskesmas Teladan", now=any_house.clock())
        number = unit.id
    assert index_differences(any_house, engine) == [Difference("berbeda", "1")]
    apply(any_house, engine, Change(outbox.UNIT, str(number)))
    assert index_differences(any_house, engine) == []


def test_everything_means_everything(any_house: House, engine: Engine) -> None:
    put(any_house, write_up("Tiga"), name="tiga.md")
    withdraw(any_house, 1)
    apply(any_house, engine, Change(outbox.EVERYTHING, ""))
    assert engine.digests().keys() == {2, 3}


def test_lost_index_is_told_and_made_anew(any_house: House, engine: Engine) -> None:
    (any_house.settings.index_dir / "current").unlink()
    projection = SearchProjection(any_house.database, engine, any_house.settings.index_dir)
    assert not projection.is_whole()
    with pytest.raises(IndexUnusable):
        projection.apply([Change(outbox.INNOVATION, "1")])
    (found,) = index_differences(any_house, engine)
    assert found.kind == "rusak"
    projection.rebuild()
    assert projection.is_whole()
    assert index_differences(any_house, engine) == []


def test_index_of_a_later_state_or_of_another_house_is_made_anew(any_house: House, engine: Engine) -> None:
    projection = SearchProjection(any_house.database, engine, any_house.settings.index_dir)
    assert projection.is_whole()
    with any_house.database.write() as session:
        public_version.raise_(session)
    assert projection.is_whole()
    with any_house.database.write() as session:  # as an older copy of the database would say
        public_version.state(session).public_version = 1
    assert not projection.is_whole()
    projection.rebuild()
    assert projection.is_whole()
    with any_house.database.write() as session:
        public_version.state(session).identity = "lain"
    assert not projection.is_whole()
