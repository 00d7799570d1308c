"""`rumah-inovasi relay` and `reindex`: carry changes to the index and the archive, or make the index anew."""

import time
from collections.abc import Callable

import click
from sqlalchemy.orm import Session

from rumah_inovasi import outbox, retries
from rumah_inovasi.commands.base import open_prepared_house, say, tells_errors
from rumah_inovasi.house import House
from rumah_inovasi.mail.postman import Postman
from rumah_inovasi.mail.transport import transport_of
from rumah_inovasi.outbox import OutboxRow
from rumah_inovasi.projections import build_projections
from rumah_inovasi.relay.relay import Outcome, Relay
from rumah_inovasi.relay.service import Ending, keep_going
from rumah_inovasi.relay.turn import turn_of
from rumah_inovasi.saved.sending import build_digest
from rumah_inovasi.serving import lifeline, logs

INDEX = "pencarian"  # the projection that `reindex` is about
LOOK_SECONDS = 0.2
TELL_SECONDS = 5.0


@click.command()
@click.option("--once", is_flag=True, help="Mengerjakan yang menunggu, juga yang pernah gagal, lalu selesai.")
@tells_errors
def relay(*, once: bool) -> None:
    """Menyalurkan setiap perubahan ke indeks dan arsip serta mengirim surat, sampai dihentikan."""
    if once:
        _relay_once()
        return
    ending = Ending()
    try:
        ending.install()
        lifeline.hold()
        with open_prepared_house() as house:
            logs.configure(house.settings.log_format)
            postman = Postman(house.database, transport_of(house.settings), house.clock)
            keep_going(house.database, _relay(house), ending, postman.deliver, build_digest(house).step)
    except KeyboardInterrupt:
        pass  # an end in order: whatever was in hand is done again by the next relay


@click.command()
@tells_errors
def reindex() -> None:
    """Membuat ulang indeks pencarian; yang lama dipakai sampai yang baru siap."""
    with open_prepared_house() as house:
        with house.database.write() as session:
            request = outbox.record(session, outbox.REBUILD, INDEX, now=house.clock())
            session.flush()
            number = request.id

        def is_answered(session: Session) -> bool:
            row = session.get(OutboxRow, number)
            return row is None or row.error is not None

        _work_or_wait(house, is_answered)
        with house.database.read() as session:
            row = session.get(OutboxRow, number)
    if row is not None:
        say(f"Indeks belum dapat dibuat ulang: {row.error} Relay akan mencobanya lagi.")
        raise SystemExit(1)
    say("Indeks dibuat ulang.")


def carry_over(house: House) -> str | None:
    """Carry what waits to the index and the archive, unless another relay is at it; gives why some of it failed."""
    turn = turn_of(house.database)
    if not turn.try_take():
        return None
    try:
        outcome = _relay(house).catch_up()
    finally:
        turn.release()
    if not outcome.failed:
        return None
    with house.database.read() as session:
        return retries.newest_error(session, OutboxRow)


def _relay_once() -> None:
    with open_prepared_house() as house:
        with house.database.write() as session:
            outbox.retry_failed(session)
        outcome = _work_or_wait(house, lambda session: not outbox.due(session, now=house.clock(), limit=1))
        with house.database.read() as session:
            status = outbox.status(session)
            problem = retries.newest_error(session, OutboxRow)
    failing = status.failing + status.parked
    if outcome is not None:
        say(f"{outcome.applied} perubahan diterapkan.")
    elif not failing:
        say("Relay yang sedang berjalan sudah menerapkan semuanya.")
    if failing:
        say(f"{failing} perubahan masih gagal, yang terakhir: {problem}")
        raise SystemExit(1)


def _work_or_wait(house: House, is_done: Callable[[Session], bool]) -> Outcome | None:
    """Work until nothing is due; where another relay has the turn, let it do so, and give nothing."""
    turn = turn_of(house.database)
    told = -TELL_SECONDS
    while not turn.try_take():
        with house.database.read() as session:
            if is_done(session):
                return None
        if time.monotonic() - told >= TELL_SECONDS:
            told = time.monotonic()
            say("Relay yang sedang berjalan mengerjakannya; ditunggu (Ctrl+C tidak menghentikan pekerjaan itu).")
        time.sleep(LOOK_SECONDS)
    try:
        return _relay(house).catch_up()
    finally:
        turn.release()


def _relay(house: House) -> Relay:
    return Relay(house.database, build_projections(house), house.clock)
