"""A unit that takes an innovation up, the unit that made it, those who work there, and what tests have them do."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import SYSTEM, Role
from rumah_inovasi.catalogue import actions as catalogue_actions
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.house import House
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.replication import queries, statement_actions
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.replication.model import Replication
from rumah_inovasi.replication.statement import Statement
from rumah_inovasi.replication.statement_rules import Proof
from rumah_inovasi.schema import Value
from rumah_inovasi.web.filters import WIB
from tests.factories import put, write_up
from tests.people import Person, government, person, unit
from tests.replication.claims import SOURCE, claim

NUMBER = 1  # of the innovation that all of this is about
TITLE = "Antrean Ringkas"
ORIGIN, ADOPTER = "Puskesmas Contoh", "Puskesmas Talun"
HOME, ELSEWHERE = "35.15", "35.05"  # the regions of the two
SEEN = Proof("SK 12/2026")


@dataclass(frozen=True)
class Parties:
    """Both units and their people. Where nobody at the origin has an account, `author` and `admin` are strangers."""

    origin: int
    adopter: int
    officer: Person  # of the adopter
    author: Person  # of the origin
    admin: Person  # of the origin's regency
    curator: Person
    stranger: Person  # who writes in another regency


def meet(house: House, *, has_accounts: bool = True, extra: str = "") -> Parties:
    """Publish the innovation and put everybody into an empty house."""
    report = put(house, write_up(TITLE, unit=ORIGIN, region=HOME, extra=extra))
    assert report.problems == []
    assert not report.failed
    origin, adopter = unit(house, ORIGIN), unit(house, ADOPTER, region=ELSEWHERE)
    far = government(house, "35.14")
    return Parties(
        origin,
        adopter,
        person(house, "Odi Petugas", (Role.OFFICER, adopter)),
        person(house, "Ani Penulis", (Role.AUTHOR, origin if has_accounts else far)),
        person(house, "Budi Admin", (Role.LOCAL_ADMIN, government(house) if has_accounts else far)),
        person(house, "Dewi Kurator", (Role.CURATOR, government(house, "35"))),
        person(house, "Citra Luar", (Role.AUTHOR, far)),
    )


def said(stage: str = "minat", **values: Value) -> Claim:
    """What a unit says of itself: with a source where one is given, in use with a degree."""
    if stage in {"diterapkan", "dievaluasi", "berlanjut", "bertransformasi", "berhenti"}:
        values = {"derajat": "sebagian", **values}
    evidence = "klaim-media" if "sumber" in values else "dikonfirmasi-asal"
    return claim(wilayah=HOME, **{"tahap": stage, "bukti": evidence, **values})


def sourced(stage: str = "minat", **values: Value) -> Claim:
    """The same on a source that everybody can read."""
    return said(stage, **{"sumber": SOURCE, **values})


def state(
    house: House,
    who: Person,
    unit_id: int,
    what: Claim | None = None,
    proof: Proof = SEEN,
    *,
    today: date | None = None,
    number: int = NUMBER,
) -> Statement:
    """Have somebody state something for a unit."""
    with house.database.write() as session:
        return stated_in(session, house, who, unit_id, what, proof, today=today, number=number)


def stated_in(
    session: Session,
    house: House,
    who: Person,
    unit_id: int,
    what: Claim | None = None,
    proof: Proof = SEEN,
    *,
    today: date | None = None,
    number: int = NUMBER,
) -> Statement:
    """The same in a transaction of the test's own."""
    now = house.clock()
    return statement_actions.state(
        session,
        who.actor,
        catalogue.published(session, number),
        organisations.unit(session, unit_id),
        what or said(),
        proof,
        today=today or now.astimezone(WIB).date(),
        now=now,
    )


def confirm(house: House, who: Person, found: Statement, answer: str = "", now: datetime | None = None) -> None:
    """Have somebody confirm a statement."""
    with house.database.write() as session:
        row = session.get_one(Statement, found.id)
        statement_actions.confirm(session, who.actor, row, answer, now=now or house.clock())


def decline(
    house: House, who: Person, found: Statement, answer: str = "Alatnya habis.", now: datetime | None = None
) -> None:
    """Have somebody decline a statement."""
    with house.database.write() as session:
        row = session.get_one(Statement, found.id)
        statement_actions.decline(session, who.actor, row, answer, now=now or house.clock())


def take_back(house: House, who: Person, found: Statement) -> None:
    """Have somebody take a statement back."""
    with house.database.write() as session:
        row = session.get_one(Statement, found.id)
        statement_actions.take_back(session, who.actor, row, now=house.clock())


def records(house: House, number: int = NUMBER) -> list[Replication]:
    """What is public, in its order."""
    with house.database.read() as session:
        return queries.of_innovation(session, number)


def claims(house: House, number: int = NUMBER) -> list[Claim]:
    """What is public, as a file states it."""
    with house.database.read() as session:
        return queries.claims(session, number)


def statements(house: House) -> list[Statement]:
    """All statements, in their order."""
    with house.database.read() as session:
        return list(session.scalars(select(Statement).order_by(Statement.id)))


def again(house: House, found: Statement) -> Statement:
    """The statement as it stands now."""
    with house.database.read() as session:
        return session.get_one(Statement, found.id)


def only(house: House) -> Replication:
    """The one public record that there is."""
    (row,) = records(house)
    return row


def in_file(*lines: str) -> str:
    """Front matter with these records, on documents."""
    return "replikasi:\n" + "".join(f"  - {{{line}, bukti: dokumen}}\n" for line in lines)


def withdraw(house: House) -> None:
    """Let the write-up be withdrawn."""
    with house.database.write() as session:
        found, today = catalogue.published(session, NUMBER), date(2026, 11, 22)
        catalogue_actions.withdraw(session, SYSTEM, found, "Keliru.", on=today, now=house.clock())


def states(house: House) -> list[str]:
    """Where all statements stand, in their order."""
    return [found.state for found in statements(house)]


def by_curator(house: House, p: Parties, found: Statement) -> None:
    """Decline it, as the curator in place of a silent origin."""
    decline(house, p.curator, found, now=found.silence_ends_at)


def by_colleague(house: House, p: Parties, found: Statement) -> None:
    """Take it back, as somebody else of the unit."""
    take_back(house, person(house, "Rekan Baru", (Role.OFFICER, p.adopter)), found)
