"""What tests of people look at besides pages: letters that wait, deeds on record, the clock."""

import re
from datetime import timedelta
from typing import cast

from sqlalchemy import select

from rumah_inovasi.audit import AuditEntry
from rumah_inovasi.house import House
from rumah_inovasi.mail.letters import Letter
from tests.fixtures import Clock
from tests.pages import Answer, PageClient
from tests.people import PASSWORD

NEW_PASSWORD = "payung biru tiga belas"


def letters(house: House, to: str | None = None) -> list[Letter]:
    """Letters that wait, in their order."""
    with house.database.read() as session:
        found = session.scalars(select(Letter).order_by(Letter.id)).all()
    return [letter for letter in found if to is None or letter.recipient == to]


def link_in(text: str) -> str:
    """The path by which a text lets a password be set."""
    (found,) = set(re.findall(r"http://localhost(/atur-ulang/[\w-]{20,})", text))
    return str(found)


def deeds(house: House, verb: str) -> list[AuditEntry]:
    """What is on record of one kind of deed."""
    with house.database.read() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.verb == verb).order_by(AuditEntry.id)))


def pass_time(house: House, time: timedelta) -> None:
    """Let the clock of a test go on."""
    cast("Clock", house.clock).at += time


def sign_in(
    client: PageClient, email: str, password: str = PASSWORD, *, status: int = 303, **more: str | None
) -> Answer:
    """Use the form at /masuk."""
    return client.submit(client.get("/masuk"), {"email": email, "password": password, **more}, status=status)


def is_signed_in(client: PageClient) -> bool:
    """Whether the server knows who this is."""
    return client.client.get("/akun").status_code in {200, 303}
