"""The few errors of the domain. `web/errors.py` maps them to HTTP answers, the command line to exit codes.

A message is an Indonesian sentence with named placeholders; `values` fill them. Keeping both apart lets the
edge translate the sentence, while `str(error)` reads well in a terminal or a log.
"""


class DomainError(Exception):
    """Something a person can do something about: what is wrong, where, and what to do next."""

    def __init__(self, message: str, /, *, field: str | None = None, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class NotFound(DomainError):
    """The thing asked for does not exist, or does not exist for this reader."""


class Gone(NotFound):
    """The thing was public once and was taken back; its address will not lead to anything else."""


class Forbidden(DomainError):
    """The actor may not do this."""


class Invalid(DomainError):
    """The input breaks a rule; `field` names where, when it is one field."""


class Conflict(DomainError):
    """The change was made on the basis of something that has changed meanwhile."""


class TooMany(DomainError):
    """Done too often in a while; `seconds` tells after how many it may be tried again."""

    def __init__(self, message: str, /, *, seconds: int, field: str | None = None, **values: object) -> None:
        super().__init__(message, field=field, **values)
        self.seconds = seconds


class SignInNeeded(DomainError):
    """Only somebody who is signed in may do this."""


class Unusable(DomainError):
    """The installation itself cannot work as it is: a setting, a folder, a database."""
