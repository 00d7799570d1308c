"""What rendering gives. Kept apart from `render`, so that web processes never load the parsers."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from rumah_inovasi.markup.plain_text import lines

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

    @property
    def words_only(self) -> str:
        """What a reader sees: without marks and invisible signs, blocks on lines of their own."""
        text = unicodedata.normalize("NFKC", "\n".join(lines(self.html)))
        return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")

    def files_of(self, number: int) -> list[str]:
        """Names of the attachments of write-up `number` that the text shows or leads to, each once."""
        return files_in(self.html, number)


def files_in(html: str, number: int) -> list[str]:
    """Names of the attachments of write-up `number` that rendered text shows or leads to, each once."""
    found = re.findall(rf'(?:src|href)="/berkas/{number}/([^"]+)"', html)
    return list(dict.fromkeys(unquote(name) for name in found))
