"""The port, carried out by Whoosh."""

import logging
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rumah_inovasi.search import answering
from rumah_inovasi.search.port import (
    EngineState,
    Frequencies,
    Health,
    IndexUnusable,
    SearchDocument,
    SearchPage,
    SearchQuery,
)
from rumah_inovasi.search.whoosh_engine import writing
from rumah_inovasi.search.whoosh_engine.snapshot import Snapshot
from rumah_inovasi.search.whoosh_engine.store import Stamp, Store
from rumah_inovasi.search.whoosh_engine.trouble import IndexDamaged, IndexMissing, asked, damaged

log = logging.getLogger("rumah_inovasi.search")

# A writer may remove files just while they are being opened: that alone is no damage.
OPEN_TRIES = 5
PAUSE = 0.05  # seconds


class WhooshEngine:
    """Search over an index folder. Nothing is opened before the first question, so processes may be forked until then.

    A question costs one look at `current`; the index is opened again when it was replaced. Threads share what is open.

    Where arrays stand beside every segment they are asked, otherwise, or `with_arrays` False, Whoosh itself.
    """

    def __init__(self, folder: Path, *, with_arrays: bool = True) -> None:
        self._store = Store(folder)
        self._with_arrays = with_arrays
        self._alone = threading.Lock()
        self._held: Snapshot | None = None
        self._broken: Stamp | None = None  # the state of `current` that was found damaged

    def find(self, query: SearchQuery) -> SearchPage:
        """Answer a query.

        Raises:
            IndexUnusable: there is no index, or it is damaged.
        """
        with self._reading() as snapshot:
            return answering.page(snapshot.execution, query)

    def complete(self, start: str, limit: int = 8) -> list[str]:
        """Titles, long forms, tags, units and regions with a word that begins as `start` ends; best first.

        Raises: as `find`.
        """
        with self._reading() as snapshot:
            return snapshot.execution.complete(start, limit)

    def frequencies(self, words: Iterable[str]) -> Frequencies:
        """How many documents have each of some words, in any of its forms, and how many documents there are.

        Words are given as in a text; those that no document has are left out of the answer.

        Raises: as `find`.
        """
        with self._reading() as snapshot:
            return answering.frequencies(snapshot.execution, words)

    def digests(self, numbers: Iterable[int] | None = None) -> Mapping[int, str]:
        """The digest of every document in the index, or of those asked for, by number.

        Raises: as `find`.
        """
        with self._reading() as snapshot:
            return snapshot.execution.digests(numbers)

    def change(self, puts: Iterable[SearchDocument], drops: Iterable[int]) -> None:
        """Put documents in the place of those with their numbers and drop others, in one commit.

        Dropping what is not there is no error; what is both put and dropped is put.

        Raises:
            IndexUnusable: there is no index, or it is damaged.
            Unusable: the folder cannot be written; the index is as it was.
        """
        with self._reading():
            writing.change(self._store, puts, drops)

    def rebuild(self, documents: Iterable[SearchDocument]) -> None:
        """Make a new index aside and switch to it once it is whole; readers keep the old one meanwhile.

        Raises:
            Unusable: the folder cannot be written.
        """
        writing.build(self._store, documents)

    def state(self, *, thorough: bool = False) -> EngineState:
        """How the index is; where asked for thoroughly, every file of it was read."""
        try:
            with self._reading() as snapshot:
                if thorough:
                    snapshot.verify(self._store)
                return EngineState(Health.READY, snapshot.name, snapshot.execution.documents, snapshot.slow_because)
        except IndexMissing:
            return EngineState(Health.MISSING, "", 0)
        except IndexUnusable:
            return EngineState(Health.DAMAGED, "", 0)

    def stamp(self) -> Stamp | None:
        """Another value after every commit and every switch to another index; none without an index."""
        try:
            return self._store.stamp()
        except IndexUnusable:
            return None

    def close(self) -> None:
        """Let go of open files, as soon as the last question under way is answered."""
        with self._alone:
            self._held = None

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        """The newest commit; damage met in it is told to every process."""
        snapshot = self._snapshot()
        try:
            with asked(snapshot.name):
                yield snapshot
        except IndexDamaged:
            self._store.mark(snapshot.current.generation)
            self._broken = snapshot.current.stamp
            raise

    def _snapshot(self) -> Snapshot:
        stamp = self._store.stamp()
        held = self._held
        if held is None or held.current.stamp != stamp:
            with self._alone:
                held = self._held
                if held is None or held.current.stamp != stamp:
                    self._held = held = self._opened(stamp, held)
        if self._broken == stamp or self._store.is_marked(held.current.generation):
            raise damaged()
        return held

    def _opened(self, stamp: Stamp, before: Snapshot | None) -> Snapshot:
        generation = ""
        for _ in range(OPEN_TRIES if self._broken != stamp else 0):
            try:
                current = self._store.current()
                generation = current.generation
                if not self._store.is_marked(generation):
                    return self._said(Snapshot.opened(self._store, current, before, with_arrays=self._with_arrays))
                break
            except IndexDamaged:
                time.sleep(PAUSE)
        if generation:
            self._store.mark(generation)
        self._broken = stamp
        raise damaged()

    def _said(self, snapshot: Snapshot) -> Snapshot:
        """Tell the log where arrays cannot be asked: answers are as right as ever, but slow."""
        if self._with_arrays and snapshot.slow_because:
            log.warning("searches are answered slowly: %s; `reindex` writes a new index", snapshot.slow_because)
        return snapshot
