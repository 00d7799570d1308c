"""Progress of long work: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

T = TypeVar("T")
WIDTH = 30
LINE_EVERY = 5.0  # seconds between lines where there is no terminal


def shown(items: Iterable[T], total: int, label: str, stream: TextIO | None = None) -> Iterator[T]:
    """Pass the items on and tell on `stream` (by default standard error) how many of `total` are done."""
    stream = stream or sys.stderr
    terminal = stream.isatty()
    last = time.monotonic()
    done = 0
    try:
        for item in items:
            yield item
            done += 1
            if terminal:
                filled = WIDTH * done // max(total, 1)
                stream.write(f"\r{label} [{'█' * filled}{'·' * (WIDTH - filled)}] {done}/{total}")
                stream.flush()
            elif time.monotonic() - last >= LINE_EVERY:
                last = time.monotonic()
                stream.write(f"{label}: {done} dari {total}\n")
                stream.flush()
    finally:
        if terminal and done:
            stream.write("\n")  # what is said next, an error too, starts on a line of its own
