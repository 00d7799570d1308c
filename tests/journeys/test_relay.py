"""Beside the web server runs the relay: what is saved can be found soon, whichever of them was killed meanwhile."""

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.factories import write_up
from tests.journeys.server import Server, ended, prepared, serving, until


@pytest.fixture
def environment(sqlite_template: Path, tmp_path: Path) -> dict[str, str]:
    """Settings of a prepared house that starts empty."""
    return prepared(sqlite_template, tmp_path)


def command(environment: dict[str, str], *words: str) -> str:
    """Run another command beside the server; gives what it says to people."""
    done = subprocess.run(
        [sys.executable, "-m", "rumah_inovasi", *words], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def publish(environment: dict[str, str], folder: Path, title: str) -> None:
    path = folder / f"{title}.md"
    path.write_text(write_up(title), "utf-8")
    command(environment, "content", "import", str(path))


def is_found(server: Server, title: str) -> bool:
    return title in server.get(f"/cari.json?q={title.rsplit(maxsplit=1)[-1]}")[1]


def test_killed_relay_is_replaced_and_the_site_serves_meanwhile(environment: dict[str, str], tmp_path: Path) -> None:
    with serving(environment) as server:
        master = server.master
        for title in ("Antrean Mangga", "Antrean Durian"):
            publish(environment, tmp_path, title)
            until(partial(is_found, server, title))
            relay = server.relay
            os.kill(relay, signal.SIGKILL)
            assert server.get("/healthz")[0] == 200
            assert server.read_until("Relay berhenti") == "Relay berhenti (kode -9); dijalankan lagi.\n"
            assert server.relay != relay
        publish(environment, tmp_path, "Antrean Salak")
        until(lambda: is_found(server, "Antrean Salak"))
        assert server.master == master
        assert server.end() == "Berhenti.\n"


def test_killed_web_server_leaves_the_relay_alone(environment: dict[str, str]) -> None:
    with serving(environment) as server:
        relay, master = server.relay, server.master
        os.kill(master, signal.SIGKILL)
        server.read_until("Server web berhenti (kode -9); dijalankan lagi.")
        assert server.get("/healthz")[0] == 200
        assert server.master != master
        assert server.relay == relay
        assert server.end() == "Berhenti.\n"
        assert ended(relay)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_both_end_in_order_with_the_supervisor(environment: dict[str, str], number: signal.Signals) -> None:
    with serving(environment) as server:
        parts = {server.master, server.relay}
        server.process.send_signal(number)
        assert server.process.wait() == 0
        assert [pid for pid in sorted(parts) if not ended(pid)] == []


def test_relay_of_a_killed_supervisor_ends(environment: dict[str, str]) -> None:
    with serving(environment) as server:
        relay = server.relay
        server.process.kill()
        server.process.wait()
        assert ended(relay)


def test_web_server_that_cannot_start_ends_the_whole(environment: dict[str, str]) -> None:
    server = Server(environment | {"PYTHONPATH": str(broken_gunicorn(Path(environment["RUMAH_DATA_DIR"])))})
    _, said = server.process.communicate()
    assert server.process.returncode == 1
    assert said.count("Server web berhenti (kode 3); dijalankan lagi.\n") == 4
    assert said.endswith("Server web berhenti 5 kali berturut-turut (kode 3). Lihat catatan di atas.\n")


def broken_gunicorn(folder: Path) -> Path:
    """A folder with a program of the web server's name that fails at once."""
    folder.mkdir()
    (folder / "gunicorn.py").write_text("raise SystemExit(3)")
    return folder


def test_index_is_made_anew_beside_a_running_site(environment: dict[str, str], tmp_path: Path) -> None:
    with serving(environment) as server:
        publish(environment, tmp_path, "Antrean Mangga")
        until(lambda: is_found(server, "Antrean Mangga"))
        relay = server.relay
        before = set(Path(environment["RUMAH_INDEX_DIR"]).iterdir())
        said = command(environment, "reindex")
        assert said.endswith("Indeks dibuat ulang.\n")
        assert set(Path(environment["RUMAH_INDEX_DIR"]).iterdir()) != before
        assert is_found(server, "Antrean Mangga")
        assert server.relay == relay
        assert command(environment, "relay", "--once").endswith("sudah menerapkan semuanya.\n")
