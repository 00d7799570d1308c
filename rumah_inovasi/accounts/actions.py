"""What can be done with accounts: made, closed, given a password; sign-ins begun and ended; keys given out."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from rumah_inovasi import audit, public_version
from rumah_inovasi.accounts import letters, queries
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.accounts.model import Account, AccountKey, Purpose, SignIn
from rumah_inovasi.accounts.policy import may_change, require
from rumah_inovasi.errors import Conflict, Gone, Invalid
from rumah_inovasi.mail import letters as mail
from rumah_inovasi.settings import MAIL_ADDRESS

LONGEST_NAME = 120
LONGEST_EMAIL = 200
LONGEST_POSITION = 160
KEY_LASTS = {Purpose.INVITATION: timedelta(days=7), Purpose.RESET: timedelta(hours=1)}


def create(
    session: Session,
    actor: Actor,
    email: str,
    name: str,
    *,
    now: datetime,
    position: str | None = None,
    password_hash: str | None = None,
    must_change: bool = False,
) -> Account:
    """Make an account without any membership, which by itself may do nothing.

    Raises:
        Invalid: an address or name that is none, or an address that another account has.
    """
    public_version.take_turn(session)  # else two at once would both find the address free
    email = queries.plain_email(email)
    if not MAIL_ADDRESS.fullmatch(email) or len(email) > LONGEST_EMAIL or not email.isprintable():
        raise Invalid("Surel ditulis seperti nama@instansi.go.id.", field="email")
    name = _checked_name(name)
    if queries.by_email(session, email):
        raise Invalid("Surel %(email)s sudah punya akun.", field="email", email=email)
    account = Account(
        email=email,
        name=name,
        position=_checked_position(position),
        password_hash=password_hash,
        must_change=must_change,
        created_at=now,
    )
    session.add(account)
    session.flush()
    audit.record(session, actor.account, "account-created", "account", account.id, now=now)
    return account


def set_password(
    session: Session, actor: Actor, account: Account, password_hash: str, *, now: datetime, must_change: bool = False
) -> None:
    """Give the account a password; every session and every key of it ends. Whoever had one before is told by letter.

    The password itself is checked and hashed before the transaction (`passwords`).
    """
    require(may_change(actor, account))
    if account.password_hash:
        mail.send(session, account.email, *letters.password_changed(account.name), now=now)
    account.password_hash, account.must_change = password_hash, must_change
    session.flush()  # from here on no sign-in with the former password can begin: it waits, and then finds this one
    end_sessions(session, account)
    end_keys(session, account)
    audit.record(session, actor.account, "password-set", "account", account.id, now=now)


def replace_password(
    session: Session, actor: Actor, account: Account, password_hash: str, *, was: str | None, now: datetime
) -> None:
    """Give the own account a new password on the strength of its present one, whose hash `was` was compared with.

    Raises:
        Conflict: the password was changed elsewhere meanwhile.
    """
    if account.password_hash != was:
        raise Conflict("Kata sandi akun ini baru saja diganti dari tempat lain. Masuk lagi dengan yang baru.")
    set_password(session, actor, account, password_hash, now=now)


def begin(session: Session, account: Account, *, is_lasting: bool, now: datetime) -> str:
    """Begin a session and give the word that the browser is to hold."""
    word = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_hash=queries.digest(word),
            account_id=account.id,
            is_lasting=is_lasting,
            created_at=now,
            seen_at=now,
        )
    )
    session.flush()
    audit.record(session, account.id, "signed-in", "account", account.id, now=now)
    return word


def touch(session: Session, sign_in: int, *, now: datetime) -> None:
    """Note that a session is in use."""
    session.execute(update(SignIn).where(SignIn.id == sign_in).values(seen_at=now))


def end(session: Session, word: str) -> None:
    """End the session of a browser's word."""
    session.execute(delete(SignIn).where(SignIn.token_hash == queries.digest(word)))


def end_sessions(session: Session, account: Account, *, but: str | None = None) -> None:
    """End all sessions of an account, except that of one browser's word."""
    query = delete(SignIn).where(SignIn.account_id == account.id)
    session.execute(query.where(SignIn.token_hash != queries.digest(but)) if but else query)


def end_others(session: Session, actor: Actor, account: Account, held: str, *, now: datetime) -> None:
    """End all sessions of the own account but the one whose word the browser holds."""
    require(may_change(actor, account))
    end_sessions(session, account, but=held)
    audit.record(session, actor.account, "sessions-ended", "account", account.id, now=now)


def give_key(
    session: Session, account: Account, purpose: Purpose, *, now: datetime, lasts: timedelta | None = None
) -> str:
    """A word by which a password can be set once; earlier ones of this purpose end."""
    own = AccountKey.account_id == account.id, AccountKey.purpose == purpose.value
    session.execute(delete(AccountKey).where(*own))
    word = secrets.token_urlsafe(32)
    session.add(
        AccountKey(
            token_hash=queries.digest(word),
            account_id=account.id,
            purpose=purpose.value,
            created_at=now,
            ends_at=now + (lasts or KEY_LASTS[purpose]),
        )
    )
    session.flush()
    return word


def end_keys(session: Session, account: Account) -> None:
    """Make every link for setting a password worthless."""
    session.execute(delete(AccountKey).where(AccountKey.account_id == account.id))


def ask_for_key(session: Session, email: str, *, site: str, now: datetime) -> None:
    """Send the owner of an address a letter with a key; an address that is nobody's gets nothing."""
    account = queries.by_email(session, email)
    if account is None or not account.is_open:
        return
    if account.password_hash:
        word = give_key(session, account, Purpose.RESET, now=now)
        letter = letters.reset(account.name, letters.key_link(site, word))
    else:
        word = give_key(session, account, Purpose.INVITATION, now=now)
        reason = "Akun Anda di Rumah Inovasi belum punya kata sandi."
        letter = letters.invitation(account.name, account.email, letters.key_link(site, word), reason)
    mail.send(session, account.email, *letter, now=now)
    audit.record(session, None, "key-asked-for", "account", account.id, now=now)


def use_key(session: Session, word: str, password_hash: str, *, now: datetime) -> Account:
    """Set a password by the word of a key, which is used up by it.

    Raises:
        Gone: the key was used, is over, or never was; of two at once the second finds it used.
    """
    key, account = queries.key_of(session, word, now=now)
    removed = session.execute(delete(AccountKey).where(AccountKey.id == key.id).returning(AccountKey.id)).all()
    if not removed:
        raise Gone("Tautan ini sudah dipakai. Masuklah dengan kata sandi yang baru.")
    set_password(session, Actor(account.id, account.name), account, password_hash, now=now)
    return account


def close(session: Session, actor: Actor, account: Account, *, now: datetime) -> None:
    """Let nobody use the account any more. It stays for the record; whoever may decide this was asked above."""
    account.closed_at = account.closed_at or now
    end_sessions(session, account)
    end_keys(session, account)
    audit.record(session, actor.account, "account-closed", "account", account.id, now=now)


def reopen(session: Session, actor: Actor, account: Account, *, now: datetime) -> None:
    """Let a closed account be used again, with the password it had."""
    account.closed_at = None
    audit.record(session, actor.account, "account-reopened", "account", account.id, now=now)


def rename(session: Session, actor: Actor, account: Account, name: str, position: str | None, *, now: datetime) -> None:
    """Change how the person is called.

    Raises:
        Invalid: no name, one too long, or a position too long.
    """
    require(may_change(actor, account))
    account.name, account.position = _checked_name(name), _checked_position(position)
    audit.record(session, actor.account, "account-renamed", "account", account.id, now=now)


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Invalid("Nama wajib diisi, paling panjang %(most)s huruf.", field="name", most=LONGEST_NAME)
    return name


def _checked_position(position: str | None) -> str | None:
    position = " ".join((position or "").split())
    if len(position) > LONGEST_POSITION or not position.isprintable():
        raise Invalid("Jabatan paling panjang %(most)s huruf.", field="position", most=LONGEST_POSITION)
    return position or None
