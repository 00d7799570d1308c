"""The actor: a small frozen value, never the web session, so that a command or a test can be one too."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """Someone who acts. `account` is none for the system and for readers without an account."""

    account: int | None
    name: str
    is_system: bool = False


SYSTEM = Actor(account=None, name="sistem", is_system=True)
READER = Actor(account=None, name="pembaca")
