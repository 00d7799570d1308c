"""What tests of the weekly letters share: a house that sends letters, its digest, and a search that is watched."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select

from rumah_inovasi.house import House
from rumah_inovasi.mail.letters import Letter
from rumah_inovasi.saved import actions
from rumah_inovasi.saved.digest import Digest
from rumah_inovasi.saved.endings import Endings
from rumah_inovasi.saved.model import SavedSearch
from rumah_inovasi.search.port import SearchPage, SearchQuery
from rumah_inovasi.search.whoosh_engine.engine import WhooshEngine
from tests.factories import put, write_up
from tests.indexing import settle
from tests.people import Person

SITE = "https://rumah.contoh.go.id"
SECRET = "rahasia " * 5


def sending(house: House) -> House:
    """The same house with a mail server, at a public address."""
    settings = replace(house.settings, smtp_url="smtp://127.0.0.1:25", base_url=SITE, secret_key=SECRET)
    return replace(house, settings=settings)


class Interrupted(WhooshEngine):
    """An engine before whose answers something else happens."""

    def __init__(self, house: House, before: Callable[[SearchQuery], object]) -> None:
        super().__init__(house.settings.index_dir)
        self._before = before

    def find(self, query: SearchQuery) -> SearchPage:
        """Answer, after what happens before."""
        self._before(query)
        return super().find(query)


def digest_of(
    house: House, site: str | None = SITE, before: Callable[[SearchQuery], object] = lambda _query: None
) -> Digest:
    """What looks at the saved searches of a house; `before` happens before each answer of its engine."""
    return Digest(house.database, Interrupted(house, before), Endings(SECRET), site, house.clock)


def keep(house: House, who: Person, query: str, name: str = "Antrean", *, wants_letters: bool = True) -> int:
    """Keep a search for somebody."""
    with house.database.write() as session:
        now = house.clock()
        return actions.save(session, who.actor, query, name, wants_letters=wants_letters, now=now)[0].id


def publish(house: House, title: str, **facts: str) -> None:
    """Publish a write-up of this name, and let the index know."""
    put(house, write_up(title, **facts), name=f"{title.lower().replace(' ', '-')}.md")
    settle(house)


def look(digest: Digest) -> int:
    """Let the digest look at all that is due; gives how many steps it took."""
    steps = 0
    while digest.step():
        steps += 1
        assert steps < 1000, "it never ends"
    return steps


def waiting(house: House) -> list[Letter]:
    """Letters that wait to be sent, in their order."""
    with house.database.read() as session:
        return list(session.scalars(select(Letter).order_by(Letter.id)))


def search(house: House, number: int) -> SavedSearch:
    """A saved search as it is now."""
    with house.database.read() as session:
        return session.get_one(SavedSearch, number)


def titles(house: House) -> list[list[str]]:
    """The titles that each waiting letter tells of."""
    return [
        [line.partition(". ")[2] for line in letter.body.splitlines() if line[:1].isdigit() and ". " in line[:4]]
        for letter in waiting(house)
    ]
