"""A part of the index as Whoosh wrote it: never changed once it is there, but for documents that are dropped."""

import threading
import weakref
from collections.abc import Collection
from functools import cached_property
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader, TermNotFound

from rumah_inovasi.search.plan import Form
from rumah_inovasi.search.port import FIELDS
from rumah_inovasi.search.whoosh_engine import schema
from rumah_inovasi.search.whoosh_engine.schema import CARD, SCHEMA, TEXTS, Card, encoded, words_field
from rumah_inovasi.search.whoosh_engine.trouble import damaged, reading


class Segment:
    """An open segment. Documents are known by their places in it. Safe to use from many threads.

    Its files are closed with the last snapshot that holds it: readers may still use a segment that a newer commit no
    longer has.
    """

    def __init__(self, storage: FileStorage, segment: Any) -> None:  # noqa: ANN401 - Whoosh has no types
        # Whoosh's readers share one file position, so whoever reads, reads alone.
        self._alone = threading.Lock()
        with reading():
            self._reader = SegmentReader(storage, SCHEMA, segment)
            weakref.finalize(self, self._reader.close)
            kept = self._reader.column_reader(CARD, translate=False)
            known: dict[Any, Any] = {}
            self.cards: tuple[Card, ...] = tuple(schema.card(each, known) for each in kept)
            self._texts = self._reader.column_reader(TEXTS, translate=False)
        if len(self.cards) != segment.doc_count_all():
            raise damaged()

    def counts(self, field: str, form: Form, word: str) -> list[tuple[int, int]]:
        """Places of the documents with a word in a field, dropped ones too, and how often it stands there.

        Raises:
            IndexDamaged, IndexClosed: it cannot be read.
        """
        found = []
        with self._alone, reading():
            matcher = self._matcher(field, form, word)
            while matcher is not None and matcher.is_active():
                found.append((matcher.id(), int(matcher.weight())))
                matcher.next()
        return found

    def positions(self, field: str, form: Form, word: str, among: Collection[int]) -> dict[int, frozenset[int]]:
        """Where a word stands in the field of some documents, by their places. Raises as `counts`."""
        found = {}
        with self._alone, reading():
            matcher = self._matcher(field, form, word)
            while matcher is not None and matcher.is_active():
                if matcher.id() in among:
                    found[matcher.id()] = frozenset(matcher.value_as("positions"))
                matcher.next()
        return found

    def texts(self, place: int) -> dict[str, str]:
        """The texts of one document by field. Raises as `counts`."""
        with self._alone, reading():
            return schema.texts(self._texts[place])

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word as it is written in the documents, dropped ones too. Raises as `counts`."""
        found: set[bytes] = set()
        with self._alone, reading():
            for field in FIELDS:
                found.update(self._reader.lexicon(words_field(field, Form.SURFACE)))
        return frozenset(word.decode("utf-8", "surrogatepass") for word in found)

    def _matcher(self, field: str, form: Form, word: str) -> Any:  # noqa: ANN401 - Whoosh has no types
        try:
            return self._reader.postings(words_field(field, form), encoded(word))
        except TermNotFound:
            return None
