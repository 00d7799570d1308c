"""What can be seen of accounts, sessions and keys."""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.model import Account, AccountKey, SignIn
from rumah_inovasi.errors import Gone, Invalid, NotFound


def account(session: Session, number: int) -> Account:
    """The account with this number.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Account, number)
    if found is None:
        raise NotFound("Akun ini tidak ada.")
    return found


def accounts(session: Session, numbers: Iterable[int]) -> dict[int, Account]:
    """Several accounts at once, closed ones too."""
    return {found.id: found for found in session.scalars(select(Account).where(Account.id.in_(set(numbers))))}


def all_accounts(session: Session) -> list[Account]:
    """Every account, closed ones too, by address."""
    return list(session.scalars(select(Account).order_by(Account.email)))


def by_email(session: Session, email: str) -> Account | None:
    """The account with this address for mail, however it is spelt."""
    return session.scalars(select(Account).where(Account.email == plain_email(email))).first()


def plain_email(email: str) -> str:
    """The form in which two spellings of one address agree."""
    return email.strip().lower()


def unchanged(session: Session, seen: Account) -> Account:
    """The account whose password was just found right, unless it was closed or got another password meanwhile.

    Raises:
        Invalid: that happened.
    """
    found = session.get(Account, seen.id, with_for_update=True)
    if found is None or not found.is_open or found.password_hash != seen.password_hash:
        raise Invalid("Surel atau kata sandi tidak cocok.")
    return found


def any_account(session: Session) -> bool:
    """Whether somebody has an account at all."""
    return bool(session.scalar(select(func.count()).select_from(Account)))


def sign_in_of(session: Session, word: str, *, now: datetime) -> tuple[SignIn, Account] | None:
    """The session of a browser's word and its account; none where it is unknown, over, or the account closed."""
    query = select(SignIn, Account).join(Account, Account.id == SignIn.account_id)
    found = session.execute(query.where(SignIn.token_hash == digest(word))).first()
    if found is None or found[0].is_over(now) or not found[1].is_open:
        return None
    return found[0], found[1]


def key_of(session: Session, word: str, *, now: datetime) -> tuple[AccountKey, Account]:
    """The key of a letter's word and its account.

    Raises:
        Gone: it was used, is over, or never was.
    """
    query = select(AccountKey, Account).join(Account, Account.id == AccountKey.account_id)
    found = session.execute(query.where(AccountKey.token_hash == digest(word))).first()
    if found is None or found[0].ends_at <= now or not found[1].is_open:
        raise Gone("Tautan ini sudah dipakai atau sudah kedaluwarsa. Minta yang baru lewat “Lupa kata sandi”.")
    return found[0], found[1]


def sessions_of(session: Session, number: int) -> list[SignIn]:
    """Sessions of an account, the one used last first."""
    query = select(SignIn).where(SignIn.account_id == number).order_by(SignIn.seen_at.desc())
    return list(session.scalars(query))


def known_words(account: Account) -> tuple[str, ...]:
    """Words that belong to a person and that others would try in a password first."""
    return tuple(re.findall(r"\w+", f"{account.name} {account.email}"))


def digest(word: str) -> str:
    """What the database keeps of a random word. It has 256 bits, so a plain hash cannot be turned back."""
    return hashlib.sha256(word.encode()).hexdigest()
