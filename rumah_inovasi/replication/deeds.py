"""What somebody who is signed in may do about the replications of the write-up that is being read."""

from flask_babel import gettext
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.replication.policy import MEMBERS, may_note
from rumah_inovasi.replication.records import one_with
from rumah_inovasi.web.links import Link


def on_write_up(session: Session, actor: Actor, innovation: Innovation) -> list[Link]:
    """Links to the deeds that the page offers."""
    if innovation.state != State.PUBLISHED:
        return []
    at = f"/ruang-kerja/inovasi/{innovation.number}"
    speaks_for = actor.units_with(*MEMBERS)
    found = []
    if speaks_for is None or speaks_for - one_with(session, innovation.unit_id):  # nobody replicates from itself
        found.append(Link(gettext("Unit kami mereplikasi ini"), f"{at}/replikasi"))
    if may_note(actor, innovation):
        found.append(Link(gettext("Kelola catatan replikasi"), f"{at}/catatan-replikasi"))
    return found
