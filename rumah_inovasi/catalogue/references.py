"""Write-ups that others name by number. People paste addresses too: the form takes the number out of them."""

import re
from collections.abc import Collection, Iterable
from typing import Any

ADDRESS = re.compile(
    r"(?:(?:https?://)?(?P<host>[^/\s]+))?/inovasi/(?P<number>[0-9]{1,9})(?:[-./?#]\S*)?", re.ASCII | re.IGNORECASE
)


def number_in(text: str, host: str) -> str:
    """The number in the address of a write-up of this house; anything else as it was typed."""
    found = ADDRESS.fullmatch(text.strip())
    if found is None or (found["host"] or host).casefold() != host.casefold():
        return text
    return found["number"]


def as_numbers(facts: dict[str, Any], keys: Iterable[str], host: str) -> dict[str, Any]:
    """Facts that were typed, with numbers in the place of addresses in these lists."""
    lists: dict[str, Collection[str]] = {key: facts.get(key) or [] for key in keys}
    return facts | {key: [number_in(text, host) for text in typed] for key, typed in lists.items()}
