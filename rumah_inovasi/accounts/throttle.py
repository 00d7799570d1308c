"""How often something may be done: counted in the database, so that all workers count together."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.model import Attempt
from rumah_inovasi.errors import TooMany

KEPT = timedelta(days=1)  # longer than any limit looks back


@dataclass(frozen=True)
class Limit:
    """At most so many of a kind for one key within a time."""

    kind: str
    most: int
    within: timedelta


SIGN_IN_OF_ACCOUNT_FROM_ADDRESS = Limit("masuk-akun-alamat", 5, timedelta(minutes=15))
SIGN_IN_OF_ACCOUNT = Limit("masuk-akun", 30, timedelta(hours=1))  # from anywhere: slower than it takes to guess
SIGN_IN_FROM_ADDRESS = Limit("masuk-alamat", 60, timedelta(minutes=15))  # an office has one address for all
RESET_OF_ACCOUNT = Limit("atur-ulang-akun", 3, timedelta(hours=1))
RESET_FROM_ADDRESS = Limit("atur-ulang-alamat", 20, timedelta(hours=1))
CHANGE_OF_PASSWORD = Limit("ganti-sandi", 10, timedelta(minutes=15))
REQUEST_FROM_ADDRESS = Limit("minta-akun-alamat", 10, timedelta(hours=1))
REQUEST_OF_EMAIL = Limit("minta-akun-surel", 3, timedelta(hours=1))
STATEMENT_OF_ACCOUNT = Limit("pernyataan-akun", 30, timedelta(hours=1))  # each is a letter to somebody
REPORT_FROM_ADDRESS = Limit("laporan-alamat", 10, timedelta(hours=1))
PROBLEM_FROM_ADDRESS = Limit("masalah-alamat", 60, timedelta(minutes=15))  # an office has one address for all
NEED_FROM_ADDRESS = Limit("kebutuhan-alamat", 5, timedelta(hours=1))


def take(session: Session, limit: Limit, key: str, *, now: datetime) -> None:
    """Count one more, in a transaction that is committed whatever becomes of it.

    Raises:
        TooMany: the limit is reached; nothing is counted then, so that waiting helps.
    """
    if session.get_bind().dialect.name == "postgresql":  # where several writers count at once
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"{limit.kind} {key}"))))
    session.execute(delete(Attempt).where(Attempt.at < now - KEPT))
    since = now - limit.within
    own = Attempt.kind == limit.kind, Attempt.key == key, Attempt.at > since
    count, first = session.execute(select(func.count(), func.min(Attempt.at)).where(*own)).one()
    if count >= limit.most:
        seconds = max(1, int((first + limit.within - now).total_seconds()))
        minutes = -(-seconds // 60)
        raise TooMany(
            "Terlalu banyak percobaan. Tunggu %(minutes)s menit, lalu coba lagi.", seconds=seconds, minutes=minutes
        )
    session.add(Attempt(kind=limit.kind, key=key, at=now))
    session.flush()


def give_back(session: Session, limit: Limit, key: str) -> None:
    """Take the last count of a key back, as for a sign-in that succeeded from an address that many share."""
    last = select(func.max(Attempt.id)).where(Attempt.kind == limit.kind, Attempt.key == key).scalar_subquery()
    session.execute(delete(Attempt).where(Attempt.id == last))


def forget(session: Session, limit: Limit, key: str) -> None:
    """Let the count of a key begin anew, as after a sign-in that succeeded."""
    session.execute(delete(Attempt).where(Attempt.kind == limit.kind, Attempt.key == key))
