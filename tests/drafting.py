"""Proposals for tests, made by the actions themselves: a ready draft, a submitted one, one that is published."""

from collections.abc import Mapping
from typing import Any

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import proposal_actions, proposal_queries, queries, review_actions
from rumah_inovasi.catalogue.draft import Draft
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.catalogue.proposal import Proposal
from rumah_inovasi.catalogue.publishing import Text
from rumah_inovasi.house import House
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.vocabulary import queries as vocabulary
from tests.people import Person

FACTS: Mapping[str, Any] = {"judul": "Antrean Dari Rumah", "ringkasan": "Warga mengambil nomor antrean dari rumah."}
BODY = "## Latar belakang\n\nAntrean terlalu panjang.\n\n## Hasil\n\nWaktu tunggu lebih pendek.\n"


def drafted(house: House, who: Person, unit: int, *, body: str = BODY, **facts: Any) -> int:
    """A draft of a new write-up with everything that is required; gives the number of the proposal."""
    with house.database.write() as session:
        made = proposal_actions.start(session, who.actor, organisations.unit(session, unit), now=house.clock())
        draft = Draft({**FACTS, **facts}, body)
        proposal_actions.save(session, who.actor, made, draft, version=made.version, now=house.clock())
        return made.id


def changed(house: House, who: Person, innovation: int, *, body: str = BODY, **facts: Any) -> int:
    """A draft of a change of a write-up; gives the number of the proposal."""
    with house.database.write() as session:
        found = queries.innovation(session, innovation)
        base = queries.read(session, found).revision
        made = proposal_actions.start_revision(session, who.actor, found, base, now=house.clock())
        draft = Draft({**made.stored, **facts}, body, "Angka diperbarui")
        proposal_actions.save(session, who.actor, made, draft, version=made.version, now=house.clock())
        return made.id


def submit(house: House, who: Person, number: int) -> None:
    """Ask for review of a draft."""
    with house.database.write() as session:
        found = session.get_one(Proposal, number)
        words = vocabulary.load(session)
        proposal_actions.submit(
            session,
            who.actor,
            found,
            version=found.version,
            is_authorised=True,
            vocabulary=words,
            now=house.clock(),
        )


def approve(house: House, actor: Actor, number: int, *, version: int | None = None) -> int:
    """Approve what waits; gives the number of the write-up."""
    with house.database.read() as session:
        found = session.get_one(Proposal, number)
    text = Text(found.body, house.renderer.render(found.body))
    with house.database.write() as session:
        fresh = session.get_one(Proposal, number)
        made = review_actions.approve(
            session,
            actor,
            fresh,
            text,
            version=version or found.version,
            vocabulary=vocabulary.load(session),
            now=house.clock(),
        )
        return made.number


def published(house: House, author: Person, reviewer: Person, unit: int, **facts: Any) -> int:
    """A write-up that went the whole way; gives its number."""
    number = drafted(house, author, unit, **facts)
    submit(house, author, number)
    return approve(house, reviewer.actor, number)


def proposal(house: House, number: int) -> Proposal:
    """The proposal as it stands now."""
    with house.database.read() as session:
        return session.get_one(Proposal, number)


def innovation(house: House, number: int) -> Innovation:
    """The innovation as it stands now, in whatever state."""
    with house.database.read() as session:
        return session.get_one(Innovation, number)


def open_of(house: House, number: int) -> Proposal | None:
    """The open proposal of a write-up."""
    with house.database.read() as session:
        return proposal_queries.open_of(session, number)
