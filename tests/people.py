"""Persons for tests: accounts with memberships, and clients that are signed in as them."""

from dataclasses import dataclass
from functools import cache

from flask import Flask

from rumah_inovasi.accounts import actions as accounts
from rumah_inovasi.accounts import current, passwords
from rumah_inovasi.accounts.actor import SYSTEM, Actor, Role
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.house import House
from rumah_inovasi.membership import queries as membership
from rumah_inovasi.membership.model import Membership
from rumah_inovasi.organisations import actions as organisations
from rumah_inovasi.organisations import queries as organisation_queries
from tests.pages import PageClient

PASSWORD = "kuda baterai staples benar"


@cache
def password_hash() -> str:
    """The hash of the password of all persons in tests; computed once, because it takes its time."""
    return passwords.hashed(PASSWORD)


@dataclass(frozen=True)
class Person:
    """An account and who it makes of whoever signs in with it."""

    account: Account
    actor: Actor

    @property
    def id(self) -> int:
        """The number of the account."""
        return self.account.id

    @property
    def email(self) -> str:
        """The address for mail."""
        return self.account.email


def person(house: House, name: str, *roles: tuple[Role, int]) -> Person:
    """Make an account with memberships: pairs of a role and a unit. Its address is made of its name."""
    email = f"{name.lower().replace(' ', '.')}@contoh.go.id"
    with house.database.write() as session:
        account = accounts.create(session, SYSTEM, email, name, now=house.clock(), password_hash=password_hash())
        for role, unit in roles:
            session.add(Membership(account_id=account.id, unit_id=unit, role=role.value, created_at=house.clock()))
    return Person(account, actor_of(house, account))


def actor_of(house: House, account: Account) -> Actor:
    """The actor with the grants that the account has now."""
    with house.database.read() as session:
        return Actor(account.id, account.name, grants=membership.grants_of(session, account.id))


def unit(house: House, name: str, *, region: str = "35.15", kind: str = "puskesmas", parent: int | None = None) -> int:
    """Make a unit in the tree of a region, or give the one that is known by this name."""
    with house.database.write() as session:
        known = organisation_queries.unit_by_name(session, region, name)
        if known:
            return known.id
        above = organisation_queries.unit(session, parent) if parent else None
        made = organisations.create(session, SYSTEM, region, name, kind, now=house.clock(), parent=above)
        return made.id


def government(house: House, region: str = "35.15") -> int:
    """The root of a region's tree."""
    with house.database.read() as session:
        return organisation_queries.government(session, region).id


def signed_in(app: Flask, house: House, who: Person) -> PageClient:
    """A client that holds a session of this person, with a token in every form it sends."""
    with house.database.write() as session:
        word = accounts.begin(session, who.account, is_lasting=False, now=house.clock())
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[current.WORD] = word
    return PageClient(client)
