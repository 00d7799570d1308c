"""A segment as Whoosh wrote it, open: the texts of its documents, and the arrays beside it."""

import threading
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from whoosh.reading import SegmentReader

from rumah_inovasi.search.arrays import packed
from rumah_inovasi.search.arrays.packed import NotPacked
from rumah_inovasi.search.arrays.segment import Segment as Columns
from rumah_inovasi.search.whoosh_engine import schema
from rumah_inovasi.search.whoosh_engine.files import Files
from rumah_inovasi.search.whoosh_engine.schema import SCHEMA, TEXTS
from rumah_inovasi.search.whoosh_engine.trouble import damaged, reading

# Not as Whoosh names its own files: it would pack this one into the segment.
SUFFIX = "-columns.arrays"


def columns_path(place: Path, segment: Any) -> Path:  # noqa: ANN401 - Whoosh has no types
    """Where the arrays of a segment of Whoosh are kept."""
    return place / f"{segment.segment_id()}{SUFFIX}"


class Segment:
    """An open segment. Documents are known by their places in it. Safe to use from many threads.

    It has no columns where none were written, which is fine unless they are expected.

    Its files are closed with the last snapshot that holds it: readers may still use a segment that a newer commit no
    longer has.
    """

    def __init__(self, place: Path, segment: Any, *, is_expected: bool) -> None:  # noqa: ANN401 - Whoosh has no types
        # Whoosh's readers share one file position, so whoever reads, reads alone.
        self._alone = threading.Lock()
        self.columns: Columns | None = None
        files = Files(place)
        try:
            with reading():
                reader = SegmentReader(files, SCHEMA, segment)
                weakref.finalize(self, reader.close)
                self._texts = reader.column_reader(TEXTS, translate=False)
                self.columns = _columns(place, segment, is_expected=is_expected)
        except BaseException:
            files.close_all()
            raise

    def texts(self, place: int) -> Mapping[str, str]:
        """The texts of one document that are shown, by field.

        Raises:
            IndexDamaged, IndexClosed: they cannot be read.
        """
        with self._alone, reading():
            return schema.texts(self._texts[place])


def _columns(place: Path, segment: Any, *, is_expected: bool) -> Columns | None:  # noqa: ANN401 - Whoosh has no types
    try:
        found = Columns(*packed.read(columns_path(place, segment)))
    except NotPacked:
        if is_expected:
            raise damaged() from None
        return None
    if found.documents != segment.doc_count_all():
        raise damaged()
    return found
