"""Makes a backup while the house is at work: all of it as it was at one moment.

The database is read in one transaction. Nobody writes the archive while its files are copied, and the transaction has
begun by then, so that the files are those that the database knows of. Kept files never change; where one is not there,
it may have been deleted since that moment, and the copy is made once more.
"""

import os
import zipfile
from dataclasses import dataclass, field
from importlib.metadata import version as version_of
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import text

from rumah_inovasi import progress
from rumah_inovasi.accounts import secret
from rumah_inovasi.backup import manifest
from rumah_inovasi.backup.content_files import content_files
from rumah_inovasi.backup.form import form_of
from rumah_inovasi.backup.manifest import Manifest
from rumah_inovasi.backup.part_writer import PartWriter
from rumah_inovasi.backup.tables import Written, write_tables
from rumah_inovasi.disk_reasons import reason_of
from rumah_inovasi.errors import Invalid, NotFound, Unusable
from rumah_inovasi.house import House
from rumah_inovasi.interoperability.archive_turn import archive_turn
from rumah_inovasi.migrations.upgrade import require_house
from rumah_inovasi.whole_files import new_file

MOST_TRIES = 3
MOST_NAMED = 3  # of files that have the same trouble
READ_ME = """\
Cadangan Rumah Inovasi. Pulihkan dengan: rumah-inovasi restore BERKAS-INI

RAHASIA: berkas ini memuat data pribadi (nama, surel, kata sandi teracak), draf, surat yang belum terkirim, dan
biasanya kunci rahasia situs. Simpan di tempat yang tidak dapat dibaca orang lain.

database/      setiap tabel sebagai berkas JSON, satu baris untuk setiap baris tabel; waktu dalam UTC
files/         lampiran di bawah kunci acaknya; namanya ada dalam database/attachment.jsonl
content/       arsip Markdown tulisan yang terbit
manifest.json  versi, bentuk basis data, jumlah baris, dan sha256 setiap bagian
"""


@dataclass(frozen=True)
class Made:
    """What the backup holds, how large its file is, and what could not be taken along as it should be."""

    manifest: Manifest
    size: int
    problems: tuple[str, ...]


@dataclass
class _Troubles:
    told: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


def make(house: House, target: Path) -> Made:
    """Write a backup to a file that does not exist yet.

    Raises:
        Invalid: something stands there, or the place is within the house.
        Unusable: there is no house, it is of a newer program, or the file cannot be written.
    """
    _require_place(house, target)
    require_house(house.database)
    try:
        with new_file(target) as file:
            return _fill(house, file)
    except FileExistsError:
        raise _taken(target) from None
    except OSError as error:
        raise Unusable(
            "Cadangan %(place)s tidak dapat ditulis: %(reason)s.", place=target, reason=reason_of(error)
        ) from None


def _taken(target: Path) -> Invalid:
    return Invalid("%(place)s sudah ada dan tidak ditimpa. Pilih nama lain.", place=target)


def _require_place(house: House, target: Path) -> None:
    if os.path.lexists(target):
        raise _taken(target)
    for folder in (house.settings.content_dir, house.settings.index_dir, house.files.root):
        if target.resolve().is_relative_to(folder.resolve()):
            raise Invalid("Jangan menyimpan cadangan di dalam %(folder)s. Pilih folder lain.", folder=folder)


def _fill(house: House, file: BinaryIO) -> Made:
    made = _try(house, file)
    for _ in range(MOST_TRIES - 1):
        before = made.manifest.missing
        if not before:
            break
        file.seek(0)
        file.truncate()
        made = _try(house, file)
        if made.manifest.missing == before:  # lost for good, not deleted meanwhile
            break
    return made


def _try(house: House, file: BinaryIO) -> Made:
    now, troubles = house.clock(), _Troubles()
    with zipfile.ZipFile(file, "w") as archive:
        writer = PartWriter(archive, now)
        writer.put(manifest.READ_ME, READ_ME.encode())
        with house.database.read() as session:
            with archive_turn(house.settings.content_dir):
                step = session.scalar(text("SELECT version_num FROM alembic_version"))
                _copy_content(writer, house.settings.content_dir, troubles)
            written = write_tables(writer, session.connection(), form_of(step))
        _compare_content(writer, house.settings.content_dir, written, troubles)
        _copy_files(writer, house, written, troubles)
        _copy_secret(writer, house, troubles)
        told = Manifest(
            program=version_of("rumah_inovasi"),
            schema=step,
            created_at=now,
            tables=written.tables,
            parts=tuple(writer.parts),
            missing=tuple(troubles.missing),
            changed=tuple(troubles.changed),
        )
        writer.put(manifest.NAME, told.to_json())
    return Made(told, file.tell(), tuple(troubles.told))


def _copy_content(writer: PartWriter, folder: Path, troubles: _Troubles) -> None:
    files = content_files(folder)
    for file in progress.shown(files, len(files), "Menyimpan arsip"):
        if file.trouble:
            troubles.told.append(f"{file.place} {file.trouble}; tidak ikut dicadangkan.")
            continue
        try:
            source = file.place.open("rb")
        except OSError as error:
            troubles.told.append(f"{file.place} tidak dapat dibaca: {reason_of(error)}; tidak ikut dicadangkan.")
            continue
        with source:
            writer.copy(manifest.CONTENT + file.name, source)


def _compare_content(writer: PartWriter, folder: Path, written: Written, troubles: _Troubles) -> None:
    """Tell of files that the archive has written and that were not copied, for whatever reason."""
    copied = {part.name.removeprefix(manifest.CONTENT) for part in writer.parts}
    if lost := sorted(written.archived - copied):
        named = ", ".join(lost[:MOST_NAMED]) + (", …" if len(lost) > MOST_NAMED else "")
        troubles.told.append(
            f"{len(lost)} berkas arsip yang dikenal basis data tidak ikut dari {folder}: {named}. Periksa folder itu "
            "dan RUMAH_CONTENT_DIR; yang hilang ditulis lagi oleh: rumah-inovasi content export."
        )


def _copy_files(writer: PartWriter, house: House, written: Written, troubles: _Troubles) -> None:
    files = sorted(written.files.items())
    for key, named in progress.shown(files, len(files), "Menyimpan lampiran"):
        try:
            source = house.files.open(key)
        except NotFound:
            troubles.missing.append(key)
            troubles.told.append(f"Berkas {key} disebut dalam basis data, tetapi hilang dari {house.files.root}.")
            continue
        with source:
            part = writer.copy(manifest.FILES + key, source, is_packed=False)
        if named.sha256 not in {None, part.sha256}:
            troubles.changed.append(key)
            troubles.told.append(f"Isi berkas {key} di {house.files.root} tidak lagi seperti saat diunggah.")


def _copy_secret(writer: PartWriter, house: House, troubles: _Troubles) -> None:
    if house.settings.secret_key:
        return
    place = house.settings.data_dir / secret.FILE
    try:
        data = place.read_bytes()
        secret.text_of(data)
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError) as error:
        troubles.told.append(f"Kunci rahasia {place} tidak dapat dipakai: {reason_of(error)}; tidak ikut dicadangkan.")
        return
    writer.put(manifest.SECRET, data)
