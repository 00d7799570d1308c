"""`python3 start.py bench NAME`: measures, and tells the figures as a table or as JSON."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any, NoReturn

from tests.bench import crowd, machine, memory, publishing, starts, table, wire
from tests.bench.site import own_folder, serving

WRITERS = 8  # and as many readers
MOST_OF_A_TINY_ONE = 10  # questions
DOCUMENTS = 1265  # write-ups of the province so far
SIZES = (1265, 12650)  # that and ten times as many; --documents takes 126500 too, which needs hours
TINY = 60


def main(arguments: Sequence[str]) -> int:
    """Run the bench that the words name; gives the exit code."""
    parser = Parser(usage="python3 start.py bench NAMA [--json]", description="Mengukur program ini di komputer ini.")
    parser.add_argument("name", choices=sorted(BENCHES), metavar="NAMA", help="yang ada: " + ", ".join(sorted(BENCHES)))
    parser.add_argument("--json", action="store_true", help="keluaran JSON")
    parser.add_argument(
        "--tiny", action="store_true", help="hanya mencoba bahwa bagian yang murah berjalan; angkanya tidak berarti"
    )
    parser.add_argument(
        "--documents",
        type=_sizes,
        metavar="N,N",
        help=f"banyaknya tulisan (untuk search, bawaan: {_told(SIZES)}; dan web, bawaan: {DOCUMENTS})",
    )
    parser.add_argument("--engines", metavar="A,B", help="mesin yang dibandingkan (untuk search; bawaan: semua)")
    asked = parser.parse_args(arguments)
    found = {"bench": asked.name, "machine": machine.facts(), "results": BENCHES[asked.name](asked)}
    text = json.dumps(found, ensure_ascii=False, indent=2, default=_plain) if asked.json else table.written(found)
    sys.stdout.write(f"{text}\n")
    return 0


def write(asked: argparse.Namespace) -> dict[str, Any]:
    """Starts, memory, pages over the wire, publishing, and a crowd; the tiny one leaves the starts out."""
    is_tiny = asked.tiny
    say = Progress(*([] if is_tiny else ["starts"]), "memory", "wire", "publishing", "crowd")
    found: dict[str, Any] = {}
    if not is_tiny:
        say("starts")
        found["starts"] = starts.measure(repeats=5)
    with own_folder() as folder, serving(folder) as site:
        authors, admin = site.people(1 if is_tiny else WRITERS)
        author, editor = site.signed_in(authors[0]), site.signed_in(admin)
        say("memory")
        found["memory"] = memory.measure(site, author, requests=20 if is_tiny else 1000)
        say("wire")
        found["wire"] = wire.measure(site, author)
        say("publishing")
        found["publishing"] = publishing.measure(site, author, editor, count=1 if is_tiny else 20)
        say("crowd")
        found["crowd"] = crowd.run(site, authors, admin, readers=len(authors), seconds=0.5 if is_tiny else 60)
        author.close()
        editor.close()
    say.end()
    return found


def relevance(asked: argparse.Namespace) -> dict[str, Any]:
    """How well questions are answered, beside other engines; the tiny one asks few."""
    from tests.bench.relevance import measuring  # noqa: PLC0415 - only this bench needs the other engines

    return measuring.measure(most=MOST_OF_A_TINY_ONE if asked.tiny else None, say=Progress)


def served(asked: argparse.Namespace) -> dict[str, Any]:
    """Requests a second of pages and servers, side by side; the tiny one asks the starter's for a moment."""
    from tests.bench import web  # noqa: PLC0415 - only this bench needs the other servers

    say = Progress("house", "rates", "slow clients")
    with own_folder() as folder:
        found = web.measure(
            folder,
            documents=0 if asked.tiny else (asked.documents or [DOCUMENTS])[0],
            rounds=1 if asked.tiny else web.ROUNDS,
            seconds=0.1 if asked.tiny else web.SECONDS,
            say=say,
        )
    say.end()
    return found


def searched(asked: argparse.Namespace) -> dict[str, Any]:
    """How fast questions are answered, beside other engines, at each size; the tiny one asks over a few texts."""
    from tests.bench.search import measuring  # noqa: PLC0415 - only this bench needs the other engines

    names = asked.engines.split(",") if asked.engines else list(measuring.ENGINES)
    found = {}
    for size in [TINY] if asked.tiny else asked.documents or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            say = Progress(*measuring.steps(names, size))
            found[f"{size} write-ups"] = measuring.measure(size, Path(folder), names, say)
            say.end()
    return found


class Parser(argparse.ArgumentParser):
    """Tells what there is to whoever asks for something else."""

    def error(self, message: str) -> NoReturn:
        """End with exit code 2."""
        names = ", ".join(sorted(BENCHES))
        self.exit(2, f"Pemakaian: {self.usage}\nBench yang ada: {names}. ({message})\n")


class Progress:
    """Tells on standard error what is being measured."""

    def __init__(self, *parts: str) -> None:
        self._parts = parts
        self._done = 0

    def __call__(self, part: str) -> None:
        """Tell the next part."""
        assert part in self._parts
        self._done += 1
        self._write(f"{part} ({self._done}/{len(self._parts)})")

    def end(self) -> None:
        """Leave an empty line behind, where there was one."""
        self._write("", last=True)

    def _write(self, text: str, *, last: bool = False) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\033[K{text}")
        elif not last:
            sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def _sizes(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _told(sizes: Sequence[int]) -> str:
    return ",".join(map(str, sizes))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


BENCHES: dict[str, Callable[..., dict[str, Any]]] = {
    "relevance": relevance,
    "search": searched,
    "web": served,
    "write": write,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
