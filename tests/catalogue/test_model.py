"""Which changes of state an innovation allows, on plain objects."""

from datetime import UTC, date, datetime

import pytest

from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.errors import Conflict
from tests.catalogue.facts import metadata

NOW = datetime(2026, 11, 22, 3, 15, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def innovation(state: State) -> Innovation:
    made = Innovation(number=17, state=state.value)
    made.mirror(metadata(judul="SUPER KEREN: Suara & Perempuan", mulai="2019-11"), unit_id=3)
    return made


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN])
def test_only_what_is_published_can_be_withdrawn(state: State) -> None:
    found = innovation(state)
    with pytest.raises(Conflict, match="yang terbit"):
        found.withdraw("Keliru.", on=TODAY)
    assert found.state == state


def test_withdrawal_leaves_a_tombstone_and_publishing_again_removes_it() -> None:
    found = innovation(State.PUBLISHED)
    found.withdraw("Keliru.", on=TODAY)
    assert (found.state, found.withdrawn_on, found.withdrawn_reason) == ("withdrawn", TODAY, "Keliru.")
    assert found.title == "SUPER KEREN: Suara & Perempuan"
    found.publish(now=NOW)
    assert (found.state, found.withdrawn_on, found.withdrawn_reason) == ("published", None, None)


def test_address_is_the_number_and_a_readable_title() -> None:
    assert innovation(State.PUBLISHED).ref == "17-super-keren-suara-perempuan"


def test_columns_mirror_the_metadata() -> None:
    found = innovation(State.PUBLISHED)
    assert (found.title_key, found.started_year, found.region_code) == ("super keren suara perempuan", 2019, "35.15")
    found.mirror(metadata(judul="Baru"), unit_id=4)
    assert (found.title, found.started_year, found.unit_id) == ("Baru", None, 4)
