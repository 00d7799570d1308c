"""Statements made by the action itself."""

from rumah_inovasi.catalogue import queries
from rumah_inovasi.house import House
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.replication import statement_actions
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.replication.statement_rules import Proof
from tests.people import Person


def stated(house: House, who: Person, number: int, said: Claim, proof: str = "") -> int:
    """What somebody says, for the unit of the first role, about a write-up; gives the number of the statement."""
    now = house.clock()
    with house.database.write() as session:
        innovation = queries.published(session, number)
        unit = organisations.unit(session, who.actor.grants[0].unit)
        made = statement_actions.state(
            session, who.actor, innovation, unit, said, Proof(proof), today=now.date(), now=now
        )
        return made.id
