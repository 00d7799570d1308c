"""PDF and Office files that may not enter, and harmless ones that look a little like them."""

import zipfile
import zlib
from contextlib import suppress
from io import BytesIO

import pytest

from rumah_inovasi.files.inspection import FileRefused, inspect, text_of
from rumah_inovasi.files.kinds import Kind
from rumah_inovasi.files.reasons import Reason
from tests.files import samples
from tests.files.refusing import reason

MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


def relationship(kind: str, target: str) -> str:
    return (
        "<Relationships xmlns='r'><Relationship Id='1' "
        f"Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}' "
        f"TargetMode='External' Target='{target}'/></Relationships>"
    )


ACTIVE = [
    samples.pdf(catalog="/OpenAction << /S /JavaScript /JS (app.alert) >>"),
    samples.pdf(catalog="/OpenAction << /S /J#61vaScript /J#53 (app.alert) >>"),
    samples.pdf(catalog="/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (x) >>] >> >>"),
    samples.pdf(page="/AA << /O << /S /Launch /F (cmd.exe) >> >>"),
    samples.pdf(catalog="/Foo (>>stream) /AcroForm << /XFA (x) >>"),
    samples.pdf(catalog="/OpenAction 6 0 R", objects=(b"<< /S /Launch /F (cmd.exe) >>",)),
    samples.pdf_with_packed_objects({4: b"<< /S /JavaScript /JS (x) >>"}, "/OpenAction 4 0 R"),
]


@pytest.mark.parametrize("data", ACTIVE)
def test_pdf_that_acts_is_refused(data: bytes) -> None:
    assert reason(data, "a.pdf") is Reason.ACTIVE_PDF


def test_words_about_scripts_and_plain_packed_objects_are_no_scripts() -> None:
    talk = samples.pdf(words="/JavaScript /Launch", catalog="/Lang (a /JavaScript \\(/Launch\\) b)")
    assert inspect(talk, "a.pdf").pages == 1
    assert inspect(samples.pdf_with_packed_objects({}, ""), "a.pdf").pages == 1


def test_pdf_with_attached_file_is_refused() -> None:
    attached = samples.stream(b"MZ", "/Type /EmbeddedFile")
    names = "/Names << /EmbeddedFiles << /Names [(a.exe) << /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>] >> >>"
    assert reason(samples.pdf(catalog=names, objects=(attached,)), "a.pdf") is Reason.INNER_FILES


def test_locked_pdf_is_refused() -> None:
    keys = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'00' * 32}> /U <{'00' * 32}> /P -4 >> /ID [<00> <00>]"
    assert reason(samples.pdf(end=keys), "a.pdf") is Reason.ENCRYPTED


def test_pdf_of_too_many_pages_is_refused() -> None:
    assert reason(samples.pdf(pages=501), "a.pdf") is Reason.TOO_MANY_PAGES


def test_pdf_that_is_an_archive_too_is_refused() -> None:
    assert reason(samples.pdf() + samples.office() + b"\n%%EOF", "a.pdf") is Reason.TWO_TYPES


@pytest.mark.parametrize(
    "data",
    [
        samples.office(parts={"word/vbaProject.bin": b"x"}),
        samples.office(parts={"word/activeX/activeX1.xml": "<x/>"}),
        samples.office(parts={"word/pictures/one.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)}),
        samples.office(parts={"[Content_Types].xml": samples.types("docx", main=MACRO_TYPE)}),
    ],
)
def test_macros_are_refused(data: bytes) -> None:
    assert reason(data, "a.docx") is Reason.MACRO


@pytest.mark.parametrize(
    "parts",
    [
        {"word/embeddings/Sheet1.xlsx": b"x"},
        {"word/embeddings/oleObject1.bin": b"x"},
        {"word/media/image1.png": samples.archive({"a": "b"})},
    ],
)
def test_files_inside_an_office_file_are_refused(parts: dict[str, bytes]) -> None:
    assert reason(samples.office(parts=parts), "a.docx") is Reason.INNER_FILES


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "http://contoh.id/t.dotm"),
        ("attachedTemplate", "file://server/t.dotm"),
        ("attachedTemplate", "\\\\server\\t.dotm"),
        ("oleObject", "mhtml:http://contoh.id/x"),
        ("image", "https://contoh.id/lacak.png"),
    ],
)
def test_content_fetched_from_outside_is_refused(kind: str, target: str) -> None:
    data = samples.office(parts={"word/_rels/document.xml.rels": relationship(kind, target)})
    assert reason(data, "a.docx") is Reason.OUTSIDE_CONTENT


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://contoh.id"),
        ("attachedTemplate", "file:///C:\\Users\\Ani\\Surat.dotx"),
        ("externalLinkPath", "b.xlsx"),
    ],
)
def test_links_that_people_click_and_own_templates_are_fine(kind: str, target: str) -> None:
    data = samples.office(parts={"word/_rels/document.xml.rels": relationship(kind, target)})
    assert inspect(data, "a.docx").kind is Kind.DOCX


@pytest.mark.parametrize(
    "parts",
    [
        {"word/settings.xml": DOCTYPE},
        {"word/settings.xml": DOCTYPE.encode("utf-16")},
        {"word/drawings/vmlDrawing1.vml": DOCTYPE},
        {"../../etc/cron.d/x": "x"},
        {"/etc/x": "x"},
        {"word/..\\x": "x"},
        {"C:/x": "x"},
        {"WORD/document.xml": "<x/>"},
    ],
)
def test_unsafe_parts_are_refused(parts: dict[str, bytes | str]) -> None:
    assert reason(samples.office(parts=parts), "a.docx") is Reason.UNSAFE_PARTS


@pytest.mark.parametrize("declaring", ['Override PartName="/word/notes.dat"', 'Default Extension="dat"'])
def test_declared_markup_under_another_name_is_searched_too(declaring: str) -> None:
    types = samples.types("docx", f'<{declaring} ContentType="application/x+xml"/>')
    parts = {"[Content_Types].xml": types, "word/notes.dat": DOCTYPE}
    assert reason(samples.office(parts=parts), "a.docx") is Reason.UNSAFE_PARTS


def test_archive_that_unpacks_to_a_thousandfold_is_refused() -> None:
    assert reason(samples.office(parts={"word/media/a.bmp": bytes(20 << 20)}), "a.docx") is Reason.UNPACKS_TOO_LARGE


def test_archive_of_too_many_parts_is_refused() -> None:
    parts: dict[str, bytes | str] = {f"word/media/{number}.txt": "" for number in range(2_000)}
    assert reason(samples.office(parts=parts), "a.docx") is Reason.UNPACKS_TOO_LARGE


def test_archive_of_many_small_parts_that_add_up_is_refused() -> None:
    parts: dict[str, bytes | str] = {f"word/media/{number}.bmp": bytes(1 << 20) for number in range(200)}
    assert reason(samples.office(parts=parts), "a.docx") is Reason.UNPACKS_TOO_LARGE


def test_archive_packed_in_an_unusual_way_is_refused() -> None:
    target = BytesIO(samples.office())
    with zipfile.ZipFile(target, "a") as packed:
        packed.writestr("word/a.xml", "<x/>", zipfile.ZIP_BZIP2)
    assert reason(target.getvalue(), "a.docx") is Reason.UNSAFE_PARTS


def test_archive_that_lies_about_its_sizes_is_refused() -> None:
    data = samples.office(parts={"word/media/a.bmp": bytes(20 << 20)})
    lying = data.replace((20 << 20).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != data
    assert reason(lying, "a.docx") is Reason.UNREADABLE


def test_archive_whose_parts_share_bytes_is_refused() -> None:
    data = bytearray(samples.office(parts={"word/a.xml": "<x/>", "word/b.xml": "<x/>"}))
    last = data.rfind(b"PK\x01\x02")
    before = data.rfind(b"PK\x01\x02", 0, last)
    data[last + 42 : last + 46] = data[before + 42 : before + 46]
    assert reason(bytes(data), "a.docx") is Reason.UNSAFE_PARTS


def test_locked_part_of_an_archive_is_refused() -> None:
    data = bytearray(samples.office())
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    assert reason(bytes(data), "a.docx") is Reason.ENCRYPTED


@pytest.mark.parametrize("extra", [b"x", b"<script>1</script>"])
def test_archive_with_something_behind_it_is_refused(extra: bytes) -> None:
    assert reason(samples.office() + extra, "a.docx") is Reason.TWO_TYPES


def test_archive_with_another_archive_before_it_is_refused() -> None:
    assert reason(samples.archive({"a.js": "x"}) + samples.office(), "a.docx") is Reason.TWO_TYPES


def test_archive_of_another_office_program_is_refused() -> None:
    types = samples.types("docx", main="application/vnd.oasis.opendocument.text")
    assert reason(samples.office(parts={"[Content_Types].xml": types}), "a.docx") is Reason.UNKNOWN_TYPE


def test_words_of_a_hostile_file_are_refused_like_the_file() -> None:
    with pytest.raises(FileRefused):
        text_of(b"%PDF-broken", Kind.PDF)
    bomb = samples.office(parts={"word/media/a.bmp": bytes(20 << 20)})
    with pytest.raises(FileRefused):
        text_of(bomb, Kind.DOCX)


def test_packed_stream_bomb_in_a_pdf_never_takes_the_server_down() -> None:
    packed = zlib.compress(zlib.compress(bytes(900 << 20), 9), 9)
    bomb = samples.stream(packed, "/Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode]")
    data = samples.pdf(catalog="/Foo 6 0 R", objects=(bomb,))
    with suppress(FileRefused):  # whether it is refused depends on how far PDFium unpacks it
        assert inspect(data, "a.pdf").pages == 1
    assert inspect(samples.pdf(), "a.pdf").pages == 1


def test_archive_made_by_the_standard_tool_with_stored_parts_is_taken() -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for name in zipfile.ZipFile(BytesIO(samples.office())).namelist():
            packed.writestr(name, zipfile.ZipFile(BytesIO(samples.office())).read(name))
    assert inspect(target.getvalue(), "a.docx").kind is Kind.DOCX
