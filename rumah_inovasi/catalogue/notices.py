"""Letters about proposals: to those who can decide when one is submitted, to its author when something was decided.

They are written in the transaction of the deed. Letters speak Indonesian, and hold a link rather than the text.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from rumah_inovasi.accounts import queries as accounts
from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.catalogue.proposal import UnderReview
from rumah_inovasi.mail import letters
from rumah_inovasi.membership import queries as membership
from rumah_inovasi.organisations.model import Unit

SUBMITTED = """\
Usulan tulisan “{title}” dari {unit} menunggu tinjauan Anda.

Buka: {link}
"""
DECIDED = """\
Usulan tulisan “{title}” dari {unit}: {deed}.
{body}
Buka: {link}
"""
DEEDS = {
    "changes": "perlu perbaikan",
    "declined": "tidak dapat diterima",
    "approved": "disetujui dan sudah terbit",
    "remark": "ada komentar baru",
}


def submitted(session: Session, proposal: UnderReview, *, link: str, now: datetime) -> None:
    """Tell the local admins of the tree; where there is none, the curators. `link` leads to the proposal."""
    reviewers = membership.members_with(session, Role.LOCAL_ADMIN, proposal.unit_id)
    others = [account for account in reviewers if account.id not in proposal.hands]
    for account in others or membership.curators(session):
        if account.id not in proposal.hands:
            body = SUBMITTED.format(**_words(session, proposal, link))
            letters.send(session, account.email, f"Menunggu tinjauan: {_title(proposal)}", body, now=now)


def decided(session: Session, proposal: UnderReview, deed: str, body: str = "", *, link: str, now: datetime) -> None:
    """Tell the author what was decided or said; `deed` is a key of `DEEDS`."""
    author = accounts.account(session, proposal.author_id)
    if not author.is_open:
        return
    said = f"\n{body.strip()}\n" if body.strip() else ""
    text = DECIDED.format(deed=DEEDS[deed], body=said, **_words(session, proposal, link))
    letters.send(session, author.email, f"Tulisan Anda: {DEEDS[deed]}: {_title(proposal)}", text, now=now)


def _words(session: Session, proposal: UnderReview, link: str) -> dict[str, str]:
    unit = session.get_one(Unit, proposal.unit_id)
    return {"title": _title(proposal), "unit": unit.name, "link": link}


def _title(proposal: UnderReview) -> str:
    return str(proposal.stored.get("judul") or "(belum berjudul)")
