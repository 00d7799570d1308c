"""Files about workshops into the database; see `file_importer` for what all files have in common."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from rumah_inovasi import outbox
from rumah_inovasi.catalogue.model import PublicText
from rumah_inovasi.catalogue.publishing import Text
from rumah_inovasi.interoperability import incoming_files, workshop_file
from rumah_inovasi.interoperability.file_importer import FileImporter
from rumah_inovasi.interoperability.incoming_files import Incoming
from rumah_inovasi.interoperability.reading import FileReport, Prepared
from rumah_inovasi.interoperability.workshop_file import WorkshopFile
from rumah_inovasi.learning import actions, queries
from rumah_inovasi.learning.facts import MATERIALS
from rumah_inovasi.learning.model import Workshop
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import Unit, name_key

AUTHOR = "Redaksi"


class WorkshopImporter(FileImporter[WorkshopFile]):
    """Imports workshops."""

    KIND = outbox.WORKSHOP
    MODEL = Workshop

    def _made_ready(
        self, prepared: Prepared[WorkshopFile], incoming: Incoming, report: FileReport
    ) -> tuple[WorkshopFile, Text]:
        file, rows = prepared.file, {}
        with self.database.read() as session:
            self._require_free(session, file.header.number, prepared)
            if file.header.number:
                rows = queries.files(session, file.header.number)
            elif file.facts.attachments:
                incoming_files.require_name(prepared.path.stem)
        text = Text(file.body, self.renderer.render(file.body))
        places = [position for position, item in enumerate(file.facts.materials) if item.file]
        listed = [
            ((MATERIALS, position, "berkas"), item)
            for position, item in zip(places, file.facts.attachments, strict=True)
        ]
        report.problems += incoming.bring(prepared, listed, rows)
        return replace(file, facts=file.facts.with_sums(incoming.sums)), text

    def _attach(self, session: Session, incoming: Incoming, report: FileReport) -> None:
        if report.number is None:
            return
        found, now = queries.workshop(session, report.number), self.clock()
        for item in incoming.items:
            actions.attach(session, self.actor, found, item.name, item.stored, item.media_type, is_open=True, now=now)

    def _twin(self, session: Session, file: WorkshopFile, report: FileReport) -> PublicText | None:
        facts = file.facts
        twin = queries.by_title(session, name_key(facts.title), facts.starts, besides=file.header.number)
        if twin:
            report.problems.append(
                f"{report.path}: pelatihan “{facts.title}” yang mulai {facts.starts} sudah ada sebagai nomor "
                f"{twin.number}. Isi “nomor: {twin.number}” bila ini perbaikannya, atau ganti judulnya."
            )
        return twin

    def _canonical(self, file: WorkshopFile) -> str:
        return workshop_file.write(file)

    def _as_kept(self, session: Session, file: WorkshopFile, known: PublicText) -> WorkshopFile:
        return replace(file, facts=queries.read(session, queries.workshop(session, known.number)).facts)

    def _unit(self, session: Session, file: WorkshopFile, report: FileReport) -> Unit:
        if file.header.unit:
            return self._unit_named(session, file, file.facts.region, file.header.unit, report)
        return organisations.government(session, file.facts.region)

    def _says_the_same(self, session: Session, file: WorkshopFile, known: PublicText) -> tuple[bool, bool]:
        reading = queries.read(session, queries.workshop(session, known.number))
        return reading.facts == file.facts, reading.revision.body == file.body

    def _release(
        self, session: Session, file: WorkshopFile, unit: Unit, text: Text, known: PublicText | None
    ) -> PublicText:
        provenance = self._provenance(file, AUTHOR, known)
        return actions.publish(
            session, self.actor, file.facts, unit.id, text, provenance, now=self.clock(), number=file.header.number
        )

    def _withdraw(self, session: Session, found: PublicText, reason: str, on: date) -> None:
        actions.withdraw(session, self.actor, queries.workshop(session, found.number), reason, on=on, now=self.clock())
