"""Writing an index with Whoosh, and the arrays beside its segments: a new one aside, or a change to the one in use.

Each is one commit, and a change that leaves many small segments is followed by another one that merges them.
"""

import logging
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3TermInfo
from whoosh.index import TOC, FileIndex
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.writing import NO_MERGE, SegmentWriter

from rumah_inovasi.search.arrays import packed
from rumah_inovasi.search.arrays.collected import Collected, TooMuch
from rumah_inovasi.search.arrays.packed import NotPacked
from rumah_inovasi.search.language.tokens import tokens
from rumah_inovasi.search.port import FIELDS, SearchDocument
from rumah_inovasi.search.whoosh_engine import helping
from rumah_inovasi.search.whoosh_engine.files import Files
from rumah_inovasi.search.whoosh_engine.merging import to_merge
from rumah_inovasi.search.whoosh_engine.schema import INDEX_NAME, NUMBER, SCHEMA, row
from rumah_inovasi.search.whoosh_engine.segment import SUFFIX, columns_path
from rumah_inovasi.search.whoosh_engine.store import Store
from rumah_inovasi.search.whoosh_engine.trouble import changing, damaged, reading, writing

# Most words stand in one document: Whoosh keeps fewer postings than this with the word, not in a block of their own. It
# calls that by a name that its own class does not have (2.7.5), so nobody can ask for it without this line.
INLINE = 2
W3TermInfo.set_inline = W3TermInfo.set_inlined
WRITER_MB = 64  # what Whoosh sorts in memory before it goes to the disk
SEGMENT = 16_384  # documents of one segment of a new index; their arrays are sorted in memory
ALONE = 2_000  # documents up to which no other process helps: starting one takes half a second
HELPERS = 2
_TOC = re.compile(rf"_{INDEX_NAME}_([0-9]+)\.toc")
log = logging.getLogger("rumah_inovasi.search")


def newest_toc(place: Path) -> tuple[int, str]:
    """The number of the newest commit of an index and the name of its table of contents.

    Raises:
        IndexDamaged, IndexClosed: there is none, or no folder.
    """
    with reading():
        found = [(int(match[1]), match[0]) for path in place.iterdir() if (match := _TOC.fullmatch(path.name))]
    if not found:
        raise damaged()
    return max(found)


def build(store: Store, documents: Iterable[SearchDocument]) -> None:
    """Make a new index aside, then switch to it.

    Raises:
        Unusable: the folder cannot be written, or somebody else is writing.
        Exception: whatever the documents raise while they come; the index in use stays.
    """
    with store.locked(), writing(store.folder):
        generation = store.begin()
        place = store.place(generation)
        try:
            coming = iter(documents)
            first = list(islice(coming, ALONE))
            if len(first) < ALONE or (os.cpu_count() or 1) < HELPERS:
                write_all(place, chain(first, coming))
            else:
                helping.write_all(place, chain(first, coming), HELPERS)
            store.switch(generation, newest_toc(place)[0])
        except BaseException:
            store.discard(generation)
            raise
        store.finish(generation)


def write_all(place: Path, documents: Iterable[SearchDocument]) -> None:
    """Write a new index of some documents into a folder, in segments of SEGMENT documents.

    Raises:
        OSError: the folder cannot be written.
    """
    files = Files(place)
    index = FileIndex.create(files, SCHEMA, INDEX_NAME)
    coming = iter(documents)
    while _add(files, index, islice(coming, SEGMENT)):
        pass


def change(store: Store, puts: Iterable[SearchDocument], drops: Iterable[int]) -> None:
    """Change the index in use, in one commit. A document that is both put and dropped is put.

    Raises:
        IndexUnusable: there is none, or it is damaged.
        Unusable: the folder cannot be written, or somebody else is writing.
    """
    documents = list({document.number: document for document in puts}.values())
    gone = {*map(str, drops), *(str(document.number) for document in documents)}
    with store.locked(), changing(store.folder):
        generation = store.current().generation
        place = store.place(generation)
        files = Files(place)
        _add(files, FileIndex(files, SCHEMA, INDEX_NAME), documents, gone)
        store.switch(generation, newest_toc(place)[0])
        # Readers see the change by now.
        if _merge(files, FileIndex(files, SCHEMA, INDEX_NAME)):
            store.switch(generation, newest_toc(place)[0])


def _add(files: Files, index: FileIndex, documents: Iterable[SearchDocument], gone: Iterable[str] = ()) -> int:
    """Write documents as a segment of their own, without some that were there before; tells how many were written."""
    collected = Collected()
    with _writer(files, index) as writer:
        _drop(writer, gone)
        for document in documents:
            found = {field: tokens(document.texts.get(field, "")) for field in FIELDS}
            writer.add_document(**row(document, found))
            collected.add(document, found)
        _keep(collected, writer)
    return collected.documents


def _merge(files: Files, index: FileIndex) -> bool:
    """Make one segment of small ones where there are many; tells whether there were."""
    if not to_merge(_segments(files)):
        return False
    place = Path(files.folder)
    collected = Collected()
    with _writer(files, index) as writer:
        chosen = to_merge(writer.segments)
        for segment in chosen:
            with closing(_Merged(files, SCHEMA, segment)) as reader:
                writer.add_reader(reader)
            with suppress(NotPacked):  # then the merged one has none either
                collected.absorb(*packed.read(columns_path(place, segment)), frozenset(segment.deleted_docs()))
        writer.segments = [segment for segment in writer.segments if segment not in chosen]
        _keep(collected, writer)
    return True


class _Merged(SegmentReader):  # type: ignore[misc]  # Whoosh has no types
    """A segment that goes into another: what is kept with its word has no text where Whoosh's writer wants bytes."""

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """Every posting, as the writer takes it."""
        for field, word, document, weight, value in super().iter_postings():
            yield field, word, document, weight, value or b""


def _keep(collected: Collected, writer: SegmentWriter) -> None:
    """Write the arrays of a segment that is about to be committed."""
    if not collected.documents:
        return
    if collected.documents != writer.doc_count():
        log.warning("no arrays for a segment: it was merged from others that had none")
        return
    try:
        packed.write(columns_path(Path(writer.storage.folder), writer.newsegment), *collected.arrays())
    except TooMuch:
        log.warning("no arrays for a segment of %s documents: more words than they can count", collected.documents)


def _drop(writer: SegmentWriter, numbers: Iterable[str]) -> None:
    with closing(writer.reader()) as reader:
        for number in numbers:
            with suppress(TermNotFound):
                for place in list(reader.postings(NUMBER, number).all_ids()):
                    writer.delete_document(place)


@contextmanager
def _writer(files: Files, index: FileIndex) -> Iterator[SegmentWriter]:
    """A writer that commits in the end, or leaves the index as it was."""
    codec = W3Codec(inlinelimit=INLINE)
    codec.length_stats = False  # lengths stand on the cards; Whoosh would look for its own at every posting
    try:
        writer = SegmentWriter(index, limitmb=WRITER_MB, codec=codec, _lk=False)  # our own lock is held
        try:
            yield writer
            writer.commit(mergetype=NO_MERGE)
        except BaseException:
            # A writer that failed half-way may fail again here; the first error is the one that tells.
            with suppress(Exception):
                writer.cancel()
            raise
        _tidy(Path(files.folder), _segments(files))
    finally:
        files.close_all()


def _segments(files: Files) -> Sequence[Any]:
    """The segments of the newest commit."""
    found: Sequence[Any] = TOC.read(files, INDEX_NAME, schema=SCHEMA).segments
    return found


def _tidy(place: Path, segments: Sequence[Any]) -> None:
    """Remove the arrays of segments that are no more, as Whoosh does with its own files."""
    kept = {columns_path(place, segment) for segment in segments}
    for path in place.glob(f"*{SUFFIX}"):
        if path not in kept:
            path.unlink(missing_ok=True)
