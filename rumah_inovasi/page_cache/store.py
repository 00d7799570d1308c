"""Where answers are kept: bounded in bytes, for one state of the house at a time."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache

Header = tuple[str, str]
MOST_BYTES = 4 * 1024 * 1024  # some six hundred compressed pages
LARGEST = 256 * 1024  # bytes of one answer
MOST_SEEN = 2048  # questions asked once that are remembered
OVERHEAD = 1024  # bytes that an answer needs beside its body and its question
OWN = {"ETag", "Content-Length"}  # headers that differ from answer to answer


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the application, as it gave it."""

    headers: tuple[Header, ...]
    body: bytes
    etag: str

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return len(self.body) + OVERHEAD


@lru_cache(maxsize=256)
def _shared(name: str, value: str) -> Header:
    return name, value


def answer(headers: list[Header], body: bytes, etag: str) -> Answer:
    """An answer to be kept; headers that are the same everywhere are held once."""
    kept = (pair if pair[0] in OWN else _shared(*pair) for pair in headers if pair[0] != "Date")
    return Answer(tuple(kept), body, etag)


class Store:
    """Answers by question. What was used longest ago goes first. Safe from many threads.

    An answer is kept when its question is asked for the second time: whoever asks for ever new addresses, and whoever
    walks through all of them once, fills nothing.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._lock = threading.Lock()
        self._state: Hashable = None
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._seen: OrderedDict[int, None] = OrderedDict()
        self.bytes = 0

    def __len__(self) -> int:
        """How many answers are kept."""
        return len(self._answers)

    def get(self, state: Hashable, question: Hashable) -> Answer | None:
        """The answer that is true in this state."""
        with self._lock:
            if state != self._state:
                return None
            found = self._answers.get(question)
            if found is not None:
                self._answers.move_to_end(question)
            return found

    def is_wanted(self, question: Hashable) -> bool:
        """Whether the question was asked before; remembers that it is asked now."""
        mark = hash(question)
        with self._lock:
            known = mark in self._seen
            self._seen[mark] = None
            self._seen.move_to_end(mark)
            if len(self._seen) > MOST_SEEN:
                self._seen.popitem(last=False)
        return known

    def put(self, state: Hashable, question: Hashable, found: Answer) -> None:
        """Keep an answer; those of another state are let go."""
        if len(found.body) > LARGEST:
            return
        with self._lock:
            if state != self._state:
                self._answers.clear()
                self.bytes = 0
                self._state = state
            before = self._answers.pop(question, None)
            self.bytes += found.size - (before.size if before else 0)
            self._answers[question] = found
            while self.bytes > self._most:
                self.bytes -= self._answers.popitem(last=False)[1].size
