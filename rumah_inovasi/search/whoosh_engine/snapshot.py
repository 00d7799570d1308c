"""The index as one commit left it: what all readers share, never changed once it is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from whoosh.index import TOC

from rumah_inovasi.search.arrays.execution import ArrayExecution
from rumah_inovasi.search.arrays.generation import Generation
from rumah_inovasi.search.execution import Execution
from rumah_inovasi.search.whoosh_engine.files import Files
from rumah_inovasi.search.whoosh_engine.reference import ReferenceExecution
from rumah_inovasi.search.whoosh_engine.schema import INDEX_NAME, SCHEMA
from rumah_inovasi.search.whoosh_engine.segment import Segment, columns_path
from rumah_inovasi.search.whoosh_engine.store import Current, Store, Thoroughness
from rumah_inovasi.search.whoosh_engine.trouble import reading
from rumah_inovasi.search.whoosh_engine.writing import newest_toc


@dataclass(frozen=True)
class Snapshot:
    """An open commit. `slow_because` tells why arrays cannot be asked; empty where they are."""

    current: Current
    name: str
    segments: Mapping[str, Segment]
    execution: Execution
    slow_because: str = ""
    files: tuple[str, ...] = ()

    @classmethod
    def opened(
        cls,
        store: Store,
        current: Current,
        before: "Snapshot | None",
        *,
        with_arrays: bool = True,
    ) -> "Snapshot":
        """The newest commit of the index in use; segments of this generation that are open already are taken over.

        Raises:
            IndexDamaged, IndexClosed: it cannot be read.
        """
        place = store.place(current.generation)
        files = Files(place)
        commit, name = newest_toc(place)
        store.verify(current, name)
        with reading():
            contents = TOC.read(files, INDEX_NAME, gen=commit, schema=SCHEMA)
        # Names of segments are their own within a generation only.
        earlier = before.segments if before and before.current.generation == current.generation else {}
        opened: dict[str, Segment] = {}
        read = [name]
        for segment in contents.segments:
            name = segment.make_filename(segment.COMPOUND_EXT)
            if name in earlier and earlier[name].columns is not None:
                opened[name] = earlier[name]
            else:
                opened[name] = cls._segment(store, current, segment)
            read += [name, columns_path(place, segment).name]
        name = f"{current.generation}-{commit}"
        without = [name for name, segment in opened.items() if segment.columns is None]
        if without or not with_arrays:
            reference = ReferenceExecution(files, contents.segments, commit)
            why = f"no arrays beside {', '.join(without)}" if without else "arrays were not wanted"
            return cls(current, name, opened, reference, why, tuple(read))
        return cls(current, name, opened, _on_arrays(opened, contents.segments), files=tuple(read))

    @staticmethod
    def _segment(store: Store, current: Current, segment: Any) -> Segment:  # noqa: ANN401 - Whoosh has no types
        place = store.place(current.generation)
        store.verify(current, segment.make_filename(segment.COMPOUND_EXT))
        store.verify(current, columns_path(place, segment).name)
        return Segment(place, segment, is_expected=columns_path(place, segment).name in current.sums)

    def verify(self, store: Store) -> None:
        """Compare every file with what was written.

        Raises:
            IndexDamaged, IndexClosed: one is another, or cannot be read.
        """
        for name in self.files:
            store.verify(self.current, name, Thoroughness.WHOLE)


def _on_arrays(opened: Mapping[str, Segment], segments: Sequence[Any]) -> ArrayExecution:
    columns = [
        (own.columns, frozenset(segment.deleted_docs()))
        for own, segment in zip(opened.values(), segments, strict=True)
        if own.columns is not None
    ]
    return ArrayExecution(Generation(columns), [own.texts for own in opened.values()])
