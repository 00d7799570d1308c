"""Passwords: what is good enough, and argon2id, of which at most two are computed at once."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from rumah_inovasi.errors import Invalid, TooMany

SHORTEST = 10
LONGEST = 200
FEWEST_SIGNS = 5
AT_ONCE = 2
LONGEST_WAIT = 10.0  # seconds; so many guesses at once must not hold all threads of the server
TRY_AGAIN = 10  # seconds later
# First guesses of everybody who tries passwords here.
GUESSABLE = ("rumahinovasi", "rumah inovasi", "password", "passw0rd", "qwerty", "1234567890", "indonesia", "jawatimur")
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without signs that look alike on paper

# RFC 9106 leaves the costs to the machine: 32 MiB and three passes take about 60 ms of one processor.
_hasher = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
_slots = threading.BoundedSemaphore(AT_ONCE)
_dummy: list[str] = []


def hashed(password: str) -> str:
    """The hash to be kept.

    Raises:
        TooMany: too many others wait for theirs.
    """
    with _slot():
        return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is that of the hash; without a hash it takes the same time and the answer is no.

    Raises:
        TooMany: too many others wait for theirs.
    """
    with _slot():
        if not _dummy:
            _dummy.append(_hasher.hash(secrets.token_hex(16)))
        try:
            return _hasher.verify(password_hash or _dummy[0], password) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False


def require_good(password: str, *, known: tuple[str, ...] = ()) -> None:
    """Refuse a password that is easily guessed; `known` are words that belong to the person.

    Raises:
        Invalid: too short, too long, or made of what others guess first.
    """
    plain = password.casefold()
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid(
            "Kata sandi harus %(least)s sampai %(most)s huruf.", field="password", least=SHORTEST, most=LONGEST
        )
    own = [word.casefold() for word in known if len(word) > 3]  # noqa: PLR2004 - shorter ones stand in any word
    if len(set(plain)) < FEWEST_SIGNS or any(word in plain for word in (*GUESSABLE, *own)):
        raise Invalid(
            "Kata sandi ini mudah ditebak. Pakai beberapa kata yang tidak berhubungan, tanpa nama atau surel Anda.",
            field="password",
        )


@contextmanager
def _slot() -> Iterator[None]:
    if not _slots.acquire(timeout=LONGEST_WAIT):
        raise TooMany("Server sedang sibuk. Tunggu sebentar, lalu coba lagi.", seconds=TRY_AGAIN)
    try:
        yield
    finally:
        _slots.release()


def one_time() -> str:
    """A random password that is read aloud or copied by hand once, about 79 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
