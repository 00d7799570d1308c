"""The process that touches what strangers sent: started for one file, bounded, gone afterwards.

`python -m rumah_inovasi.files.child` reads one line of JSON and the file from standard input, and answers one line
of JSON, followed by the new bytes where a picture was drawn anew. Nothing else is written, no file is opened for
writing, and every failure of a parser is an answer. The parent (`inspection`) starts it, listens, and ends it when it
takes too long.
"""

import json
import os
import resource
import sys
from collections.abc import Iterator
from typing import Any

from rumah_inovasi.files import office, pdf, pictures
from rumah_inovasi.files.kinds import (
    OFFICE,
    OLE_MAGIC,
    PICTURES,
    TRAITS,
    ZIP_MAGIC,
    Kind,
    is_phone_picture,
    picture_or_pdf,
)
from rumah_inovasi.files.reasons import Reason, Refusal

MEMORY = 512 << 20
CPU_SECONDS = 10
OPEN_FILES = 64
MAX_TEXT = 2_000_000

Answer = tuple[dict[str, Any], bytes]


def inspect(data: bytes, extension: str) -> Answer:
    """Decide the kind by the content, apply the rules of that kind, compare the extension with it.

    Raises:
        Refusal: the file may not enter.
        Exception: whatever a parser raises for damaged data.
    """
    kind = picture_or_pdf(data) or _office_kind(data)
    if extension and extension not in TRAITS[kind].extensions:
        raise Refusal(Reason.NAME_DISAGREES, extension=extension, kind=kind.name, expected=kind.value)
    if kind in PICTURES:
        drawn, width, height = pictures.redraw(data, kind)
        return {"kind": kind, "width": width, "height": height}, drawn
    if kind is Kind.PDF:
        return {"kind": kind, "pages": pdf.check(data)}, b""
    return {"kind": kind}, b""


def text(data: bytes, kind: Kind) -> Answer:
    """Give the words of a PDF or an Office file, at most two million characters; a picture has none."""
    pieces: Iterator[str] = iter(())
    if kind is Kind.PDF:
        pieces = pdf.texts(data)
    elif kind in OFFICE:
        pieces = office.texts(data)
    kept: list[str] = []
    room = MAX_TEXT
    for piece in pieces:
        kept.append(piece[:room])
        room -= len(kept[-1])
        if room <= 0:
            break
    return {}, "".join(kept).encode("utf-8", "replace")


def _office_kind(data: bytes) -> Kind:
    if data.startswith(ZIP_MAGIC):
        return office.check(data)
    if data.startswith(OLE_MAGIC):
        raise Refusal(Reason.OLD_OFFICE)
    raise Refusal(Reason.PHONE_PICTURE if is_phone_picture(data) else Reason.UNKNOWN_TYPE)


def answer(order: dict[str, str], data: bytes) -> Answer:
    """Carry out one order; every failure becomes an answer."""
    try:
        if order["job"] == "text":
            return text(data, Kind(order["kind"]))
        return inspect(data, order["extension"])
    except Refusal as refusal:
        return {"refused": refusal.reason, "details": refusal.details}, b""
    except MemoryError:
        return {"refused": Reason.TOO_HEAVY, "details": {}}, b""
    except Exception as error:  # noqa: BLE001 - parsers of hostile bytes raise whatever they like, and all of it means "damaged"
        return {"refused": Reason.UNREADABLE, "details": {}, "error": type(error).__name__}, b""


def limit_this_process() -> None:
    """Bound memory, time, files and further processes; a limit of the system that is lower stays as it is."""
    wanted = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_NPROC: 0,
    }
    for which, most in wanted.items():
        _, hard = resource.getrlimit(which)
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (limit, limit))


def main() -> None:
    """Answer one order, then end."""
    limit_this_process()
    # Whatever a library prints must not end up in the answer.
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        order = json.loads(sys.stdin.buffer.readline())
        head, body = answer(order, sys.stdin.buffer.read())
        out.write(json.dumps(head).encode() + b"\n" + body)


if __name__ == "__main__":
    main()
