"""Letters about statements: to those who can decide when one is made, to its author when something was decided.

They are written in the transaction of the deed. Letters speak Indonesian, and hold a link rather than the text.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from rumah_inovasi import addresses
from rumah_inovasi.accounts import queries as accounts
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.mail import letters
from rumah_inovasi.membership import queries as membership
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import Unit
from rumah_inovasi.replication import statement_queries
from rumah_inovasi.replication.model import Replication
from rumah_inovasi.replication.statement import SILENCE, Statement, StatementState

STATED = """\
{unit} menyatakan mereplikasi inovasi “{title}”.

Mohon konfirmasi, atau sampaikan bila belum dapat dipenuhi:
{link}

Bila unit asal tidak menjawab dalam {days} hari, kurator provinsi dapat memeriksa buktinya.
"""
DECIDED = """\
Pernyataan {unit} tentang replikasi “{title}”: {deed}.
{body}
Buka: {link}
"""
DEEDS = {
    StatementState.CONFIRMED: "dikonfirmasi unit asal",
    StatementState.VERIFIED: "diverifikasi kurator",
    StatementState.DECLINED: "belum dapat dipenuhi atau dikonfirmasi",
}
REMOVED = """\
Catatan replikasi {adopter} pada tulisan “{title}” dihapus kurator.

Alasannya: {reason}

Tulisannya: {link}
"""
REMINDER = (
    "Yth. {origin}, kami dari {unit} mereplikasi inovasi “{title}” dan sudah mencatatnya di Rumah Inovasi. "
    "Mohon konfirmasinya di sini: {link}"
)


def stated(session: Session, found: Statement, *, site: str, now: datetime) -> None:
    """Tell the origin; where nobody there has an account, the curators."""
    innovation = session.get_one(Innovation, found.innovation_number)
    people = statement_queries.deciders(session, found, innovation) or membership.curators(session)
    for account in people:
        if account.id != found.account_id:
            body = STATED.format(**_words(session, found, site), days=SILENCE.days)
            letters.send(session, account.email, f"Mohon konfirmasi replikasi: {innovation.title}", body, now=now)


def decided(session: Session, found: Statement, *, site: str, now: datetime) -> None:
    """Tell the author what was decided."""
    author = accounts.account(session, found.account_id)
    if not author.is_open:
        return
    deed, said = DEEDS[StatementState(found.state)], f"\n{found.answer}\n" if found.answer else ""
    words = _words(session, found, site)
    body = DECIDED.format(deed=deed, body=said, **words)
    letters.send(session, author.email, f"Replikasi {words['title']}: {deed}", body, now=now)


def removed(
    session: Session, innovation: Innovation, row: Replication, reason: str, *, site: str, now: datetime
) -> None:
    """Tell the origin, and those who have stated it, why a record is taken away."""
    regions = organisations.regions(session)
    adopter = row.unit_name or row.adopter or regions[row.region_code or ""].full_name
    link = f"{site}{addresses.write_up(innovation.ref)}"
    body = REMOVED.format(adopter=adopter, title=innovation.title, reason=reason, link=link)
    for account in statement_queries.concerned(session, innovation, row.id):
        letters.send(session, account.email, f"Catatan replikasi dihapus: {innovation.title}", body, now=now)


def reminder(origin: str, unit: str, title: str, link: str) -> str:
    """What the adopter sends to the origin by hand, such as over WhatsApp."""
    return REMINDER.format(origin=origin, unit=unit, title=title, link=link)


def link_to(found: Statement, site: str) -> str:
    """Where a statement is read and decided."""
    return f"{site}/ruang-kerja/replikasi/{found.id}"


def _words(session: Session, found: Statement, site: str) -> dict[str, str]:
    innovation = session.get_one(Innovation, found.innovation_number)
    unit = session.get_one(Unit, found.unit_id)
    return {"title": innovation.title, "unit": unit.name, "link": link_to(found, site)}
