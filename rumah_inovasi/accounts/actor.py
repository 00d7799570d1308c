"""The actor: a small frozen value, never the web session, so that a command or a test can be one too."""

import enum
from dataclasses import dataclass


class Role(enum.StrEnum):
    """What somebody does in a unit; the ids are what people type at the command line."""

    OFFICER = "petugas"
    AUTHOR = "penyusun"
    TRAINER = "narasumber"
    LOCAL_ADMIN = "admin-lokal"
    CURATOR = "kurator"
    SYSTEM_ADMIN = "pengelola"


# Their work is in the whole province, wherever the membership itself hangs.
EVERYWHERE = frozenset({Role.CURATOR, Role.SYSTEM_ADMIN})


@dataclass(frozen=True)
class Grant:
    """A role in a unit. `units` are all that it reaches: the unit, those below, those whose work it carries on.

    None stands for every unit.
    """

    role: Role
    unit: int
    units: frozenset[int] | None

    def reaches(self, unit: int) -> bool:
        """Whether the unit lies within."""
        return self.units is None or unit in self.units


@dataclass(frozen=True)
class Actor:
    """Someone who acts. `account` is none for the system and for readers without an account."""

    account: int | None
    name: str
    is_system: bool = False
    grants: tuple[Grant, ...] = ()

    def holds(self, *roles: Role, at: int | None = None) -> bool:
        """Whether the actor has one of the roles: at this unit, or anywhere where none is given."""
        return any(grant.role in roles and (at is None or grant.reaches(at)) for grant in self.grants)

    def units_with(self, *roles: Role) -> frozenset[int] | None:
        """All units that these roles reach; None stands for every unit."""
        reached: set[int] = set()
        for grant in self.grants:
            if grant.role in roles:
                if grant.units is None:
                    return None
                reached |= grant.units
        return frozenset(reached)

    @property
    def own_units(self) -> frozenset[int]:
        """The units of the actor's memberships themselves, without those below."""
        return frozenset(grant.unit for grant in self.grants)

    @property
    def writes(self) -> bool:
        """Whether the actor writes anywhere."""
        return self.holds(Role.AUTHOR, Role.LOCAL_ADMIN, Role.CURATOR)

    @property
    def trains(self) -> bool:
        """Whether the actor writes workshops anywhere."""
        return self.writes or self.holds(Role.TRAINER)

    @property
    def reviews(self) -> bool:
        """Whether texts and reports of others wait for the actor."""
        return self.holds(Role.LOCAL_ADMIN, Role.CURATOR)

    @property
    def curates(self) -> bool:
        """Whether the actor looks after what the whole site says: the provincial curator, and who runs the site."""
        return self.holds(*EVERYWHERE)

    @property
    def takes_part(self) -> bool:
        """Whether the actor speaks for a unit or looks after the province, rather than running the site alone."""
        return self.holds(*(role for role in Role if role is not Role.SYSTEM_ADMIN))

    @property
    def manages(self) -> bool:
        """Whether the actor keeps units and their members."""
        return self.holds(Role.LOCAL_ADMIN, Role.SYSTEM_ADMIN)


SYSTEM = Actor(account=None, name="sistem", is_system=True)
READER = Actor(account=None, name="pembaca")
