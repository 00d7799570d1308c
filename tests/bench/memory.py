"""What the processes hold after a thousand requests, as their proportional share of the machine's memory."""

import random
import re
from pathlib import Path
from typing import Any

from tests.bench.browser import Browser
from tests.bench.site import Site

WORDS = ("kesehatan ibu", "antrean", "pajak", "sampah", "stunting", "disabilitas", "kependudukan", "desa")
KILO = 1024


def measure(site: Site, author: Browser, *, requests: int) -> dict[str, Any]:
    """Ask for pages of all kinds, a tenth of them signed in, and then look at each process."""
    dice, reader = random.Random(9), site.browser()
    texts = re.findall(r"<loc>[^<]*?(/inovasi/[^<]+)</loc>", reader.get("/sitemap.xml").text)
    before = _shares(site)
    for _ in range(requests):
        kinds = [
            "/",
            "/wilayah",
            "/replikasi",
            f"/cari?q={dice.choice(WORDS).replace(' ', '+')}",
            f"/cari.json?q={dice.choice(WORDS).replace(' ', '+')}",
            *dice.sample(texts, min(4, len(texts))),
        ]
        if dice.random() < 0.1:
            author.get("/ruang-kerja")
        else:
            reader.get(dice.choice(kinds))
    after = _shares(site)
    reader.close()
    return {
        "requests": requests,
        "bytes_before": before,
        "bytes_after": after,
        "all_before": sum(before.values()),
        "all_after": sum(after.values()),
    }


def _shares(site: Site) -> dict[str, int]:
    """Bytes by process: what several share counts for each by its part."""
    return {name: share_of(pid) for name, pid in site.processes().items()}


def share_of(pid: int) -> int:
    """Bytes of one process, its part of what it shares with others included."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * KILO for line in lines if line.startswith("Pss:"))
