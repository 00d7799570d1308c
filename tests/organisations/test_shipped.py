"""The facts that come with the program: the province, the 38, the 666 kecamatan."""

from collections import Counter

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.house import House
from rumah_inovasi.organisations import actions, queries, shipped
from rumah_inovasi.organisations.model import GOVERNMENT, PROVINCE, Region, RegionKind, Unit, UnitName

# Seven names exist twice, as Kabupaten and as Kota.
PAIRS = {
    "Blitar": ("35.05", "35.72"),
    "Kediri": ("35.06", "35.71"),
    "Madiun": ("35.19", "35.77"),
    "Malang": ("35.07", "35.73"),
    "Mojokerto": ("35.16", "35.76"),
    "Pasuruan": ("35.14", "35.75"),
    "Probolinggo": ("35.13", "35.74"),
}


@pytest.fixture
def regions(house: House) -> dict[str, Region]:
    with house.database.read() as session:
        return queries.regions(session)


@pytest.fixture
def regencies(house: House) -> list[Region]:
    with house.database.read() as session:
        return queries.regencies(session)


def everything(session: Session) -> list[tuple[object, ...]]:
    tables = Region.__table__, Unit.__table__, UnitName.__table__
    return [tuple(row) for table in tables for row in session.execute(select(table).order_by(*table.primary_key))]


def install(house: House) -> None:
    with house.database.write() as session:
        shipped.install(session, now=house.clock())


def test_there_are_39_regions_of_which_38_are_kabupaten_and_kota(regions: dict[str, Region]) -> None:
    assert Counter(region.kind for region in regions.values()) == {
        RegionKind.PROVINCE: 1,
        RegionKind.KABUPATEN: 29,
        RegionKind.KOTA: 9,
    }
    assert regions[PROVINCE].kind == RegionKind.PROVINCE
    assert list(regions) == sorted(regions)


def test_seven_names_exist_as_kabupaten_and_as_kota(regencies: list[Region]) -> None:
    by_name: dict[str, list[Region]] = {}
    for region in regencies:
        by_name.setdefault(region.name, []).append(region)
    pairs = {name: tuple(region.code for region in found) for name, found in by_name.items() if len(found) > 1}
    assert pairs == PAIRS


@pytest.mark.parametrize("column", ["bps_code", "full_name", "label", "abbreviation", "ref"])
def test_what_tells_regions_apart_is_distinct(regions: dict[str, Region], column: str) -> None:
    values = [getattr(region, column) for region in regions.values()]
    assert all(values)
    assert len(set(values)) == 39


def test_codes_agree_with_the_kind(regencies: list[Region]) -> None:
    # Kota have numbers from 71 on, with Kemendagri and with BPS.
    for region in regencies:
        assert region.is_city == (int(region.code[3:]) > 70)
        assert region.bps_code == region.code.replace(".", "")
        assert region.full_name == f"{'Kota' if region.is_city else 'Kabupaten'} {region.name}"


def test_every_regency_has_a_tile_of_its_own(regencies: list[Region]) -> None:
    places = [(region.tile_column, region.tile_row) for region in regencies]
    assert len(set(places)) == 38
    assert all(isinstance(column, int) and isinstance(row, int) and min(column, row) >= 0 for column, row in places)


def test_neighbours_are_symmetric_and_known(regions: dict[str, Region], regencies: list[Region]) -> None:
    for region in regencies:
        assert region.neighbours, region.code
        assert region.code not in region.neighbours
        assert len(set(region.neighbours)) == len(region.neighbours)
        for code in region.neighbours:
            assert region.code in regions[code].neighbours, (region.code, code)


def test_neighbours_join_java_and_madura_each_in_itself(regions: dict[str, Region]) -> None:
    madura = {"35.26", "35.27", "35.28", "35.29"}
    for start, island in (("35.26", madura), ("35.15", regions.keys() - madura - {PROVINCE})):
        reached, fresh = set[str](), {start}
        while fresh:
            reached |= fresh
            fresh = {code for one in fresh for code in regions[one].neighbours} - reached
        assert reached == island


@pytest.mark.parametrize("column", ["population", "kecamatan_count", "kelurahan_count", "desa_count"])
def test_figures_of_the_province_are_the_sums(regions: dict[str, Region], regencies: list[Region], column: str) -> None:
    assert getattr(regions[PROVINCE], column) == sum(getattr(region, column) for region in regencies)


def test_area_of_the_province_is_the_sum(regions: dict[str, Region], regencies: list[Region]) -> None:
    assert regions[PROVINCE].area_km2 == pytest.approx(sum(region.area_km2 for region in regencies), abs=0.5)


def test_places_lie_in_east_java(regencies: list[Region]) -> None:
    for region in regencies:
        assert region.latitude is not None
        assert region.longitude is not None
        assert -9 < region.latitude < -5
        assert 110.8 < region.longitude < 117


def test_666_kecamatan_stand_in_their_regencies(house: House, regencies: list[Region]) -> None:
    with house.database.read() as session:
        found = list(session.scalars(select(Unit).where(Unit.kind == "kecamatan")))
    assert len(found) == 666
    assert len({unit.kecamatan_code for unit in found}) == 666
    assert all((unit.kecamatan_code or "").startswith(f"{unit.region_code}.") for unit in found)
    counts = Counter(unit.region_code for unit in found)
    assert counts == {region.code: region.kecamatan_count for region in regencies}


def test_each_region_has_one_government_above_its_units(any_house: House) -> None:
    with any_house.database.read() as session:
        for code, region in queries.regions(session).items():
            tree = queries.tree(session, code)
            assert tree.unit.name == f"Pemerintah {region.full_name}"
            assert tree.unit.parent_id is None
            assert len(tree.children) == (region.kecamatan_count if code != PROVINCE else 0)
        assert session.scalar(select(func.count()).where(Unit.kind == GOVERNMENT)) == 39


def test_installing_twice_changes_nothing(any_house: House) -> None:
    with any_house.database.read() as session:
        before = everything(session)
    install(any_house)
    with any_house.database.read() as session:
        assert everything(session) == before


def test_newer_shipment_refreshes_figures(any_house: House) -> None:
    with any_house.database.read() as session:
        before = everything(session)
    with any_house.database.write() as session:
        session.execute(update(Region).where(Region.code == "35.15").values(population=1, capital="?"))
    install(any_house)
    with any_house.database.read() as session:
        assert everything(session) == before


def test_units_changed_by_people_stay_as_they_are(any_house: House) -> None:
    with any_house.database.write() as session:
        unit = queries.unit_by_name(session, "35.15", "Kecamatan Tarik")
        assert unit is not None
        actions.rename(session, SYSTEM, unit, "Kecamatan Tarik Baru", now=any_house.clock())
        root = queries.government(session, "35.15")
        actions.rename(session, SYSTEM, root, "Pemkab Sidoarjo", now=any_house.clock())
    install(any_house)
    with any_house.database.read() as session:
        assert queries.unit(session, unit.id).name == "Kecamatan Tarik Baru"
        assert queries.government(session, "35.15").name == "Pemkab Sidoarjo"
        assert session.scalar(select(func.count()).select_from(Unit)) == 39 + 666


def test_kecamatan_that_people_added_before_it_was_shipped_is_adopted(any_house: House) -> None:
    with any_house.database.write() as session:
        unit = queries.unit_by_name(session, "35.15", "Kecamatan Tarik")
        assert unit is not None
        code, unit.kecamatan_code = unit.kecamatan_code, None
    install(any_house)
    with any_house.database.read() as session:
        assert queries.unit(session, unit.id).kecamatan_code == code
        assert session.scalar(select(func.count()).where(Unit.kind == "kecamatan")) == 666
