"""The secret by which cookies are signed and addresses of readers are made unreadable."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from rumah_inovasi.disk_reasons import reason_of
from rumah_inovasi.errors import Unusable
from rumah_inovasi.settings import SHORTEST_SECRET, Settings

FILE = "kunci-rahasia"


def secret_of(settings: Settings) -> str:
    """The secret of the setting, else that of the data folder, which is made once.

    Raises:
        Unusable: the folder cannot be read or written, or the file holds no secret.
    """
    if settings.secret_key:
        return settings.secret_key
    place = settings.data_dir / FILE
    try:
        if not place.exists():
            _make(place)
    except OSError as error:
        raise _unusable(place, reason_of(error)) from None
    return _read(place)


def require_usable(settings: Settings) -> None:
    """Refuse a secret in the data folder with which no site would come up; makes none.

    Raises:
        Unusable: as `secret_of`.
    """
    place = settings.data_dir / FILE
    if not settings.secret_key and os.path.lexists(place):
        _read(place)


def text_of(data: bytes) -> str:
    """The secret in the bytes of its file.

    Raises:
        ValueError: they hold none; says why, in words for people.
    """
    try:
        found = data.decode("ascii").strip()
    except UnicodeDecodeError:
        raise ValueError("isinya bukan teks") from None
    if len(found) < SHORTEST_SECRET:
        raise ValueError("terlalu pendek")
    return found


def _read(place: Path) -> str:
    try:
        return text_of(place.read_bytes())
    except OSError as error:
        raise _unusable(place, reason_of(error)) from None
    except ValueError as error:
        raise Unusable(
            "Kunci rahasia %(place)s tidak dapat dipakai: %(reason)s. Hapus berkas itu; yang baru dibuat sendiri.",
            place=place,
            reason=error,
        ) from None


def _unusable(place: Path, reason: str) -> Unusable:
    return Unusable("Kunci rahasia %(place)s tidak dapat dipakai: %(reason)s.", place=place, reason=reason)


def keyed(secret: str, text: str) -> str:
    """A mark of the text by which it is known again, and which tells nothing about it."""
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _make(place: Path) -> None:
    """Put a secret in its place, whole, unless another process has just done so."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = place.with_name(f".{FILE}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, place)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
