"""What may not enter the house, and why."""

import os
import re
import subprocess
import sys
import threading
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from rumah_inovasi.errors import Invalid
from rumah_inovasi.files import inspection
from rumah_inovasi.files.inspection import FileRefused, inspect
from rumah_inovasi.files.reasons import SENTENCES, Reason
from tests.files import samples
from tests.files.refusing import reason


def gif(frames: int = 1) -> bytes:
    target = BytesIO()
    more = [Image.new("L", (8, 8), shade) for shade in range(1, frames)]
    Image.new("L", (8, 8)).save(target, "GIF", save_all=frames > 1, append_images=more)
    return target.getvalue()


def animated(kind: str) -> bytes:
    more = [Image.new("RGB", (8, 8), "red")]
    return samples.picture(kind, (8, 8), save_all=True, append_images=more)


def test_every_reason_has_a_sentence_and_a_refusal_is_invalid_input() -> None:
    assert SENTENCES.keys() == set(Reason)
    with pytest.raises(Invalid):
        inspect(b"", "kosong.pdf")


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"", "a.pdf", Reason.EMPTY),
        (b"%PDF-" + bytes(inspection.MAX_BYTES), "a.pdf", Reason.TOO_LARGE),
        (gif(), "gambar.png", Reason.UNKNOWN_TYPE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "logo.png", Reason.UNKNOWN_TYPE),
        (b"<!DOCTYPE html><script>alert(1)</script>", "surat.pdf", Reason.UNKNOWN_TYPE),
        (b"\n%PDF-1.7 dst.", "surat.pdf", Reason.UNKNOWN_TYPE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "surat.doc", Reason.OLD_OFFICE),
        (b"\0\0\0\x18ftypheic" + bytes(100), "foto.jpg", Reason.PHONE_PICTURE),
        (samples.archive({"a.txt": "x"}), "a.docx", Reason.UNKNOWN_TYPE),
    ],
)
def test_other_types_are_refused_whatever_their_name(data: bytes, name: str, expected: Reason) -> None:
    assert reason(data, name) is expected


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (samples.picture("PNG"), "foto.jpg"),
        (samples.picture("JPEG"), "laporan.pdf"),
        (samples.office("xlsx"), "laporan.docx"),
        (samples.pdf(), "laporan.html"),
        (samples.pdf(), "laporan.pdf.exe"),
    ],
)
def test_name_that_disagrees_with_the_content_is_refused(data: bytes, name: str) -> None:
    assert reason(data, name) is Reason.NAME_DISAGREES


def test_message_about_the_name_says_what_was_found_and_what_to_do() -> None:
    with pytest.raises(FileRefused, match=re.escape("berakhiran .docx, tetapi isinya XLSX")) as refused:
        inspect(samples.office("xlsx"), "laporan.docx")
    assert "menjadi .xlsx" in str(refused.value)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (samples.pdf()[:-6], "a.pdf"),
        (samples.pdf()[:-60], "a.pdf"),
        (samples.pdf()[:200], "a.pdf"),
        (b"%PDF-1.7\nnothing\n%%EOF", "a.pdf"),
        (samples.office()[:-30], "a.docx"),
        (samples.picture("PNG", (200, 200))[:-40], "a.png"),
        (samples.picture("JPEG", (200, 200))[:-200], "a.jpg"),
        (samples.picture("WEBP", (200, 200))[:-40], "a.webp"),
        (samples.picture("JPEG")[:3], "a.jpg"),
        (samples.office(body="<w:document>"), "a.docx"),
    ],
)
def test_truncated_or_damaged_file_is_refused(data: bytes, name: str) -> None:
    assert reason(data, name) is Reason.UNREADABLE


@pytest.mark.parametrize(("kind", "name"), [("PNG", "a.png"), ("WEBP", "a.webp")])
def test_moving_picture_is_refused(kind: str, name: str) -> None:
    assert reason(animated(kind), name) is Reason.ANIMATED


def test_picture_of_billions_of_pixels_is_refused_before_it_is_decoded() -> None:
    bomb = samples.png_claiming(60_000, 60_000)
    assert len(bomb) < 200
    assert reason(bomb, "a.png") is Reason.TOO_MANY_PIXELS


@pytest.mark.parametrize(
    "saving", [{"lossless": True}, {"lossless": False}, {"lossless": True, "xmp": b"<x/>"}], ids=["VP8L", "VP8", "VP8X"]
)
def test_large_webp_is_refused_before_memory_is_taken_for_it(saving: dict[str, Any]) -> None:
    bomb = samples.picture("WEBP", (16_000, 4_000), method=0, **saving)
    assert reason(bomb, "a.webp") is Reason.TOO_MANY_PIXELS


def test_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "WALL_SECONDS", 0.2)
    monkeypatch.setattr(inspection, "_COMMAND", (sys.executable, "-c", "import time; time.sleep(60)"))
    assert reason(samples.pdf(), "a.pdf") is Reason.TOO_HEAVY


def test_child_that_dies_is_a_refusal_not_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "_COMMAND", (sys.executable, "-c", "import os; os.abort()"))
    assert reason(samples.pdf() + bytes(1 << 20), "a.pdf") is Reason.TOO_HEAVY


@pytest.mark.parametrize(
    "said",
    [
        '{"kind": "exe"}',
        '{"kind": "pdf", "pages": "many"}',
        '{"kind": "png"}',
        '{"refused": "?"}',
        '{"refused": "too-large"}',
    ],
)
def test_answer_of_a_wrong_form_is_never_believed(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "_COMMAND", (sys.executable, "-c", f"print({said!r})"))
    assert reason(samples.pdf(), "a.pdf") is Reason.UNREADABLE


def test_child_gets_no_secrets_and_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUMAH_SECRET_KEY", "rahasia")
    script, others = "import os; print(sorted(os.environ))", threading.enumerate()
    monkeypatch.setattr(inspection, "_COMMAND", (sys.executable, "-c", script))
    output, in_time = inspection._run(b"{}\n", b"")
    assert b"PYTHONPATH" in output
    assert b"RUMAH" not in output
    assert in_time
    assert set(threading.enumerate()) <= set(others)


def test_child_is_bounded_in_memory_files_and_processes() -> None:
    script = (
        "import os, resource, sys\n"
        "from rumah_inovasi.files.child import limit_this_process\n"
        "limit_this_process()\n"
        "try:\n    bytearray(600 << 20)\nexcept MemoryError:\n    print('memory')\n"
        "try:\n    open(sys.argv[1], 'wb', buffering=0).write(b'x')\nexcept OSError:\n    print('file')\n"
        "print(resource.getrlimit(resource.RLIMIT_CPU)[0], resource.getrlimit(resource.RLIMIT_NPROC)[0])\n"
    )
    said = subprocess.run([sys.executable, "-c", script, os.devnull + "-x"], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["memory", "file", "10", "0"]


def test_third_inspection_at_a_time_waits_and_is_then_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "WAIT_SECONDS", 0.05)
    monkeypatch.setattr(inspection, "_slots", threading.BoundedSemaphore(1))
    with inspection._slots:
        assert reason(samples.pdf(), "a.pdf") is Reason.BUSY
    assert inspect(samples.pdf(), "a.pdf").pages == 1
