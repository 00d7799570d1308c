"""Roles given and ended, accounts closed: the rules that hold whatever page asks for it."""

import threading

import pytest
from sqlalchemy import select

from rumah_inovasi.accounts import actions as accounts
from rumah_inovasi.accounts import queries as account_queries
from rumah_inovasi.accounts.actor import SYSTEM, Role
from rumah_inovasi.accounts.model import Account, AccountKey, Purpose
from rumah_inovasi.errors import Conflict, DomainError, Forbidden, Gone, Invalid
from rumah_inovasi.house import House
from rumah_inovasi.membership import actions, queries
from rumah_inovasi.membership.actions import Newcomer
from rumah_inovasi.membership.model import Membership
from rumah_inovasi.organisations import actions as organisations
from rumah_inovasi.organisations.model import Unit
from tests.accounts.seeing import deeds, letters, link_in
from tests.membership.trees import Trees, plant
from tests.people import Person, government, person

SITE = "http://localhost"


def grant(house: House, by: Person, to: Person, role: Role, unit: int) -> None:
    with house.database.write() as session:
        account, place = session.get_one(Account, to.id), session.get_one(Unit, unit)
        actions.grant(session, by.actor, account, role, place, now=house.clock())


def end(house: House, by: Person, of: Person, role: Role) -> None:
    with house.database.write() as session:
        own = Membership.account_id == of.id, Membership.role == role.value
        actions.end(session, by.actor, session.scalars(select(Membership).where(*own)).one(), now=house.clock())


def roles(house: House, who: Person) -> list[tuple[Role, int]]:
    with house.database.read() as session:
        return [(grant.role, grant.unit) for grant in queries.grants_of(session, who.id)]


def invite(house: House, by: Person, email: str, role: Role, unit: int) -> actions.Handed | None:
    with house.database.write() as session:
        place = session.get_one(Unit, unit)
        who = Newcomer(email, "Orang Baru")
        return actions.invite(session, by.actor, who, role, place, site=SITE, now=house.clock())[1]


def key(house: House, who: Person | Account, purpose: Purpose) -> str:
    with house.database.write() as session:
        return accounts.give_key(session, session.get_one(Account, who.id), purpose, now=house.clock())


def is_good(house: House, word: str) -> bool:
    with house.database.read() as session:
        try:
            account_queries.key_of(session, word, now=house.clock())
        except Gone:
            return False
    return True


def test_role_is_given_and_ended_and_both_are_on_record(house: House, trees: Trees) -> None:
    grant(house, trees.admin, trees.author, Role.OFFICER, trees.office)
    assert (Role.OFFICER, trees.office) in roles(house, trees.author)
    end(house, trees.admin, trees.author, Role.OFFICER)
    assert roles(house, trees.author) == [(Role.AUTHOR, trees.centre)]
    for verb in ("role-given", "role-ended"):
        (entry,) = deeds(house, verb)
        assert (entry.actor, entry.entity_id) == (trees.admin.id, str(trees.author.id))
        assert entry.details == {"role": "petugas", "unit": trees.office}


@pytest.mark.parametrize("role", Role)
def test_nobody_gives_a_role_beyond_the_own_tree(house: House, trees: Trees, role: Role) -> None:
    for by, unit in ((trees.admin, trees.blitar), (trees.office_admin, trees.sidoarjo), (trees.author, trees.centre)):
        with pytest.raises(Forbidden):
            grant(house, by, trees.author, role, unit)
        with pytest.raises(Forbidden):
            invite(house, by, "baru@contoh.go.id", role, unit)
    assert len(roles(house, trees.author)) == 1
    with house.database.read() as session:
        assert account_queries.by_email(session, "baru@contoh.go.id") is None


@pytest.mark.parametrize("role", [Role.CURATOR, Role.SYSTEM_ADMIN])
def test_local_admin_makes_no_curator_and_unmakes_none(house: House, trees: Trees, role: Role) -> None:
    with pytest.raises(Forbidden):
        grant(house, trees.admin, trees.admin, role, trees.sidoarjo)
    grant(house, trees.keeper, trees.author, role, trees.centre)
    with pytest.raises(Forbidden):
        end(house, trees.admin, trees.author, role)


def test_admin_of_an_office_does_not_unmake_the_one_above(house: House, trees: Trees) -> None:
    with pytest.raises(Forbidden):
        end(house, trees.office_admin, trees.admin, Role.LOCAL_ADMIN)
    end(house, trees.admin, trees.office_admin, Role.LOCAL_ADMIN)
    assert roles(house, trees.office_admin) == []


def test_same_role_twice_in_one_unit_is_refused(house: House, trees: Trees) -> None:
    with pytest.raises(Invalid, match="sudah punya peran ini"):
        grant(house, trees.admin, trees.author, Role.AUTHOR, trees.centre)


def test_nobody_gets_a_role_in_a_unit_that_has_ended_or_with_a_closed_account(house: House, trees: Trees) -> None:
    with house.database.write() as session:
        organisations.close(session, SYSTEM, session.get_one(Unit, trees.centre), [], now=house.clock())
        actions.close(session, trees.keeper.actor, session.get_one(Account, trees.author.id), now=house.clock())
    with pytest.raises(Invalid, match="sudah tidak aktif"):
        grant(house, trees.admin, trees.admin, Role.AUTHOR, trees.centre)
    with pytest.raises(Conflict, match="sudah ditutup"):
        grant(house, trees.admin, trees.author, Role.OFFICER, trees.office)


def test_somebody_always_runs_the_site(house: House, trees: Trees) -> None:
    with pytest.raises(Conflict, match="terakhir"):
        end(house, trees.keeper, trees.keeper, Role.SYSTEM_ADMIN)
    invite(house, trees.keeper, "belum@contoh.go.id", Role.SYSTEM_ADMIN, trees.sidoarjo)
    with pytest.raises(Conflict, match="sudah dapat masuk"):
        end(house, trees.keeper, trees.keeper, Role.SYSTEM_ADMIN)
    second = person(house, "Situs Dua", (Role.SYSTEM_ADMIN, trees.sidoarjo))
    end(house, trees.keeper, trees.keeper, Role.SYSTEM_ADMIN)
    with house.database.write() as session, pytest.raises(Conflict):
        actions.close(session, SYSTEM, session.get_one(Account, second.id), now=house.clock())


def test_one_of_two_roles_that_run_the_site_may_end(house: House, trees: Trees) -> None:
    grant(house, trees.keeper, trees.keeper, Role.SYSTEM_ADMIN, trees.sidoarjo)
    with house.database.write() as session:
        own = select(Membership).where(Membership.account_id == trees.keeper.id).order_by(Membership.id)
        actions.end(session, trees.keeper.actor, session.scalars(own).all()[0], now=house.clock())
    assert roles(house, trees.keeper) == [(Role.SYSTEM_ADMIN, trees.sidoarjo)]


def test_two_who_run_the_site_do_not_unmake_each_other_at_once(any_house: House) -> None:
    house = any_house
    pair = [person(house, name, (Role.SYSTEM_ADMIN, government(house, "35"))) for name in ("Satu", "Dua")]
    refused, second_is_done = [], threading.Event()

    def second() -> None:
        try:
            end(house, pair[1], pair[0], Role.SYSTEM_ADMIN)
        except DomainError as error:
            refused.append(error)
        second_is_done.set()

    thread = threading.Thread(target=second)
    with house.database.write() as session:
        row = session.scalars(select(Membership).where(Membership.account_id == pair[1].id)).one()
        actions.end(session, pair[0].actor, row, now=house.clock())
        thread.start()
        second_is_done.wait(0.3)  # it comes to its end by now only if it does not wait for us
    thread.join()
    assert [type(error) for error in refused] == [Conflict]
    assert [len(roles(house, who)) for who in pair] == [1, 0]


def test_newcomer_gets_an_account_a_letter_and_the_admin_the_same_link(house: House, trees: Trees) -> None:
    handed = invite(house, trees.admin, " Baru@Contoh.go.id ", Role.AUTHOR, trees.centre)
    assert handed
    (letter,) = letters(house, "baru@contoh.go.id")
    assert link_in(letter.body) == link_in(handed.text) == handed.link.removeprefix(SITE)
    assert "Adi Sidoarjo mengundang Anda ke Rumah Inovasi sebagai penyusun di Puskesmas Taman." in letter.body


def test_who_has_an_account_gets_a_letter_without_a_link_and_so_does_the_admin(house: House, trees: Trees) -> None:
    assert invite(house, trees.other_admin, trees.author.email, Role.OFFICER, trees.blitar) is None
    (letter,) = letters(house, trees.author.email)
    assert "/atur-ulang/" not in letter.body
    assert (Role.OFFICER, trees.blitar) in roles(house, trees.author)
    with house.database.read() as session:
        assert session.scalars(select(AccountKey)).all() == []
        assert session.get_one(Account, trees.author.id).name == "Penny Penulis", "the name stays the own one"


def test_invited_elsewhere_but_not_yet_here_gets_no_link_either(house: House, trees: Trees) -> None:
    first = invite(house, trees.admin, "baru@contoh.go.id", Role.AUTHOR, trees.centre)
    assert first
    assert invite(house, trees.other_admin, "baru@contoh.go.id", Role.AUTHOR, trees.blitar) is None
    # And the first admin's link does not open what the second has given.
    assert not is_good(house, first.link.rpartition("/")[2])


def test_link_that_was_handed_out_opens_nothing_that_came_later_from_above(house: House, trees: Trees) -> None:
    for role, unit, stays in (
        (Role.OFFICER, trees.centre, True),
        (Role.AUTHOR, trees.office, False),
        (Role.CURATOR, trees.centre, False),
        (Role.SYSTEM_ADMIN, trees.centre, False),
    ):
        word = key(house, trees.author, Purpose.RESET)
        grant(house, trees.keeper, trees.author, role, unit)
        assert is_good(house, word) is stays, role


def test_bad_address_makes_no_account(house: House, trees: Trees) -> None:
    for email in ("tanpa-at", "a@b c", "a@b\nBcc: x@y", "x" * 300 + "@contoh.go.id", "a\u202e@contoh.go.id"):
        with pytest.raises(Invalid) as refused:
            invite(house, trees.admin, email, Role.AUTHOR, trees.centre)
        assert refused.value.field == "email"


def test_two_admins_who_invite_one_person_at_once_make_one_account(any_house: House) -> None:
    house = any_house
    trees = plant(house)
    ready, failed = threading.Barrier(2), []

    def run(by: Person, unit: int) -> None:
        ready.wait()
        try:
            invite(house, by, "baru@contoh.go.id", Role.AUTHOR, unit)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            failed.append(error)

    pairs = ((trees.admin, trees.centre), (trees.other_admin, trees.blitar))
    threads = [threading.Thread(target=run, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with house.database.read() as session:
        account = account_queries.by_email(session, "baru@contoh.go.id")
        assert account
        assert len(queries.grants_of(session, account.id)) == 2
    assert sum("/atur-ulang/" in letter.body for letter in letters(house, "baru@contoh.go.id")) == 1


@pytest.mark.parametrize("who", ["curator", "keeper", "other_admin", "admin"])
def test_admin_gets_no_link_into_accounts_that_may_do_more(house: House, trees: Trees, who: str) -> None:
    target: Person = getattr(trees, who)
    grant(house, trees.keeper, target, Role.OFFICER, trees.centre)  # so that the admin sees them
    with house.database.write() as session:
        account = session.get_one(Account, target.id)
        with pytest.raises(Forbidden):
            actions.give_link(session, trees.office_admin.actor, account, site=SITE, now=house.clock())
    with house.database.read() as session:
        assert session.scalars(select(AccountKey)).all() == []


def test_member_is_told_of_a_link_that_an_admin_has_made(house: House, trees: Trees) -> None:
    with house.database.write() as session:
        account = session.get_one(Account, trees.author.id)
        handed = actions.give_link(session, trees.admin.actor, account, site=SITE, now=house.clock())
        (found,) = session.scalars(select(AccountKey))
        assert found.ends_at - found.created_at == actions.LINK_LASTS
    (letter,) = letters(house, trees.author.email)
    assert "Adi Sidoarjo membuat tautan" in letter.body
    assert handed.link not in letter.body
    (entry,) = deeds(house, "key-given")
    assert (entry.actor, entry.entity_id, entry.details) == (
        trees.admin.id,
        str(trees.author.id),
        {"purpose": "atur-ulang"},
    )


def test_closed_account_keeps_its_roles_for_another_day(house: House, trees: Trees) -> None:
    with house.database.write() as session:
        account = session.get_one(Account, trees.author.id)
        actions.close(session, trees.keeper.actor, account, now=house.clock())
        with pytest.raises(Conflict):
            actions.give_link(session, trees.keeper.actor, account, site=SITE, now=house.clock())
        actions.reopen(session, trees.keeper.actor, account, now=house.clock())
        assert account.is_open
    assert roles(house, trees.author) == [(Role.AUTHOR, trees.centre)]
    for who in (trees.admin, trees.author):
        with house.database.write() as session, pytest.raises(Forbidden):
            actions.close(session, who.actor, session.get_one(Account, trees.author.id), now=house.clock())
