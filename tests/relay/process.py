"""A relay in a process of its own, as `rumah-inovasi relay` runs it, over the folder of units.

`python -m tests.relay.process URL FOLDER` is one relay; with the word `endless` its first rebuild takes for ever, with
`clumsy` its first look at the folder does, and fails in its own way when it is interrupted. With the word `nursery` it
starts a relay for each line that it reads and says its number, without loading the program each time; their disk is
slow, so that most moments are in the middle of something.
"""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from rumah_inovasi.database import Database
from rumah_inovasi.house import now
from rumah_inovasi.relay.relay import Relay
from rumah_inovasi.relay.service import Ending, keep_going
from rumah_inovasi.serving import logs
from tests.relay.unit_folder import UnitFolder


class SlowFolder(UnitFolder):
    """On a disk that takes its time for each file."""

    def _show(self, number: str, name: str | None) -> None:
        time.sleep(0.002)
        super()._show(number, name)


class EndlessFolder(UnitFolder):
    """Too large to be made anew while anybody waits."""

    def rebuild(self) -> None:
        sys.stdout.write("rebuilding\n")
        sys.stdout.flush()
        time.sleep(3600)


class ClumsyFolder(UnitFolder):
    """What it does when it is interrupted goes wrong, as it may in a library that is tidying up."""

    def is_whole(self) -> bool:
        try:
            sys.stdout.write("looking\n")
            sys.stdout.flush()
            time.sleep(3600)
        except KeyboardInterrupt:
            raise AssertionError from None
        return True


KINDS = {"": UnitFolder, "endless": EndlessFolder, "clumsy": ClumsyFolder}


def run(url: str, place: Path, kind: type[UnitFolder] = UnitFolder) -> None:
    logs.configure("text")
    ending = Ending()
    with suppress(KeyboardInterrupt):
        ending.install()
        database = Database(url)
        keep_going(database, Relay(database, [kind(database, place)], now, batch=5), ending)


def raise_relays(url: str, place: Path) -> None:
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            run(url, place, SlowFolder)
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)


if __name__ == "__main__":
    address, folder, word = sys.argv[1], Path(sys.argv[2]), sys.argv[3] if sys.argv[3:] else ""
    if word == "nursery":
        raise_relays(address, folder)
    else:
        run(address, folder, KINDS[word])
