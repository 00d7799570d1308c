"""A relay that looks at saved searches, in a process of its own, killed as by a power cut at a named moment.

`python -m tests.saved.process URL INDEX SMTP MOMENT`: `look` is after the first look and before anything is written,
`commit` right before the letters are committed, `sent` when the mail server has the letter and the house does not know
it yet, `never` goes on until it is ended.
"""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from sqlalchemy import event

from rumah_inovasi.database import Database
from rumah_inovasi.house import now
from rumah_inovasi.mail import letters
from rumah_inovasi.mail.letters import Letter
from rumah_inovasi.mail.postman import Postman
from rumah_inovasi.mail.transport import Server
from rumah_inovasi.relay.relay import Relay
from rumah_inovasi.relay.service import Ending, keep_going
from rumah_inovasi.saved.digest import Digest
from rumah_inovasi.saved.endings import Endings
from rumah_inovasi.search.port import SearchPage, SearchQuery
from rumah_inovasi.search.whoosh_engine.engine import WhooshEngine
from rumah_inovasi.serving import logs
from tests.saved.letters import SECRET, SITE


def die(*_whatever: object) -> None:
    """Leave no time for tidying up."""
    os.kill(os.getpid(), signal.SIGKILL)


class CutEngine(WhooshEngine):
    """Answers, and then the power fails."""

    def find(self, query: SearchQuery) -> SearchPage:
        super().find(query)
        die()
        raise AssertionError


class CutServer(Server):
    """Hands a letter over, and then the power fails."""

    def _send(self, client: object, letter: Letter) -> None:
        super()._send(client, letter)  # type: ignore[arg-type]
        die()


def run(url: str, index: Path, smtp: str, moment: str) -> None:
    """Work as `rumah-inovasi relay` does."""
    logs.configure("text")
    ending = Ending()
    with suppress(KeyboardInterrupt):
        ending.install()
        database = Database(url)
        if moment == "commit":
            event.listen(letters.Letter, "before_insert", lambda *_: event.listen(database.engine, "commit", die))
        engine = CutEngine(index) if moment == "look" else WhooshEngine(index)
        sender = (CutServer if moment == "sent" else Server)(smtp, "Rumah Inovasi <rumah@contoh.go.id>")
        digest = Digest(database, engine, Endings(SECRET), SITE, now)
        postman = Postman(database, sender, now)
        keep_going(database, Relay(database, [], now), ending, postman.deliver, digest.step)


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4])
