"""The whole way: a search that is due, the command `relay`, a real mail server, and the link of the letter."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import update

from rumah_inovasi.app import create_app
from rumah_inovasi.house import House
from rumah_inovasi.house import now as real_now
from rumah_inovasi.saved.model import WEEK, SavedSearch
from tests.mail.server import Mailbox, running
from tests.people import person
from tests.relay.test_service import PATIENCE, until
from tests.saved.letters import SITE, keep, publish, search


def test_relay_writes_the_letter_and_its_link_ends_it(house: House) -> None:
    house = replace(house, clock=real_now)
    publish(house, "Antrean Lama")
    number = keep(house, person(house, "Budi"), "q=antrean", "Antrean kami")
    with running(Mailbox()) as mailbox:
        smtp = f"smtp://127.0.0.1:{mailbox.port}"
        with subprocess.Popen([sys.executable, "-m", "rumah_inovasi", "relay"], env=_environ(house, smtp)) as relay:
            try:
                until(lambda: search(house, number).known is not None)  # by its first look
                publish(house, "Antrean Baru")
                with house.database.write() as session:
                    session.execute(update(SavedSearch).values(look_at=real_now() - WEEK))
                assert mailbox.arrived.wait(PATIENCE)
            finally:
                relay.terminate()
        assert relay.returncode == 0
    (letter,) = mailbox.letters
    assert str(letter["Subject"]) == "1 tulisan baru: Antrean kami"
    link = str(letter["List-Unsubscribe"]).strip("<>")
    assert link in letter.get_content()
    assert re.fullmatch(re.escape(SITE) + r"/langganan/berhenti/[\w.-]+", link)
    site = create_app(replace(house, settings=replace(house.settings, smtp_url=smtp, base_url=SITE)))
    answer = site.test_client().post(urlsplit(link).path, data={"List-Unsubscribe": "One-Click"}, base_url=SITE)
    assert answer.status_code == 200
    assert not search(house, number).sends_letters


def _environ(house: House, smtp: str) -> dict[str, str]:
    settings = house.settings
    own = {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "RUMAH_DATA_DIR": str(settings.data_dir),
        "RUMAH_CONTENT_DIR": str(settings.content_dir),
        "RUMAH_INDEX_DIR": str(settings.index_dir),
        "RUMAH_DATABASE_URL": settings.sqlalchemy_url,
        "RUMAH_BASE_URL": SITE,
        "RUMAH_SMTP_URL": smtp,
    }
    return {name: value for name, value in os.environ.items() if not name.startswith("RUMAH_")} | own
