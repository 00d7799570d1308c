"""A power cut in the middle of the weekly letters loses none and writes none twice; of several relays one writes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from rumah_inovasi.house import House
from rumah_inovasi.house import now as real_now
from rumah_inovasi.mail.letters import Letter
from rumah_inovasi.saved.model import WEEK, SavedSearch
from tests.mail.server import Mailbox, running
from tests.people import person
from tests.relay.test_service import until
from tests.saved.letters import digest_of, keep, look, publish, search, waiting

SEARCHES = 3


@contextmanager
def relay(house: House, mailbox: Mailbox, moment: str = "never") -> Iterator[subprocess.Popen[str]]:
    place, smtp = str(house.settings.index_dir), f"smtp://127.0.0.1:{mailbox.port}"
    command = [sys.executable, "-m", "tests.saved.process", house.database.url, place, smtp, moment]
    environ = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def due(any_house: House) -> House:
    """A house in which three searches are due, and each has something new to tell."""
    house = replace(any_house, clock=real_now)
    publish(house, "Antrean Lama")
    for name in ("Budi", "Citra", "Dewi")[:SEARCHES]:
        keep(house, person(house, name), "q=antrean")
    look(digest_of(house))
    publish(house, "Antrean Baru")
    with house.database.write() as session:
        session.execute(update(SavedSearch).values(look_at=real_now() - timedelta(hours=1)))
    return house


def is_done(house: House) -> bool:
    """Whether all is looked at and sent."""
    is_looked_at = all((search(house, number).look_at or real_now()) > real_now() for number in (1, 2, 3))
    return is_looked_at and not waiting(house)


def let_go_on(house: House) -> None:
    """Let letters that pause after an attempt be tried at once, as after the pause."""
    with house.database.write() as session:
        session.execute(update(Letter).values(retry_at=None))


@pytest.mark.parametrize("moment", ["look", "commit"])
def test_kill_before_the_commit_leaves_all_of_it_to_be_done(due: House, moment: str) -> None:
    with running(Mailbox()) as mailbox:
        with relay(due, mailbox, moment) as killed:
            assert killed.wait() == -signal.SIGKILL
        assert waiting(due) == []
        assert mailbox.letters == []
        with relay(due, mailbox):
            until(lambda: is_done(due))
        assert sorted(mailbox.subjects) == ["1 tulisan baru: Antrean"] * SEARCHES
        assert len({str(letter["To"]) for letter in mailbox.letters}) == SEARCHES


def test_kill_while_a_letter_is_handed_over_sends_it_again_under_the_same_id(due: House) -> None:
    with running(Mailbox()) as mailbox:
        with relay(due, mailbox, "sent") as killed:
            assert killed.wait() == -signal.SIGKILL
        assert len(mailbox.letters) == 1
        let_go_on(due)
        with relay(due, mailbox):
            until(lambda: is_done(due))
        ids = [str(letter["Message-ID"]) for letter in mailbox.letters]
        # Rather twice than not at all; mailboxes show letters with the same id once.
        assert (len(ids), len(set(ids))) == (SEARCHES + 1, SEARCHES)
        assert all("List-Unsubscribe" in letter for letter in mailbox.letters)


def test_of_several_relays_one_writes_and_the_week_has_one_letter(due: House) -> None:
    with running(Mailbox()) as mailbox, relay(due, mailbox), relay(due, mailbox):
        until(lambda: is_done(due))
        with due.database.write() as session:  # as a week later, with nothing new
            session.execute(update(SavedSearch).values(look_at=real_now() - WEEK))
        until(lambda: is_done(due))
        assert len(mailbox.letters) == SEARCHES
