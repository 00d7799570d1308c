"""Write-ups in the archive: the current public text of each as a Markdown file that outlives the software."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from rumah_inovasi import outbox
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.metadata import Metadata
from rumah_inovasi.catalogue.model import KeptFile, PublicText, State
from rumah_inovasi.disk_reasons import reason_of
from rumah_inovasi.errors import Unusable
from rumah_inovasi.interoperability.archive_entry import Item
from rumah_inovasi.interoperability.write_up_file import Header, Withdrawal, WriteUpFile, write
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.replication import queries as replication
from rumah_inovasi.whole_files import replace_file

FOLDER = "inovasi"
WITHDRAWN = "Tulisan ini ditarik."  # in the place of the summary, which every file has to have


@dataclass(frozen=True)
class ArchivedFile:
    """An attachment in the archive: its place below the content folder, and which bytes of the store it holds."""

    path: Path
    key: str
    sha256: str


@dataclass(frozen=True)
class ArchiveFile:
    """One text in the archive: its place below the content folder, its bytes, and the files beside it."""

    item: Item
    path: Path
    data: bytes
    attachments: tuple[ArchivedFile, ...] = ()


def archive_file(session: Session, number: int) -> ArchiveFile:
    """The canonical file of one published or withdrawn write-up."""
    innovation = catalogue.innovation(session, number)
    reading = catalogue.read(session, innovation)
    unit = organisations.unit(session, innovation.unit_id)
    withdrawal = withdrawal_of(innovation)
    file = WriteUpFile(
        Header(
            number=number,
            unit=unit.name,
            unit_kind=unit.kind,
            withdrawal=withdrawal,
            published_at=innovation.first_published_at,
            revision=innovation.revision,
        ),
        _tombstone(reading.metadata) if withdrawal else reading.metadata,
        () if withdrawal else tuple(replication.claims(session, number)),
        "" if withdrawal else reading.revision.body,
    )
    files = catalogue.shown_attachments(session, reading)
    return placed(Item(outbox.INNOVATION, number), FOLDER, innovation, write(file), files)


def withdrawal_of(text: PublicText) -> Withdrawal | None:
    """Since when and why a text is no longer public."""
    if text.state != State.WITHDRAWN:
        return None
    on, reason = text.withdrawn_on, text.withdrawn_reason
    return Withdrawal(date=on.isoformat() if on else "", reason=reason or "")


def placed(item: Item, shelf: str, text: PublicText, content: str, files: Sequence[KeptFile]) -> ArchiveFile:
    """A text and the files beside it at their places: by the year of first publication, which never moves."""
    folder = Path(shelf) / str(text.first_published_at.year)
    beside = tuple(ArchivedFile(folder / str(item.number) / row.name, row.key, row.sha256) for row in files)
    return ArchiveFile(item, folder / f"{text.ref}.md", content.encode(), beside)


def _tombstone(facts: Metadata) -> Metadata:
    """What is left of a withdrawn write-up in public: how it was called, and whose it was."""
    return Metadata(
        title=facts.title,
        summary=WITHDRAWN,
        region=facts.region,
        provenance=facts.provenance,
        language=facts.language,
        license=facts.license,
    )


def put(folder: Path, file: ArchiveFile) -> bool:
    """Write one file whole or not at all; tells whether anything had to be written.

    Raises:
        Unusable: the folder cannot be written.
    """
    target = folder / file.path
    try:
        if target.is_file() and target.read_bytes() == file.data:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, file.data)
    except OSError as error:
        raise Unusable(f"Arsip {target} tidak dapat ditulis: {reason_of(error)}.") from None
    return True
