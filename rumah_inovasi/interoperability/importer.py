"""Files into the database: each in a transaction of its own, going on after a bad one, reporting all.

What a file means is decided by its number: none → a new write-up (the same title in the same region is reported as
a duplicate); one that the house does not know → restored under that number; one that it knows, with other content →
a new revision.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import actions as catalogue_actions
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.catalogue.publishing import Provenance, Text
from rumah_inovasi.database import Database
from rumah_inovasi.errors import Conflict, DomainError
from rumah_inovasi.files.store import FolderStore
from rumah_inovasi.interoperability import archive, archive_entry, incoming_files, write_up_file
from rumah_inovasi.interoperability.archive_keeper import ArchiveKeeper
from rumah_inovasi.interoperability.incoming_files import Incoming
from rumah_inovasi.interoperability.reading import FileReport, Outcome, Prepared, files_of, read_all
from rumah_inovasi.interoperability.write_up_file import WriteUpFile
from rumah_inovasi.markup.client import Renderer
from rumah_inovasi.organisations import actions as organisation_actions
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import PROVINCE
from rumah_inovasi.replication import actions as replication_actions
from rumah_inovasi.replication import queries as replication
from rumah_inovasi.vocabulary import queries as vocabulary

AUTHORS = {"redaksi": "Redaksi", "unit": "Unit pemilik"}


@dataclass(frozen=True)
class Importer:
    """Imports with one database, renderer, actor and store. `content_dir` tells which files are the archive's own."""

    database: Database
    renderer: Renderer
    actor: Actor
    content_dir: Path
    clock: Callable[[], datetime]
    files: FolderStore

    def run(self, source: Path, *, dry_run: bool = False) -> Iterator[FileReport]:
        """Import a file, or all Markdown files of a folder, and report each as it is done.

        With `dry_run` everything is tried and nothing kept.

        Raises:
            Unusable: the path does not exist or cannot be read.
        """
        paths = files_of(source)
        with self.database.read() as session:
            good, reports = read_all(paths, vocabulary.load(session), organisations.regions(session))
        yield from reports
        for prepared in good:
            yield self._import(prepared, dry_run=dry_run)

    def _import(self, prepared: Prepared, *, dry_run: bool) -> FileReport:
        report, incoming = FileReport(prepared.path), Incoming(self.files, dry_run)
        concerned: set[int] = set()
        try:
            file, text = self._made_ready(prepared, incoming, report)
            if not report.failed:
                with self.database.write() as session:
                    self._require_free(session, file.header.number, prepared)
                    self._store(session, file, text, report)
                    self._attach(session, incoming, report)
                    concerned = self._note(session, prepared, incoming, report)
                    if dry_run or report.failed:
                        session.rollback()
        except DomainError as error:
            report = FileReport(prepared.path, problems=[prepared.explain(error)])
        # Any other error may have come after the commit: then the bytes stay, at worst as orphans.
        if report.failed:
            incoming.discard()
        elif dry_run:
            report.number = prepared.file.header.number  # a number that was not kept is no number
        else:
            self._make_canonical(concerned, report)
        return report

    def _made_ready(self, prepared: Prepared, incoming: Incoming, report: FileReport) -> tuple[WriteUpFile, Text]:
        """Render the text and bring the attachments in, before the transaction that keeps them."""
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
        report.problems += incoming.bring(prepared, rows)
        return replace(file, metadata=incoming.complete(file.metadata)), text

    def _require_free(self, session: Session, number: int | None, prepared: Prepared) -> None:
        """Refuse a number that somebody else has just got, or that a draft has, of which files know nothing."""
        known = session.get(Innovation, number) if number else None
        if known and number != prepared.file.header.number:
            raise Conflict("Tulisan lain mendapat nomornya pada saat yang sama. Impor berkas ini lagi.")
        if known and known.state == State.DRAFT:
            raise Conflict(
                "Nomor %(number)s dipakai draf yang belum terbit. Ganti nomornya, atau hapus kunci nomor supaya berkas "
                "ini mendapat nomor baru.",
                number=number,
                field="nomor",
            )

    def _attach(self, session: Session, incoming: Incoming, report: FileReport) -> None:
        if report.failed or report.number is None:
            return
        innovation, now = catalogue.innovation(session, report.number), self.clock()
        for item in incoming.items:  # they stand in a public archive, so they are open
            catalogue_actions.attach(
                session, self.actor, innovation, item.name, item.stored, item.media_type, is_open=True, now=now
            )

    def _store(self, session: Session, file: WriteUpFile, text: Text, report: FileReport) -> None:
        """Do what the file asks for."""
        header = file.header
        known = session.get(Innovation, header.number) if header.number else None
        former = archive.archive_file(session, known.number) if known else None
        twin = catalogue.by_title(session, file.metadata.region, file.metadata.title, besides=header.number)
        if twin:
            report.outcome, report.number = Outcome.DUPLICATE, twin.number
            report.problems.append(
                f"{report.path}: judul “{file.metadata.title}” di wilayah ini sudah ada sebagai nomor {twin.number}. "
                f"Isi “nomor: {twin.number}” bila ini perbaikannya, atau ganti judulnya."
            )
        elif known and self._is_older_than_withdrawal(file, known):
            report.outcome, report.number = Outcome.BAD, known.number
            report.problems.append(
                f"{report.path}: tulisan nomor {known.number} sudah ditarik, dan berkas ini salinan dari sebelum itu. "
                "Untuk menerbitkannya kembali, hapus baris revisi dari berkas ini."
            )
        elif former and former.data == write_up_file.write(file).encode():
            report.outcome, report.number = Outcome.UNCHANGED, former.number
        else:
            self._publish(session, file, text, known, report)

    def _is_older_than_withdrawal(self, file: WriteUpFile, known: Innovation) -> bool:
        """Whether a copy from before a withdrawal would bring the text back without anybody meaning it."""
        stated = file.header.revision
        is_back = known.state == State.WITHDRAWN and not file.header.withdrawal
        return is_back and stated is not None and stated <= known.revision

    def _publish(
        self, session: Session, file: WriteUpFile, text: Text, known: Innovation | None, report: FileReport
    ) -> None:
        header, now = file.header, self.clock()
        if known and header.withdrawal:
            # Such a file says that the text is taken back, and nothing about its facts, which the database keeps.
            facts, claims = catalogue.read(session, known).metadata, replication.claims(session, known.number)
            file = replace(file, metadata=facts, claims=tuple(claims))
        kind = header.unit_kind or ("opd-prov" if file.metadata.region == PROVINCE else "opd-kab")
        unit, created = organisation_actions.find_or_create(
            session, self.actor, file.metadata.region, header.unit, kind, now=now
        )
        if created:
            report.notes.append(f"{report.path}: unit baru dicatat, “{unit.name}” ({unit.region_code}).")
        if known and self._needs_no_revision(session, file, text, known, unit.id):
            innovation, report.outcome = known, Outcome.UNCHANGED
        else:
            was_withdrawn = known is not None and known.state == State.WITHDRAWN
            provenance = Provenance(
                AUTHORS[file.metadata.provenance],
                "Pembaruan dari berkas arsip" if known else "Terbitan pertama",
                None if known else header.revision,
                None if known else header.published_at,
            )
            innovation = catalogue_actions.publish(
                session, self.actor, file.metadata, unit.id, text, provenance, now=now, number=header.number
            )
            report.outcome = Outcome.REVISED if known else Outcome.NEW
            if was_withdrawn:
                report.outcome = Outcome.PUBLISHED_AGAIN
        report.number = innovation.number
        replaced = replication_actions.replace_claims(session, self.actor, innovation, file.claims, now=now)
        if replaced and report.outcome is Outcome.UNCHANGED:
            report.outcome = Outcome.REVISED
        if header.withdrawal and innovation.state == State.PUBLISHED:
            on = date.fromisoformat(header.withdrawal.date)
            catalogue_actions.withdraw(session, self.actor, innovation, header.withdrawal.reason, on=on, now=now)
            report.outcome = Outcome.WITHDRAWN

    def _needs_no_revision(
        self, session: Session, file: WriteUpFile, text: Text, known: Innovation, unit_id: int
    ) -> bool:
        """True where text and facts are those of the current revision, and at most its withdrawal is new."""
        reading = catalogue.read(session, known)
        if reading.metadata != file.metadata or known.unit_id != unit_id:
            return False
        withdrawal = file.header.withdrawal
        if known.state == State.PUBLISHED:
            return bool(withdrawal) or reading.revision.body == text.body
        stated = (date.fromisoformat(withdrawal.date), withdrawal.reason) if withdrawal else None
        return stated == (known.withdrawn_on, known.withdrawn_reason)

    def _note(self, session: Session, prepared: Prepared, incoming: Incoming, report: FileReport) -> set[int]:
        """Note that the files this came from may be replaced; gives whose files of the archive they were.

        Files from elsewhere stay as they are, and their write-ups are left to the relay.
        """
        # Two names for one place, such as `content/../content`, must not make it be taken for two files.
        folder, path = self.content_dir.resolve(), prepared.path.resolve()
        if report.failed or report.number is None or not path.is_relative_to(folder):
            return set()
        sums = {path: sha256(prepared.data).hexdigest()}
        sums |= {item.source.resolve(): item.source_sha256 for item in incoming.items}
        inside = {str(place.relative_to(folder)): value for place, value in sums.items() if folder in place.parents}
        return archive_entry.note_imported(session, report.number, inside)

    def _make_canonical(self, numbers: set[int], report: FileReport) -> None:
        """Replace a file of the content folder, and those beside it, by the canonical ones in their places."""
        kept = ArchiveKeeper(self.database, self.content_dir, self.files).keep(numbers)
        for problem in kept.told:
            report.problems.append(f"{report.path}: tersimpan sebagai nomor {report.number}, tetapi: {problem}")


def missing_links(session: Session, reports: Iterable[FileReport]) -> list[str]:
    """Notes on write-ups that name a number which the house does not have."""
    notes = []
    known = set(catalogue.all_public_numbers(session))
    for report in reports:
        if report.failed or report.number not in known:
            continue
        metadata = catalogue.read(session, catalogue.innovation(session, report.number)).metadata
        missing = sorted({*metadata.series, *metadata.related} - known)
        notes += [f"{report.path}: menyebut nomor {target} yang tidak ada." for target in missing]
    return notes
