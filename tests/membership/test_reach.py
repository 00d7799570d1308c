"""How far a membership reaches: down the tree, and to units whose work is carried on; on both databases alike."""

import pytest

from rumah_inovasi.accounts import actions as accounts
from rumah_inovasi.accounts.actor import SYSTEM, Role
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.house import House
from rumah_inovasi.membership import queries
from rumah_inovasi.organisations import actions as organisations
from rumah_inovasi.organisations import queries as organisation_queries
from rumah_inovasi.organisations.model import Unit
from tests.people import actor_of, government, person, unit


def ended(house: House, name: str, *heirs: int) -> int:
    number = unit(house, name, kind="opd-kab")
    with house.database.write() as session:
        found = [session.get_one(Unit, heir) for heir in heirs]
        organisations.close(session, SYSTEM, session.get_one(Unit, number), found, now=house.clock())
    return number


def test_reach_goes_down_and_back_in_time(any_house: House) -> None:
    house = any_house
    root, office = government(house), unit(house, "Dinas Kesehatan", kind="opd-kab")
    centre = unit(house, "Puskesmas Taman", parent=office)
    former = ended(house, "Dinas Kesehatan dan Sosial", centre)
    older = ended(house, "Kantor Kesehatan", office)
    beside = unit(house, "Dinas Sosial", kind="opd-kab")
    with house.database.read() as session:
        assert queries.reached_from(session, office) == {office, centre, former, older}
        assert queries.reached_from(session, centre) == {centre, former}
        assert {office, beside, former} < queries.reached_from(session, root)
        for low in (office, centre, former, older, beside):
            assert queries.reaching(session, low) == {
                high for high in (root, office, centre, former, older, beside)
                if low in queries.reached_from(session, high)
            }  # fmt: skip


def test_namesakes_in_other_regions_are_out_of_reach(house: House) -> None:
    own, other = unit(house, "Dinas Sosial", region="35.05"), unit(house, "Dinas Sosial", region="35.72")
    who = person(house, "Kabupaten Saja", (Role.LOCAL_ADMIN, government(house, "35.05")))
    assert who.actor.holds(Role.LOCAL_ADMIN, at=own)
    assert not who.actor.holds(Role.LOCAL_ADMIN, at=other)


def test_province_does_not_reach_into_regencies(house: House) -> None:
    who = person(house, "Provinsi Saja", (Role.LOCAL_ADMIN, government(house, "35")))
    assert not who.actor.holds(Role.LOCAL_ADMIN, at=government(house, "35.15"))


@pytest.mark.parametrize("role", [Role.CURATOR, Role.SYSTEM_ADMIN])
def test_curators_and_who_runs_the_site_reach_everything(house: House, role: Role) -> None:
    assert person(house, "Semua", (role, government(house, "35"))).actor.units_with(role) is None


def test_holders_of_a_role_are_found_from_the_unit(any_house: House) -> None:
    house = any_house
    office = unit(house, "Dinas Kesehatan", kind="opd-kab")
    centre = unit(house, "Puskesmas Taman", parent=office)
    above = person(house, "Atas", (Role.LOCAL_ADMIN, government(house)))
    near = person(house, "Dekat", (Role.LOCAL_ADMIN, office), (Role.AUTHOR, centre))
    person(house, "Lain", (Role.LOCAL_ADMIN, government(house, "35.16")))
    curator = person(house, "Kurator", (Role.CURATOR, government(house, "35")))
    gone = person(house, "Tutup", (Role.LOCAL_ADMIN, office), (Role.CURATOR, office))
    with house.database.write() as session:
        accounts.close(session, SYSTEM, session.get_one(Account, gone.id), now=house.clock())

    def found(role: Role, at: int) -> list[int]:
        with house.database.read() as session:
            return [account.id for account in queries.members_with(session, role, at)]

    assert found(Role.LOCAL_ADMIN, centre) == [above.id, near.id]
    assert found(Role.LOCAL_ADMIN, government(house)) == [above.id]
    assert found(Role.AUTHOR, centre) == [near.id]
    assert found(Role.CURATOR, centre) == [curator.id]
    with house.database.read() as session:
        assert [account.id for account in queries.curators(session)] == [curator.id]
        assert organisation_queries.unit(session, centre).name == "Puskesmas Taman"


@pytest.mark.parametrize(("role", "goes_on"), [(Role.AUTHOR, True), (Role.OFFICER, True), (Role.LOCAL_ADMIN, False)])
def test_who_worked_in_a_merged_unit_goes_on_in_the_other_but_administers_no_more(
    any_house: House, role: Role, *, goes_on: bool
) -> None:
    house = any_house
    small, middle, large = (unit(house, name) for name in ("Puskesmas Kecil", "Puskesmas Tengah", "Puskesmas Besar"))
    who = person(house, "Pindah Kerja", (role, small))
    for gone, heir in ((small, middle), (middle, large)):
        with house.database.write() as session:
            pair = session.get_one(Unit, gone), session.get_one(Unit, heir)
            organisations.merge(session, SYSTEM, *pair, now=house.clock())
    now = actor_of(house, who.account)
    assert now.holds(role, at=large) is goes_on
    assert now.holds(role, at=small)


def test_who_worked_in_a_closed_unit_does_not_go_on_by_itself(any_house: House) -> None:
    house = any_house
    heir = unit(house, "Puskesmas Lanjut")
    former = unit(house, "Puskesmas Lama")
    who = person(house, "Tetap Disini", (Role.AUTHOR, former))
    with house.database.write() as session:
        found = session.get_one(Unit, former), [session.get_one(Unit, heir)]
        organisations.close(session, SYSTEM, *found, now=house.clock())
    assert not actor_of(house, who.account).holds(Role.AUTHOR, at=heir)
