"""Makes a house of a backup: everything is made ready aside, then put in place at once."""

import os
import secrets
import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from rumah_inovasi.accounts import secret
from rumah_inovasi.backup import switching
from rumah_inovasi.backup.content_places import prepare_content
from rumah_inovasi.backup.kept_files import Returning
from rumah_inovasi.backup.loading import clear, fill, hold
from rumah_inovasi.backup.making import make
from rumah_inovasi.backup.manifest import CONTENT, FILES, ROWS, SECRET, Manifest
from rumah_inovasi.backup.occupancy import held, is_empty
from rumah_inovasi.backup.opening import Archive, opened
from rumah_inovasi.backup.switching import KEPT, Switch
from rumah_inovasi.database import Database
from rumah_inovasi.disk_reasons import reason_of
from rumah_inovasi.errors import Conflict, Invalid, Unusable
from rumah_inovasi.house import House
from rumah_inovasi.migrations.upgrade import version

ROOM_FOR_ROWS = 3  # times the size of their lines: rows, indexes, and the journal of the database


@dataclass(frozen=True)
class Restored:
    """What was restored, and where the former state is kept."""

    manifest: Manifest
    kept: tuple[Path, ...]


def look_at(path: Path) -> Manifest:
    """Verify a backup as a restore would, and do nothing.

    Raises:
        Invalid, Unusable: as `restore`, of the file.
    """
    with opened(path) as archive:
        archive.verify()
        _require_secret(archive)
        return archive.manifest


def restore(house: House, path: Path, *, replace: bool) -> Restored:
    """Put what a backup holds in the place of the house, which has to be empty unless it is to be replaced.

    Raises:
        Invalid: the file is no backup, of a newer program, damaged, or no house can be made of it; nothing was changed.
        Conflict: the house is at work, or not empty; nothing was changed.
        Unusable: the disk is full or cannot be written, or the database cannot be used.
    """
    with opened(path) as archive:
        _require_room(house, archive.manifest)
        archive.verify()
        if not house.settings.secret_key:
            _require_secret(archive)
        with _disk_told(), held(house.database):
            is_new = is_empty(house.database)
            if not is_new and not replace:
                raise Conflict(
                    "Rumah ini sudah berisi. Untuk menggantinya dengan isi cadangan, tambahkan --replace; keadaan "
                    "sekarang disimpan di sampingnya. Tidak ada yang diubah."
                )
            files = Returning(house.files)
            switch = Switch(f"{house.clock():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}")
            try:
                prepare_content(archive, house.settings.content_dir, switch)
                _prepare_secret(house, archive, switch)
                if house.database.is_sqlite:
                    _replace_file(house, archive, switch, files)
                else:
                    _replace_rows(house, archive, switch, files, is_new=is_new)
            except BaseException:
                if not switching.is_under_way(house.settings):
                    switch.give_up()
                    files.take_back()
                raise
            return Restored(archive.manifest, tuple(switch.kept))


def _replace_file(house: House, archive: Archive, switch: Switch, files: Returning) -> None:
    place = house.database.place
    ready = switch.make_aside(place.parent) / place.name
    made = Database(f"sqlite:///{ready}")
    made.make_file()
    try:
        with made.write() as session:
            fill(session.connection(), archive, now=house.clock())
    finally:
        made.close()
    files.put(archive)
    kept = place.with_name(f"{place.name}.{KEPT}{switch.stamp}")
    for ending in ("", "-wal", "-shm"):  # these where it is damaged or was not closed
        switch.keep(Path(f"{place}{ending}"), Path(f"{kept}{ending}"))
    if place.exists():
        switch.kept.append(kept)
    switch.put(ready, place)
    house.database.close()
    switching.decide(house.settings.data_dir, switch)
    switching.carry_out(house.settings.data_dir, house.database)


def _replace_rows(house: House, archive: Archive, switch: Switch, files: Returning, *, is_new: bool) -> None:
    database, data_dir = house.database, house.settings.data_dir
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with database.engine.connect() as connection, connection.begin():
        tables = hold(connection, version(database))
        if not is_new:
            kept = data_dir / f"{KEPT}{switch.stamp}.zip"
            make(house, kept)
            switch.kept.append(kept)
        clear(connection, tables)
        fill(connection, archive, now=house.clock())
        files.put(archive)
        switching.decide(data_dir, switch, connection.scalar(text("SELECT txid_current()")))
    switching.carry_out(data_dir, database)


def _require_secret(archive: Archive) -> None:
    """Refuse a key with which no site would come up.

    Raises:
        Invalid: it is one.
    """
    try:
        if archive.manifest.has_secret:
            secret.text_of(b"".join(archive.chunks(SECRET)))
    except ValueError as error:
        raise Invalid(
            "Kunci rahasia dalam cadangan %(file)s tidak dapat dipakai: %(reason)s. Tetapkan RUMAH_SECRET_KEY, lalu "
            "ulangi. Tidak ada yang diubah.",
            file=archive.path,
            reason=error,
        ) from None


def _prepare_secret(house: House, archive: Archive, switch: Switch) -> None:
    """The key by which sessions live on; where the settings name one, that one counts."""
    if house.settings.secret_key or not archive.manifest.has_secret:
        return
    place, wanted = house.settings.data_dir / secret.FILE, b"".join(archive.chunks(SECRET))
    if place.is_file() and place.read_bytes() == wanted:
        return
    ready = switch.make_aside(house.settings.data_dir) / secret.FILE
    with os.fdopen(os.open(ready, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(wanted)
    kept = place.with_name(f"{place.name}.{KEPT}{switch.stamp}")
    if place.exists():
        switch.kept.append(kept)
    switch.keep(place, kept)
    switch.put(ready, place)


def _require_room(house: House, told: Manifest) -> None:
    """Refuse what the disks cannot hold before anything of it is unpacked."""
    settings, wanted = house.settings, defaultdict[Path, int](int)
    for folder, below, times in (
        (house.files.root, FILES, 1),
        (settings.content_dir, CONTENT, 1),
        (house.database.place.parent if house.database.is_sqlite else settings.data_dir, ROWS, ROOM_FOR_ROWS),
    ):
        wanted[_existing(folder)] += times * sum(part.size for part in told.below(below))
    by_disk = defaultdict[int, int](int)
    for folder, size in wanted.items():
        by_disk[folder.stat().st_dev] += size
        if by_disk[folder.stat().st_dev] > shutil.disk_usage(folder).free:
            raise Unusable(
                "Ruang disk di %(folder)s tidak cukup untuk isi cadangan ini. Tidak ada yang diubah.", folder=folder
            )


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.is_dir())


@contextmanager
def _disk_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unusable(
            "Pemulihan berhenti: %(place)s: %(reason)s. Rumah tetap seperti semula.",
            place=error.filename or "disk",
            reason=reason_of(error),
        ) from None
