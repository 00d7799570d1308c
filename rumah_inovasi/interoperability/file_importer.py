"""One file into the database, whatever it is about: in a transaction of its own, with the files beside it.

What a file means is decided by its number: none → a new text (the same one again is reported as a duplicate); one that
the house does not know → restored under that number; one that it knows, with other content → a new revision.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import ClassVar, Generic

from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue.model import PublicText, State
from rumah_inovasi.catalogue.publishing import Provenance, Text
from rumah_inovasi.database import Database
from rumah_inovasi.errors import Conflict, DomainError
from rumah_inovasi.files.store import FolderStore
from rumah_inovasi.interoperability import archive_entry, shelves
from rumah_inovasi.interoperability.archive_entry import Item
from rumah_inovasi.interoperability.archive_keeper import ArchiveKeeper
from rumah_inovasi.interoperability.incoming_files import Incoming
from rumah_inovasi.interoperability.reading import F, FileReport, Outcome, Prepared
from rumah_inovasi.markup.client import Renderer
from rumah_inovasi.organisations import actions as organisation_actions
from rumah_inovasi.organisations.model import PROVINCE, Unit

FIRST, AGAIN = "Terbitan pertama", "Pembaruan dari berkas arsip"


@dataclass(frozen=True)
class FileImporter(ABC, Generic[F]):
    """Imports with one database, renderer, actor and store. `content_dir` tells which files are the archive's own.

    `KIND` is what the outbox calls the texts, `MODEL` their table.
    """

    database: Database
    renderer: Renderer
    actor: Actor
    content_dir: Path
    clock: Callable[[], datetime]
    files: FolderStore

    KIND: ClassVar[str]
    MODEL: ClassVar[type[PublicText]]

    def take(self, prepared: Prepared[F], *, dry_run: bool) -> FileReport:
        """Import one file and report what became of it; with `dry_run` everything is tried and nothing kept."""
        report, incoming = FileReport(prepared.path, self.KIND), Incoming(self.files, dry_run)
        concerned: set[Item] = set()
        try:
            file, text = self._made_ready(prepared, incoming, report)
            if not report.failed:
                with self.database.write() as session:
                    self._require_free(session, file.header.number, prepared)
                    self._store(session, file, text, report)
                    if not report.failed:
                        self._attach(session, incoming, report)
                    concerned = self._note(session, prepared, incoming, report)
                    if dry_run or report.failed:
                        session.rollback()
        except DomainError as error:
            report = FileReport(prepared.path, self.KIND, problems=[prepared.explain(error)])
        # Any other error may have come after the commit: then the bytes stay, at worst as orphans.
        if report.failed:
            incoming.discard()
        elif dry_run:
            report.number = prepared.file.header.number  # a number that was not kept is no number
        else:
            self._make_canonical(concerned, report)
        return report

    @abstractmethod
    def _made_ready(self, prepared: Prepared[F], incoming: Incoming, report: FileReport) -> tuple[F, Text]:
        """Render the text and bring the files in, before the transaction that keeps them."""

    @abstractmethod
    def _attach(self, session: Session, incoming: Incoming, report: FileReport) -> None:
        """Keep the files that came in; they stand in a public archive, so they are open."""

    @abstractmethod
    def _twin(self, session: Session, file: F, report: FileReport) -> PublicText | None:
        """Another text that this would be taken for; the report is told how to mend it."""

    @abstractmethod
    def _canonical(self, file: F) -> str:
        """The text of the file in its canonical form."""

    @abstractmethod
    def _as_kept(self, session: Session, file: F, known: PublicText) -> F:
        """The file with the facts that the house holds of this text."""

    @abstractmethod
    def _unit(self, session: Session, file: F, report: FileReport) -> Unit:
        """The unit that owns the text."""

    @abstractmethod
    def _says_the_same(self, session: Session, file: F, known: PublicText) -> tuple[bool, bool]:
        """Whether the facts, and whether the text, are those of the current revision."""

    @abstractmethod
    def _release(self, session: Session, file: F, unit: Unit, text: Text, known: PublicText | None) -> PublicText:
        """Publish it."""

    @abstractmethod
    def _withdraw(self, session: Session, found: PublicText, reason: str, on: date) -> None:
        """Take it back."""

    def _keep_beside(self, session: Session, file: F, found: PublicText) -> bool:  # noqa: ARG002 - for those who need it
        """Keep what else the file says; tells whether that is new."""
        return False

    def _require_free(self, session: Session, number: int | None, prepared: Prepared[F]) -> None:
        """Refuse a number that somebody else has just got, or that a draft has, of which files know nothing."""
        known = session.get(self.MODEL, number) if number else None
        if known and number != prepared.file.header.number:
            raise Conflict("Tulisan lain mendapat nomornya pada saat yang sama. Impor berkas ini lagi.")
        if known and known.state == State.DRAFT:
            raise Conflict(
                "Nomor %(number)s dipakai draf yang belum terbit. Ganti nomornya, atau hapus kunci nomor supaya berkas "
                "ini mendapat nomor baru.",
                number=number,
                field="nomor",
            )

    def _store(self, session: Session, file: F, text: Text, report: FileReport) -> None:
        """Do what the file asks for."""
        number = file.header.number
        known = session.get(self.MODEL, number) if number else None
        former = shelves.file_of(session, Item(self.KIND, known.number)) if known else None
        if twin := self._twin(session, file, report):
            report.outcome, report.number = Outcome.DUPLICATE, twin.number
        elif known and self._is_older_than_withdrawal(file, known):
            report.outcome, report.number = Outcome.BAD, known.number
            report.problems.append(
                f"{report.path}: tulisan nomor {known.number} sudah ditarik, dan berkas ini salinan dari sebelum itu. "
                "Untuk menerbitkannya kembali, hapus baris revisi dari berkas ini."
            )
        elif former and former.data == self._canonical(file).encode():
            report.outcome, report.number = Outcome.UNCHANGED, former.item.number
        else:
            self._publish(session, file, text, known, report)

    def _is_older_than_withdrawal(self, file: F, known: PublicText) -> bool:
        """Whether a copy from before a withdrawal would bring the text back without anybody meaning it."""
        stated = file.header.revision
        is_back = known.state == State.WITHDRAWN and not file.header.withdrawal
        return is_back and stated is not None and stated <= known.revision

    def _publish(self, session: Session, file: F, text: Text, known: PublicText | None, report: FileReport) -> None:
        withdrawal = file.header.withdrawal
        if known and withdrawal:
            # Such a file says that the text is taken back, and nothing about its facts, which the database keeps.
            file = self._as_kept(session, file, known)
        unit = self._unit(session, file, report)
        if known and self._needs_no_revision(session, file, known, unit.id):
            found, report.outcome = known, Outcome.UNCHANGED
        else:
            was_withdrawn = known is not None and known.state == State.WITHDRAWN
            found = self._release(session, file, unit, text, known)
            report.outcome = Outcome.REVISED if known else Outcome.NEW
            if was_withdrawn:
                report.outcome = Outcome.PUBLISHED_AGAIN
        report.number = found.number
        if self._keep_beside(session, file, found) and report.outcome is Outcome.UNCHANGED:
            report.outcome = Outcome.REVISED
        if withdrawal and found.state == State.PUBLISHED:
            self._withdraw(session, found, withdrawal.reason, date.fromisoformat(withdrawal.date))
            report.outcome = Outcome.WITHDRAWN

    def _needs_no_revision(self, session: Session, file: F, known: PublicText, unit_id: int) -> bool:
        """True where text and facts are those of the current revision, and at most its withdrawal is new."""
        has_same_facts, has_same_text = self._says_the_same(session, file, known)
        if not has_same_facts or known.unit_id != unit_id:
            return False
        withdrawal = file.header.withdrawal
        if known.state == State.PUBLISHED:
            return bool(withdrawal) or has_same_text
        stated = (date.fromisoformat(withdrawal.date), withdrawal.reason) if withdrawal else None
        return stated == (known.withdrawn_on, known.withdrawn_reason)

    def _provenance(self, file: F, author: str, known: PublicText | None) -> Provenance:
        """By whom and why; a restored text keeps the number and the moment of its revision."""
        if known:
            return Provenance(author, AGAIN)
        return Provenance(author, FIRST, file.header.revision, file.header.published_at)

    def _unit_named(self, session: Session, file: F, region: str, name: str, report: FileReport) -> Unit:
        """The unit of this name in the region, made where it is not known."""
        kind = file.header.unit_kind or ("opd-prov" if region == PROVINCE else "opd-kab")
        unit, created = organisation_actions.find_or_create(session, self.actor, region, name, kind, now=self.clock())
        if created:
            report.notes.append(f"{report.path}: unit baru dicatat, “{unit.name}” ({unit.region_code}).")
        return unit

    def _note(self, session: Session, prepared: Prepared[F], incoming: Incoming, report: FileReport) -> set[Item]:
        """Note that the files this came from may be replaced; gives whose files of the archive they were.

        Files from elsewhere stay as they are, and their texts are left to the relay.
        """
        # Two names for one place, such as `content/../content`, must not make it be taken for two files.
        folder, path = self.content_dir.resolve(), prepared.path.resolve()
        if report.failed or report.number is None or not path.is_relative_to(folder):
            return set()
        sums = {path: sha256(prepared.data).hexdigest()}
        sums |= {item.source.resolve(): item.source_sha256 for item in incoming.items}
        inside = {str(place.relative_to(folder)): value for place, value in sums.items() if folder in place.parents}
        return archive_entry.note_imported(session, Item(self.KIND, report.number), inside)

    def _make_canonical(self, items: set[Item], report: FileReport) -> None:
        """Replace a file of the content folder, and those beside it, by the canonical ones in their places."""
        kept = ArchiveKeeper(self.database, self.content_dir, self.files).keep(items)
        for problem in kept.told:
            report.problems.append(f"{report.path}: tersimpan sebagai nomor {report.number}, tetapi: {problem}")
