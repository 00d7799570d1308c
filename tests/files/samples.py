"""Small real files, made on the spot: PDF by hand, Office with zipfile, pictures with Pillow."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from PIL import Image

WORDS = "Antrean daring puskesmas"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MAIN = "application/vnd.openxmlformats-officedocument."
_PARTS = {
    "docx": ("word/document.xml", _MAIN + "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", _MAIN + "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", _MAIN + "presentationml.presentation.main+xml"),
}


def pdf(
    *,
    words: str = WORDS,
    pages: int = 1,
    catalog: str = "",
    page: str = "",
    objects: tuple[bytes, ...] = (),
    end: str = "",
) -> bytes:
    """Write a PDF; `objects` get the numbers from 5 + pages on, `end` goes into the trailer."""
    content = f"BT /F 12 Tf 20 200 Td ({words}) Tj ET".encode("latin-1")
    kids = " ".join(f"{number} 0 R" for number in range(5, 5 + pages))
    leaf = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 3 0 R "
    leaf += f"/Resources << /Font << /F 4 0 R >> >> {page} >>"
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        stream(content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *[leaf.encode()] * pages,
        *objects,
    ]
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, end.encode(), table)
    return bytes(out)


def stream(body: bytes, keys: str = "") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(body), keys.encode(), body)


def pdf_with_packed_objects(objects: Mapping[int, bytes], catalog: str) -> bytes:
    """Write a PDF whose catalog and further objects lie in a compressed object stream, as office programs do."""
    inner = {1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(), **objects}
    inner[2] = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    inner[3] = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>"
    index, bodies = b"", b""
    for number, body in inner.items():
        index += b"%d %d " % (number, len(bodies))
        bodies += body + b" "
    packed = zlib.compress(index + bodies)
    keys = f"/Type /ObjStm /N {len(inner)} /First {len(index)} /Filter /FlateDecode"
    last = max(inner)
    out = bytearray(b"%PDF-1.7\n")
    place = len(out)
    out += b"%d 0 obj\n%b\nendobj\n" % (last + 1, stream(packed, keys))
    table = len(out)
    rows = [b"\x00\x00\x00\x00\xff"]
    order = list(inner)
    for number in range(1, last + 1):
        within = order.index(number)
        rows.append(struct.pack(">BHH", 2, last + 1, within))
    rows += [struct.pack(">BHH", 1, place, 0), struct.pack(">BHH", 1, table, 0)]
    keys = f"/Type /XRef /Size {last + 3} /W [1 2 2] /Root 1 0 R"
    out += b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (last + 2, stream(b"".join(rows), keys), table)
    return bytes(out)


def types(kind: str, extra: str = "", main: str | None = None) -> str:
    part, media_type = _PARTS[kind]
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{part}" ContentType="{main or media_type}"/>{extra}</Types>'
    )


def office(kind: str = "docx", parts: Mapping[str, bytes | str] | None = None, *, body: str | None = None) -> bytes:
    """Pack an Office file; `parts` are added to, or stand in for, the usual ones."""
    main, _media_type = _PARTS[kind]
    text = body if body is not None else f"<w:document {_W}><w:body>{paragraph(WORDS)}</w:body></w:document>"
    return archive({"[Content_Types].xml": types(kind), main: text, **(parts or {})})


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def document(*paragraphs: str) -> str:
    return f"<w:document {_W}><w:body>{''.join(paragraphs)}</w:body></w:document>"


def archive(parts: Mapping[str, bytes | str]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return target.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **saving: Any) -> bytes:
    """Draw a picture whose left half is dark and whose right half is light."""
    drawn = Image.new(mode, size)
    light = Image.new("RGB", (size[0] - size[0] // 2, size[1]), "white").convert(mode)
    drawn.paste(light, (size[0] // 2, 0))
    target = BytesIO()
    drawn.save(target, kind, **saving)
    return target.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """Write a tiny PNG that claims to be huge."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
