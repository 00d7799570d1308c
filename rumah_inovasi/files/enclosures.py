"""Files that people enclose for those who decide: looked at before they are kept, and never public."""

import logging
from contextlib import closing
from dataclasses import dataclass

from werkzeug.datastructures import FileStorage

from rumah_inovasi.errors import DomainError, Invalid
from rumah_inovasi.files.inspection import FileRefused, inspect, safe_name
from rumah_inovasi.files.kinds import Kind, picture_or_pdf
from rumah_inovasi.files.store import FolderStore

MOST_BYTES = 5 << 20
KINDS = frozenset({Kind.PDF, Kind.JPG, Kind.PNG})
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Enclosure:
    """A file that is in the store already."""

    key: str
    name: str
    media_type: str


def keep(store: FolderStore, file: FileStorage | None, field: str) -> Enclosure | None:
    """Look at what was sent in a field of a form and keep it; none where no file was chosen.

    Raises:
        Invalid: it is too large, of another kind, or may not enter.
        Unusable: the store takes no files.
    """
    if file is None or not file.filename:
        return None
    with closing(file):
        data = file.stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Invalid("Berkas ini lebih besar dari 5 MiB. Kecilkan, lalu pilih lagi.", field=field)
    if data and picture_or_pdf(data) not in KINDS:
        raise Invalid("Berkas harus berupa PDF, JPG, atau PNG.", field=field)
    try:
        found = inspect(data, file.filename)
    except FileRefused as refusal:
        refusal.field = field
        raise
    kept = store.put(found.data)
    return Enclosure(kept.key, safe_name(file.filename, found.extension), found.media_type)


def forget(store: FolderStore, key: str | None) -> None:
    """Remove a file that nobody needs any more; where that fails the bytes stay, known to nobody."""
    if key is None:
        return
    try:
        store.delete(key)
    except DomainError as error:
        log.error("an enclosed file was not removed (key %s): %s", key, error)  # noqa: TRY400 - the trace tells nothing more
