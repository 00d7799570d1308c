"""Beside the web server runs the relay: what is saved can be found soon, whichever of them was killed meanwhile."""

import json
import os
import signal
import socket
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from rumah_inovasi.database import Database
from rumah_inovasi.mail import letters
from tests.factories import write_up
from tests.fixtures import START
from tests.journeys.server import PATIENCE, Server, ended, prepared, serving, until
from tests.mail.server import Mailbox, running

SAME = "Basis data, indeks, arsip, dan lampiran sama.\n"


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


def said_by_check(environment: dict[str, str]) -> str:
    """What `check` says to people, whether it finds a difference or not."""
    words = [sys.executable, "-m", "rumah_inovasi", "check"]
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=False).stderr


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


def write_letter(environment: dict[str, str]) -> None:
    database = Database(environment["RUMAH_DATABASE_URL"])
    with database.write() as session:
        letters.send(session, "budi@contoh.go.id", "Undangan", "Halo.\n", now=START)
    database.close()


def letters_waiting(server: Server) -> int:
    waiting: int = json.loads(server.get("/readyz")[1])["mail"]["pending"]
    return waiting


def test_letter_is_sent_as_soon_as_its_deed_is_done(environment: dict[str, str]) -> None:
    with running(Mailbox()) as mailbox:
        environment["RUMAH_SMTP_URL"] = f"smtp://127.0.0.1:{mailbox.port}"
        with serving(environment) as server:
            assert server.relay
            write_letter(environment)
            assert mailbox.arrived.wait(PATIENCE)
            until(lambda: letters_waiting(server) == 0)
            assert server.end() == "Berhenti.\n"
    assert mailbox.subjects == ["Undangan"]


def test_mail_server_that_is_silent_holds_up_neither_search_nor_the_end(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        environment["RUMAH_SMTP_URL"] = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        write_letter(environment)
        with serving(environment) as server:
            relay = server.relay
            with silent.accept()[0]:
                publish(environment, tmp_path, "Antrean Mangga")
                until(partial(is_found, server, "Antrean Mangga"))
                assert letters_waiting(server) == 1
                assert server.end() == "Berhenti.\n"
                assert ended(relay)


def test_archive_follows_beside_a_running_site(environment: dict[str, str], tmp_path: Path) -> None:
    archive = Path(environment["RUMAH_CONTENT_DIR"]) / "inovasi"
    with serving(environment) as server:
        publish(environment, tmp_path, "Antrean Mangga")
        until(lambda: [path.name for path in archive.rglob("*.md")] == ["1-antrean-mangga.md"])
        os.kill(server.relay, signal.SIGKILL)
        (tmp_path / "baru.md").write_text(write_up("Antrean Durian", extra="nomor: 1\n"), "utf-8")
        command(environment, "content", "import", str(tmp_path / "baru.md"))
        until(lambda: [path.name for path in archive.rglob("*.md")] == ["1-antrean-durian.md"])
        # The rows are removed after the files are written: the server must not end between the two.
        until(lambda: said_by_check(environment).endswith(SAME))
    assert command(environment, "check").endswith(SAME)
