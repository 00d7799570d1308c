"""What the desk is made of: things that wait, in groups of one kind."""

from dataclasses import dataclass

MOST_ITEMS = 5
FIRST_WORDS = 160


@dataclass(frozen=True)
class Item:
    """One thing that waits."""

    label: str
    url: str
    detail: str = ""


@dataclass(frozen=True)
class Group:
    """Things of one kind that wait: the first few, how many there are, and where all of them are."""

    title: str
    items: list[Item]
    total: int
    url: str | None = None

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.items)


def first_words(text: str) -> str:
    """The beginning of what somebody wrote, on one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= FIRST_WORDS else plain[:FIRST_WORDS].rsplit(" ", 1)[0] + " …"
