"""Work on the whole house at the command line: re-render, export, compare with the archive."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from rumah_inovasi import progress
from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.backup.rows import files_in
from rumah_inovasi.backup.tables import BATCH
from rumah_inovasi.catalogue import actions as catalogue_actions
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.model import PublishedRevision, Revision
from rumah_inovasi.errors import DomainError
from rumah_inovasi.house import House
from rumah_inovasi.interoperability import archive, archive_entry, archived_files, shelves
from rumah_inovasi.interoperability.archive_keeper import ArchiveKeeper
from rumah_inovasi.learning import actions as learning_actions
from rumah_inovasi.learning import queries as learning
from rumah_inovasi.learning.model import WorkshopRevision
from rumah_inovasi.markup.errors import MarkupError
from rumah_inovasi.markup.rendered import MARKUP_VERSION
from rumah_inovasi.models import metadata
from rumah_inovasi.search.documents import documents
from rumah_inovasi.search.port import Engine, IndexUnusable


@dataclass(frozen=True)
class Difference:
    """What is not as the database says: missing, changed, or too many.

    It is a file of the archive, a write-up in the index, or a kept file.
    """

    kind: str
    path: str


def render_outdated(house: House) -> tuple[int, list[str]]:
    """Make the HTML of older renderers anew, each in a transaction of its own; gives the number and the problems."""
    with house.database.read() as session:
        write_ups = [(Revision, number) for number in catalogue.outdated_revisions(session, MARKUP_VERSION)]
        workshops = [(WorkshopRevision, number) for number in learning.outdated_revisions(session, MARKUP_VERSION)]
    outdated: list[tuple[type[PublishedRevision], int]] = [*write_ups, *workshops]
    done, problems = 0, []
    for table, number in progress.shown(outdated, len(outdated), "Membuat ulang HTML"):
        with house.database.read() as session:
            body = session.get_one(table, number).body
        try:
            rendered = house.renderer.render(body)
        except MarkupError as error:
            problems.append(f"Revisi {number}: {error}")
            continue
        with house.database.write() as session:
            revision = session.get_one(table, number)
            if isinstance(revision, WorkshopRevision):
                learning_actions.renew_html(session, SYSTEM, revision, rendered, now=house.clock())
            elif isinstance(revision, Revision):
                catalogue_actions.renew_html(session, SYSTEM, revision, rendered, now=house.clock())
        done += 1
    return done, problems


def export(house: House, folder: Path) -> tuple[int, int, list[str]]:
    """Write the whole archive to a folder; gives how many files were written, how many there are, and the problems.

    In the site's own folder, what somebody changed by hand stays, and what nobody wants any more goes.
    """
    if folder.resolve() == house.settings.content_dir.resolve():
        return _export_home(house)
    problems: list[str] = []
    with house.database.read() as session:
        items = shelves.public_items(session)
        written = total = 0
        for item in progress.shown(items, len(items), "Mengekspor tulisan"):
            file = shelves.file_of(session, item)
            total += 1 + len(file.attachments)
            try:
                # The text last: where it stands, all that it shows stands too.
                written += archived_files.put(folder, file.attachments, house.files) + archive.put(folder, file)
            except DomainError as error:  # one bad place never stops the others
                problems.append(str(error))
    return written, total, problems


def _export_home(house: House) -> tuple[int, int, list[str]]:
    with house.database.read() as session:
        items = {*shelves.public_items(session), *archive_entry.items(session)}
    kept = ArchiveKeeper(house.database, house.settings.content_dir, house.files).keep(items)
    return kept.written, kept.total, kept.told


def differences(house: House) -> list[Difference]:
    """What differs between the archive folder and the database, by path."""
    folder = house.settings.content_dir
    with house.database.read() as session:
        files = list(shelves.all_files(session))
    wanted = {file.path: hashlib.sha256(file.data).hexdigest() for file in files}
    wanted |= {attached.path: attached.sha256 for file in files for attached in file.attachments}
    present = {
        path.relative_to(folder) for shelf in shelves.FOLDERS for path in (folder / shelf).rglob("*") if _counts(path)
    }
    found = [Difference("hilang", str(path)) for path in wanted.keys() - present]
    found += [Difference("tidak dikenal", str(path)) for path in present - wanted.keys()]
    found += [
        Difference("berbeda", str(path))
        for path in wanted.keys() & present
        if archived_files.digest(folder / path) != wanted[path]
    ]
    return sorted(found, key=lambda item: (item.path, item.kind))


def file_differences(house: House) -> list[Difference]:
    """Kept files that rows name and whose bytes are lost, or are no longer as many, by key with who names them.

    Raises:
        Unusable: the store cannot be read.
    """
    found = []
    with house.database.read() as session:
        for table in metadata.sorted_tables:
            for row in session.execute(select(table), execution_options={"yield_per": BATCH}).mappings():
                named_by = [table.name, *(str(row[column.name]) for column in table.primary_key)]
                for file in files_in(dict(row)):
                    size = house.files.size(file.key)
                    if size is None or file.size not in {None, size}:
                        kind = "hilang" if size is None else "berbeda"
                        found.append(Difference(kind, f"{file.key} ({' '.join(named_by)})"))
    return sorted(found, key=lambda item: (item.path, item.kind))


def index_differences(house: House, engine: Engine) -> list[Difference]:
    """What differs between the index and what is published, by number.

    An index that cannot be read is one difference.
    """
    with house.database.read() as session:
        wanted = {item.number: item.digest for item in documents(session, catalogue.published_numbers(session))}
    engine.state(thorough=True)  # what it finds damaged cannot be asked any more
    try:
        present = engine.digests()
    except IndexUnusable as error:
        return [Difference("rusak", str(error))]
    found = [Difference("hilang", str(number)) for number in wanted.keys() - present.keys()]
    found += [Difference("tidak dikenal", str(number)) for number in present.keys() - wanted.keys()]
    both = wanted.keys() & present.keys()
    found += [Difference("berbeda", str(number)) for number in both if wanted[number] != present[number]]
    return sorted(found, key=lambda item: (item.path.zfill(12), item.kind))


def _counts(path: Path) -> bool:
    """Whether this is a file of the archive; hidden ones belong to programs."""
    return path.is_file() and not path.name.startswith(".")
