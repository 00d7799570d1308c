"""Counting words, one way for forms, pages and limits.

A word is what stands between spaces and holds a letter or a digit, as word processors count: `anak-anak` is one word,
so is `dan/atau`. Signs of Markdown, addresses of links, pictures and definitions of abbreviations are no words.
Works on the text itself in linear time, so it may run anywhere.
"""

import re
from html import unescape

from rumah_inovasi.markup.allowed import INLINE_TAGS, TAGS
from rumah_inovasi.markup.lines import Kind, classified

_INLINE = "|".join(sorted(INLINE_TAGS))
_DESTINATION = r"\((?:[^()\n]|\([^()\n]*\))*\)"
# Each pattern stops at the sign that it begins with, so that a row of such signs costs no more than its length.
_STEPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.MULTILINE | re.IGNORECASE), replacement)
    for pattern, replacement in (
        (r"^ {0,3}\*\[[^\[\]\n]+\]:.*$", ""),  # abbreviation
        (r"^ {0,3}\[[^\[\]^\n][^\[\]\n]*\]:[ \t]*\S.*$", ""),  # address of a reference link
        (r"^ *\[\^[^\[\]\n]+\]:", ""),  # mark of a footnote; its text counts
        (r'^ *!!! ?[\w -]+?(?: +"([^"\n]*)")? *$', r"\1"),  # admonition; its title counts
        (r"\[\^[^\[\]\n]*\]", ""),
        (rf"!\[[^\[\]\n]*\](?:{_DESTINATION}|\[[^\[\]\n]*\])?", " "),
        (rf"\](?:{_DESTINATION}| ?\[[^\[\]\n]*\])", "]"),
        (r"<((?:https?://|mailto:)[^<>\s]+|[^<>\s@]+@[^<>\s@]+)>", r" \1 "),
        (rf"</?(?:{_INLINE})(?:[ \t\n][^<>]*)?>", ""),
        (rf"</?(?:{'|'.join(sorted(TAGS | {'h1'}))})(?:[ \t\n][^<>]*)?/?>", " "),
        (r"^[ \t>]*(?:\d{1,9}[.)]|[-*+:])[ \t]+", ""),  # mark of a list item
        (r"[|\[\]]", " "),
    )
)
_REFERENCE = re.compile(r"&#?\w{1,12};")
_HEADING = re.compile(r"(#{1,6})(.*)")
_UNDERLINE = re.compile(r"(?:=+|-+) *")
_DEEPEST_SECTION = 2


def count_words(text: str) -> int:
    """How many words a reader of `text` reads, headings and code included."""
    return _count(classified(_lines(text)))


def section_words(text: str) -> dict[str, int]:
    """Words of each section under `##` (or `#`, shown alike), without its heading but with what its `###` hold.

    Sections of one title add up. Words before the first heading stand under "" if there are any.
    """
    sections: list[tuple[str, list[tuple[Kind, str]]]] = [("", [])]
    for kind, line in classified(_lines(text)):
        body = sections[-1][1]
        marked = _HEADING.match(line) if kind is Kind.TEXT else None
        if marked is not None and len(marked[1]) <= _DEEPEST_SECTION:
            sections.append((_title(marked[2]), []))
        elif kind is Kind.TEXT and body and _is_underlined(body[-1], line):
            sections.append((_title(body.pop()[1]), []))
        else:
            body.append((kind, line))
    result: dict[str, int] = {}
    for title, body in sections:
        words = _count(body)
        if title or words:
            result[title] = result.get(title, 0) + words
    return result


def _lines(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _is_underlined(above: tuple[Kind, str], line: str) -> bool:
    return above[0] is Kind.TEXT and bool(above[1].strip()) and _UNDERLINE.fullmatch(line) is not None


def _title(line: str) -> str:
    return " ".join(_plain(line).strip().rstrip("#").replace("*", "").replace("`", "").split())


def _count(lines: list[tuple[Kind, str]]) -> int:
    prose = "\n".join(line for kind, line in lines if kind is Kind.TEXT)
    code = "\n".join(line for kind, line in lines if kind is Kind.CODE)
    return sum(any(sign.isalnum() for sign in word) for part in (_plain(prose), code) for word in part.split())


def _plain(prose: str) -> str:
    plain = _without_comments(prose)
    for pattern, replacement in _STEPS:
        plain = pattern.sub(replacement, plain)
    return _REFERENCE.sub(lambda reference: unescape(reference[0]), plain)


def _without_comments(prose: str) -> str:
    first, *rest = prose.split("<!--")
    # What follows a comment that is never closed stays: it is better to count a word too many than to lose some.
    return first + "".join(after if closed else inside for inside, closed, after in (p.partition("-->") for p in rest))
