"""Houses with an archive, and looks at what stands in it and what is noted of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import event, select

from rumah_inovasi import outbox
from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.catalogue import actions as catalogue_actions
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.house import House
from rumah_inovasi.interoperability.archive_entry import ArchiveEntry
from rumah_inovasi.interoperability.projection import ArchiveProjection
from rumah_inovasi.outbox import OutboxRow
from rumah_inovasi.projections import build_projections
from rumah_inovasi.relay.projections import Change
from rumah_inovasi.relay.relay import Relay
from rumah_inovasi.search import engines
from tests.factories import put, write_up

YEAR = "inovasi/2026"
FIRST = f"{YEAR}/1-antrean-ringkas.md"
RENAMED = f"{YEAR}/1-antrean-panjang.md"
BY_HAND = write_up(extra="nomor: 1\n", body="Diubah dengan tangan.\n").encode()


def projection(house: House) -> ArchiveProjection:
    return ArchiveProjection(house.database, house.settings.content_dir, house.files, house.clock)


def relay(house: House) -> Relay:
    return Relay(house.database, build_projections(house), house.clock)


def apply(house: House, *numbers: int) -> Mapping[Change, str]:
    return projection(house).apply([Change(outbox.INNOVATION, str(number)) for number in numbers])


def tree(house: House) -> dict[str, bytes]:
    folder = house.settings.content_dir
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return {name: (folder / name).read_bytes() for name in files}


def entries(house: House) -> dict[str, tuple[int, bool]]:
    """Path, number, and whether it is at rest."""
    with house.database.read() as session:
        rows = session.scalars(select(ArchiveEntry))
        return {row.path: (row.number, row.next_sha256 is None) for row in rows}


def rows(house: House) -> list[OutboxRow]:
    with house.database.read() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def retitle(house: House, title: str = "Antrean Panjang", **words: str) -> None:
    assert not put(house, write_up(title, extra="nomor: 1\n", **words)).failed


def withdraw(house: House, number: int = 1) -> None:
    now = house.clock()
    with house.database.write() as session:
        innovation = catalogue.innovation(session, number)
        catalogue_actions.withdraw(session, SYSTEM, innovation, "Data keliru", on=now.date(), now=now)


def attach(house: House, name: str, data: bytes, *, number: int = 1) -> None:
    """Bring a write-up with one open attachment into the house, from elsewhere."""
    folder = Path("masuk").absolute()
    (folder / str(number)).mkdir(parents=True, exist_ok=True)
    (folder / str(number) / name).write_bytes(data)
    report = put(house, write_up(extra=f"nomor: {number}\nberkas:\n  - {{nama: {name}}}\n"), folder=folder)
    assert report.problems == []


@contextmanager
def commits(house: House) -> Iterator[list[object]]:
    """Transactions that were committed meanwhile."""
    counted: list[object] = []
    note = counted.append  # one and the same, so that it can be removed
    event.listen(house.database.engine, "commit", note)
    yield counted
    event.remove(house.database.engine, "commit", note)


def found(house: House) -> set[int]:
    return set(engines.build(house.settings).digests())
