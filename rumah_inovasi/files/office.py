"""Office Open XML (DOCX, XLSX, PPTX): an archive looked at with suspicion. Runs in the child process only.

The rules follow from what such archives have been misused for: names that leave the folder, entries that lie over
each other, a few kilobytes that unpack to gigabytes, entity bombs and outside entities (both need a document type,
which these formats never have), macros, programs as embedded objects, templates fetched from elsewhere. The file is
kept as it came.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat

from rumah_inovasi.files.kinds import OLE_MAGIC, ZIP_MAGIC, Kind
from rumah_inovasi.files.reasons import Reason, Refusal

MAX_ENTRIES = 2_000
MAX_UNPACKED = 200 << 20
MAX_RATIO = 100
RATIO_COUNTS_FROM = 1 << 20
_TYPES_PART = "[Content_Types].xml"
_END_RECORD = b"PK\x05\x06"
_END_RECORD_SIZE = 22
_ENCRYPTED_FLAG = 0x1
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}

_MAIN_TYPE = "application/vnd.openxmlformats-officedocument."
_MAIN_PARTS = {
    _MAIN_TYPE + "wordprocessingml.document.main+xml": Kind.DOCX,
    _MAIN_TYPE + "spreadsheetml.sheet.main+xml": Kind.XLSX,
    _MAIN_TYPE + "presentationml.presentation.main+xml": Kind.PPTX,
}
_MACRO_TYPE = re.compile(r"macroenabled|vbaproject|activex", re.IGNORECASE)
_MACRO_PART = re.compile(r"(^|/)(vbaproject|vbadata)[^/]*$|(^|/)activex/", re.IGNORECASE)
_INNER_PART = re.compile(r"(^|/)embeddings/.", re.IGNORECASE)
_UNSAFE_NAME = re.compile(r"(^|/)\.\.(/|$)|^/|[\\\x00]|^[A-Za-z]:")
_MARKUP = frozenset({"xml", "rels"})
_DOCUMENT_TYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
# A template on the author's own disk is harmless and common; anything with a host or another scheme is fetched.
_OUTSIDE = re.compile(r"^(?!file:///[^/\\])([A-Za-z][A-Za-z0-9+.\-]+:|//|\\\\)")

# Elements whose characters are words that people typed, by local name, in all three formats (v: a cell).
_TEXT_ELEMENTS = frozenset({"t", "delText", "instrText", "v", "text"})
_BREAKING_ELEMENTS = frozenset({"p", "row", "br", "cr", "si", "comment"})
_SPACING_ELEMENTS = frozenset({"tab", "c", "tc"})
_LONG_NUMBER = re.compile(r"\d(\.\d+)?E\+1\d")
_TEXT_PARTS = re.compile(r"^(word|xl|ppt)/(?!theme|styles|fontTable|settings).*\.(xml|rels)$")


@dataclass
class _Package:
    """What the walk over the archive has learnt so far."""

    archive: zipfile.ZipFile
    declared: dict[str, str] = field(default_factory=dict)

    def read(self, entry: zipfile.ZipInfo) -> bytes:
        """Unpack one part, never more than it declared; the declared sizes were added up before."""
        with self.archive.open(entry) as packed:
            return packed.read(entry.file_size + 1)


def check(data: bytes) -> Kind:
    """Return the kind of an acceptable Office file.

    Raises:
        Refusal: any of the rules named above is broken, or this is another kind of archive.
        Exception: whatever zipfile or expat raise for damaged data.
    """
    package = _opened(data)
    entries = {entry.filename: entry for entry in package.archive.infolist()}
    kind = _kind(package, entries)
    for name, entry in entries.items():
        if _MACRO_PART.search(name):
            raise Refusal(Reason.MACRO)
        if _INNER_PART.search(name) and not entry.is_dir():
            raise Refusal(Reason.INNER_FILES)
        if not entry.is_dir():
            _check_part(package, entry)
    return kind


def texts(data: bytes) -> Iterator[str]:
    """Give the words of part after part: body, notes, comments, deleted words, cells, and addresses of links."""
    package = _opened(data)
    for entry in package.archive.infolist():
        if _TEXT_PARTS.search(entry.filename):
            yield from _words(package.read(entry))


def _opened(data: bytes) -> _Package:
    """Open the archive after checks that need no unpacking."""
    archive = zipfile.ZipFile(BytesIO(data))
    entries = archive.infolist()
    names = {entry.filename.casefold() for entry in entries}
    if _TYPES_PART.casefold() not in names:
        raise Refusal(Reason.UNKNOWN_TYPE)
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refusal(Reason.UNPACKS_TOO_LARGE)
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise Refusal(Reason.ENCRYPTED)
    end = data.rfind(_END_RECORD)
    if end + _END_RECORD_SIZE != len(data) or min(entry.header_offset for entry in entries) > 0:
        raise Refusal(Reason.TWO_TYPES)
    unsafe = any(_UNSAFE_NAME.search(entry.orig_filename) or entry.compress_type not in _PACKINGS for entry in entries)
    if unsafe or len(names) < len(entries) or _overlap(entries, end):
        raise Refusal(Reason.UNSAFE_PARTS)
    for entry in entries:
        if entry.file_size > RATIO_COUNTS_FROM and entry.file_size > MAX_RATIO * entry.compress_size:
            raise Refusal(Reason.UNPACKS_TOO_LARGE)
    return _Package(archive)


def _overlap(entries: list[zipfile.ZipInfo], end: int) -> bool:
    """Say whether entries share bytes, as they do in an archive that unpacks the same bytes again and again."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    following = [entry.header_offset for entry in ordered[1:]] + [end]
    return any(
        entry.header_offset + entry.compress_size > start for entry, start in zip(ordered, following, strict=True)
    )


def _kind(package: _Package, entries: dict[str, zipfile.ZipInfo]) -> Kind:
    """Read the table of contents; exactly one main part of a known type must be declared and present."""
    types_part = entries.get(_TYPES_PART)
    if types_part is None:
        raise Refusal(Reason.UNSAFE_PARTS)

    def note(tag: str, attributes: dict[str, str]) -> None:
        if tag in {"Override", "Default"}:
            # A part is declared by its name, or by its extension together with others.
            declared = attributes.get("PartName", "").lstrip("/") or "*." + attributes.get("Extension", "").lower()
            package.declared[declared] = attributes.get("ContentType", "")
            if _MACRO_TYPE.search(package.declared[declared]):
                raise Refusal(Reason.MACRO)

    _walk(package.read(types_part), note)
    kinds = [_MAIN_PARTS[kind] for part, kind in package.declared.items() if part in entries and kind in _MAIN_PARTS]
    if len(kinds) != 1:
        raise Refusal(Reason.UNKNOWN_TYPE)
    return kinds[0]


def _check_part(package: _Package, entry: zipfile.ZipInfo) -> None:
    body = package.read(entry)
    if body.startswith(ZIP_MAGIC):
        raise Refusal(Reason.INNER_FILES)
    if body.startswith(OLE_MAGIC):
        raise Refusal(Reason.MACRO)
    name = entry.filename
    extension = name.rpartition(".")[2].lower()
    declared = package.declared.get(name) or package.declared.get(f"*.{extension}", "")
    if extension in _MARKUP or declared.endswith("xml"):
        _walk(body, _refuse_outside_content if extension == "rels" else None)
    elif extension == "vml" and _DOCUMENT_TYPE.search(body.replace(b"\0", b"")):
        # Old drawings are not always well-formed, so they are searched, not parsed.
        raise Refusal(Reason.UNSAFE_PARTS)


def _refuse_outside_content(tag: str, attributes: dict[str, str]) -> None:
    """Refuse what an office program would fetch when it opens the file; links that people click are fine."""
    outside = tag == "Relationship" and attributes.get("TargetMode") == "External"
    if (
        outside
        and not attributes.get("Type", "").endswith("/hyperlink")
        and _OUTSIDE.match(attributes.get("Target", ""))
    ):
        raise Refusal(Reason.OUTSIDE_CONTENT)


def _walk(body: bytes, start: Callable[[str, dict[str, str]], None] | None = None) -> None:
    """Parse one XML part to its end, telling `start` of each element by its local name."""
    parser = _parser()
    if start is not None:
        parser.StartElementHandler = lambda tag, attributes: start(_local(tag), attributes)
    parser.Parse(body, True)  # noqa: FBT003 - expat takes "this is the end" by position only


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


def _refuse_document_type(*_ignored: object) -> None:
    raise Refusal(Reason.UNSAFE_PARTS)


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


@dataclass
class _Words:
    """Gathers what people typed while expat walks over a part."""

    pieces: list[str] = field(default_factory=list)
    listening: bool = False
    shared: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "c":
            self.shared = attributes.get("t") == "s"  # then the cell holds the number of a text, not a value
        if name in _BREAKING_ELEMENTS:
            self.pieces.append("\n")
        elif name in _SPACING_ELEMENTS:
            self.pieces.append("\t")
        elif name == "Relationship" and attributes.get("TargetMode") == "External":
            self.pieces.append("\n" + attributes.get("Target", ""))
        self.listening = name in _TEXT_ELEMENTS and not (name == "v" and self.shared)

    def characters(self, words: str) -> None:
        if self.listening:
            self.pieces.append(_whole_number(words) if _LONG_NUMBER.fullmatch(words) else words)

    def end(self, _tag: str) -> None:
        self.listening = False


def _whole_number(words: str) -> str:
    """Write out a long number that a spreadsheet stored as 3.5780101E+15."""
    return f"{float(words):.0f}"


def _words(body: bytes) -> Iterator[str]:
    words = _Words()
    parser = _parser()
    parser.StartElementHandler = words.start
    parser.CharacterDataHandler = words.characters
    parser.EndElementHandler = words.end
    parser.Parse(body, True)  # noqa: FBT003 - as above
    yield from words.pieces
    yield "\n"
