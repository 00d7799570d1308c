"""Write-ups that a draft of a workshop names by number: which of them can be read, and which are not there.

Files name each other in any order, so that the import only warns; a person who types a number means a text that is
there, and must not be linked to a stranger that gets this number later.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.errors import Invalid
from rumah_inovasi.schema import Problem

KEY = "inovasi"
MOST = 50  # as the facts allow; of more, the form says that they are too many
LONGEST = len("999999999")


def named(session: Session, stored: Mapping[str, Any]) -> list[Innovation]:
    """The published write-ups among those that are named, in that order."""
    return [row.innovation for row in catalogue.by_number(session, _numbers(stored))]


def problems(session: Session, stored: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the numbers: which of them no published write-up has."""
    missing = _missing(session, stored)
    if not missing:
        return []
    message = "Tulisan nomor %(numbers)s belum terbit atau tidak ada. Periksa nomornya, atau hapus."
    return [Problem((KEY,), message, {"numbers": missing})]


def require_published(session: Session, stored: Mapping[str, Any]) -> None:
    """Refuse numbers that no published write-up has.

    Raises:
        Invalid: there are some.
    """
    for problem in problems(session, stored):
        raise Invalid(problem.message, field=KEY, **problem.values)


def _missing(session: Session, stored: Mapping[str, Any]) -> str:
    found = {innovation.number for innovation in named(session, stored)}
    return ", ".join(str(number) for number in _numbers(stored) if number not in found)


def _numbers(stored: Mapping[str, Any]) -> list[int]:
    """Numbers as they were typed; what is none is told by the schema."""
    texts = [str(item).strip() for item in stored.get(KEY) or []][:MOST]
    return list(
        dict.fromkeys(int(text) for text in texts if text.isascii() and text.isdigit() and len(text) <= LONGEST)
    )
