"""Two regions and who works there, as most tests of memberships need them."""

from dataclasses import dataclass

import pytest

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.house import House
from tests.people import Person, government, person, unit


@dataclass(frozen=True)
class Trees:
    """Sidoarjo (35.15) with an office and a health centre below it, Kota Blitar (35.72), and who works there."""

    sidoarjo: int
    office: int
    centre: int
    blitar: int
    admin: Person  # of Sidoarjo
    office_admin: Person  # of the office alone
    other_admin: Person  # of Kota Blitar
    author: Person  # in the health centre
    curator: Person
    keeper: Person  # runs the site


@pytest.fixture
def trees(house: House) -> Trees:
    return plant(house)


def plant(house: House) -> Trees:
    """Make units and persons."""
    sidoarjo, blitar, province = government(house), government(house, "35.72"), government(house, "35")
    office = unit(house, "Dinas Kesehatan", kind="opd-kab")
    centre = unit(house, "Puskesmas Taman", parent=office)
    return Trees(
        sidoarjo,
        office,
        centre,
        blitar,
        person(house, "Adi Sidoarjo", (Role.LOCAL_ADMIN, sidoarjo)),
        person(house, "Dian Dinas", (Role.LOCAL_ADMIN, office)),
        person(house, "Bima Blitar", (Role.LOCAL_ADMIN, blitar)),
        person(house, "Penny Penulis", (Role.AUTHOR, centre)),
        person(house, "Kukuh Kurator", (Role.CURATOR, province)),
        person(house, "Sinta Situs", (Role.SYSTEM_ADMIN, province)),
    )
