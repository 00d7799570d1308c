"""What the relay does when it has time: looks at saved searches that are due, and writes letters where there is news.

New is what a search finds now and has never shown before; so neither a late index, nor a clock that was wrong, nor a
long pause loses a write-up or tells of one twice. The letter, what it told of and the date of the next look are one
transaction: a kill at any moment leaves all of it or nothing. Handing the letter over is the postman's work, who after
a kill rather sends it again, under the same Message-ID, than not at all.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from rumah_inovasi import addresses
from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.queries import Listed
from rumah_inovasi.database import Database
from rumah_inovasi.errors import Invalid
from rumah_inovasi.mail import letters
from rumah_inovasi.relay.relay import DATABASE_GONE
from rumah_inovasi.saved import actions, notices, queries, question, runs
from rumah_inovasi.saved.endings import Endings
from rumah_inovasi.saved.model import WEEK, SavedSearch
from rumah_inovasi.search.choices import Choices
from rumah_inovasi.search.port import Engine, IndexUnusable
from rumah_inovasi.vocabulary import queries as vocabulary

BATCH = 10  # searches between two looks at the outbox, fewer where they take longer than this
STEP_SECONDS = 0.25
OWN = "/ruang-kerja/pencarian"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Seen:
    """What a look at a search has found: the newest few of what is new, how many there are, and all it knows by now.

    `look_at` is the date that the look was due at: where it is another one by now, somebody else came first.
    """

    number: int
    look_at: datetime | None
    fresh: Sequence[Listed]
    count: int
    known: str | None


class Digest:
    """Looks at saved searches, a few at each step; `site` is the site's address, none where no letters leave it."""

    def __init__(
        self, database: Database, engine: Engine, endings: Endings, site: str | None, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._engine = engine
        self._endings = endings
        self._site = site
        self._clock = clock

    def step(self) -> bool:
        """Look at a few searches that are due; gives whether there were any.

        Raises:
            OperationalError, InterfaceError: the database is gone. Nothing was done by halves.
        """
        return self._tidy() or (self._site is not None and self._look(self._site))

    def _tidy(self) -> bool:
        """Remove what belonged to accounts that are gone."""
        now = self._clock()
        with self._database.read() as session:
            if not queries.abandoned(session, now=now, limit=1):
                return False
        with self._database.write() as session:
            for search in queries.abandoned(session, now=now, limit=BATCH):
                end = self._endings.url(self._site, search.id) if self._site else ""
                actions.remove(session, SYSTEM, search, now=now, letters_end=end)
        return True

    def _look(self, site: str) -> bool:
        now = self._clock()
        with self._database.read() as session:
            due = queries.due(session, now=now, limit=BATCH)
            if not due:
                return False
            choices = Choices(session, vocabulary.load(session))
            try:
                seen = list(_while_quick(self._seen(session, search, choices, now) for search in due))
            except IndexUnusable:
                return False  # the relay is about to make a new one; all of it stays due
        with self._database.write() as session:
            for found in seen:
                self._settle(session, found, site, now)
        return True

    def _seen(self, session: Session, search: SavedSearch, choices: Choices, now: datetime) -> _Seen:
        """What is new in a search; where it cannot be asked, only its date moves on."""
        nothing = _Seen(search.id, search.look_at, (), 0, search.known)
        if search.look_at is None or search.look_at > now:
            return nothing
        try:
            return self._asked(session, search, choices)
        except (IndexUnusable, *DATABASE_GONE):
            raise
        except Invalid:
            return nothing  # a value of its filters is gone; the page of the search tells it
        except Exception:
            log.exception("Pencarian tersimpan %s tidak dapat dijalankan", search.id)
            return nothing

    def _asked(self, session: Session, search: SavedSearch, choices: Choices) -> _Seen:
        watched = question.read(search.query, choices).watched
        page = self._engine.find(watched.query(choices, whole=True, with_facets=False, with_highlights=False))
        found = [hit.number for hit in page.hits]
        if search.known is None:  # the first look: what was there when the letters were asked for is no news
            before = catalogue.published_until(session, search.letters_since or self._clock())
            return _Seen(search.id, search.look_at, (), 0, runs.written(set(found).intersection(before)))
        known = runs.read(search.known)
        fresh = [number for number in found if number not in known]
        hidden = catalogue.hidden_among(session, fresh)
        fresh = [number for number in fresh if number not in hidden]
        first = catalogue.by_number(session, fresh[: notices.MOST_LISTED])
        return _Seen(search.id, search.look_at, first, len(fresh), runs.written(known.union(fresh)))

    def _settle(self, session: Session, seen: _Seen, site: str, now: datetime) -> None:
        search = session.get(SavedSearch, seen.number, with_for_update=True)
        if search is None or search.look_at != seen.look_at:
            return  # ended or removed meanwhile
        search.known, search.look_at = seen.known, now + WEEK
        owner = session.get_one(Account, search.account_id)
        if seen.fresh and owner.is_open:
            self._write(session, owner, search, seen, site, now)

    def _write(
        self, session: Session, owner: Account, search: SavedSearch, seen: _Seen, site: str, now: datetime
    ) -> None:
        items = [_item(row, site) for row in seen.fresh]
        end = self._endings.url(site, search.id)
        to = notices.Addresses(f"{site}{question.address(search.query)}", site + OWN, end)
        letter = notices.news(owner.name, search.name, items, seen.count, to)
        letters.send(session, owner.email, *letter, now=now, end_url=end)


def _while_quick(looks: Iterator[_Seen]) -> Iterator[_Seen]:
    """At least one, and no further one once they have taken long: whoever publishes is not to wait for them."""
    end = time.monotonic() + STEP_SECONDS
    for seen in looks:
        yield seen
        if time.monotonic() > end:
            return


def _item(row: Listed, site: str) -> notices.Item:
    url = site + addresses.write_up(row.innovation.ref)
    return notices.Item(row.innovation.title, f"{row.unit.name}, {row.region.label}", url)
