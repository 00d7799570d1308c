"""Those who write for a unit, and what tests have them do with a proposal."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.catalogue import proposal_actions
from rumah_inovasi.catalogue.draft import Draft
from rumah_inovasi.catalogue.model import Attachment
from rumah_inovasi.catalogue.proposal import Proposal, ProposalState
from rumah_inovasi.errors import DomainError, Invalid
from rumah_inovasi.house import House
from tests.drafting import submit
from tests.people import Person, government, person, unit

Verb = Callable[..., object]


@dataclass
class Cast:
    """Who writes for a unit, a colleague, the local admin, somebody of another unit, and the curator."""

    unit: int
    author: Person
    colleague: Person
    admin: Person
    stranger: Person
    curator: Person


def cast_of(house: House) -> Cast:
    """Put them into an empty house."""
    own, other = unit(house, "Puskesmas Contoh"), unit(house, "Puskesmas Lain")
    return Cast(
        own,
        person(house, "Ani Penulis", (Role.AUTHOR, own)),
        person(house, "Rini Rekan", (Role.AUTHOR, own)),
        person(house, "Budi Admin", (Role.LOCAL_ADMIN, government(house))),
        person(house, "Citra Luar", (Role.AUTHOR, other)),
        person(house, "Dewi Kurator", (Role.CURATOR, government(house, "35"))),
    )


def save(house: House, who: Person, number: int, draft: Draft, version: int | None = None) -> None:
    """Keep a draft, by default over the version that is there."""
    with house.database.write() as session:
        found = session.get_one(Proposal, number)
        wanted = found.version if version is None else version
        proposal_actions.save(session, who.actor, found, draft, version=wanted, now=house.clock())


def deed(house: House, verb: Verb, who: Person, number: int, **more: Any) -> Any:
    """Do something with a proposal."""
    with house.database.write() as session:
        return verb(session, who.actor, session.get_one(Proposal, number), now=house.clock(), **more)


def refusal(house: House, who: Person, number: int) -> DomainError:
    """Why a draft is not taken for review."""
    with pytest.raises(Invalid) as caught:
        submit(house, who, number)
    return caught.value


def set_state(house: House, number: int, state: ProposalState) -> None:
    """Put a proposal into a state, past every rule."""
    with house.database.write() as session:
        session.get_one(Proposal, number).state = state.value


def attached(house: House, number: int, name: str, *, is_open: bool) -> None:
    """Give a write-up a file that nobody has uploaded."""
    with house.database.write() as session:
        row = Attachment(
            innovation_number=number,
            name=name,
            key="aa/bb/1",
            sha256="0" * 64,
            media_type="application/pdf",
            size=1,
            is_open=is_open,
            created_at=house.clock(),
        )
        session.add(row)
