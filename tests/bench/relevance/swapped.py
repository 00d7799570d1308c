"""Questions in other forms of their words: `melayani` where somebody else types `pelayanan`."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "swaps.txt"
_WORD = re.compile(r"\w+")


def swapped(text: str) -> str | None:
    """The text with every word that has another form in it; none where no word has one."""
    other = _WORD.sub(lambda match: _forms().get(match[0].lower(), match[0]), text)
    return other if other != text else None


@cache
def _forms() -> Mapping[str, str]:
    lines = [line for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    pairs = [(pair.split()[0], pair.split()[1]) for line in lines for pair in line.split(",")]
    return dict(pairs)
