"""What can be done with replications."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from rumah_inovasi import audit, outbox, public_version
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.catalogue.policy import may_publish, require
from rumah_inovasi.errors import Invalid
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.replication import queries
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.replication.model import Replication


def replace_claims(
    session: Session, actor: Actor, innovation: Innovation, claims: Sequence[Claim], *, now: datetime
) -> bool:
    """Make the replications of an innovation those that its file states; tells whether anything changed.

    Raises:
        Invalid: the adopter is the unit that made the innovation.
        NotFound: an adopter's region does not exist.
    """
    require(may_publish(actor))
    # Made before the comparison: the same claims may break a rule now that the innovation has another unit.
    rows = [_row(session, innovation, claim, position, now) for position, claim in enumerate(claims)]
    if list(claims) == queries.claims(session, innovation.number):
        return False
    session.execute(delete(Replication).where(Replication.innovation_number == innovation.number))
    session.add_all(rows)
    session.flush()
    audit.record(session, actor.account, "replications-replaced", "innovation", innovation.number, now=now)
    outbox.record(session, outbox.INNOVATION, innovation.number, now=now)
    public_version.raise_(session)
    return True


def _row(session: Session, innovation: Innovation, claim: Claim, position: int, now: datetime) -> Replication:
    unit = None
    if claim.region is not None:
        organisations.region(session, claim.region)
        unit = organisations.unit_by_name(session, claim.region, claim.unit) if claim.unit else None
    if unit is not None and unit.id == innovation.unit_id:
        raise Invalid("Replikasi oleh unit yang sama, “%(unit)s”, tidak dicatat.", unit=unit.name, field="replikasi")
    return Replication(
        innovation_number=innovation.number,
        position=position,
        region_code=claim.region,
        unit_id=unit.id if unit else None,
        unit_name=claim.unit,
        adopter=claim.adopter,
        stated_sum=claim.stated_sum,
        stage=claim.stage,
        degree=claim.degree,
        evidence=claim.evidence,
        started=claim.started,
        note=claim.note,
        source=claim.source,
        created_at=now,
    )
