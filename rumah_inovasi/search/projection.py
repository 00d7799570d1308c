"""Keeps the index equal to what is published."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from rumah_inovasi import progress
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.database import Database
from rumah_inovasi.relay.projections import Change
from rumah_inovasi.search import origin
from rumah_inovasi.search.documents import documents
from rumah_inovasi.search.port import Engine, Health


class SearchProjection:
    """Write-ups that are published are in the index as they are now, all others are not."""

    name = "pencarian"

    def __init__(self, database: Database, engine: Engine, folder: Path) -> None:
        self._database = database
        self._engine = engine
        self._folder = folder
        self._was_read = False  # every file of the index, by this process
        self._has_rebuilt = False

    def is_whole(self) -> bool:
        """Whether there is an index of this house that can be read."""
        state = self._engine.state(thorough=not self._was_read)
        if state.health is not Health.READY:
            return False
        self._was_read = True
        if state.slow_because and not self._has_rebuilt:  # where a rebuild does not help, another one will not
            return False
        noted = origin.of_index(self._folder)
        with self._database.read() as session:
            return noted is not None and noted.is_before(origin.present(session))

    def rebuild(self) -> None:
        """Make the index anew, aside.

        Raises:
            Unusable: the folder cannot be written.
        """
        with self._database.read() as session:
            numbers = catalogue.published_numbers(session)
            made_from = origin.present(session)
            self._engine.rebuild(progress.shown(documents(session, numbers), len(numbers), "Mengindeks tulisan"))
        origin.note(self._folder, made_from)
        self._has_rebuilt = True

    def apply(self, changes: Sequence[Change]) -> Mapping[Change, str]:
        """Put and drop what the changes touch, in one commit.

        Raises:
            IndexUnusable: there is no index to change.
        """
        with self._database.read() as session:
            touched = set().union(*(_expanded(session, change) for change in changes))
            made_from = origin.present(session)
            present = self._engine.digests(touched)
            found = {document.number: document for document in documents(session, touched)}
        puts = [document for number, document in found.items() if present.get(number) != document.digest]
        drops = [number for number in touched - found.keys() if number in present]
        if puts or drops:
            self._engine.change(puts, drops)
            origin.note(self._folder, made_from)
        return {}


def _expanded(session: Session, change: Change) -> set[int]:
    """The write-ups in whose documents a changed entity shows."""
    return _EXPANSIONS[change.kind](session, change.entity)


_EXPANSIONS: Mapping[str, Callable[[Session, str], set[int]]] = {
    "innovation": lambda _session, entity: {int(entity)},
    "workshop": lambda _session, _entity: set(),  # the index holds write-ups; workshops are asked of the database
    "unit": lambda session, entity: catalogue.numbers_of_unit(session, int(entity)),
    "everything": lambda session, _entity: catalogue.all_numbers(session),
}
