"""Acting as a user who owns nothing: root may write everywhere, so tests of closed folders step down for a moment."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder that everybody may enter and write; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        folder.chmod(0o777)
        yield folder


@contextmanager
def as_nobody() -> Iterator[None]:
    """Run the block without root's rights; nothing changes where the tests do not run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def closed(folder: Path) -> Iterator[None]:
    """Let nobody write into the folder and those below it until the block ends."""
    places = [folder, *(place for place in folder.rglob("*") if place.is_dir())]
    before = [place.stat().st_mode for place in places]
    for place in places:
        place.chmod(0o555)
    try:
        with as_nobody():
            yield
    finally:
        for place, mode in zip(places, before, strict=True):
            place.chmod(mode)
