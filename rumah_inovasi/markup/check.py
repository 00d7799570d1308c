"""The wall behind the cleaner: reads the cleaned HTML afresh and refuses whatever it does not expect.

It shares the allow list with the cleaner and no code. A parser reads the HTML, and every tag must in addition be
written in one strict form, so that no other parser can see a tag where this one saw none. As no allowed element
switches a parser to another language (script, style, svg, math, noscript, textarea …), a browser may move allowed
elements about, but can never make a new one out of them. Everything is closed, nothing can reach out of its place.
"""

import re
from html import unescape
from html.parser import HTMLParser
from typing import NoReturn

from rumah_inovasi.markup.allowed import CLASSES, EXTERNAL_REL, HEADINGS, ID_PREFIX, TAGS, VOID_TAGS, attributes_of
from rumah_inovasi.markup.errors import TextTooDeep, UnsafeResult
from rumah_inovasi.markup.rendered import Heading

MAX_DEPTH = 100

_START_TAG = re.compile(r'<[a-z][a-z0-9]*(?: [a-z]+="[^"<>]*")*>')
_SAFE_SIGN = r"[^\s\x00-\x1f\x7f-\x9f\\\"<>`{}|^]"
_SAFE_FILE = r"/berkas/[1-9][0-9]*/(?:%[0-9A-F]{2}|[\w()&+,-])(?:%[0-9A-F]{2}|[\w.()&+,-])*"
_SAFE = {
    "class": re.compile(r"[a-z-]+(?: [a-z-]+)*"),
    "colspan": re.compile(r"0*[1-9][0-9]?"),
    "href": re.compile(
        rf"#{ID_PREFIX}[\w:.-]+"
        rf"|/(?!/){_SAFE_SIGN}*"
        rf"|(?i:https?)://[^\s/?#@\\]+(?:[/?#]{_SAFE_SIGN}*)?"
        rf"|(?i:mailto):[^\s@:/?#\\]+@{_SAFE_SIGN}+",
    ),
    "id": re.compile(rf"{ID_PREFIX}[\w:.-]+"),
    "rel": re.compile(re.escape(EXTERNAL_REL)),
    "rowspan": re.compile(r"0*[1-9][0-9]?"),
    "scope": re.compile(r"(?:col|row)(?:group)?"),
    "src": re.compile(_SAFE_FILE),
    "start": re.compile(r"[0-9]{1,6}"),
}


def checked(html: str) -> tuple[Heading, ...]:
    """The top-level headings of `html`, once all of it is found safe; raises UnsafeResult or TextTooDeep."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.finish()
    return tuple(reader.headings)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.headings: list[Heading] = []
        self._open: list[str] = []
        self._ids: set[str] = set()
        self._anchor: str | None = None  # of the heading being read
        self._words: list[str] = []
        self._quiet_from: int | None = None  # depth of a footnote mark within a heading

    def finish(self) -> None:
        if self._open:
            _refuse(f"<{self._open[-1]}> terbuka")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or ""
        if tag not in TAGS or _START_TAG.fullmatch(raw) is None:
            _refuse(f"<{tag}>")
        given = dict(attrs)
        if len(given) != len(attrs) or given.keys() - attributes_of(tag):
            _refuse(f"<{tag}>: {' '.join(name for name, _ in attrs)}")
        for name, value in attrs:
            self._check_value(tag, name, value)
        if tag == "img" and not {"src", "alt"} <= given.keys():
            _refuse("<img>")
        if tag == "a" and (given.get("href") or "").lower().startswith("http") and "rel" not in given:
            _refuse("<a>: rel")
        self._note_heading(tag, given.get("id") or "")
        if tag not in VOID_TAGS:
            self._open.append(tag)
        if len(self._open) > MAX_DEPTH:
            raise TextTooDeep(
                "Unsur HTML atau daftar bertumpuk terlalu dalam (paling banyak %(limit)d tingkat). Kurangi tingkatnya.",
                limit=MAX_DEPTH,
            )

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs  # the cleaner never writes <br/>
        _refuse(f"<{tag}/>")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            _refuse(f"</{tag}>")
        if self._quiet_from is not None and len(self._open) < self._quiet_from:
            self._quiet_from = None
        if not self._open and self._anchor is not None:
            text = " ".join(unescape("".join(self._words)).split())
            self.headings.append(Heading(int(tag[1]), text, self._anchor))
            self._anchor = None

    def handle_data(self, data: str) -> None:
        if "<" in data or ">" in data:
            _refuse("<")
        self._hear(data)

    def handle_entityref(self, name: str) -> None:
        self._hear(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._hear(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        del data
        _refuse("<!--")

    def handle_decl(self, decl: str) -> None:
        del decl
        _refuse("<!")

    def handle_pi(self, data: str) -> None:
        del data
        _refuse("<?")

    def unknown_decl(self, data: str) -> None:
        del data
        _refuse("<![")

    def _check_value(self, tag: str, name: str, value: str | None) -> None:
        rule = _SAFE.get(name)
        if value is None or (rule is not None and not (value.isprintable() and rule.fullmatch(value))):
            _refuse(f"<{tag} {name}>")
        if name == "class" and not set(value.split()) <= CLASSES:
            _refuse(f"<{tag} class>")
        if name == "id":
            if value in self._ids:
                _refuse(f"id {value}")
            self._ids.add(value)

    def _note_heading(self, tag: str, identifier: str) -> None:
        if tag in HEADINGS:
            if not identifier:
                _refuse(f"<{tag}>: id")
            if not self._open:
                self._anchor, self._words = identifier, []
        elif tag == "sup" and identifier.startswith(f"{ID_PREFIX}fnref") and self._quiet_from is None:
            self._quiet_from = len(self._open) + 1

    def _hear(self, words: str) -> None:
        if self._anchor is not None and self._quiet_from is None:
            self._words.append(words)


def _refuse(detail: str) -> NoReturn:
    raise UnsafeResult(
        "Teks ini menghasilkan bagian yang tidak dapat dipastikan aman (%(detail)s). "
        "Hapus kode HTML di dalamnya, lalu coba lagi.",
        detail=detail[:80],
    )
