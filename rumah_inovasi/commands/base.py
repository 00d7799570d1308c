"""What every command shares: the house of the settings, a line for people, errors as a line and exit code 1."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from rumah_inovasi import settings as settings_module
from rumah_inovasi.errors import DomainError, Unusable
from rumah_inovasi.settings import Settings

if TYPE_CHECKING:  # `settings` and `--help` need not load the program
    from rumah_inovasi.house import House

Command = TypeVar("Command", bound=Callable[..., Any])


@contextmanager
def open_house(build: Callable[[Settings], "House"] | None = None) -> Iterator["House"]:
    """The house of the present settings, closed afterwards; by default one without the parts of pages.

    Raises:
        Unusable: a setting is wrong, or the database cannot be reached, read or written.
    """
    from rumah_inovasi import house as houses  # noqa: PLC0415 - `settings` and `--help` need not load the program
    from rumah_inovasi.backup import switching  # noqa: PLC0415 - as above

    settings = settings_module.load(os.environ)
    with _database_told():
        switching.complete(settings)  # else somebody would see a house half restored
        house = (build or houses.build)(settings)
        try:
            yield house
        finally:
            house.close()


@contextmanager
def _database_told() -> Iterator[None]:
    from sqlalchemy.exc import DatabaseError, OperationalError  # noqa: PLC0415 - as in `open_house`

    try:
        yield
    except DatabaseError as error:
        # Its other kinds are faults of the program; this very class is a file that is no database.
        if not isinstance(error, OperationalError) and type(error) is not DatabaseError:
            raise
        raise Unusable(
            "Basis data tidak dapat dipakai: %(reason)s. Periksa RUMAH_DATA_DIR atau RUMAH_DATABASE_URL, izin folder, "
            "dan sisa ruang disk, lalu jalankan lagi. Yang sudah tersimpan tidak hilang.",
            reason=" ".join(str(error.orig).split()).rstrip("."),
        ) from None


@contextmanager
def open_prepared_house(build: Callable[[Settings], "House"] | None = None) -> Iterator["House"]:
    """The house that is there, with its database in the present form, as work on its content needs it.

    Raises:
        Unusable: as `open_house`, or there is none, or it is of an older form; nothing was made or changed.
    """
    from rumah_inovasi.migrations import upgrade  # noqa: PLC0415 - loaded when needed

    with open_house(build) as house:
        upgrade.require_present(house.database)
        yield house


def say(message: str) -> None:
    """A line for the person at the terminal; standard output is kept for results."""
    click.echo(message, err=True)


def tells_errors(command: Command) -> Command:
    """Domain errors become a line and exit code 1, never a trace."""

    @wraps(command)
    def wrapped(*args: object, **kwargs: object) -> object:
        try:
            return command(*args, **kwargs)
        except DomainError as error:
            say(f"Kesalahan: {error}")
            raise SystemExit(1) from None

    return cast("Command", wrapped)
