"""The renderer as a process of its own (`python -m rumah_inovasi.markup.worker`), so that a text can be given up.

It reads requests on standard input and answers on standard output (see `wire`), holds no secret, opens no file and
no connection, and ends with its standard input. `client` starts it, measures its time and kills it.
"""

import importlib
import os
import signal
import sys
import traceback
from typing import BinaryIO

from rumah_inovasi.markup.errors import MarkupError, MarkupTooHard
from rumah_inovasi.markup.render import render
from rumah_inovasi.markup.rendered import MARKUP_VERSION
from rumah_inovasi.markup.wire import Message, receive, send

MEMORY_BYTES = 256 * 1024 * 1024
# Only for a worker whose client died while it was busy: nobody else would end it then.
ORPHAN_SECONDS = 20


def main() -> None:
    """Answer requests until there are none, or until a text was too hard: what it left behind goes with us."""
    requests, answers = _streams()
    _limit_resources()
    render("Kalimat *pertama*.")  # what loads at first use is loaded before a text is timed
    send(answers, {"ready": MARKUP_VERSION})
    while (request := receive(requests)) is not None:
        _alarm(ORPHAN_SECONDS)
        answer = _answer(str(request["text"]))
        send(answers, answer)
        _alarm(0)
        if answer.get("error") == MarkupTooHard.__name__:
            return


def _answer(text: str) -> Message:
    try:
        rendered = render(text)
    except MarkupError as error:
        return {"error": type(error).__name__, "message": error.message, "values": error.values}
    except Exception:  # noqa: BLE001  # a parser's own bug on one text: say so, fail closed, go on
        traceback.print_exc()
        return {
            "error": MarkupError.__name__,
            "message": "Teks ini tidak dapat diolah. Sederhanakan bagian yang tidak biasa, lalu coba lagi.",
            "values": {},
        }
    return {
        "html": rendered.html,
        "headings": [[heading.level, heading.text, heading.anchor] for heading in rendered.headings],
        "words": rendered.words,
        "version": rendered.version,
    }


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """Standard input, and standard output kept for answers alone: what a library prints goes to standard error."""
    answers = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    requests = os.dup(sys.stdin.fileno())
    return os.fdopen(requests, "rb", buffering=0), os.fdopen(answers, "wb", buffering=0)


def _limit_resources() -> None:
    # Ctrl-C reaches every process of a terminal; our end is the end of standard input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        resource = importlib.import_module("resource")
    except ModuleNotFoundError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _alarm(seconds: int) -> None:
    if hasattr(signal, "alarm"):  # not on Windows
        signal.alarm(seconds)


if __name__ == "__main__":
    main()
