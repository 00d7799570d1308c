"""Letters about statements: to those who can decide when one is made, to its author when something was decided.

They are written in the transaction of the deed. Letters speak Indonesian, and hold a link rather than the text.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from rumah_inovasi import addresses
from rumah_inovasi.accounts import queries as accounts
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.mail import letters
from rumah_inovasi.membership import queries as membership
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import Unit
from rumah_inovasi.replication import statement_queries
from rumah_inovasi.replication.model import Replication
from rumah_inovasi.replication.statement import SILENCE, Statement, StatementState
from rumah_inovasi.vocabulary import queries as vocabulary

SAID = "{unit}, {region}, mencatat replikasi inovasi “{title}” pada tahap “{stage}”."
ASK_ORIGIN = """\
{said}

Mohon konfirmasi, atau sampaikan bila belum dapat dipenuhi atau tidak sesuai:
{link}

Bila unit asal tidak menjawab dalam {days} hari, kurator provinsi dapat memeriksa buktinya.
"""
ASK_CURATOR = """\
{said}

Di unit asalnya, {origin}, belum ada yang punya akun untuk menjawab. Mohon periksa buktinya:
{link}
"""
TOLD_OVER = """\
{said}

Catatan replikasinya sudah diperbarui. Bila ada yang perlu ditanggapi:
{records}
"""
DECIDED = """\
{said}

Hasilnya: {deed}.
{body}
Buka: {link}
"""
VERIFIED = """\
{said}

Karena belum ada jawaban dari unit asal, kurator provinsi telah memeriksa buktinya dan memverifikasi catatan ini. Unit
asal tetap berhak menanggapi:
{records}
"""
DEEDS = {
    StatementState.CONFIRMED: "dikonfirmasi unit asal",
    StatementState.VERIFIED: "diverifikasi kurator",
    StatementState.DECLINED: "belum dapat dipenuhi atau dikonfirmasi unit asal",
    StatementState.REJECTED: "bukti belum cukup menurut kurator",
}
REMOVED = """\
Catatan replikasi {adopter} pada tulisan “{title}” dihapus kurator.

Alasannya: {reason}

Tulisannya: {link}
"""
REMINDER = (
    "Yth. {origin}, kami dari {unit}, {region}, mencatat tahap “{stage}” untuk replikasi inovasi “{title}” di Rumah "
    "Inovasi. Mohon konfirmasinya di sini: {link}"
)


@dataclass(frozen=True)
class _Words:
    """What all letters about a statement name."""

    unit: str
    region: str
    origin: str
    title: str
    stage: str
    link: str
    records: str

    @property
    def said(self) -> str:
        """The sentence that all of them begin with."""
        return SAID.format(**vars(self))


def stated(session: Session, found: Statement, *, site: str, now: datetime) -> None:
    """Tell the origin; where nobody there can decide, the curators."""
    innovation, words = session.get_one(Innovation, found.innovation_number), _words(session, found, site)
    if not found.is_open:
        text = TOLD_OVER.format(said=words.said, records=words.records)
        people = statement_queries.at_the_origin(session, innovation)
        _send(session, found, people, f"Replikasi: {words.title}", text, now)
        return
    people, subject = statement_queries.deciders(session, found, innovation), f"Mohon konfirmasi: {words.title}"
    text = ASK_ORIGIN if people else ASK_CURATOR
    body = text.format(said=words.said, link=words.link, origin=words.origin, days=SILENCE.days)
    _send(session, found, people or membership.curators(session), subject, body, now)


def decided(session: Session, found: Statement, *, site: str, now: datetime) -> None:
    """Tell the author what was decided; and the origin, where somebody else has decided in its place."""
    innovation, words = session.get_one(Innovation, found.innovation_number), _words(session, found, site)
    author, state = accounts.account(session, found.account_id), StatementState(found.state)
    said = f"\n{found.answer}\n" if found.answer else ""
    if author.is_open:
        body = DECIDED.format(said=words.said, deed=DEEDS[state], body=said, link=words.link)
        letters.send(session, author.email, f"Replikasi {words.title}: {DEEDS[state]}", body, now=now)
    if state is StatementState.VERIFIED:
        body = VERIFIED.format(said=words.said, records=words.records)
        people = statement_queries.at_the_origin(session, innovation)
        _send(session, found, people, f"Replikasi diverifikasi: {words.title}", body, now)


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


def reminder(session: Session, found: Statement, *, site: str) -> str:
    """What the adopter sends to the origin by hand, such as over WhatsApp."""
    return REMINDER.format(**vars(_words(session, found, site)))


def _send(session: Session, found: Statement, people: list[Account], subject: str, body: str, now: datetime) -> None:
    """Write to each of them but the author of the statement."""
    for account in people:
        if account.id != found.account_id:
            letters.send(session, account.email, subject, body, now=now)


def _words(session: Session, found: Statement, site: str) -> _Words:
    innovation = session.get_one(Innovation, found.innovation_number)
    unit = session.get_one(Unit, found.unit_id)
    return _Words(
        unit=unit.name,
        region=organisations.region(session, unit.region_code).full_name,
        origin=session.get_one(Unit, innovation.unit_id).name,
        title=innovation.title,
        stage=vocabulary.load(session).name("tahap-replikasi", found.stage),
        link=f"{site}/ruang-kerja/replikasi/{found.id}",
        records=f"{site}/ruang-kerja/inovasi/{innovation.number}/catatan-replikasi",
    )
