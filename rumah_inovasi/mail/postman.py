"""Sends the letters that wait: each attempt is noted before it is made, and one that fails stops no other."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from rumah_inovasi.database import Database
from rumah_inovasi.mail import letters
from rumah_inovasi.mail.letters import Letter
from rumah_inovasi.mail.transport import NoServer, Refused, Send, Transport

FIRST_PAUSE = timedelta(seconds=15)  # after the server itself failed; the letters' own pauses are longer
LONGEST_PAUSE = timedelta(minutes=5)

log = logging.getLogger(__name__)


class Postman:
    """Works in a thread of its own; there is one in a house at a time."""

    def __init__(self, database: Database, transport: Transport, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._transport = transport
        self._clock = clock
        self._pause = FIRST_PAUSE
        self._not_before: datetime | None = None
        self._has_begun = False

    def deliver(self, is_ended: Callable[[], bool] = lambda: False) -> int:
        """Send what is due, until it is all sent or an end is asked for; gives how many letters were handed over."""
        self._begin()
        if self._not_before is not None and self._clock() < self._not_before:
            return 0
        sent, letter = 0, self._take()
        try:
            if letter is not None:
                with self._transport.connection() as send:
                    while letter is not None:
                        sent += self._hand_over(letter, send)
                        letter = None if is_ended() else self._take()
                self._pause, self._not_before = FIRST_PAUSE, None
        except NoServer as error:
            if letter is not None:
                self._note(letter, str(error))
            self._not_before = self._clock() + self._pause
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        return sent

    def _begin(self) -> None:
        """Give all that failed another chance, once: who mends something restarts the program."""
        if not self._has_begun:
            with self._database.write() as session:
                letters.retry_failed(session)
            self._has_begun = True

    def _take(self) -> Letter | None:
        with self._database.read() as session:  # which costs next to nothing, and waits for nobody
            if not letters.is_any_due(session, now=self._clock()):
                return None
        with self._database.write() as session:
            return letters.take(session, now=self._clock())

    def _hand_over(self, letter: Letter, send: Send) -> bool:
        try:
            send(letter)
        except Refused as error:
            self._note(letter, str(error))
            return False
        except NoServer:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, other letters go on
            self._note(letter, f"{type(error).__name__}: {error}")
            return False
        with self._database.write() as session:
            letters.sent(session, letter.id)
        return True

    def _note(self, letter: Letter, error: str) -> None:
        # The log is read by more people than the queue: it gets no address, which servers like to repeat.
        told = error.replace(letter.recipient, "…")
        log.warning("Surat %s belum terkirim (percobaan %s): %s", letter.id, letter.attempts, told)
        with self._database.write() as session:
            letters.failed(session, letter.id, error, now=self._clock())
