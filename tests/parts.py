"""Parts of the machine that only some tests need: what happens where one is missing.

A missing part skips the tests that ask for it, and the end of the run says in one line which command brings it.
Where the environment variable ``RUMAH_REQUIRE`` names the part (``browser,postgres``), the same tests fail.
"""

import os
from typing import NoReturn

import pytest

COMMANDS = {
    "browser": "apt-get install chromium",
    "postgres": "apt-get install postgresql",
}
_missing: set[str] = set()


def is_required(part: str) -> bool:
    """Say whether ``RUMAH_REQUIRE`` names this part."""
    return part in {word.strip() for word in os.environ.get("RUMAH_REQUIRE", "").split(",")}


def give_up(part: str) -> NoReturn:
    """Skip the test that asked for a part which is not there, or fail it where the part is required.

    Raises:
        pytest.skip.Exception: the part is missing.
        pytest.fail.Exception: the part is missing and required.

    """
    reason = f"{part} is missing: {COMMANDS[part]}"
    if is_required(part):
        pytest.fail(reason, pytrace=False)
    _missing.add(part)
    pytest.skip(reason)


def notes() -> list[str]:
    """Return one line for each part whose tests were skipped, for the end of the run."""
    return [f"{part}: tests skipped; to run them: {COMMANDS[part]}" for part in sorted(_missing)]
