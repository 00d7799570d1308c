"""What tests of the weekly letters share."""

from typing import cast

import pytest

from rumah_inovasi.house import House
from rumah_inovasi.saved.digest import Digest
from tests.fixtures import Clock
from tests.people import Person, person
from tests.saved.letters import digest_of, publish


@pytest.fixture
def clock(any_house: House) -> Clock:
    return cast("Clock", any_house.clock)


@pytest.fixture
def budi(any_house: House) -> Person:
    return person(any_house, "Budi")


@pytest.fixture
def digest(any_house: House) -> Digest:
    """Over a house with one write-up, which every search knows from its beginning on."""
    publish(any_house, "Antrean Lama")
    return digest_of(any_house)
