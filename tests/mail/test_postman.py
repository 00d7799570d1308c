"""What waits is sent, each letter once; what fails is tried again after pauses and stops no other."""

import logging
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select

from rumah_inovasi.house import House
from rumah_inovasi.mail import letters
from rumah_inovasi.mail.letters import Letter
from rumah_inovasi.mail.postman import Postman
from rumah_inovasi.mail.transport import Send, Server
from tests.fixtures import START, Clock
from tests.mail.server import Mailbox, running

FROM = "Rumah Inovasi <rumah@contoh.go.id>"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with running(Mailbox()) as made:
        yield made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def postman(any_house: House, mailbox: Mailbox, clock: Clock) -> Postman:
    return Postman(any_house.database, Server(f"smtp://127.0.0.1:{mailbox.port}", FROM), clock)


def write(house: House, *subjects: str, to: str = "budi@contoh.go.id") -> None:
    with house.database.write() as session:
        for subject in subjects:
            letters.send(session, to, subject, "Isi.\n", now=START)


def waiting(house: House) -> list[Letter]:
    with house.database.read() as session:
        return list(session.scalars(select(Letter).order_by(Letter.id)))


def test_letters_are_sent_once_and_leave_nothing_behind(any_house: House, mailbox: Mailbox, postman: Postman) -> None:
    write(any_house, "Satu", "Dua")
    assert postman.deliver() == 2
    assert mailbox.subjects == ["Satu", "Dua"]
    assert waiting(any_house) == []
    assert postman.deliver() == 0
    assert mailbox.conversations == 1


def test_letter_of_a_deed_that_was_not_done_is_not_sent(any_house: House, mailbox: Mailbox, postman: Postman) -> None:
    with any_house.database.write() as session:
        letters.send(session, "budi@contoh.go.id", "Satu", "Isi.", now=START)
        session.rollback()
    assert postman.deliver() == 0
    assert mailbox.letters == []


def test_subject_is_one_line_whatever_it_is_made_of(any_house: House) -> None:
    write(any_house, "Undangan\r\nBcc: x@y.z  untuk\tAnda")
    assert waiting(any_house)[0].subject == "Undangan Bcc: x@y.z untuk Anda"


def test_refused_recipient_stops_no_other_and_is_tried_again_after_a_pause(
    any_house: House, mailbox: Mailbox, postman: Postman, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox.refused["pergi@contoh.go.id"] = "450 <pergi@contoh.go.id> try later"
    write(any_house, "Satu", to="pergi@contoh.go.id")
    write(any_house, "Dua", "Tiga")
    assert postman.deliver() == 2
    assert mailbox.subjects == ["Dua", "Tiga"]
    (left,) = waiting(any_house)
    assert (left.attempts, left.error) == (
        1,
        "Server surel menolak penerimanya (450 <pergi@contoh.go.id> try later).",
    )
    assert "Surat 1 belum terkirim (percobaan 1): Server surel menolak penerimanya (450 <…> try later)." in caplog.text
    assert "pergi@" not in caplog.text
    mailbox.refused.clear()
    assert postman.deliver() == 0  # not before its time
    clock.at += timedelta(minutes=2)
    assert postman.deliver() == 1
    assert waiting(any_house) == []


def test_letter_that_fails_on_and_on_is_parked_until_somebody_asks(
    any_house: House, mailbox: Mailbox, postman: Postman, clock: Clock
) -> None:
    mailbox.refused["pergi@contoh.go.id"] = "550 No such user"
    write(any_house, "Satu", to="pergi@contoh.go.id")
    pauses = []
    for attempt in range(1, letters.MOST_ATTEMPTS + 1):
        assert postman.deliver() == 0
        (left,) = waiting(any_house)
        assert left.attempts == attempt
        if left.retry_at:
            pauses.append(round((left.retry_at - clock.at).total_seconds(), -1))
            clock.at = left.retry_at
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (60, letters.LONGEST_PAUSE.total_seconds())
    assert left.parked_at is not None
    clock.at += timedelta(days=365)
    postman.deliver()
    assert waiting(any_house)[0].attempts == letters.MOST_ATTEMPTS
    mailbox.refused.clear()
    with any_house.database.write() as session:
        letters.retry_failed(session)
    assert postman.deliver() == 1
    assert waiting(any_house) == []


def test_server_that_is_down_gets_its_letters_when_it_is_back(
    any_house: House, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with running(Mailbox()) as mailbox:
        pass
    postman = Postman(any_house.database, Server(f"smtp://127.0.0.1:{mailbox.port}", FROM), clock)
    write(any_house, "Satu", "Dua", "Tiga")
    assert postman.deliver() == 0
    assert [letter.attempts for letter in waiting(any_house)] == [1, 0, 0]
    assert "Connection refused" in str(waiting(any_house)[0].error)
    assert postman.deliver() == 0  # it pauses
    assert len([record for record in caplog.records if record.levelno == logging.WARNING]) == 1
    clock.at += timedelta(minutes=2)
    with running(mailbox):
        assert postman.deliver() == 3
    assert sorted(mailbox.subjects) == ["Dua", "Satu", "Tiga"]
    assert waiting(any_house) == []


def test_server_that_goes_away_in_between_gets_no_letter_twice(
    any_house: House, mailbox: Mailbox, clock: Clock
) -> None:
    class Cut(Server):
        """Loses its connection after the first letter."""

        def _send(self, client: smtplib.SMTP, letter: Letter) -> None:
            super()._send(client, letter)
            client.close()

    postman = Postman(any_house.database, Cut(f"smtp://127.0.0.1:{mailbox.port}", FROM), clock)
    write(any_house, "Satu", "Dua")
    assert postman.deliver() == 1
    clock.at += timedelta(hours=1)
    assert postman.deliver() == 1
    assert mailbox.subjects == ["Satu", "Dua"]


def test_end_is_heard_between_two_letters(any_house: House, mailbox: Mailbox, postman: Postman) -> None:
    write(any_house, "Satu", "Dua")
    assert postman.deliver(lambda: True) == 1
    assert len(waiting(any_house)) == 1
    assert mailbox.subjects == ["Satu"]


def test_kill_after_the_attempt_was_noted_sends_again_only_after_the_pause(any_house: House, clock: Clock) -> None:
    write(any_house, "Satu")
    with any_house.database.write() as session:
        assert letters.take(session, now=clock()) is not None
    with any_house.database.write() as session:
        assert letters.take(session, now=clock()) is None
    clock.at += letters.FIRST_PAUSE
    with any_house.database.write() as session:
        assert letters.take(session, now=clock()) is not None


def test_letters_that_failed_let_new_ones_go_first(any_house: House, clock: Clock) -> None:
    write(any_house, "Satu", "Dua")
    with any_house.database.write() as session:
        assert (first := letters.take(session, now=clock())) is not None
        letters.retry_failed(session)
        assert (second := letters.take(session, now=clock())) is not None
    assert (first.subject, second.subject) == ("Satu", "Dua")


def test_postman_that_begins_tries_again_what_was_parked(any_house: House, postman: Postman) -> None:
    write(any_house, "Satu")
    with any_house.database.write() as session:
        letter = session.scalars(select(Letter)).one()
        letter.attempts, letter.parked_at = letters.MOST_ATTEMPTS, START
    assert postman.deliver() == 1
    assert waiting(any_house) == []


def test_surprise_is_noted_at_its_letter_and_stops_no_other(any_house: House, clock: Clock) -> None:
    handed_over = []

    class Odd:
        """A way out that stumbles over one letter."""

        @contextmanager
        def connection(self) -> Iterator[Send]:
            yield self._send

        def _send(self, letter: Letter) -> None:
            if letter.subject == "Satu":
                raise ZeroDivisionError("aneh")
            handed_over.append(letter.subject)

    write(any_house, "Satu", "Dua")
    assert Postman(any_house.database, Odd(), clock).deliver() == 1
    assert handed_over == ["Dua"]
    assert waiting(any_house)[0].error == "ZeroDivisionError: aneh"


def test_status_counts_and_tells_the_oldest(any_house: House, mailbox: Mailbox, postman: Postman) -> None:
    mailbox.refused["pergi@contoh.go.id"] = "550 No such user"
    write(any_house, "Satu", to="pergi@contoh.go.id")
    postman.deliver()
    write(any_house, "Dua")
    with any_house.database.read() as session:
        found, error = letters.status(session), letters.newest_error(session)
    assert (found.pending, found.failing, found.parked, found.oldest_pending) == (2, 1, 0, START)
    assert error is not None
    assert "550 No such user" in error
