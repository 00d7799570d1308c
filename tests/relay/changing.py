"""Changes of units by the actions themselves, each in a transaction of its own."""

from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.database import Database
from rumah_inovasi.organisations import actions, queries
from tests.fixtures import START
from tests.relay.unit_folder import REGION


def create(database: Database, name: str) -> int:
    with database.write() as session:
        return actions.create(session, SYSTEM, REGION, name, "opd-kota", now=START).id


def rename(database: Database, number: int, name: str) -> None:
    with database.write() as session:
        actions.rename(session, SYSTEM, queries.unit(session, number), name, now=START)


def close(database: Database, number: int) -> None:
    with database.write() as session:
        actions.close(session, SYSTEM, queries.unit(session, number), [], now=START)
