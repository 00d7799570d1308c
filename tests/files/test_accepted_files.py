"""What may enter the house, and how it looks when it is in."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from rumah_inovasi.files.inspection import MOST_SEARCHED, inspect, safe_name, searched, text_of
from rumah_inovasi.files.kinds import Kind
from tests.files import samples


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("laporan.PDF", samples.pdf(), "application/pdf"),
        (
            "laporan.docx",
            samples.office("docx"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("tabel.xlsx", samples.office("xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (
            "paparan.pptx",
            samples.office("pptx"),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        ("tanpa akhiran", samples.pdf(), "application/pdf"),
    ],
)
def test_document_is_known_by_its_content_and_kept_byte_for_byte(name: str, data: bytes, media_type: str) -> None:
    inspected = inspect(data, name)
    assert inspected.media_type == media_type
    assert inspected.data == data


def test_pages_of_a_pdf_are_counted() -> None:
    assert inspect(samples.pdf(pages=3), "a.pdf").pages == 3


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "a.jpeg"), ("JPEG", "a.JPG"), ("PNG", "a.png"), ("WEBP", "a.webp")]
)
def test_picture_keeps_its_kind_and_shape(kind: str, name: str) -> None:
    inspected = inspect(samples.picture(kind, (400, 300)), name)
    assert opened(inspected.data).format == kind
    assert (inspected.width, inspected.height) == (400, 300) == opened(inspected.data).size


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_profile_and_comments_of_a_picture_are_gone(kind: str) -> None:
    notes = Image.Exif()
    notes[0x010E] = "rahasia-keterangan"
    notes.get_ifd(0x8825)[2] = (7.0, 15.0, 0.0)
    comments = PngInfo()
    comments.add_text("Comment", "rahasia-komentar")
    saving: dict[str, Any] = {
        "pnginfo": comments,
        "exif": notes,
        "icc_profile": b"rahasia-profil",
        "comment": b"rahasia-komentar",
        "xmp": b"<x>rahasia-xmp</x>",
    }
    before = samples.picture(kind, **saving)
    assert before.count(b"rahasia") >= 2
    assert dict(opened(before).getexif().get_ifd(0x8825))
    after = inspect(before + b"rahasia-ekor", "foto." + kind.lower())
    assert b"rahasia" not in after.data
    assert not dict(opened(after.data).getexif())
    assert not {"icc_profile", "exif", "comment", "xmp"} & opened(after.data).info.keys()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_held_sideways_stands_upright(kind: str) -> None:
    notes = Image.Exif()
    notes[0x0112] = 6  # to be turned a quarter to the right
    inspected = inspect(samples.picture(kind, (40, 30), exif=notes), "foto." + kind.lower())
    drawn = opened(inspected.data).convert("L")
    assert drawn.size == (30, 40)
    assert drawn.getpixel((15, 2)) < 60  # type: ignore[operator]
    assert drawn.getpixel((15, 37)) > 200  # type: ignore[operator]


@pytest.mark.parametrize(("kind", "size"), [("JPEG", (5_000, 2_500)), ("PNG", (2_500, 5_000))])
def test_longest_side_of_a_picture_is_two_thousand(kind: str, size: tuple[int, int]) -> None:
    inspected = inspect(samples.picture(kind, size), "foto." + kind.lower())
    assert max(opened(inspected.data).size) == 2_000
    assert min(opened(inspected.data).size) == 1_000


@pytest.mark.parametrize(
    ("kind", "size", "saving"),
    [
        ("JPEG", (8_160, 6_120), {}),
        ("JPEG", (8_160, 6_120), {"progressive": True}),
        ("PNG", (8_160, 6_120), {"compress_level": 1}),
        ("WEBP", (5_760, 4_320), {"method": 0}),
    ],
)
def test_largest_accepted_picture_fits_the_memory_limit(
    kind: str, size: tuple[int, int], saving: dict[str, Any]
) -> None:
    inspected = inspect(samples.picture(kind, size, **saving), "IMG_1." + kind.lower())
    assert (inspected.width, inspected.height) == (2_000, 1_500)


@pytest.mark.parametrize(
    ("mode", "kind", "expected"),
    [
        ("RGBA", "PNG", "RGBA"),
        ("LA", "PNG", "RGBA"),
        ("P", "PNG", "RGB"),
        ("1", "PNG", "L"),
        ("I;16", "PNG", "L"),
        ("CMYK", "JPEG", "RGB"),
    ],
)
def test_every_colour_model_ends_in_a_plain_one(mode: str, kind: str, expected: str) -> None:
    drawn = Image.new("L", (40, 30), 128).convert(mode) if mode != "I;16" else Image.new("I;16", (40, 30), 128 * 257)
    target = BytesIO()
    drawn.save(target, kind)
    after = opened(inspect(target.getvalue(), "a." + kind.lower()).data)
    assert after.mode == expected
    assert mode == "1" or abs(after.convert("L").getpixel((20, 15)) - 128) < 16  # type: ignore[operator]


def test_second_picture_behind_a_photo_is_dropped() -> None:
    target = BytesIO()
    first, second = Image.new("RGB", (40, 30), "red"), Image.new("RGB", (40, 30), "blue")
    first.save(target, "MPO", save_all=True, append_images=[second])
    after = opened(inspect(target.getvalue(), "foto.jpg").data)
    assert after.format == "JPEG"
    assert len(inspect(target.getvalue(), "foto.jpg").data) < len(target.getvalue())


def test_photo_with_damaged_notes_is_still_taken() -> None:
    assert inspect(samples.picture("JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff"), "foto.jpg").width == 40


@pytest.mark.parametrize(
    ("name", "extension", "expected"),
    [
        ("Laporan Akhir (Revisi 2).PDF", "pdf", "laporan-akhir-revisi-2.pdf"),
        ("../../etc/passwd", "pdf", "passwd.pdf"),
        ("C:\\Foto\\Kegiatan é.jpeg", "jpg", "kegiatan-e.jpg"),
        ("laporan.exe.pdf", "pdf", "laporan-exe.pdf"),
        ("文書.docx", "docx", "berkas.docx"),
        ("con.pdf", "pdf", "berkas-con.pdf"),
        ("a\r\nSet-Cookie: x.png", "png", "a-set-cookie-x.png"),
        ("", "png", "berkas.png"),
        ("x" * 300 + ".png", "png", "x" * 80 + ".png"),
    ],
)
def test_kept_name_is_plain_and_ends_with_the_real_extension(name: str, extension: str, expected: str) -> None:
    assert safe_name(name, extension) == expected


def test_words_of_a_pdf_include_notes_and_form_fields() -> None:
    note = "/Annots [<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (NIK 3578010101900001) >>]"
    words = text_of(samples.pdf(words="Halaman satu", page=note), Kind.PDF)
    assert "Halaman satu" in words
    assert "3578010101900001" in words


def test_words_of_a_document_join_what_the_program_parted() -> None:
    body = samples.document(samples.paragraph("NIK 35780101", "01900001"), samples.paragraph("Baris kedua"))
    words = text_of(samples.office("docx", body=body), Kind.DOCX)
    assert "NIK 3578010101900001\n" in words
    assert "Baris kedua" in words


def test_words_of_a_document_include_comments_deleted_words_and_links() -> None:
    parts = {
        "word/comments.xml": "<w:comments xmlns:w='w'><w:comment><w:t>catatan sisi</w:t></w:comment></w:comments>",
        "word/footnotes.xml": "<w:footnotes xmlns:w='w'><w:delText>kata terhapus</w:delText></w:footnotes>",
        "word/_rels/document.xml.rels": (
            "<Relationships><Relationship Type='x/hyperlink' TargetMode='External' Target='https://wa.me/6281234567890'/>"
            "</Relationships>"
        ),
    }
    words = text_of(samples.office("docx", parts), Kind.DOCX)
    assert "catatan sisi" in words
    assert "kata terhapus" in words
    assert "6281234567890" in words


def test_words_of_a_spreadsheet_are_its_texts_and_whole_numbers_without_text_numbers() -> None:
    sheet = "<sheetData><row><c><v>3.5780101019E+15</v></c><c t='s'><v>777</v></c></row></sheetData>"
    parts = {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": "<sst><si><t>Nama warga</t></si></sst>"}
    words = text_of(samples.office("xlsx", parts, body="<workbook/>"), Kind.XLSX)
    assert "3578010101900000" in words
    assert "Nama warga" in words
    assert "777" not in words


def test_words_of_a_picture_are_none() -> None:
    assert text_of(samples.picture(), Kind.PNG) == ""


def test_words_are_bounded() -> None:
    body = samples.document(*[samples.paragraph("kata " + str(number)) for number in range(200_000)])
    assert len(text_of(samples.office("docx", body=body), Kind.DOCX)) == 2_000_000


def test_words_to_be_searched_are_bounded_and_fit_every_database() -> None:
    assert searched("Halaman\x00satu \n\n dua ") == "Halaman satu dua"
    assert len(searched("kata " * MOST_SEARCHED)) < MOST_SEARCHED
