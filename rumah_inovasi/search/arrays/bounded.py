"""A memory of results with a hard limit, for many threads."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from typing import Generic, TypeVar

# What remembering a result costs beside what it holds, in the unit of sizes: empty ones take memory too.
ENTRY = 200
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value", bound=Sized)


class Bounded(Generic[Key, Value]):
    """Remembers results until their sizes together pass `limit`; those not asked for longest go first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._alone = threading.Lock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The result for a key, made where it is not known. Two threads may make the same one at once."""
        with self._alone:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        value = make()
        with self._alone:
            if key not in self._kept:
                self._kept[key] = value
                self._size += len(value) + ENTRY
            while self._size > self._limit:
                _, oldest = self._kept.popitem(last=False)
                self._size -= len(oldest) + ENTRY
        return value
