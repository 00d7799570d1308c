"""Regions that are like another: of its kind, with about as many people."""

import pytest

from rumah_inovasi.house import House
from rumah_inovasi.organisations import queries
from rumah_inovasi.organisations.likeness import MOST, alike
from rumah_inovasi.organisations.model import Region


@pytest.fixture
def regions(house: House) -> dict[str, Region]:
    with house.database.read() as session:
        return queries.regions(session)


def like(regions: dict[str, Region], code: str) -> list[str]:
    return [region.code for region in alike(regions[code], regions.values())]


def test_nearest_by_population_come_first(regions: dict[str, Region]) -> None:
    sidoarjo = regions["35.15"].population
    assert like(regions, "35.15")[:2] == ["35.10", "35.06"]
    times = [
        max(sidoarjo, found.population) / min(sidoarjo, found.population)
        for found in alike(regions["35.15"], regions.values())
    ]
    assert times == sorted(times)


@pytest.mark.parametrize("code", ["35.15", "35.72"])
def test_all_are_of_its_kind_and_other_ones(regions: dict[str, Region], code: str) -> None:
    found = like(regions, code)
    assert len(found) == MOST
    assert {regions[other].kind for other in found} == {regions[code].kind}
    assert code not in found


def test_largest_city_has_the_next_ones(regions: dict[str, Region]) -> None:
    assert like(regions, "35.78")[0] == "35.73"
