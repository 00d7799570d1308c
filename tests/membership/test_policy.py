"""Who may give, take, reset, close and decide: the whole table, on plain actors."""

import pytest

from rumah_inovasi.accounts.actor import READER, SYSTEM, Actor, Grant, Role
from rumah_inovasi.membership import policy

# Unit 1 is above 2 and 3; 9 is in another tree.
REACH = {1: frozenset({1, 2, 3}), 2: frozenset({2}), 3: frozenset({3}), 9: frozenset({9})}
R = Role


def grant(role: Role, unit: int) -> Grant:
    return Grant(role, unit, None if role in {R.CURATOR, R.SYSTEM_ADMIN} else REACH[unit])


def actor(*grants: tuple[Role, int], account: int = 7) -> Actor:
    return Actor(account, "Siapa", grants=tuple(grant(*item) for item in grants))


ADMIN, BELOW, KEEPER, CURATOR = (
    actor((R.LOCAL_ADMIN, 1)), actor((R.LOCAL_ADMIN, 2)), actor((R.SYSTEM_ADMIN, 9)), actor((R.CURATOR, 9)),
)  # fmt: skip
POWERLESS = [READER, actor(), actor((R.OFFICER, 1)), actor((R.AUTHOR, 1)), actor((R.TRAINER, 1)), CURATOR]


@pytest.mark.parametrize("role", Role)
def test_local_admin_gives_local_roles_in_the_own_tree(role: Role) -> None:
    is_local = role not in {R.CURATOR, R.SYSTEM_ADMIN}
    assert [policy.may_grant(ADMIN, role, unit) for unit in (1, 2, 3, 9)] == [is_local] * 3 + [False]
    assert [policy.may_grant(BELOW, role, unit) for unit in (1, 2, 3, 9)] == [False, is_local, False, False]


@pytest.mark.parametrize("role", Role)
def test_who_runs_the_site_gives_every_role_everywhere(role: Role) -> None:
    assert all(policy.may_grant(who, role, unit) for who in (KEEPER, SYSTEM) for unit in REACH)


@pytest.mark.parametrize("who", POWERLESS)
def test_others_give_nothing_and_keep_nobody(who: Actor) -> None:
    assert not any(policy.may_grant(who, role, unit) for role in Role for unit in REACH)
    assert not any(policy.may_manage(who, unit) for unit in REACH)
    assert policy.managed_units(who) == frozenset()
    assert not policy.may_see(who, [grant(R.AUTHOR, 1)])
    assert not policy.may_reset(who, 8, [grant(R.AUTHOR, 1)])
    assert not policy.may_close(who, 8)


@pytest.mark.parametrize(
    ("who", "grants", "allowed"),
    [
        (ADMIN, [(R.AUTHOR, 2)], True),
        (ADMIN, [(R.AUTHOR, 2), (R.LOCAL_ADMIN, 1)], True),
        (ADMIN, [], False),
        (ADMIN, [(R.AUTHOR, 9)], False),
        (ADMIN, [(R.AUTHOR, 2), (R.OFFICER, 9)], False),
        (ADMIN, [(R.CURATOR, 2)], False),
        (ADMIN, [(R.AUTHOR, 2), (R.CURATOR, 2)], False),
        (ADMIN, [(R.SYSTEM_ADMIN, 2)], False),
        (BELOW, [(R.AUTHOR, 2)], True),
        (BELOW, [(R.LOCAL_ADMIN, 1)], False),
        (BELOW, [(R.AUTHOR, 2), (R.AUTHOR, 3)], False),
        (KEEPER, [], True),
        (KEEPER, [(R.CURATOR, 9)], True),
        (KEEPER, [(R.AUTHOR, 2), (R.SYSTEM_ADMIN, 1)], False),
        (SYSTEM, [(R.SYSTEM_ADMIN, 1)], False),
    ],
)
def test_link_for_a_password_never_opens_more_than_the_actor_may_give(
    who: Actor, grants: list[tuple[Role, int]], *, allowed: bool
) -> None:
    assert policy.may_reset(who, 8, [grant(*item) for item in grants]) is allowed


@pytest.mark.parametrize("who", [ADMIN, KEEPER])
def test_own_password_is_set_by_nobody_elses_link_and_own_account_closed_by_nobody(who: Actor) -> None:
    assert not policy.may_reset(who, 7, [grant(R.LOCAL_ADMIN, 1)])
    assert not policy.may_close(who, 7)


def test_accounts_are_closed_by_who_runs_the_site_alone() -> None:
    assert [policy.may_close(who, 8) for who in (KEEPER, ADMIN, CURATOR)] == [True, False, False]


def test_one_role_in_the_own_tree_makes_somebody_visible() -> None:
    both = [grant(R.AUTHOR, 9), grant(R.AUTHOR, 3)]
    assert policy.may_see(ADMIN, both)
    assert not policy.may_see(BELOW, both)
    assert not policy.may_see(ADMIN, [])
    assert policy.may_see(KEEPER, [])


def test_requests_are_decided_by_the_tree_the_curator_and_who_runs_the_site() -> None:
    assert [policy.may_decide(who, 2) for who in (ADMIN, BELOW, KEEPER, CURATOR)] == [True] * 4
    assert [policy.may_decide(who, 9) for who in (ADMIN, BELOW, KEEPER, CURATOR)] == [False, False, True, True]
    assert not any(policy.may_decide(who, 1) for who in POWERLESS if who is not CURATOR)


@pytest.mark.parametrize("role", Role)
def test_curator_admits_with_local_roles_alone(role: Role) -> None:
    assert policy.may_admit(CURATOR, role, 1) is (role in policy.LOCAL_ROLES)
    assert policy.may_admit(ADMIN, role, 1) is policy.may_grant(ADMIN, role, 1)
