"""Counting what is asked for, so that editors learn what is missing: words and weeks, never who asked (decision 16).

A question is held in memory and written with others a few seconds later, by a thread of its own: no search waits for
the database, and what a process holds when it ends is lost.
"""

import contextlib
import logging
import re
import threading
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from rumah_inovasi.database import Database
from rumah_inovasi.personal_data import find_personal_numbers
from rumah_inovasi.search.model import AskedQuery

WRITE_SECONDS = 10.0  # from the first question that waits to its writing
MOST_WAITING = 500  # different ones; what comes on top of them before they are written is not counted
MOST_OF_VISITOR = 30  # questions of one network in a day: a script must not fill the list
MOST_MARKS = 50_000  # in a process and a day
MOST_ROWS = 20_000
TELLING = 3  # questions from which on words are shown to editors
FORGET_RARE = timedelta(weeks=4)  # since they were asked for last, where they have never come to be TELLING
FORGET = timedelta(weeks=26)

LONGEST = 80  # letters of a question
LONGEST_WORD = 30
MOST_WORDS = 8
MOST_DIGITS = 8  # more are numbers of persons, accounts, files
_PLAIN = re.compile(r"[a-z0-9à-öø-ÿ][a-z0-9à-öø-ÿ '.,/&+!?-]*")
_WEB = re.compile(r"www\.|\.(?:com|net|org|id|ru|cn|xyz|php|html?)\b")
_AS_TYPED = str.maketrans('’‘“”„‟"', "''     ")
log = logging.getLogger("rumah_inovasi.search")


class Asked(NamedTuple):
    """Words in a week, and whether a write-up had all of them."""

    words: str
    week: date
    is_found: bool


def normalised(text: str) -> str:
    """A question as it is counted: its words as typed but for case and quotes.

    Empty where it is not to be kept at all: too long, with a number of a person or many digits, an address, or signs
    that no question has.
    """
    words = " ".join(text.casefold().translate(_AS_TYPED).split()).strip(" .,?!/-")
    if not words or len(words) > LONGEST or not _PLAIN.fullmatch(words) or _WEB.search(words):
        return ""
    single = words.split()
    if len(single) > MOST_WORDS or max(map(len, single)) > LONGEST_WORD:
        return ""
    if sum(map(str.isdigit, words)) > MOST_DIGITS or find_personal_numbers(words):
        return ""
    return words


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


class Tally:
    """What was asked of this process and is not written yet.

    A network counts once in a day for the same words. It is known again by a mark that is made of its keyed mark, is
    salted anew at each start, is never written, and is forgotten with the day.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._waiting: Counter[Asked] = Counter()
        self._marks: set[int] = set()
        self._visits: Counter[int] = Counter()
        self._day = date.min
        self._tidied = date.min
        self._timer: threading.Timer | None = None

    def note(self, words: str, visitor: str, *, is_found: bool, today: date) -> bool:
        """Count a question that somebody asks; false where it is not counted."""
        with self._lock:
            if today != self._day:
                self._day, self._marks, self._visits = today, set(), Counter()
            asked = Asked(words, week_of(today), is_found)
            who, mark = hash(visitor), hash((visitor, words))
            is_full = len(self._marks) >= MOST_MARKS or (
                asked not in self._waiting and len(self._waiting) >= MOST_WAITING
            )
            if is_full or mark in self._marks or self._visits[who] >= MOST_OF_VISITOR:
                return False
            self._marks.add(mark)
            self._visits[who] += 1
            self._waiting[asked] += 1
            self._see_to_writing()
        return True

    def _see_to_writing(self) -> None:
        if self._timer is None:
            timer = threading.Timer(WRITE_SECONDS, self.write)
            timer.daemon = True
            with contextlib.suppress(RuntimeError):  # no thread is to be had: the next question tries again
                timer.start()
                self._timer = timer

    def write(self) -> None:
        """Write what waits, in one transaction; where the database takes nothing, it is lost."""
        with self._lock:
            waiting, self._waiting = self._waiting, Counter()
            timer, self._timer = self._timer, None
            today, is_tidy = self._day, self._tidied == self._day
            self._tidied = self._day
        if timer:
            timer.cancel()
        if not waiting:
            return
        try:
            with self._database.write() as session:
                add(session, waiting)
                if not is_tidy:
                    forget(session, today)
        except SQLAlchemyError as error:
            log.info("counts of questions are lost: %s", getattr(error, "orig", error))


def add(session: Session, counts: Mapping[Asked, int]) -> None:
    """Add to the counts; words that are new are left out while there are as many as are kept."""
    has_room = (session.scalar(select(func.count()).select_from(AskedQuery)) or 0) < MOST_ROWS
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    for asked, count in sorted(counts.items()):  # in one order, so that two processes never wait for each other
        found, missed = (count, 0) if asked.is_found else (0, count)
        added = {"found": AskedQuery.found + found, "missed": AskedQuery.missed + missed}
        if has_room:
            row = insert(AskedQuery).values(words=asked.words, week=asked.week, found=found, missed=missed)
            session.execute(row.on_conflict_do_update(index_elements=["words", "week"], set_=added))
        else:
            own = AskedQuery.words == asked.words, AskedQuery.week == asked.week
            session.execute(update(AskedQuery).where(*own).values(**added))


def forget(session: Session, today: date) -> None:
    """Remove what is old, and words that were never asked for often and not lately."""
    week = week_of(today)
    session.execute(delete(AskedQuery).where(AskedQuery.week <= week - FORGET))
    is_rare = func.sum(AskedQuery.found + AskedQuery.missed) < TELLING
    rare = (
        select(AskedQuery.words)
        .group_by(AskedQuery.words)
        .having(is_rare, func.max(AskedQuery.week) <= week - FORGET_RARE)
    )
    session.execute(
        delete(AskedQuery).where(AskedQuery.words.in_(rare)), execution_options={"synchronize_session": False}
    )
