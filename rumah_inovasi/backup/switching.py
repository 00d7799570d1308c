"""Puts the parts of a restored house in their places: all of them, whatever happens meanwhile, or none.

Everything is made ready aside. Then the moves are written down; from that moment they are what counts, and whoever
opens the house next completes them. On PostgreSQL they count if the transaction with the rows has been committed.
"""

import json
import os
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text

from rumah_inovasi.database import Database
from rumah_inovasi.disk_reasons import reason_of
from rumah_inovasi.errors import Unusable
from rumah_inovasi.settings import Settings
from rumah_inovasi.whole_files import replace_file, sync_folder

JOURNAL = "pemulihan.json"
ASIDE = ".pemulihan-"  # what is made ready
KEPT = "sebelum-pemulihan-"  # what stood there before
PATIENCE = 20.0  # seconds, until the server has noticed that somebody was killed
LOOK_SECONDS = 0.2


@dataclass
class Switch:
    """What is to be moved where, in this order, and the folders in which it was made ready."""

    stamp: str
    moves: list[tuple[Path, Path]] = field(default_factory=list)
    aside: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)

    def make_aside(self, folder: Path) -> Path:
        """A folder beside what is to be replaced; what killed restores left there is removed."""
        made = folder / f"{ASIDE}{self.stamp}"
        if made not in self.aside:
            for left in folder.glob(f"{ASIDE}*"):
                shutil.rmtree(left)
            made.mkdir(mode=0o700, parents=True)
            self.aside.append(made)
        return made

    def keep(self, place: Path, kept: Path) -> None:
        """Move aside what stands there, if anything does."""
        if os.path.lexists(place):
            self.moves.append((place, kept))

    def put(self, ready: Path, place: Path) -> None:
        """Move what was made ready to its place."""
        self.moves.append((ready, place))

    def give_up(self) -> None:
        """Remove what was made ready."""
        for folder in self.aside:
            shutil.rmtree(folder, ignore_errors=True)


def decide(data_dir: Path, switch: Switch, transaction: int | None = None) -> None:
    """Write the moves down: they count from now on, or from the commit of the transaction.

    Raises:
        OSError: the folder cannot be written.
    """
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.sync()  # whatever was made ready reaches the disk before the word that it is
    words = {
        "transaction": transaction,
        "moves": [[str(source), str(target)] for source, target in switch.moves],
        "aside": [str(folder) for folder in switch.aside],
    }
    replace_file(data_dir / JOURNAL, json.dumps(words, indent=1).encode())
    sync_folder(data_dir)


def is_under_way(settings: Settings) -> bool:
    """Whether there are moves that may have to be completed."""
    return os.path.lexists(settings.data_dir / JOURNAL)  # no error where the folder is closed: the database tells it


def complete(settings: Settings) -> None:
    """Complete what a killed restore has decided, or forget what it has not; harmless where there is nothing.

    Raises:
        Unusable: something stands in the way, or the database cannot be asked.
    """
    if is_under_way(settings):
        database = Database(settings.sqlalchemy_url)
        try:
            with database.alone():  # a restore that is still at work completes it itself
                if is_under_way(settings):
                    carry_out(settings.data_dir, database)
        finally:
            database.close()


def carry_out(data_dir: Path, database: Database) -> None:
    """Do as the journal says, as often as need be, and remove it.

    Raises:
        Unusable: as `complete`.
    """
    journal = data_dir / JOURNAL
    try:
        words = json.loads(journal.read_text())
        if words["transaction"] is None or _is_committed(database, words["transaction"], journal):
            for source, target in words["moves"]:
                _move(Path(source), Path(target))
        journal.unlink()
        sync_folder(data_dir)
    except OSError as error:
        raise Unusable(
            "Pemulihan sudah diputuskan, tetapi belum selesai: %(place)s: %(reason)s. Perbaiki, lalu jalankan perintah "
            "apa pun, misalnya check; pemulihan dilanjutkan.",
            place=error.filename,
            reason=reason_of(error),
        ) from None
    for folder in words["aside"]:
        shutil.rmtree(folder, ignore_errors=True)


def _move(source: Path, target: Path) -> None:
    if os.path.lexists(target) or not os.path.lexists(source):
        return  # done before
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source.rename(target)
    sync_folder(source.parent)
    sync_folder(target.parent)


def _is_committed(database: Database, transaction: int, journal: Path) -> bool:
    deadline = time.monotonic() + PATIENCE
    while True:
        with database.engine.connect() as connection:
            found = connection.scalar(text("SELECT txid_status(:id)"), {"id": transaction})
        if found in {"committed", "aborted"}:
            return bool(found == "committed")
        if time.monotonic() > deadline:
            raise Unusable(
                "Pemulihan yang terputus: jadi atau tidak? (%(state)s) Periksa basis data, lalu hapus %(journal)s.",
                state=found or "terlalu lama",
                journal=journal,
            )
        time.sleep(LOOK_SECONDS)
