"""What pages need again and again, read once for each state of what is public.

A process remembers it beside the counter of public changes, which every transaction that reads looks at once: what it
gets is what it would read itself. Only what follows from public facts may be remembered so. Rows among it are shared by
threads and never changed. Transactions that write remember nothing: what they see may never come to be.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from rumah_inovasi import public_version
from rumah_inovasi.database import SHELF

MOST = 1500  # weight of the things of which there are many, such as cards: some six MB
Thing = TypeVar("Thing")
Key = TypeVar("Key", bound=Hashable)
_STATE = "rumah_remembered_state"
State = tuple[object, int]


class _Shelf:
    """What is remembered for one state."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.whole: dict[Hashable, Any] = {}
        self._single: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._weight = 0
        self._lock = threading.Lock()

    def present(self, name: Hashable, keys: Collection[Key]) -> dict[Key, Any]:
        """Those of the things that are remembered."""
        with self._lock:
            found = {key: self._single[name, key][0] for key in keys if (name, key) in self._single}
            for key in found:
                self._single.move_to_end((name, key))
        return found

    def keep(self, name: Hashable, things: Mapping[Key, Any], weight: int) -> None:
        """Remember things; what was used longest ago is let go where they weigh too much."""
        with self._lock:
            for key, thing in things.items():
                before = self._single.pop((name, key), None)
                self._weight += weight - (before[1] if before else 0)
                self._single[name, key] = thing, weight
            while self._weight > MOST:
                self._weight -= self._single.popitem(last=False)[1][1]


def remembered(session: Session, name: Hashable, make: Callable[[], Thing]) -> Thing:
    """One of the few things that there are once in a house, such as all vocabularies."""
    shelf = _shelf(session)
    if shelf is None:
        return make()
    if name not in shelf.whole:
        shelf.whole[name] = make()
    found: Thing = shelf.whole[name]
    return found


def remembered_each(
    session: Session,
    name: Hashable,
    keys: Collection[Key],
    make: Callable[[Collection[Key]], Mapping[Key, Thing]],
    *,
    weight: int = 1,
) -> dict[Key, Thing]:
    """Some of many things of one kind, by key; `make` gets those that are missing together, and may find fewer.

    A `weight` of 1 stands for about four KB.
    """
    shelf = _shelf(session)
    if shelf is None:
        return dict(make(keys))
    found: dict[Key, Thing] = shelf.present(name, keys)
    missing = [key for key in keys if key not in found]
    if missing:
        made = make(missing)
        shelf.keep(name, made, weight)
        found |= made
    return found


def _shelf(session: Session) -> _Shelf | None:
    """The shelf of the state that the session sees; none where it writes, or where others have seen a later state."""
    shared: dict[str, _Shelf] | None = session.info.get(SHELF)
    if shared is None:
        return None
    if _STATE not in session.info:
        connection = session.connection()
        session.info[_STATE] = connection.info.get("file"), public_version.current_on(connection)
    state: State = session.info[_STATE]
    shelf = shared.get(SHELF)
    if shelf is not None and shelf.state == state:
        return shelf
    if shelf is not None and shelf.state[0] == state[0] and shelf.state[1] > state[1]:
        return None
    made = shared[SHELF] = _Shelf(state)
    return made
