"""Those who write and review workshops, and what tests have them do, by the actions themselves."""

from dataclasses import dataclass
from typing import Any

from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.catalogue.draft import Draft
from rumah_inovasi.catalogue.publishing import Text
from rumah_inovasi.house import House
from rumah_inovasi.learning import proposal_actions, queries, review_actions
from rumah_inovasi.learning.model import Workshop, WorkshopProposal
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.vocabulary import queries as vocabulary
from tests.people import Person, government, person, unit

FACTS: dict[str, Any] = {
    "judul": "Bimtek Menulis Inovasi",
    "ringkasan": "Peserta menulis inovasinya sendiri.",
    "mulai": "2026-12-02",
    "penyelenggara": "Puskesmas Contoh",
}
BODY = "## Acara\n\nPeserta berlatih menulis.\n"


@dataclass
class Crew:
    """A trainer of a unit, an author and a colleague there, the local admin, the curator, and a trainer elsewhere."""

    unit: int
    trainer: Person
    author: Person
    officer: Person
    admin: Person
    curator: Person
    stranger: Person


def crew_of(house: House) -> Crew:
    """Put them into an empty house."""
    own, other = unit(house, "Puskesmas Contoh"), unit(house, "Puskesmas Lain", region="35.78")
    return Crew(
        unit=own,
        trainer=person(house, "Tia Narasumber", (Role.TRAINER, own)),
        author=person(house, "Ani Penulis", (Role.AUTHOR, own)),
        officer=person(house, "Oki Petugas", (Role.OFFICER, own)),
        admin=person(house, "Budi Admin", (Role.LOCAL_ADMIN, government(house))),
        curator=person(house, "Kiki Kurator", (Role.CURATOR, government(house, "35"))),
        stranger=person(house, "Sari Lain", (Role.TRAINER, other)),
    )


def planned(house: House, who: Person, at: int, *, body: str = BODY, **facts: Any) -> int:
    """A draft of a new workshop with everything that is required; gives the number of the proposal."""
    with house.database.write() as session:
        found = organisations.unit(session, at)
        made = proposal_actions.start(session, who.actor, found, "Bimtek", now=house.clock())
        draft = Draft({**FACTS, **facts}, body)
        proposal_actions.save(session, who.actor, made, draft, version=made.version, now=house.clock())
        return made.id


def amended(house: House, who: Person, number: int, *, body: str = BODY, **facts: Any) -> int:
    """A draft of a change of a workshop; gives the number of the proposal."""
    with house.database.write() as session:
        found = queries.workshop(session, number)
        base = queries.revision(session, number, found.revision)
        made = proposal_actions.start_revision(session, who.actor, found, base, now=house.clock())
        draft = Draft({**made.stored, **facts}, body, "Tempat diganti")
        proposal_actions.save(session, who.actor, made, draft, version=made.version, now=house.clock())
        return made.id


def submit(house: House, who: Person, number: int) -> None:
    """Ask for review of a draft."""
    with house.database.write() as session:
        found = session.get_one(WorkshopProposal, number)
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
    """Approve what waits; gives the number of the workshop."""
    with house.database.read() as session:
        found = session.get_one(WorkshopProposal, number)
    text = Text(found.body, house.renderer.render(found.body))
    with house.database.write() as session:
        fresh = session.get_one(WorkshopProposal, number)
        words = vocabulary.load(session)
        wanted = version or found.version
        made = review_actions.approve(session, actor, fresh, text, version=wanted, vocabulary=words, now=house.clock())
        return made.number


def taught(house: House, crew: Crew, **facts: Any) -> int:
    """A workshop that went the whole way; gives its number."""
    number = planned(house, crew.trainer, crew.unit, **facts)
    submit(house, crew.trainer, number)
    return approve(house, crew.admin.actor, number)


def plan_of(house: House, number: int) -> WorkshopProposal:
    """The proposal as it stands now."""
    with house.database.read() as session:
        return session.get_one(WorkshopProposal, number)


def workshop_of(house: House, number: int) -> Workshop:
    """The workshop as it stands now, in whatever state."""
    with house.database.read() as session:
        return session.get_one(Workshop, number)
