"""The words of cleaned HTML: in one line for the index and its snippets, in lines for whoever looks for something."""

from html.parser import HTMLParser

from rumah_inovasi.markup.allowed import HEADINGS, INLINE_TAGS


class _Words(HTMLParser):
    def __init__(self, between: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._between = between  # blocks

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
            self.parts.append(self._between)


def plain_text(html: str) -> str:
    """The text that a reader of cleaned HTML sees, in one line."""
    return " ".join(_words(html, " ").split())


def lines(html: str) -> list[str]:
    """The text that a reader of cleaned HTML sees: a line for each block, cell or broken line."""
    return [" ".join(line.split()) for line in _words(html, "\n").split("\n") if line.strip()]


def _words(html: str, between: str) -> str:
    words = _Words(between)
    words.feed(html)
    words.close()
    return "".join(words.parts)
