"""Write-ups put into a house by the actions themselves, with a session of the test's own."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from rumah_inovasi import public_version
from rumah_inovasi.accounts.actor import SYSTEM, Actor
from rumah_inovasi.audit import AuditEntry
from rumah_inovasi.catalogue import actions
from rumah_inovasi.catalogue.metadata import Metadata
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.catalogue.publishing import Provenance, Text
from rumah_inovasi.house import House
from rumah_inovasi.organisations import queries as organisations
from tests.catalogue.facts import metadata

BODY = "## Latar belakang\n\nAntrean panjang."


def publish(
    house: House,
    session: Session,
    found: Metadata | None = None,
    *,
    body: str = BODY,
    number: int | None = None,
    revision: int | None = None,
    actor: Actor = SYSTEM,
) -> Innovation:
    """Publish metadata and text for the government of its region."""
    found = found or metadata()
    return actions.publish(
        session,
        actor,
        found,
        organisations.government(session, found.region).id,
        Text(body, house.renderer.render(body)),
        Provenance("Unit pemilik", "Percobaan", revision),
        now=house.clock(),
        number=number,
    )


def version(house: House) -> int:
    """The number of public changes so far."""
    with house.database.read() as session:
        return public_version.current(session)


def deeds(session: Session) -> list[tuple[str, str]]:
    """What the record says was done to write-ups and revisions, in order: verb and id."""
    query = select(AuditEntry).where(AuditEntry.entity.in_(["innovation", "revision"])).order_by(AuditEntry.id)
    return [(entry.verb, entry.entity_id) for entry in session.scalars(query)]
