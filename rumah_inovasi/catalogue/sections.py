"""The sections of a stored text, for pages that show only some of them.

Footnotes are left out: where the marks of some sections and the notes of others are missing, neither leads anywhere.
"""

from html.parser import HTMLParser

from markupsafe import Markup

_VOID = frozenset({"br", "hr", "img"})


class _Titles(HTMLParser):
    """Finds the h2 that lie in no other element: only between those can a text be cut without tearing one apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.titles: list[str] = []
        self.bounds: list[tuple[int, int]] = []  # of the text between one title and the next
        self._starts = [0]
        for line in html.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)
        self.notes: list[tuple[int, int]] = []  # marks of footnotes and the footnotes themselves
        self._depth = 0
        self._in_title = False
        self._note: tuple[int, int] | None = None  # depth and start of the one being read
        self.feed(html)
        self.close()
        self._end_section(len(html))

    def _at(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def _end_section(self, at: int) -> None:
        if self.bounds:
            self.bounds[-1] = (self.bounds[-1][0], at)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._note is None and _is_note(tag, dict(attrs)):
            self._note = self._depth, self._at()
        if tag == "h2" and self._depth == 0:
            self._end_section(self._at())
            self.titles.append("")
            self._in_title = True
        if tag not in _VOID:
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag not in _VOID
        if self._note and self._note[0] == self._depth and tag not in _VOID:
            self.notes.append((self._note[1], self._at() + len(f"</{tag}>")))
            self._note = None
        if tag == "h2" and self._depth == 0:
            self._in_title = False
            self.bounds.append((self._at() + len("</h2>"), 0))

    def handle_data(self, data: str) -> None:
        if self._in_title and self._note is None:
            self.titles[-1] += data


def _is_note(tag: str, attributes: dict[str, str | None]) -> bool:
    if tag == "sup":
        return (attributes.get("id") or "").startswith("u-fnref")
    return tag == "div" and attributes.get("class") == "footnote"


def section_html(html: str) -> dict[str, Markup]:
    """Title → HTML of each section under an h2, in order; text before the first is left out."""
    found = _Titles(html)

    def between(start: int, end: int) -> str:
        kept = ""
        for note_start, note_end in found.notes:
            if start <= note_start < end:
                kept, start = kept + html[start:note_start], note_end
        return (kept + html[start:end]).strip()

    # S704: the HTML of markup/, cleaned and checked when it was saved, cut between whole elements.
    return {
        title: Markup(between(start, end))  # noqa: S704
        for title, (start, end) in zip(found.titles, found.bounds, strict=True)
    }
