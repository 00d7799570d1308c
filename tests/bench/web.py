"""How much pages cost, kept and not kept, beside what the server alone can do, and beside other servers.

All servers run at once, and are asked one after the other, round by round: what others do on the machine meanwhile
meets all of them. Ratios are of one round; the middle one counts.
"""

import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.bench import load
from tests.bench import texts as made_up
from tests.bench.figures import Ratio
from tests.bench.machine import ROOT
from tests.bench.memory import share_of
from tests.bench.site import serving
from tests.journeys.server import children

ROUNDS = 7
SECONDS = 1.5
SERVERS = ("gunicorn", "waitress", "granian")
HALF = 100  # clients that have sent half a request
HALF_REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
STANDSTILL = 5.0  # seconds without an answer
QUERIES = ("kesehatan", "kesehatan ibu", "antrean", "sampah desa", "stunting", "pajak", "layanan warga", "disabilitas")
PATIENCE = 60.0
TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Running:
    """A server over an application."""

    process: subprocess.Popen[str]
    port: int


def measure(folder: Path, *, documents: int, rounds: int, seconds: float, say: Callable[[str], None]) -> dict[str, Any]:
    """Make a house of so many write-ups, or of the starter alone, and measure."""
    say("house")
    environment, texts = _house(folder, documents)
    with ExitStack() as stack:
        servers = {
            (server, app): stack.enter_context(_running(server, app, environment, folder))
            for server in SERVERS
            if find_spec(server)
            for app in ("hello", "site", *(("uncached", "fixed") if server == "gunicorn" else ()))
        }
        asked = _asked(texts)
        for (_, app), running in servers.items():
            for _ in range(2):  # what is asked for again is kept
                _ask_all(running.port, asked["hello" if app == "hello" else "cached"])
                _ask_all(running.port, [] if app == "hello" else [*asked["search"], *asked["reading"]])
        say("rates")
        rates = _rates(servers, asked, rounds, seconds)
        say("slow clients")
        slow = {server: _slow(servers[server, "hello"], seconds) for server, app in servers if app == "hello"}
        memory = {
            f"bytes, {server}": _memory(servers[server, "site"].process.pid) for server, app in servers if app == "site"
        }
    return {
        "house": {"write_ups": len(texts)},
        "requests_for_a_second_of_the_processor": {
            name: round(statistics.median(found)) for name, found in rates.items()
        },
        "ratios": _ratios(rates),
        "hello_with_half_requests": slow,
        "memory": memory,
    }


def _house(folder: Path, documents: int) -> tuple[Mapping[str, str], list[str]]:
    """Settings of a house with its index, and the addresses of its write-ups."""
    with serving(folder) as site:
        if documents:
            made_up.write(folder / "banyak", documents)
            site.command("content", "import", str(folder / "banyak"))
        site.command("reindex")
        reader = site.browser()
        found = re.findall(r"<loc>[^<]*?(/inovasi/[^<]+)</loc>", reader.get("/sitemap.xml").text)
        reader.close()
        return site.environment, found


def _asked(texts: list[str]) -> dict[str, list[bytes]]:
    some = random.Random(1).sample(texts, min(100, len(texts)))
    search = [load.request(f"/cari?q={query.replace(' ', '+')}") for query in QUERIES]
    return {
        "hello": [load.request("/")],
        "cached": [load.request("/"), load.request("/wilayah"), *search[:3], *map(load.request, some[:10])],
        "search": search,
        "reading": [load.request(path) for path in some],
    }


def _rates(
    servers: Mapping[tuple[str, str], Running], asked: Mapping[str, list[bytes]], rounds: int, seconds: float
) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        for (server, app), running in servers.items():
            kinds = {"hello": ["hello"], "site": ["cached"]}.get(app, ["search", "reading"])
            for kind in kinds:
                name = f"{server}: {kind}" if kind in {"hello", "cached"} else f"{kind}, {app}"
                found.setdefault(name, []).append(_rate(running, asked[kind], seconds))
    return found


def _rate(running: Running, asked: list[bytes], seconds: float) -> float:
    """Requests answered for each second of the processor that the server takes: it hangs little on other work."""
    before = _processor(running.process.pid)
    count = load.answers(running.port, asked, seconds)
    return count / max(_processor(running.process.pid) - before, TICK)


def _processor(pid: int) -> float:
    """Seconds of the processor that a process and those that it has started have taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK + sum(_processor(child) for child in children(pid))


def _ratios(rates: Mapping[str, list[float]]) -> dict[str, Ratio]:
    pairs = {f"cached page to hello, {server}": (f"{server}: cached", f"{server}: hello") for server in SERVERS}
    pairs |= {
        f"uncached {kind} page to fixed data": (f"{kind}, uncached", f"{kind}, fixed") for kind in ("search", "reading")
    }
    return {
        name: Ratio(statistics.median(one / other for one, other in zip(rates[top], rates[bottom], strict=True)))
        for name, (top, bottom) in pairs.items()
        if top in rates
    }


def _slow(running: Running, seconds: float) -> str:
    """What is left of the rate while so many clients have sent half a request, or that the server stands still."""
    hello, port = [load.request("/")], running.port
    before = load.answers(port, hello, seconds)
    with ExitStack() as stack:
        for _ in range(HALF):
            stack.enter_context(socket.create_connection(("127.0.0.1", port))).sendall(HALF_REQUEST)
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=STANDSTILL) as probe:
                probe.sendall(hello[0])
                probe.recv(1)
        except TimeoutError:
            return "stands still"
        return f"{load.answers(port, hello, seconds) / before:.2f}"


def _ask_all(port: int, asked: list[bytes]) -> None:
    """Each once, one after the other."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as one:
        for request in asked:
            one.sendall(request)
            load.take(one)


@contextmanager
def _running(server: str, app: str, environment: Mapping[str, str], folder: Path) -> Iterator[Running]:
    command = [sys.executable, "-m", "tests.bench.web_server", server, app]
    own = {**environment, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=own, cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        _wait_for(port)
        yield Running(process, port)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
        if process.stdout:
            process.stdout.close()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            _ask_all(port, [load.request("/")])
        except (OSError, load.Refused):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _memory(pid: int) -> int:
    """Bytes of a process and of those that it has started, as their proportional share."""
    return share_of(pid) + sum(_memory(child) for child in children(pid))
