"""The relay of a whole house, killed at any moment while people work: index and archive end equal to the database."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rumah_inovasi.house import House
from rumah_inovasi.maintenance import differences, index_differences
from rumah_inovasi.search import engines
from tests.relay.editing import Editors
from tests.relay.test_service import until
from tests.relay.unit_folder import waiting

EDITS = 200
KILLS = 40


@contextmanager
def nursery(house: House) -> Iterator[subprocess.Popen[str]]:
    made = house.settings
    environ = {name: value for name, value in os.environ.items() if not name.startswith("RUMAH_")} | {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "RUMAH_DATABASE_URL": made.sqlalchemy_url,
        "RUMAH_DATA_DIR": str(made.data_dir),
        "RUMAH_CONTENT_DIR": str(made.content_dir),
        "RUMAH_INDEX_DIR": str(made.index_dir),
    }
    command = [sys.executable, "-m", "tests.relay.house_relays"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environ, text=True, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        try:
            yield process
        finally:
            process.kill()


def started(process: subprocess.Popen[str]) -> int:
    """The number of a relay that was just begun."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def test_killed_relays_leave_index_and_archive_equal_to_the_database(any_house: House) -> None:
    dice, editors, ended = random.Random(7), Editors(any_house, seed=11), threading.Event()

    def work() -> None:
        for _ in range(EDITS):
            editors.do_something()
            time.sleep(dice.random() * 0.01)  # leaves room for the relay to work
        ended.set()

    people = threading.Thread(target=work)
    with nursery(any_house) as process:
        people.start()
        for _ in range(KILLS):
            relay = started(process)
            time.sleep(dice.random() * 0.12)
            os.kill(relay, signal.SIGKILL)
        people.join()
        assert ended.is_set()
        relay = started(process)
        try:
            until(lambda: waiting(any_house.database) == 0)
        finally:
            os.kill(relay, signal.SIGKILL)
    assert differences(any_house) == []
    assert index_differences(any_house, engines.build(any_house.settings)) == []
    for shelf in ("inovasi", "pelatihan"):
        archive = any_house.settings.content_dir / shelf
        assert list(archive.rglob("*.md"))
        assert list(archive.rglob(".*")) == []
