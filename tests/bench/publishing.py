"""From the click on “publish” to a search that finds the text, and whether anybody waits for the index meanwhile."""

import json
import os
import random
import signal
import time
from typing import Any

from tests.bench.browser import Browser
from tests.bench.figures import Spread, ratio
from tests.bench.site import Site
from tests.bench.writer import LOOK_SECONDS, Draft, approve, begin, save, submit, wait_until_found, word


def measure(site: Site, author: Browser, admin: Browser, *, count: int) -> dict[str, Any]:
    """Publish so many texts while the relay works, and as many while it is held."""
    dice, reader = random.Random(4), site.browser()
    relay = site.processes()["relay"]
    asked, found, asked_alone, held = [], [], [], []
    for _ in range(count):
        draft = _ready(author, dice)
        asked.append(approve(admin, draft).seconds)
        found.append(wait_until_found(reader, draft))
    _wait_for_rest(reader)  # stopped in the middle of writing it would keep everybody from that
    os.kill(relay, signal.SIGSTOP)
    try:
        for _ in range(count):
            held.append(_ready(author, dice))
            asked_alone.append(approve(admin, held[-1]).seconds)
    finally:
        os.kill(relay, signal.SIGCONT)
    for draft in held:
        wait_until_found(reader, draft)
    reader.close()
    waits, alone = Spread.of(asked), Spread.of(asked_alone)
    return {
        "answer_to_publishing": waits,
        "answer_while_the_relay_is_held": alone,
        "answer_ratio": ratio(waits.median, alone.median),
        "from_answer_to_findable": Spread.of(found),
    }


def _ready(author: Browser, dice: random.Random) -> Draft:
    draft = begin(author, f"Layanan {word(dice)}")
    save(author, draft, f"Antrean terlalu panjang. {word(dice).capitalize()}.")
    submit(author, draft)
    return draft


def _wait_for_rest(reader: Browser) -> None:
    """Until nothing waits for the relay, neither changes nor letters."""
    while any(json.loads(reader.get("/readyz").text)[queue]["pending"] for queue in ("outbox", "mail")):
        time.sleep(LOOK_SECONDS)
