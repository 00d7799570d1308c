"""PDF: opened by PDFium, counted, searched for things that act. Runs in the child process only.

The file itself is kept as it came, since rewriting it would break electronic signatures (TTE). The search for
scripts, launch actions, dynamic forms and attached files is best effort: PDFium writes a plain copy (object streams
opened, names unescaped), strings and stream bodies are left out, and the remaining names are compared with a list. A
file made to be read differently by another viewer may still hide something, hence attachments are served as downloads
in a sandbox.
"""

import ctypes
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pypdfium2 as pdfium
from pypdfium2 import raw

from rumah_inovasi.files.reasons import Reason, Refusal

MAX_PAGES = 500
_MAX_NOTES_PER_PAGE = 500
_MAX_NOTE_BYTES = 20_000
_END_WITHIN = 2_048
_NOT_ENCRYPTED = -1

_ACTING = frozenset({b"JavaScript", b"JS", b"Launch", b"RichMedia", b"XFA", b"ImportData"})
_CARRYING = frozenset({b"EmbeddedFile", b"EmbeddedFiles", b"GoToE"})
_STREAM_BODY = re.compile(rb">>stream\r\n.*?endstream", re.DOTALL)
_STRING = re.compile(rb"\((?:[^\\()]|\\.)*\)", re.DOTALL)
_NAME = re.compile(rb"/([^\x00\t\n\x0c\r ()<>\[\]{}/%]+)")
_ESCAPED_BYTE = re.compile(rb"#([0-9A-Fa-f]{2})")


def check(data: bytes) -> int:
    """Return the number of pages of an acceptable PDF.

    Raises:
        Refusal: truncated, doubled as an archive, encrypted, too many pages, scripts or attached files.
    """
    if b"%%EOF" not in data[-_END_WITHIN:]:
        raise Refusal(Reason.UNREADABLE)
    if zipfile.is_zipfile(BytesIO(data)):
        raise Refusal(Reason.TWO_TYPES)
    with _opened(data) as document:
        pages = len(document)
        if pages > MAX_PAGES:
            raise Refusal(Reason.TOO_MANY_PAGES, limit=str(MAX_PAGES))
        names = _names(document)
        if names & _ACTING or raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
            raise Refusal(Reason.ACTIVE_PDF)
        if names & _CARRYING or document.count_attachments() > 0:
            raise Refusal(Reason.INNER_FILES)
    return pages


def texts(data: bytes) -> Iterator[str]:
    """Give the text of page after page, each with its notes and filled form fields; scanned pages have none."""
    with _opened(data) as document:
        for number in range(min(len(document), MAX_PAGES)):
            page = document[number]
            yield str(page.get_textpage().get_text_bounded())
            yield from _notes(page)
            page.close()


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise Refusal(Reason.ENCRYPTED if locked else Reason.UNREADABLE) from None
    if raw.FPDF_GetSecurityHandlerRevision(document) != _NOT_ENCRYPTED:
        raise Refusal(Reason.ENCRYPTED)
    return document


def _names(document: pdfium.PdfDocument) -> frozenset[bytes]:
    copy = BytesIO()
    document.save(copy)
    structure = _STRING.sub(b"()", _STREAM_BODY.sub(b">>", copy.getvalue()))
    return frozenset(_unescaped(name) for name in set(_NAME.findall(structure)))


def _unescaped(name: bytes) -> bytes:
    return _ESCAPED_BYTE.sub(lambda found: bytes([int(found[1], 16)]), name)


def _notes(page: pdfium.PdfPage) -> Iterator[str]:
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), _MAX_NOTES_PER_PAGE)):
        note = raw.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        for key in (b"Contents", b"V"):
            length = min(raw.FPDFAnnot_GetStringValue(note, key, None, 0), _MAX_NOTE_BYTES)
            room = (raw.FPDF_WCHAR * (length // 2))()
            if raw.FPDFAnnot_GetStringValue(note, key, room, ctypes.sizeof(room)) == ctypes.sizeof(room):
                yield bytes(room).decode("utf-16-le", "ignore").rstrip("\0")
        raw.FPDFPage_CloseAnnot(note)
