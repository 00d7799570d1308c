"""The relay as a process: takes its turn, works, waits for the next commit, and ends when it is told to."""

import logging
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from types import FrameType

from rumah_inovasi import outbox
from rumah_inovasi.database import Database
from rumah_inovasi.relay.beside import Work, beside
from rumah_inovasi.relay.relay import DATABASE_GONE, Relay
from rumah_inovasi.relay.turn import Turn, turn_of
from rumah_inovasi.relay.waking import waking_of

LOOK_SECONDS = 2.0  # at the latest: whether all is whole, and whether a row that failed is due again
FIRST_PAUSE = 0.5  # seconds, while the database is gone
LONGEST_PAUSE = 15.0
SpareWork = Callable[[], bool]

log = logging.getLogger(__name__)


class Ending:
    """SIGTERM and SIGINT: a wait ends, and work in hand is given up, which harms nothing."""

    def __init__(self) -> None:
        self._is_asked = False

    def is_asked(self) -> bool:
        """Whether it is over."""
        return self._is_asked

    def ask(self) -> None:
        """Let it be over from now on."""
        self._is_asked = True

    def install(self) -> None:
        """Listen to the signals from now on."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._interrupt)

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        # Where Python has to swallow what is raised here (within a finaliser), the loop sees the mark.
        self.ask()
        raise KeyboardInterrupt


def keep_going(
    database: Database,
    relay: Relay,
    ending: Ending,
    side_work: Work = lambda _is_ended: None,
    spare_work: SpareWork = lambda: False,
) -> None:
    """Work until told to end.

    Args:
        database: whose turn is taken.
        relay: what works.
        ending: tells when it is over.
        side_work: what is done in a thread of its own meanwhile, while the turn is ours.
        spare_work: a small piece of what can wait, done whenever no change does; gives whether there was any.

    Raises:
        KeyboardInterrupt: told so in the middle of something.
    """
    outage = _Outage()
    while not ending.is_asked():
        try:
            with _my_turn(database) as turn, closing(waking_of(database)) as waking, beside(side_work) as call:
                with database.write() as session:
                    outbox.retry_failed(session)  # who mends something restarts the program
                while turn.is_held() and not ending.is_asked():
                    call()
                    outcome = relay.step()
                    outage.is_over()
                    if outcome.is_nothing and not _spare(spare_work):
                        waking.wait(LOOK_SECONDS)
        except Exception as error:
            if ending.is_asked():
                return  # told so in the middle of tidying up (SQLAlchemy's rollback, say), which fails in its own way
            if not isinstance(error, (*DATABASE_GONE, OSError)):
                raise
            outage.pause(error)


def _spare(work: SpareWork) -> bool:
    """Let nothing that goes wrong in it end the relay; where it failed, it waits like everything else."""
    try:
        return work()
    except DATABASE_GONE:
        raise
    except Exception:
        log.exception("Kesalahan tak terduga")
        return False


@contextmanager
def _my_turn(database: Database) -> Iterator[Turn]:
    turn = turn_of(database)
    try:
        if not turn.try_take():
            log.info("Relay lain sedang bekerja; yang ini menunggu giliran.")
            turn.wait()
            log.info("Giliran diterima; relay ini bekerja.")
        yield turn
    finally:
        turn.release()


class _Outage:
    """A time without a database: told once, waited for with growing pauses."""

    def __init__(self) -> None:
        self._pause = FIRST_PAUSE

    def pause(self, error: Exception) -> None:
        if self._pause == FIRST_PAUSE:
            reason = " ".join(str(getattr(error, "orig", error)).split())
            log.warning("Basis data tidak dapat dipakai: %s. Relay menunggu dan mencoba lagi.", reason.rstrip("."))
        time.sleep(self._pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def is_over(self) -> None:
        if self._pause > FIRST_PAUSE:
            log.info("Basis data dapat dipakai lagi.")
            self._pause = FIRST_PAUSE
