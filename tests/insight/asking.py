"""Questions as readers ask them, for tests: with the sign of a browser, and counts as they come to be over weeks."""

from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from rumah_inovasi.house import House
from rumah_inovasi.search import asked
from rumah_inovasi.search.asked import Asked, week_of
from rumah_inovasi.search.counting import tally
from rumah_inovasi.search.model import AskedQuery
from tests.fixtures import START

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
WEEK = week_of(START.date())


def as_browser(address: str = "192.0.2.1", **headers: str) -> dict[str, Any]:
    """What a request of a browser brings with it, from a network address."""
    sent = {"User-Agent": BROWSER} | {name.replace("_", "-"): value for name, value in headers.items()}
    return {"headers": sent, "environ_base": {"REMOTE_ADDR": address}}


def written(app: Flask, house: House) -> dict[tuple[str, date], tuple[int, int]]:
    """What stands in the database once all that waits is written: found and missed by words and week."""
    with app.app_context():
        tally().write()
    with house.database.read() as session:
        rows = session.scalars(select(AskedQuery))
        return {(row.words, row.week): (row.found, row.missed) for row in rows}


def count(house: House, words: str, *weeks: int, is_found: bool = False) -> None:
    """So many questions in each of the last weeks, the present one first."""
    with house.database.write() as session:
        for back, times in enumerate(weeks):
            if times:
                asked.add(session, {Asked(words, WEEK - timedelta(weeks=back), is_found): times})
