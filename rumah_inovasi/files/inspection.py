"""The door for files: what comes in is decided by its content, in a process of its own, with limits.

Rules: PDF, DOCX, XLSX, PPTX, JPG, PNG and WebP; bounded size, pages, pixels and unpacked size; no macros, scripts,
locked or nested files; pictures drawn anew. The parsers run in `python -m rumah_inovasi.files.child` with 512 MiB, ten
seconds of processor and fifteen of the clock; this process only passes bytes and checks the form of the answer. At
most two inspections run at a time in one server process, so that uploads never take the machine from the readers.
"""

import json
import logging
import os
import re
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rumah_inovasi.errors import Invalid
from rumah_inovasi.files.kinds import PICTURES, TRAITS, Kind, picture_or_pdf
from rumah_inovasi.files.reasons import SENTENCES, Reason

MAX_BYTES = 25 << 20
WALL_SECONDS = 15.0
AT_ONCE = 2
WAIT_SECONDS = 10.0
MAX_NAME = 80
MOST_SEARCHED = 100_000  # signs of one file; some forty pages

_log = logging.getLogger(__name__)
_slots = threading.BoundedSemaphore(AT_ONCE)
_COMMAND = (sys.executable, "-P", "-s", "-m", "rumah_inovasi.files.child")
_HEAD_BYTES = 4_096
_BODY_BYTES = MAX_BYTES + _HEAD_BYTES
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,8})$")
_RESERVED = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9])$")


class FileRefused(Invalid):
    """A file may not enter; the message says what is wrong with it and what to do."""

    def __init__(self, message: str, /, *, field: str | None = None, reason: Reason, **values: object) -> None:
        super().__init__(message, field=field, **values)
        self.reason = reason


@dataclass(frozen=True)
class Inspected:
    """A file that may enter. `data` is what to keep: the same bytes, or the picture drawn anew."""

    kind: Kind
    media_type: str
    extension: str
    data: bytes
    width: int | None = None
    height: int | None = None
    pages: int | None = None


def inspect(data: bytes, name: str) -> Inspected:
    """Decide what a file is by its content, and whether it may enter under this name.

    Raises:
        FileRefused: with a sentence for the person who chose the file.
    """
    if not data:
        raise _refused(Reason.EMPTY)
    if len(data) > MAX_BYTES:
        raise _refused(Reason.TOO_LARGE, limit=str(MAX_BYTES >> 20))
    extension = _EXTENSION.search(name.strip())
    head, body = _ask({"job": "inspect", "extension": extension[1].lower() if extension else ""}, data)
    try:
        kind = Kind(str(head["kind"]))
        width, height, pages = (_count(head.get(key)) for key in ("width", "height", "pages"))
    except (KeyError, ValueError):
        raise _refused(Reason.UNREADABLE) from None
    if kind in PICTURES and picture_or_pdf(body) is not kind:
        raise _refused(Reason.UNREADABLE)
    kept = body if kind in PICTURES else data
    return Inspected(kind, TRAITS[kind].media_type, kind.value, kept, width, height, pages)


def text_of(data: bytes, kind: Kind) -> str:
    """Give the words of a file for the search for personal data: bounded, and empty for pictures and scanned pages.

    Raises:
        FileRefused: the file cannot be read within the limits.
    """
    if kind in PICTURES:
        return ""
    _head, body = _ask({"job": "text", "kind": kind}, data)
    return body.decode("utf-8", "replace")


def searched(text: str) -> str:
    """Of the words of a file those that are kept to be searched: the first ones, without what no database takes."""
    return " ".join(text[:MOST_SEARCHED].replace("\x00", " ").split())


def safe_name(name: str, extension: str) -> str:
    """Give the name under which a file is shown and kept: a-z, 0-9 and hyphens, then the extension of its real kind."""
    stem = _EXTENSION.sub("", re.split(r"[/\\]", name.strip())[-1])
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:MAX_NAME].strip("-")
    if not slug or _RESERVED.match(slug):  # names that Windows keeps for devices
        slug = f"berkas-{slug}".strip("-")
    return f"{slug}.{extension}"


def _refused(reason: Reason, **values: str) -> FileRefused:
    return FileRefused(SENTENCES[reason], reason=reason, **values)


def _ask(order: dict[str, str], data: bytes) -> tuple[dict[str, object], bytes]:
    """Have one order carried out by a child; a refusal, a crash and a late answer all become FileRefused."""
    if not _slots.acquire(timeout=WAIT_SECONDS):
        raise _refused(Reason.BUSY)
    try:
        output, in_time = _run(json.dumps(order).encode() + b"\n", data)
    finally:
        _slots.release()
    line, _newline, body = output.partition(b"\n")
    try:
        head = json.loads(line[:_HEAD_BYTES])
    except ValueError:
        head = None
    if not isinstance(head, dict):
        _log.warning("file inspection ended without an answer (%s)", "crash or limit" if in_time else "time")
        raise _refused(Reason.TOO_HEAVY)
    if "refused" in head:
        raise _explained(head)
    return head, body


def _explained(head: dict[str, object]) -> FileRefused:
    """Turn the child's reason into a sentence; an answer of the wrong form counts as an unreadable file."""
    if "error" in head:
        _log.info("file refused after %.40s", head["error"])
    details = head.get("details")
    with suppress(ValueError, KeyError, TypeError):
        values = {str(key): str(value)[:20] for key, value in details.items()} if isinstance(details, dict) else {}
        refusal = _refused(Reason(str(head["refused"])), **values)
        if "%(" not in str(refusal):  # all the words for the sentence were there
            return refusal
    return _refused(Reason.UNREADABLE)


def _run(order: bytes, data: bytes) -> tuple[bytes, bool]:
    """Start a child, feed it, and return what it says and whether it was in time; nothing of it is left afterwards."""
    late = threading.Event()
    with _child() as child:
        assert child.stdin is not None
        assert child.stdout is not None

        def end() -> None:
            late.set()
            child.kill()

        watch = threading.Timer(WALL_SECONDS, end)
        feeder = threading.Thread(target=_feed, args=(child.stdin, order, data))
        watch.start()
        feeder.start()
        try:
            output = child.stdout.read(_BODY_BYTES)
        finally:
            child.kill()
            watch.cancel()
            watch.join()
            feeder.join()
    return output, not late.is_set()


@contextmanager
def _child() -> Iterator[subprocess.Popen[bytes]]:
    # Only what Python needs to start: strangers' bytes may take over this process, so it gets no secrets of the server.
    package_root = str(Path(__file__).resolve().parents[2])
    environment = {"PYTHONPATH": package_root, "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"}
    if "LD_LIBRARY_PATH" in os.environ:
        environment["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module, no words of users
        _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", env=environment
    ) as child:
        yield child


def _feed(pipe: IO[bytes], order: bytes, data: bytes) -> None:
    # A child that ends early closes its end; the answer, or its absence, tells the rest.
    with suppress(OSError):
        pipe.write(order)
        pipe.write(data)
    with suppress(OSError):
        pipe.close()


def _count(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or not 0 < value < 1 << 31:
        raise ValueError(value)
    return value
