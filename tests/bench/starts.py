"""How long it takes until somebody is answered: from a fresh clone, with wheels at hand, from nothing, and again."""

import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.bench.figures import Spread
from tests.bench.machine import ROOT
from tests.bench.site import NotServing, own_folder, serving

MADE = (".venv", "data", "index")


def measure(*, repeats: int) -> dict[str, Any]:
    """Seconds from the command to the first page. Without network the first two are left out, with the reason."""
    with own_folder() as folder:
        clone = folder / "checkout"
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, clone], check=True)
        found, reason = _installed(clone, folder / "wheels")
        command = (sys.executable, "-m", "rumah_inovasi") if reason else (sys.executable, "start.py")
        first, second = [], []
        for _ in range(repeats):
            _remove(clone, "data", "index")
            first.append(_once(clone, command))
            second.append(_once(clone, command))
    return found | {
        "not_installed_because": reason,
        "program_installed_no_house": Spread.of(first),
        "second": Spread.of(second),
    }


def _installed(clone: Path, wheels: Path) -> tuple[dict[str, float], str | None]:
    """A fresh clone with an empty store of wheels, then with a full one."""
    found: dict[str, float] = {}
    for name in ("fresh_clone_no_wheels", "fresh_clone_wheels_kept"):
        _remove(clone, *MADE)
        try:
            found[name] = _once(clone, (sys.executable, "start.py"), {"PIP_CACHE_DIR": str(wheels)})
        except NotServing as error:
            return found, str(error).strip().splitlines()[-1]
    return found, None


def _once(clone: Path, command: tuple[str, ...], settings: Mapping[str, str] | None = None) -> float:
    with serving(clone, command=command, settings=settings) as site:
        browser = site.browser()
        browser.get("/")
        browser.close()
        return time.perf_counter() - site.began


def _remove(clone: Path, *names: str) -> None:
    for name in names:
        shutil.rmtree(clone / name, ignore_errors=True)
