"""Relays of a whole house, with its index and its archive, each in a process of its own.

`python -m tests.relay.house_relays` starts one for each line that it reads and says its number; the settings are those
of the environment. The program is loaded once.
"""

import os
import sys
from contextlib import suppress

from rumah_inovasi import house as houses
from rumah_inovasi import settings
from rumah_inovasi.projections import build_projections
from rumah_inovasi.relay.relay import Relay
from rumah_inovasi.relay.service import Ending, keep_going
from rumah_inovasi.serving import logs


def run() -> None:
    logs.configure("text")
    ending = Ending()
    with suppress(KeyboardInterrupt):
        ending.install()
        house = houses.build(settings.load(os.environ))
        keep_going(house.database, Relay(house.database, build_projections(house), house.clock, batch=10), ending)


if __name__ == "__main__":
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            run()
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)
