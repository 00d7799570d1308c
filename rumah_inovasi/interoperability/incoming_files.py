"""Attachments on their way in: from the folder beside a write-up's file, past the inspection, into the store.

They stand in `<number>/`, or in `<name of the file without .md>/` where the file has no number yet. Bytes enter the
store before the transaction that names them. What a failed import has put there is removed again; after a crash it
stays as an orphan that nothing refers to, which a sweep of the store may remove later.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote, unquote

from rumah_inovasi.catalogue.metadata import Attachment, Metadata
from rumah_inovasi.catalogue.model import KeptFile
from rumah_inovasi.errors import Invalid, Unusable
from rumah_inovasi.files.inspection import MAX_BYTES, inspect, searched, text_of
from rumah_inovasi.files.kinds import TRAITS
from rumah_inovasi.files.store import FolderStore, StoredFile
from rumah_inovasi.interoperability.reading import F, Prepared
from rumah_inovasi.interoperability.write_up_file import WriteUpFile
from rumah_inovasi.personal_data import find_personal_numbers
from rumah_inovasi.schema import Path as Place
from rumah_inovasi.schema import Problem

_CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.MULTILINE | re.DOTALL)
# The length of the alternative text is bounded, else a text full of `![` would take minutes.
_PICTURE = re.compile(r"!\[[^\]\n]{0,300}\]\([ \t]*(?:<([^>\n]*)>|([^\s)]*))")
_SHOWN = re.compile(r'(src|href)="/berkas/([0-9]+)/([^"]+)"')


@dataclass(frozen=True)
class Brought:
    """One attachment: where it was found with which bytes, and what of it is kept where."""

    name: str
    source: Path
    source_sha256: str
    media_type: str
    stored: StoredFile
    is_fresh: bool


@dataclass
class Incoming:
    """The attachments of one write-up's file. With `dry_run` they are inspected and not kept."""

    store: FolderStore
    dry_run: bool
    items: list[Brought] = field(default_factory=list)

    def bring(
        self, prepared: Prepared[F], listed: Iterable[tuple[Place, Attachment]], known: Mapping[str, KeptFile]
    ) -> list[str]:
        """Read, inspect and keep every listed file; gives what is wrong with them. Each comes with where it is named.

        A file whose sha256 is stated, or is that of the attachment already `known` under its name, is kept byte for
        byte; of others the inspection says what to keep. A withdrawn write-up brings none: nobody may read them.

        Raises:
            Unusable: the store cannot be written.
        """
        file, problems = prepared.file, []
        folder = prepared.path.with_name(str(file.header.number or prepared.path.stem))
        for named, item in () if file.header.withdrawal else listed:
            try:
                self.items.append(self._brought(folder / item.name, item, known.get(item.name)))
            except Invalid as error:
                place = (*named[:-1], error.field) if error.field else named
                problems.append(prepared.tell(Problem(place, f"“{item.name}”: {error}")))
        return problems

    @property
    def sums(self) -> dict[str, str]:
        """The sha256 of what is kept of each file."""
        return {item.name: item.stored.sha256 for item in self.items}

    def complete(self, metadata: Metadata) -> Metadata:
        """The facts with the sha256 of what is kept of each attachment."""
        sums = self.sums
        attachments = (replace(item, sha256=sums.get(item.name, item.sha256)) for item in metadata.attachments)
        return replace(metadata, attachments=tuple(attachments))

    def discard(self) -> None:
        """Remove what was put into the store; only for an import that certainly left no trace in the database."""
        for item in self.items:
            if item.is_fresh:
                with suppress(Unusable):  # then it stays as an orphan
                    self.store.delete(item.stored.key)

    def _brought(self, source: Path, item: Attachment, row: KeptFile | None) -> Brought:
        data = _read(source)
        digest = hashlib.sha256(data).hexdigest()
        if item.sha256 not in {None, digest} and len(data) <= MAX_BYTES:
            raise Invalid(
                "isinya tidak sesuai dengan sha256 yang tertulis. Kembalikan berkas aslinya, atau hapus sha256-nya "
                "bila berkas ini memang penggantinya.",
                field="sha256",
            )
        is_known = row is not None and row.sha256 == digest
        if row and is_known and self.store.exists(row.key):  # it was inspected when it came
            stored = StoredFile(row.key, digest, row.size)
            return Brought(item.name, source, digest, row.media_type, stored, is_fresh=False)
        inspected = inspect(data, item.name)
        if not item.name.endswith(tuple(f".{extension}" for extension in TRAITS[inspected.kind].extensions)):
            raise Invalid(
                "namanya harus berakhiran .%(extension)s, sesuai isinya. Ganti nama berkasnya, juga di sini.",
                extension=inspected.extension,
            )
        words = text_of(data, inspected.kind)
        if find_personal_numbers(words):
            raise Invalid("memuat nomor NIK, KK, atau ponsel perorangan. Hapus nomornya dari berkas itu dahulu.")
        stored, is_fresh = self._kept(data if item.sha256 or is_known else inspected.data, row)
        stored = replace(stored, words=searched(words))
        return Brought(item.name, source, digest, inspected.media_type, stored, is_fresh)

    def _kept(self, data: bytes, row: KeptFile | None) -> tuple[StoredFile, bool]:
        digest = hashlib.sha256(data).hexdigest()
        if row and row.sha256 == digest and self.store.exists(row.key):
            return StoredFile(row.key, digest, row.size), False
        if self.dry_run:
            return StoredFile("", digest, len(data)), False
        return self.store.put(data), True


def at_number(file: WriteUpFile, stem: str, number: int) -> WriteUpFile:
    """A file without a number at the number it will get: its text shows pictures of `stem/` as those of `number/`.

    Raises:
        Invalid: the folder could be taken for that of another write-up.
    """
    require_name(stem)
    folders = "|".join({re.escape(stem), re.escape(quote(stem))})
    body = re.sub(rf"(\]\([ \t]*<?|\]:[ \t]*<?)(?:\./)?(?:{folders})/", rf"\g<1>{number}/", file.body)
    return replace(file, header=replace(file.header, number=number), body=body)


def require_name(stem: str) -> None:
    """Refuse a file without a number whose folder could be taken for that of another text.

    Raises:
        Invalid: it is named by a number.
    """
    if stem.isdigit():
        raise Invalid(
            "Nama %(stem)s.md hanya berisi angka, sehingga folder lampirannya mirip milik tulisan nomor itu. "
            "Ganti nama berkas dan foldernya, atau isi kunci nomor.",
            stem=stem,
        )


def unlisted(file: WriteUpFile, html: str) -> list[str]:
    """Pictures in the text, and links to files of this write-up, that its facts do not list, as they are written."""
    number = str(file.header.number or "")
    listed = {f"{number}/{item.name}" for item in file.metadata.attachments}
    found = [*_pictures(file.body), *_links(html, number)]
    return list(dict.fromkeys(place for place in found if place not in listed))


def _pictures(body: str) -> Iterator[str]:
    """What the Markdown shows as pictures; the renderer drops those that are no attachments without a word."""
    for match in _PICTURE.finditer(_CODE.sub("", body)):
        yield unquote(match[1] or match[2] or "").removeprefix("./").removeprefix("/berkas/")


def _links(html: str, number: str) -> Iterable[str]:
    """What the rendered text shows or links to, in whatever way it was written; links to others' files may be."""
    for kind, owner, name in _SHOWN.findall(html):
        if kind == "src" or owner == number:
            yield f"{owner}/{unquote(name)}"


def _read(path: Path) -> bytes:
    """The bytes of a file, one more than allowed where it is too large.

    Raises:
        Invalid: there is no such file, or it cannot be read.
    """
    # A link could lead to a file of this machine that was never meant for the public.
    if path.is_symlink() or path.parent.is_symlink() or not path.is_file():
        raise Invalid(
            "tidak ada di folder %(folder)s. Letakkan berkasnya di sana, atau hapus dari daftar.", folder=path.parent
        )
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Invalid("tidak dapat dibaca: %(reason)s.", reason=error.strerror) from None
