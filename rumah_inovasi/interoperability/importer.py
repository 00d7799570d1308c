"""Files into the database: each in a transaction of its own, going on after a bad one, reporting all.

What a file means is told in `file_importer`; here stands what is particular to write-ups.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from rumah_inovasi import outbox
from rumah_inovasi.catalogue import actions as catalogue_actions
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.model import Innovation, PublicText
from rumah_inovasi.catalogue.publishing import Text
from rumah_inovasi.errors import NotFound
from rumah_inovasi.interoperability import incoming_files, write_up_file
from rumah_inovasi.interoperability.file_importer import FileImporter
from rumah_inovasi.interoperability.incoming_files import Incoming
from rumah_inovasi.interoperability.reading import FileReport, Prepared, files_of, read_all
from rumah_inovasi.interoperability.workshop_importer import WorkshopImporter
from rumah_inovasi.interoperability.write_up_file import WriteUpFile
from rumah_inovasi.learning import queries as learning
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import Unit
from rumah_inovasi.replication import actions as replication_actions
from rumah_inovasi.replication import queries as replication
from rumah_inovasi.vocabulary import queries as vocabulary

AUTHORS = {"redaksi": "Redaksi", "unit": "Unit pemilik"}


class Importer(FileImporter[WriteUpFile]):
    """Imports write-ups itself, and lets workshops be imported."""

    KIND = outbox.INNOVATION
    MODEL = Innovation

    def run(self, source: Path, *, dry_run: bool = False) -> Iterator[FileReport]:
        """Import a file, or all Markdown files of a folder, and report each as it is done.

        With `dry_run` everything is tried and nothing kept.

        Raises:
            Unusable: the path does not exist or cannot be read.
        """
        paths = files_of(source)
        with self.database.read() as session:
            found = read_all(paths, vocabulary.load(session), organisations.regions(session))
        yield from found.reports
        for prepared in found.write_ups:
            yield self.take(prepared, dry_run=dry_run)
        # After the write-ups that they are about.
        workshops = WorkshopImporter(self.database, self.renderer, self.actor, self.content_dir, self.clock, self.files)
        for workshop in found.workshops:
            yield workshops.take(workshop, dry_run=dry_run)

    def _made_ready(
        self, prepared: Prepared[WriteUpFile], incoming: Incoming, report: FileReport
    ) -> tuple[WriteUpFile, Text]:
        file, rows = prepared.file, {}
        with self.database.read() as session:
            self._require_free(session, file.header.number, prepared)
            if file.header.number:
                rows = catalogue.attachments(session, file.header.number)
            elif file.metadata.attachments:
                # The text names its pictures by the number, so it must be known before the text is rendered.
                number = catalogue.next_number(session)
                file = incoming_files.at_number(file, prepared.path.stem, number)
        text = Text(file.body, self.renderer.render(file.body))
        for place in incoming_files.unlisted(file, text.rendered.html):
            message = f"“{place}” tidak ada dalam kunci berkas. Tulis namanya di sana, atau hapus dari teks."
            report.problems.append(prepared.tell_of_text(place.rpartition("/")[2], message))
        listed = [(("berkas", position, "nama"), item) for position, item in enumerate(file.metadata.attachments)]
        report.problems += incoming.bring(prepared, listed, rows)
        return replace(file, metadata=incoming.complete(file.metadata)), text

    def _attach(self, session: Session, incoming: Incoming, report: FileReport) -> None:
        if report.number is None:
            return
        innovation, now = catalogue.innovation(session, report.number), self.clock()
        for item in incoming.items:
            catalogue_actions.attach(
                session, self.actor, innovation, item.name, item.stored, item.media_type, is_open=True, now=now
            )

    def _twin(self, session: Session, file: WriteUpFile, report: FileReport) -> PublicText | None:
        facts = file.metadata
        twin = catalogue.by_title(session, facts.region, facts.title, besides=file.header.number)
        if twin:
            report.problems.append(
                f"{report.path}: judul “{facts.title}” di wilayah ini sudah ada sebagai nomor {twin.number}. "
                f"Isi “nomor: {twin.number}” bila ini perbaikannya, atau ganti judulnya."
            )
        return twin

    def _canonical(self, file: WriteUpFile) -> str:
        return write_up_file.write(file)

    def _as_kept(self, session: Session, file: WriteUpFile, known: PublicText) -> WriteUpFile:
        facts = catalogue.read(session, catalogue.innovation(session, known.number)).metadata
        return replace(file, metadata=facts, claims=tuple(replication.claims(session, known.number)))

    def _unit(self, session: Session, file: WriteUpFile, report: FileReport) -> Unit:
        return self._unit_named(session, file, file.metadata.region, file.header.unit, report)

    def _says_the_same(self, session: Session, file: WriteUpFile, known: PublicText) -> tuple[bool, bool]:
        reading = catalogue.read(session, catalogue.innovation(session, known.number))
        return reading.metadata == file.metadata, reading.revision.body == file.body

    def _release(
        self, session: Session, file: WriteUpFile, unit: Unit, text: Text, known: PublicText | None
    ) -> PublicText:
        provenance = self._provenance(file, AUTHORS[file.metadata.provenance], known)
        return catalogue_actions.publish(
            session,
            self.actor,
            file.metadata,
            unit.id,
            text,
            provenance,
            now=self.clock(),
            number=file.header.number,
        )

    def _keep_beside(self, session: Session, file: WriteUpFile, found: PublicText) -> bool:
        innovation = catalogue.innovation(session, found.number)
        return replication_actions.replace_claims(session, self.actor, innovation, file.claims, now=self.clock())

    def _withdraw(self, session: Session, found: PublicText, reason: str, on: date) -> None:
        innovation = catalogue.innovation(session, found.number)
        catalogue_actions.withdraw(session, self.actor, innovation, reason, on=on, now=self.clock())


def missing_links(session: Session, reports: Iterable[FileReport]) -> list[str]:
    """Notes on texts that name the number of a write-up which the house does not have."""
    notes = []
    known = set(catalogue.all_public_numbers(session))
    for report in reports:
        if not report.failed and report.number is not None:
            missing = sorted(_named(session, report.kind, report.number) - known)
            notes += [f"{report.path}: menyebut nomor {target} yang tidak ada." for target in missing]
    return notes


def _named(session: Session, kind: str, number: int) -> set[int]:
    """The write-ups that a text names; none where it was not kept, as in a trial."""
    try:
        if kind == outbox.WORKSHOP:
            return set(learning.read(session, learning.workshop(session, number)).facts.innovations)
        facts = catalogue.read(session, catalogue.innovation(session, number)).metadata
    except NotFound:
        return set()
    return {*facts.series, *facts.related}
