"""The seven kinds of file that the house takes, and how the first bytes tell them apart."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A kind of file; the value is the extension that the file gets."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    JPG = "jpg"
    PNG = "png"
    WEBP = "webp"


@dataclass(frozen=True)
class Traits:
    """What goes with a kind: how it is served and which extensions people use for it."""

    media_type: str
    extensions: tuple[str, ...]


_OPEN_XML = "application/vnd.openxmlformats-officedocument."

TRAITS = {
    Kind.PDF: Traits("application/pdf", ("pdf",)),
    Kind.DOCX: Traits(_OPEN_XML + "wordprocessingml.document", ("docx",)),
    Kind.XLSX: Traits(_OPEN_XML + "spreadsheetml.sheet", ("xlsx",)),
    Kind.PPTX: Traits(_OPEN_XML + "presentationml.presentation", ("pptx",)),
    Kind.JPG: Traits("image/jpeg", ("jpg", "jpeg", "jpe", "jfif")),
    Kind.PNG: Traits("image/png", ("png",)),
    Kind.WEBP: Traits("image/webp", ("webp",)),
}

PICTURES = frozenset({Kind.JPG, Kind.PNG, Kind.WEBP})
OFFICE = frozenset({Kind.DOCX, Kind.XLSX, Kind.PPTX})

ZIP_MAGIC = b"PK\x03\x04"
# The container of Office before 2007, and of every Office file locked with a password.
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = {b"%PDF-": Kind.PDF, b"\xff\xd8\xff": Kind.JPG, b"\x89PNG\r\n\x1a\n": Kind.PNG}
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")


def picture_or_pdf(data: bytes) -> Kind | None:
    """Name the kind that the first bytes claim, for everything but Office files (those need a look inside)."""
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return Kind.WEBP
    return None


def is_phone_picture(data: bytes) -> bool:
    """Say whether this is a HEIC or AVIF picture, which phones make and browsers show only in part."""
    return data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS
