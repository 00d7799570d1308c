"""A text as its sections under `##`, and back again: what the form shows as one field for each section.

Nothing may be lost on the way: a text is divided only where putting it together gives the same text again. Every other
text is edited as a whole, and the reason is told.
"""

import re
from collections.abc import Iterable, Mapping

from rumah_inovasi.errors import Invalid
from rumah_inovasi.markup.lines import Kind, classified

# The sections of a full write-up, in the order of the form.
STANDARD = (
    "Latar belakang",
    "Tujuan",
    "Kebaruan",
    "Implementasi",
    "Hasil",
    "Sumber daya",
    "Syarat replikasi",
    "Keberlanjutan",
)
# Shorter texts tell aim, novelty and implementation in one section.
SHORT = "Solusi"
TOLD_BY = {"Tujuan": {"solusi"}, "Kebaruan": {"solusi"}, "Implementasi": {"solusi"}}
ORDER = (STANDARD[0], SHORT, *STANDARD[1:])
_HEADING = re.compile(r"#{1,2}(?!#)(.*)")
_UNDERLINE = re.compile(r"(?:=+|-+) *")
_LIKE_SECTION = re.compile(r"##(?!#)")


class Indivisible(Invalid):
    """The text can only be edited as a whole; the message says why."""


def canonical(text: str) -> str:
    """The text with LF line ends and without empty lines around it, as files of the archive hold it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def split(body: str) -> dict[str, str]:
    """Title → text of each section, in the order of the text.

    Raises:
        Indivisible: putting them together again would not give this text.
    """
    text = canonical(body)
    sections: dict[str, list[str]] = {}
    held: list[str] = []  # lines before the first heading
    above = ""
    for kind, line in classified(text):
        title = _title(kind, line, above)
        above = line if kind is Kind.TEXT else ""
        if title is None:
            held.append(line)
            continue
        if not sections and any(before.strip() for before in held):
            raise Indivisible("Ada teks sebelum judul bagian yang pertama.")
        if line != f"## {title}" or title not in ORDER:
            raise Indivisible("Ada judul bagian lain: “%(title)s”.", title=title or line)
        if title in sections:
            raise Indivisible("Judul bagian “%(title)s” ditulis dua kali.", title=title)
        held = sections[title] = []
    if not sections and text.strip():
        raise Indivisible("Ada teks sebelum judul bagian yang pertama.")
    result = {title: canonical("\n".join(lines)) for title, lines in sections.items()}
    for title, content in result.items():
        if not content.strip():
            raise Indivisible("Bagian “%(title)s” masih kosong.", title=title)
    if join(result) != text:
        raise Indivisible("Jarak baris di sekitar judul bagian tidak baku.")
    return result


def join(sections: Mapping[str, str]) -> str:
    """One text of the sections in their order; those without words are left out."""
    texts = {title: canonical(text) for title, text in sections.items()}
    return "\n\n".join(f"## {title}\n\n{text}" for title, text in texts.items() if text.strip())


def layout(present: Iterable[str]) -> list[str]:
    """The titles of all fields of the form: those of the text in its order, the other standard ones in between."""
    titles = list(present)
    for position, title in enumerate(ORDER):
        if title in titles or title == SHORT:
            continue
        before = [titles.index(other) for other in ORDER[:position] if other in titles]
        titles.insert(before[-1] + 1 if before else 0, title)
    return titles


def missing(present: Iterable[str]) -> list[str]:
    """Sections of a full write-up that a text does not have: they are invited, never invented."""
    held = {title.casefold() for title in present}
    return [title for title in STANDARD if title.casefold() not in held and not held & TOLD_BY.get(title, set())]


def _title(kind: Kind, line: str, above: str) -> str | None:
    """The title on a line that readers would see as the heading of a section, or none.

    Raises:
        Indivisible: code holds what looks like one.
    """
    if kind is Kind.CODE and _LIKE_SECTION.match(line):
        raise Indivisible("Ada baris yang mirip judul bagian di dalam kode.")
    if kind is not Kind.TEXT:
        return None
    marked = _HEADING.fullmatch(line)
    if marked:
        return marked[1].strip()
    return above.strip() if above.strip() and _UNDERLINE.fullmatch(line) else None
