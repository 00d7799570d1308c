"""From nothing to a working house: database, shipped facts, starter content. Every step may be repeated.

A second start finds everything done by looking at one row, so that it costs next to nothing.
"""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from rumah_inovasi import packaged, progress, public_version
from rumah_inovasi.accounts import actions as account_actions
from rumah_inovasi.accounts import queries as accounts
from rumah_inovasi.accounts.actor import SYSTEM, Role
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.disk_reasons import reason_of
from rumah_inovasi.errors import Unusable
from rumah_inovasi.house import House
from rumah_inovasi.interoperability.importer import Importer
from rumah_inovasi.interoperability.reading import FileReport, files_of
from rumah_inovasi.membership import actions as membership
from rumah_inovasi.migrations.upgrade import upgrade
from rumah_inovasi.organisations import queries as organisation_queries
from rumah_inovasi.organisations import shipped as organisations
from rumah_inovasi.organisations.model import PROVINCE
from rumah_inovasi.vocabulary import shipped as vocabulary

Say = Callable[[str], None]
FIRST_ADMINISTRATOR = ("pengelola@localhost", "Pengelola")  # address and name, until the person gives better ones
SHIPPED = (*sorted(organisations.DATA.glob("*.csv")), vocabulary.FILE)


def prepare(house: House, say: Say) -> list[FileReport]:
    """Bring the house into working order; gives what became of files imported on the way.

    Raises:
        Unusable: a folder cannot be made or the database cannot be reached.
    """
    bring_up_to_date(house, say)
    if _is_filled(house):
        return []
    with house.database.alone():
        if _is_filled(house):  # by another process that was faster
            return []
        copy_starter(house, say)
        reports = import_content(house, house.settings.content_dir)
        with house.database.write() as session:
            public_version.state(session).starter_imported = True
    return reports


def require_filled(house: House) -> None:
    """Refuse to compare an empty house that has not had its first import: every file would count as unknown.

    Raises:
        Unusable: the first import has not come to its end, and nothing else was imported.
    """
    with house.database.read() as session:
        is_untouched = not public_version.state(session).starter_imported and not catalogue.count(session)
    if is_untouched:
        raise Unusable("Isi awal belum diimpor. Jalankan dahulu: rumah-inovasi init.")


def _is_filled(house: House) -> bool:
    with house.database.read() as session:
        return public_version.state(session).starter_imported


def bring_up_to_date(house: House, say: Say) -> None:
    """Migrate the database and put the shipped facts into it where they are new."""
    done = upgrade(house.database)
    if done and done.former:
        say(f"Basis data dibawa dari bentuk {done.former} ke bentuk {done.present}.")
    elif done:
        say("Basis data disiapkan.")
    digest = _digest()
    with house.database.read() as session:
        present = public_version.state(session).shipped
    if present == digest:
        return
    with house.database.write() as session:
        public_version.raise_(session)  # first, so that two processes take turns on PostgreSQL too
        if public_version.state(session).shipped == digest:
            return
        vocabulary.install(session)
        organisations.install(session, now=house.clock())
        public_version.state(session).shipped = digest
    say("Data wilayah, kecamatan, dan daftar pilihan dimuat.")


def make_first_administrator(house: House, say: Say, *, port: int | None = None) -> None:
    """Where nobody has an account yet, make one that may do everything, and tell its password this one time."""
    with house.database.read() as session:
        if accounts.any_account(session):
            return
    from rumah_inovasi.accounts import passwords  # noqa: PLC0415 - loaded for the very first start alone

    password = passwords.one_time()
    hashed = passwords.hashed(password)
    with house.database.write() as session:
        public_version.take_turn(session)
        if accounts.any_account(session):  # made by another process that was faster
            return
        now, government = house.clock(), organisation_queries.government(session, PROVINCE)
        made = account_actions.create(
            session, SYSTEM, *FIRST_ADMINISTRATOR, now=now, password_hash=hashed, must_change=True
        )
        for role in (Role.SYSTEM_ADMIN, Role.CURATOR):
            membership.grant(session, SYSTEM, made, role, government, now=now)
    site = house.settings.base_url or (f"http://127.0.0.1:{port}" if port else None)
    place = f"{site}/masuk" if site else "halaman /masuk"
    say(f"Akun pengelola dibuat. Masuk di {place} dengan surel {made.email} dan kata sandi sekali pakai:")
    say(f"    {password}")
    say("Kata sandi ini hanya ditampilkan sekali, dan diganti saat masuk pertama.")


def copy_starter(house: House, say: Say) -> None:
    """Copy the packaged content to the content folder where that does not exist; an empty folder means start empty.

    Raises:
        Unusable: the folder cannot be written.
    """
    target = house.settings.content_dir
    if target.exists():
        return
    # Under another name until it is whole: after a copy that broke off, half of the content would pass for all.
    aside = target.with_name(f".{target.name}.sedang-disalin")
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(starter(), aside, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
        aside.replace(target)
    except OSError as error:
        shutil.rmtree(aside, ignore_errors=True)
        raise Unusable(f"Isi awal tidak dapat disalin ke {target}: {_reason(error)}.") from None
    say(f"Isi awal disalin ke {target}.")


def _reason(error: OSError) -> str:
    """Why it failed; copying a folder collects the reasons of all its files, of which one is enough."""
    if isinstance(error, shutil.Error):
        return str(error.args[0][0][2])
    return reason_of(error)


def import_content(house: House, source: Path, *, dry_run: bool = False) -> list[FileReport]:
    """Import a file or folder with progress shown, as the system."""
    importer = Importer(house.database, house.renderer, SYSTEM, house.settings.content_dir, house.clock, house.files)
    total = len(files_of(source)) if source.exists() else 0
    return list(progress.shown(importer.run(source, dry_run=dry_run), total, "Mengimpor tulisan"))


def starter() -> Path:
    """The content that comes with the program."""
    return packaged.folder("content")


def _digest() -> str:
    digest = hashlib.sha256()
    for path in SHIPPED:
        digest.update(path.read_bytes())
    return digest.hexdigest()
