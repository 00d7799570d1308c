"""From a text as it arrives to a source that is worth rendering: one form of line ends, and limits.

The limits stand far above what people write (a long write-up has 8 KiB, lists of three levels): they turn away what
only a program makes, early and with the number of the line. What is small and still hard is stopped by the worker.
"""

import re

from rumah_inovasi.markup.errors import TextTooDeep, TextTooLong, UnreadableText
from rumah_inovasi.markup.lines import Kind, classified

MAX_TEXT_BYTES = 200 * 1024
MAX_LINE_SIGNS = 10_000
MAX_NESTED_MARKS = 12  # quotes and lists that begin on one line: `> > - - text`
MAX_INDENT_COLUMNS = 64  # sixteen levels of lists

_TAB = 4
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control signs mean nothing in a text (Markdown uses two of them inside, feeds may hold none).
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_UNREADABLE = re.compile("[\0\ud800-\udfff]")  # NUL, half of a surrogate pair
# No sign has a number this long, and parsers fail on reading it: such a reference is shown as it was typed.
_NO_REFERENCE = re.compile("&(?=#[0-9]{9})")
_MARKS = re.compile(r"(?:[ \t]*(?:>|[-*+:](?=[ \t])|\d{1,9}[.)](?=[ \t])))*")
_MARK = re.compile(r">|[-*+:]|\d+[.)]")
_RULE = re.compile(r"[ \t>]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")


def normalised(text: str) -> str:
    """`text` with line feeds alone as line ends, without BOM and control signs; raises MarkupError above a limit."""
    refuse_oversize(text)
    unreadable = _UNREADABLE.search(text)
    if unreadable is not None:
        raise UnreadableText(
            "Baris %(line)d memuat tanda yang bukan huruf (kode %(sign)s). Hapus tanda itu, "
            "atau salin ulang teks dari berkas asalnya.",
            line=_line_of(text, unreadable.start()),
            sign=f"U+{ord(unreadable[0]):04X}",
        )
    source = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text.removeprefix("\ufeff")))
    _refuse_excess(source)
    return _NO_REFERENCE.sub("&amp;", source)


def refuse_oversize(text: str) -> None:
    """Raise TextTooLong for a text above the limit; cheap enough to ask before anything else."""
    # A sign has one to four bytes: most texts need no encoding to know.
    size = len(text)
    if MAX_TEXT_BYTES // 4 < size <= MAX_TEXT_BYTES:
        size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_TEXT_BYTES:
        raise TextTooLong(
            "Teks terlalu panjang: sekitar %(size)d KiB, paling banyak %(limit)d KiB. "
            "Pindahkan sebagian ke lampiran atau ke tulisan lain.",
            size=-(-size // 1024),
            limit=MAX_TEXT_BYTES // 1024,
        )


def _refuse_excess(source: str) -> None:
    for number, (kind, line) in enumerate(classified(source), start=1):
        if len(line) > MAX_LINE_SIGNS:
            raise TextTooLong(
                "Baris %(line)d terlalu panjang: %(size)d huruf, paling banyak %(limit)d. "
                "Bagi menjadi beberapa paragraf; gambar disertakan sebagai lampiran.",
                line=number,
                size=len(line),
                limit=MAX_LINE_SIGNS,
            )
        if kind is Kind.TEXT and line.strip():
            _refuse_depth(line, number)


def _refuse_depth(line: str, number: int) -> None:
    expanded = line.expandtabs(_TAB)
    marks = 0 if _RULE.fullmatch(line) else len(_MARK.findall(_marks_of(line)))
    if marks > MAX_NESTED_MARKS or len(expanded) - len(expanded.lstrip(" ")) > MAX_INDENT_COLUMNS:
        raise TextTooDeep(
            "Baris %(line)d: kutipan atau daftar bertumpuk terlalu dalam (paling banyak %(limit)d tingkat). "
            "Kurangi tingkatnya atau tanda > dan spasi di awal baris.",
            line=number,
            limit=MAX_NESTED_MARKS,
        )


def _marks_of(line: str) -> str:
    match = _MARKS.match(line)
    return match[0] if match else ""


def _line_of(text: str, position: int) -> int:
    return len(_LINE_ENDS.sub("\n", text[:position]).split("\n"))
