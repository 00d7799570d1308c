"""Work beside the relay, in a thread of its own: as soon as something is committed, and never in the relay's way."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rumah_inovasi.relay.relay import DATABASE_GONE

LOOK_SECONDS = 2.0  # at the latest: the relay may be busy, and pauses may be over
STOP_SECONDS = 3.0  # for what is in hand when the end comes; then it is given up

log = logging.getLogger(__name__)
IsEnded = Callable[[], bool]
Work = Callable[[IsEnded], object]


@contextmanager
def beside(work: Work) -> Iterator[Callable[[], None]]:
    """Do the work again and again until the block ends; calling what this gives lets it be done at once.

    The work is given a way to ask whether it should come to an end, and has to bear being given up at any moment.
    """
    called, ended = threading.Event(), threading.Event()

    def go_on() -> None:
        while not ended.is_set():
            _do(lambda: work(ended.is_set))
            called.wait(LOOK_SECONDS)
            called.clear()

    thread = threading.Thread(target=go_on, name="beside", daemon=True)
    thread.start()
    try:
        yield called.set
    finally:
        ended.set()
        called.set()
        thread.join(STOP_SECONDS)


def _do(work: Callable[[], object]) -> None:
    """Let no failure end the thread: the next look may go well."""
    try:
        work()
    except DATABASE_GONE:
        pass  # the relay tells it
    except Exception:
        log.exception("Kesalahan tak terduga")
