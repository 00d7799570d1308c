"""Writing an index with Whoosh: a new one aside, or a change to the one in use. Each is one commit."""

import re
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from whoosh.codec import default_codec
from whoosh.index import FileIndex
from whoosh.reading import TermNotFound
from whoosh.writing import SegmentWriter

from rumah_inovasi.search.port import SearchDocument
from rumah_inovasi.search.whoosh_engine.files import WritersFiles
from rumah_inovasi.search.whoosh_engine.schema import NUMBER, SCHEMA, row
from rumah_inovasi.search.whoosh_engine.store import Store
from rumah_inovasi.search.whoosh_engine.trouble import changing, damaged, reading, writing

WRITER_MB = 64  # what Whoosh sorts in memory before it goes to the disk
INDEX_NAME = "MAIN"
_TOC = re.compile(rf"_{INDEX_NAME}_([0-9]+)\.toc")


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
            files = WritersFiles(place)
            with _writer(files, FileIndex.create(files, SCHEMA, INDEX_NAME)) as writer:
                for document in documents:
                    writer.add_document(**row(document))
            store.switch(generation, newest_toc(place)[0])
        except BaseException:
            store.discard(generation)
            raise
        store.finish(generation)


def change(store: Store, puts: Iterable[SearchDocument], drops: Iterable[int]) -> None:
    """Change the index in use, in one commit. A document that is both put and dropped is put.

    Raises:
        IndexUnusable: there is none, or it is damaged.
        Unusable: the folder cannot be written, or somebody else is writing.
    """
    rows = {str(document.number): row(document) for document in puts}
    gone = {*map(str, drops), *rows}
    with store.locked(), changing(store.folder):
        generation = store.current().generation
        place = store.place(generation)
        files = WritersFiles(place)
        with _writer(files, FileIndex(files, SCHEMA, INDEX_NAME)) as writer:
            _drop(writer, gone)
            for values in rows.values():
                writer.add_document(**values)
        store.switch(generation, newest_toc(place)[0])


def _drop(writer: SegmentWriter, numbers: Iterable[str]) -> None:
    with closing(writer.reader()) as reader:
        for number in numbers:
            with suppress(TermNotFound):
                for place in list(reader.postings(NUMBER, number).all_ids()):
                    writer.delete_document(place)


@contextmanager
def _writer(files: WritersFiles, index: FileIndex) -> Iterator[SegmentWriter]:
    """A writer that commits in the end, or leaves the index as it was."""
    codec = default_codec()
    codec.length_stats = False  # lengths stand on the cards; Whoosh would look for its own at every posting
    try:
        writer = SegmentWriter(index, limitmb=WRITER_MB, codec=codec, _lk=False)  # our own lock is held
        try:
            yield writer
            writer.commit()
        except BaseException:
            # A writer that failed half-way may fail again here; the first error is the one that tells.
            with suppress(Exception):
                writer.cancel()
            raise
    finally:
        files.close_all()
