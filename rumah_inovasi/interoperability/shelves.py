"""What the archive holds, kind by kind: in which folder, which texts, and the canonical file of each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from rumah_inovasi import outbox
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.errors import NotFound
from rumah_inovasi.interoperability import archive, workshop_archive
from rumah_inovasi.interoperability.archive import ArchiveFile
from rumah_inovasi.interoperability.archive_entry import Item
from rumah_inovasi.learning import queries as learning


@dataclass(frozen=True)
class Shelf:
    """The texts of one kind: numbers of all that are public, of all of a unit, of all there are, and the file of one.

    `file` raises NotFound where the public may not know of the text.
    """

    folder: str
    file: Callable[[Session, int], ArchiveFile]
    public_numbers: Callable[[Session], list[int]]
    numbers_of_unit: Callable[[Session, int], set[int]]
    all_numbers: Callable[[Session], set[int]]


SHELVES: Mapping[str, Shelf] = {
    outbox.INNOVATION: Shelf(
        archive.FOLDER,
        archive.archive_file,
        catalogue.all_public_numbers,
        catalogue.numbers_of_unit,
        catalogue.all_numbers,
    ),
    outbox.WORKSHOP: Shelf(
        workshop_archive.FOLDER,
        workshop_archive.archive_file,
        learning.all_public_numbers,
        learning.numbers_of_unit,
        learning.all_numbers,
    ),
}
FOLDERS = tuple(shelf.folder for shelf in SHELVES.values())


def public_items(session: Session) -> list[Item]:
    """All that the archive holds: published and withdrawn."""
    return [Item(kind, number) for kind, shelf in SHELVES.items() for number in shelf.public_numbers(session)]


def items_of_unit(session: Session, unit_id: int) -> set[Item]:
    """Texts of a unit in any state."""
    return {Item(kind, number) for kind, shelf in SHELVES.items() for number in shelf.numbers_of_unit(session, unit_id)}


def all_items(session: Session) -> set[Item]:
    """All texts in any state."""
    return {Item(kind, number) for kind, shelf in SHELVES.items() for number in shelf.all_numbers(session)}


def public_file(session: Session, item: Item) -> ArchiveFile | None:
    """The canonical file of a text, or None where it has none."""
    try:
        return file_of(session, item)
    except NotFound:
        return None


def file_of(session: Session, item: Item) -> ArchiveFile:
    """The canonical file of a published or withdrawn text.

    Raises:
        NotFound: there is no such text.
    """
    return SHELVES[item.kind].file(session, item.number)


def all_files(session: Session) -> Iterator[ArchiveFile]:
    """Every file of the archive, kind by kind and by number."""
    for item in public_items(session):
        yield file_of(session, item)
