"""What can be done with reports: tell one, object to a text about the own unit, handle one.

`base_url` is where the site is reached: the letters lead there.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from rumah_inovasi import addresses, audit
from rumah_inovasi.accounts import queries as accounts
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.catalogue.policy import may_claim
from rumah_inovasi.errors import Conflict, Gone, Invalid
from rumah_inovasi.feedback.model import LONGEST, LONGEST_CONTACT, Report, ReportKind
from rumah_inovasi.feedback.policy import may_handle, require
from rumah_inovasi.mail import letters
from rumah_inovasi.membership import queries as membership
from rumah_inovasi.personal_data import refuse_personal_numbers
from rumah_inovasi.settings import MAIL_ADDRESS

TELLING = """\
Ada laporan tentang tulisan “{title}” yang perlu Anda periksa.

Baca dan tangani di sini:
{base_url}/ruang-kerja/laporan/{number}
"""
ANSWERING = """\
Anda pernah melaporkan sesuatu tentang tulisan “{title}”. Ini jawabannya:

{answer}

Tulisannya:
{base_url}{url}

Alamat surel Anda sudah dihapus dari laporan ini.
"""


def report(
    session: Session, actor: Actor, innovation: Innovation, body: str, contact: str, *, base_url: str, now: datetime
) -> Report:
    """Tell that something in a published write-up is wrong; `contact` is where the reader wants the answer, or empty.

    Raises:
        Gone: the write-up is not published.
        Invalid: nothing is said, or too much, or a number of a person; an address for mail that is none.
    """
    contact = accounts.plain_email(contact)
    if contact and (not MAIL_ADDRESS.fullmatch(contact) or len(contact) > LONGEST_CONTACT or not contact.isprintable()):
        raise Invalid("Surel ditulis seperti nama@contoh.id. Kosongkan bila tidak perlu jawaban.", field="contact")
    made = Report(kind=ReportKind.ERROR.value, body=_checked(body), contact=contact or None, created_at=now)
    return _add(session, actor, innovation, made, base_url)


def object(  # noqa: A001 - the word of the field: keberatan
    session: Session, actor: Actor, innovation: Innovation, body: str, *, base_url: str, now: datetime
) -> Report:
    """Say, for the owning unit, that a text which editors have compiled should not stand as it is.

    Raises: as `report`.
    """
    require(may_claim(actor, innovation))
    made = Report(kind=ReportKind.OBJECTION.value, body=_checked(body), created_at=now)
    return _add(session, actor, innovation, made, base_url)


def handle(session: Session, actor: Actor, found: Report, answer: str, *, base_url: str, now: datetime) -> None:
    """Say what became of a report. Whoever left an address gets the answer there, and the address is removed.

    Raises:
        Invalid: nothing is said, or too much.
        Conflict: somebody else has handled it meanwhile.
    """
    innovation = session.get_one(Innovation, found.innovation_number)
    require(may_handle(actor, innovation))
    session.refresh(found, with_for_update=True)
    if found.handled_at:
        raise Conflict("Laporan ini sudah ditangani. Muat ulang halamannya untuk melihat jawabannya.")
    answer = answer.strip()
    if not 0 < len(answer) <= LONGEST:
        raise Invalid("Tulis apa hasilnya, paling panjang %(most)s huruf.", field="answer", most=LONGEST)
    recipient = found.contact or _address_of(session, found)
    if recipient:
        words = {"title": innovation.title, "answer": answer, "url": addresses.write_up(innovation.ref)}
        body = ANSWERING.format(base_url=base_url, **words)
        letters.send(session, recipient, f"Jawaban atas laporan Anda: {innovation.title}", body, now=now)
    found.handled_at, found.answer, found.contact = now, answer, None
    audit.record(session, actor.account, "report-handled", "report", found.id, now=now)


def _add(session: Session, actor: Actor, innovation: Innovation, made: Report, base_url: str) -> Report:
    """Keep a report, and tell those who handle it."""
    if innovation.state != State.PUBLISHED:
        raise Gone("Tulisan nomor %(number)s tidak lagi terbit.", number=innovation.number)
    made.innovation_number, made.account_id = innovation.number, actor.account
    session.add(made)
    session.flush()
    verb = "report-made" if made.kind == ReportKind.ERROR else "report-objection"
    audit.record(session, actor.account, verb, "report", made.id, now=made.created_at)
    _tell(session, actor, innovation, made, base_url)
    return made


def _tell(session: Session, actor: Actor, innovation: Innovation, made: Report, base_url: str) -> None:
    """Write to the local admins of the tree, and to the curators where there is none or the text is the editors'."""
    readers = membership.members_with(session, Role.LOCAL_ADMIN, innovation.unit_id)
    if not readers or made.kind == ReportKind.OBJECTION:
        readers = [*readers, *membership.curators(session)]
    body = TELLING.format(title=innovation.title, base_url=base_url, number=made.id)
    for email in dict.fromkeys(account.email for account in readers if account.id != actor.account):
        letters.send(session, email, f"Laporan: {innovation.title}", body, now=made.created_at)


def _checked(body: str) -> str:
    body = body.strip()
    if not 0 < len(body) <= LONGEST:
        raise Invalid("Tulis apa yang keliru, paling panjang %(most)s huruf.", field="body", most=LONGEST)
    refuse_personal_numbers(body, "body")
    return body


def _address_of(session: Session, found: Report) -> str | None:
    if found.account_id is None:
        return None
    account = accounts.account(session, found.account_id)
    return account.email if account.is_open else None
