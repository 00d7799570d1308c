"""What authors do with the files of a draft: add, caption, remove. Files are closed until somebody opens them.

Bytes are in the store before the transaction that names them, and leave it after the one that forgets them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rumah_inovasi import audit
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import queries, reviewing
from rumah_inovasi.catalogue.draft import FILES
from rumah_inovasi.catalogue.model import Attachment, KeptFile
from rumah_inovasi.catalogue.proposal import UnderReview
from rumah_inovasi.errors import Invalid, NotFound
from rumah_inovasi.files.inspection import MAX_NAME
from rumah_inovasi.files.kinds import PICTURES, TRAITS, Kind
from rumah_inovasi.files.store import StoredFile

MOST_FILES = 50
LONGEST_CAPTION = 300
PICTURE_TYPES = frozenset(TRAITS[kind].media_type for kind in PICTURES)


@dataclass(frozen=True)
class Upload:
    """A file that passed the inspection and is kept: under which name it would like to go, and what is known of it."""

    name: str
    stored: StoredFile
    kind: Kind
    caption: str
    has_numbers: bool
    is_harmless: bool  # said of pictures: nobody to be protected can be recognised, or consent is there


def add(session: Session, actor: Actor, proposal: UnderReview, upload: Upload, *, now: datetime) -> KeptFile:
    """Make a kept file an attachment of the draft, under a name of its own.

    Raises:
        Conflict: the draft can no longer be changed.
        Invalid: there are too many files, the caption is too long, or nobody vouches for a picture.
    """
    reviewing.require_editable(session, actor, proposal)
    require_consent(upload.kind, is_given=upload.is_harmless)
    listed = _listed(proposal)
    if len(listed) >= MOST_FILES:
        raise Invalid("Paling banyak %(most)s berkas untuk satu tulisan.", field="file", most=MOST_FILES)
    caption = _caption(upload.caption)
    row = proposal.FILE()
    row.text_number = proposal.text_number
    row.name = _free_name(upload.name, queries.files_of(session, proposal.FILE, proposal.text_number).keys())
    row.key, row.sha256, row.size = upload.stored.key, upload.stored.sha256, upload.stored.size
    row.words = upload.stored.words or ""
    row.media_type, row.is_open, row.has_numbers = TRAITS[upload.kind].media_type, False, upload.has_numbers
    row.account_id, row.created_at = actor.account, now
    session.add(row)
    session.flush()
    _keep(proposal, actor, [*listed, {"nama": row.name, "keterangan": caption, "sha256": row.sha256}], now)
    details = {"sha256": row.sha256, "key": row.key, "consent": upload.is_harmless}
    audit.record(session, actor.account, "attached", row.ENTITY, row.id, now=now, **details)
    return row


def require_consent(kind: Kind, *, is_given: bool) -> None:
    """Refuse a picture that nobody vouches for.

    Raises:
        Invalid: the declaration is missing.
    """
    if kind in PICTURES and not is_given:
        raise Invalid(
            "Nyatakan bahwa gambar ini tidak menampakkan anak atau pasien yang dapat dikenali, atau bahwa "
            "persetujuannya ada. Lalu pilih berkasnya lagi.",
            field="harmless",
        )


def set_caption(session: Session, actor: Actor, proposal: UnderReview, name: str, text: str, *, now: datetime) -> None:
    """Say what a file shows.

    Raises:
        Conflict: as `add`.
        NotFound: the draft has no such file.
        Invalid: the caption is too long.
    """
    reviewing.require_editable(session, actor, proposal)
    _require_listed(proposal, name)
    caption = _caption(text)
    items = [{**item, "keterangan": caption} if item["nama"] == name else item for item in _listed(proposal)]
    _keep(proposal, actor, items, now)
    audit.record(session, actor.account, "attachment-captioned", proposal.ENTITY, proposal.id, now=now)


def remove(session: Session, actor: Actor, proposal: UnderReview, name: str, *, now: datetime) -> str | None:
    """Take a file out of the draft; gives the key of bytes that nothing names any more.

    A file of a published revision stays with that.

    Raises:
        Conflict: as `add`.
        NotFound: the draft has no such file.
    """
    reviewing.require_editable(session, actor, proposal)
    _require_listed(proposal, name)
    _keep(proposal, actor, [item for item in _listed(proposal) if item["nama"] != name], now)
    text = session.get_one(proposal.TEXT, proposal.text_number)
    row = next((row for row in reviewing.own_files(session, proposal, text) if row.name == name), None)
    file = row.id if row else None
    audit.record(session, actor.account, "attachment-removed", proposal.ENTITY, proposal.id, now=now, file=file)
    if row is None:
        return None
    session.delete(row)
    session.flush()
    return None if is_named(session, row.key, proposal.FILE) else row.key


def is_named(session: Session, key: str, kind: type[KeptFile] = Attachment) -> bool:
    """Whether some file of this kind lies under this key of the store."""
    return session.scalars(select(kind.id).where(kind.key == key)).first() is not None


def _listed(proposal: UnderReview) -> list[dict[str, str]]:
    return list(proposal.stored.get(FILES) or [])


def _require_listed(proposal: UnderReview, name: str) -> None:
    if all(item["nama"] != name for item in _listed(proposal)):
        raise NotFound("Berkas “%(name)s” tidak ada pada draf ini.", name=name)


def _keep(proposal: UnderReview, actor: Actor, items: list[dict[str, str]], now: datetime) -> None:
    # The version stays: the form knows nothing of files, so whoever has it open need not be disturbed.
    kept = [{key: value for key, value in item.items() if value} for item in items]
    proposal.stored = {**{key: value for key, value in proposal.stored.items() if key != FILES}, FILES: kept}
    proposal.updated_at = now
    if actor.account:
        proposal.touched_by(actor.account)


def _free_name(wanted: str, taken: Collection[str]) -> str:
    stem, _dot, extension = wanted.rpartition(".")
    name, count = wanted, 1
    while name in taken:
        count += 1
        name = f"{stem[: MAX_NAME - len(str(count)) - 1]}-{count}.{extension}"
    return name


def _caption(text: str) -> str:
    caption = " ".join(text.split())
    if len(caption) > LONGEST_CAPTION:
        raise Invalid("Keterangan paling panjang %(most)s huruf.", field="caption", most=LONGEST_CAPTION)
    return caption
