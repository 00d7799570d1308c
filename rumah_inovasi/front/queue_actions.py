"""What the system administrator does when something hangs: let the relay and the postman try again."""

from datetime import datetime

from sqlalchemy.orm import Session

from rumah_inovasi import audit, outbox
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.errors import Forbidden
from rumah_inovasi.mail import letters

OUTBOX, LETTERS = "perubahan", "surat"
_RETRY = {OUTBOX: outbox.retry_failed, LETTERS: letters.retry_failed}


def retry(session: Session, actor: Actor, queue: str, *, now: datetime) -> None:
    """Let all that failed in one of the two queues be tried at once."""
    if not (actor.is_system or actor.holds(Role.SYSTEM_ADMIN)):
        raise Forbidden("Antrean dicoba lagi oleh pengelola sistem.")
    _RETRY[queue](session)
    audit.record(session, actor.account, "queue-retried", "queue", queue, now=now)
