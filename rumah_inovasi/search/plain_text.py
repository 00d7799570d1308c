"""The words of stored HTML, for the index and its snippets."""

from html.parser import HTMLParser

from rumah_inovasi.markup.allowed import INLINE_TAGS

HEADINGS = {"h2", "h3", "h4", "h5", "h6"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part_blocks(tag)
        # What a picture shows is told by its alternative text.
        self.parts += [f" {value} " for name, value in attrs if tag == "img" and name == "alt" and value]

    def handle_endtag(self, tag: str) -> None:
        # Else a snippet would run a heading into the sentence below it.
        if tag in HEADINGS and self.parts and self.parts[-1].rstrip()[-1:] not in ".!?:":
            self.parts.append(".")
        self._part_blocks(tag)

    def _part_blocks(self, tag: str) -> None:
        if tag not in INLINE_TAGS:
            self.parts.append(" ")


def plain_text(html: str) -> str:
    """The text that a reader of cleaned HTML sees, in one line."""
    words = _Words()
    words.feed(html)
    words.close()
    return " ".join("".join(words.parts).split())
