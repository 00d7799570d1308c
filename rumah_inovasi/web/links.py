"""What templates show again and again: links, links with counts, pages of a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Link:
    """A text that leads somewhere."""

    label: str
    url: str


@dataclass(frozen=True)
class Counted:
    """A link with the number of things behind it."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class Choice:
    """A value of a filter."""

    value: str
    label: str
    is_chosen: bool


def choices(words: Mapping[str, object], chosen: str) -> list[Choice]:
    """The values of a filter with what each is called; the empty one stands for all."""
    return [Choice(value, str(label), value == chosen) for value, label in words.items()]


def narrowed(path: str, given: Mapping[str, str]) -> str:
    """The address of a list with the filters that are chosen."""
    return f"{path}?{urlencode(given)}" if given else path


@dataclass(frozen=True)
class Pager:
    """Where in a long list the reader is. `first` and `last` count the items shown, from 1."""

    page: int
    pages: int
    total: int
    first: int
    last: int
    previous_url: str | None
    next_url: str | None


def pager(page: int, total: int, size: int, url: str) -> Pager:
    """The pager of a list at `url`, whose pages are asked for with `hal`."""
    pages = max(1, -(-total // size))

    def at(number: int) -> str:
        if number == 1:
            return url
        return f"{url}{'&' if '?' in url else '?'}hal={number}"

    return Pager(
        page=page,
        pages=pages,
        total=total,
        first=min((page - 1) * size + 1, total),
        last=min(page * size, total),
        previous_url=at(page - 1) if page > 1 else None,
        next_url=at(page + 1) if page < pages else None,
    )
