"""What rendering gives. Kept apart from `render`, so that web processes never load the parsers."""

from dataclasses import dataclass

# Raise it whenever the same text may give other HTML: `rumah-inovasi render` then makes stored HTML again.
MARKUP_VERSION = 1


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading on the top level of a text; `anchor` is its id, unique within the text."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """Safe HTML of one text, with what a page needs to know about it."""

    html: str
    headings: tuple[Heading, ...]
    words: int
    version: int
