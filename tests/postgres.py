"""A PostgreSQL server for one test session: made in a temporary folder, gone afterwards.

A small shell process makes the server and then waits for the end of its own standard input. That end comes when the
tests finish and also when they are killed, so no server and no folder stay behind. PostgreSQL refuses to run as
root; then all of this runs as the user ``postgres``, which Debian's package has made.
"""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

# The server listens on loopback with a password made for this session: whoever can reach it unasked could run programs.
_GUARD = """
set -e
finish() { "$1/pg_ctl" stop --silent --mode=immediate --pgdata="$2/data" >/dev/null 2>&1 || true; rm -rf "$2"; }
trap 'finish "$1" "$2"' EXIT
"$1/initdb" --pgdata="$2/data" --username=rumah --pwfile="$2/password" --auth=scram-sha-256 \\
    --encoding=UTF8 --locale=C.UTF-8 --no-sync --no-instructions >"$2/log" 2>&1 || { cat "$2/log"; exit 1; }
cat "$2/settings" >>"$2/data/postgresql.conf"
"$1/pg_ctl" start --silent --wait --pgdata="$2/data" --log="$2/log" >/dev/null 2>&1 || { cat "$2/log"; exit 1; }
echo ready
cat >/dev/null
"""
# What the tests write is thrown away, so nothing has to reach the disk.
_SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
max_connections = 60
shared_buffers = 64MB
fsync = off
synchronous_commit = off
full_page_writes = off
"""


class ClusterError(Exception):
    """The server did not start; the text is what it said."""


def find_binaries() -> Path | None:
    """Return the folder with ``initdb`` and ``pg_ctl`` of the newest PostgreSQL here, or nothing."""
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if versions:
        return max(versions, key=lambda folder: int(folder.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Cluster:
    """A server of our own, with databases that are copied from a template.

    Use: ``start()``, then ``create("template")``, fill it, close its connections, and for each test
    ``create("one", template="template")`` … ``drop("one")``; at last ``stop()``.
    """

    def __init__(self, binaries: Path) -> None:
        self.port = _free_port()
        self._binaries = binaries
        self._password = secrets.token_urlsafe(16)
        self._guard: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Make the server and wait until it accepts connections.

        Raises:
            ClusterError: it did not start.

        """
        folder = Path(tempfile.mkdtemp(prefix="rumah-postgres-"))
        (folder / "password").write_text(self._password)
        (folder / "settings").write_text(_SETTINGS.format(port=self.port, folder=folder))
        user = None
        if os.geteuid() == 0:
            user = "postgres"
            for path in (folder, *folder.iterdir()):
                shutil.chown(path, user, user)
        self._guard = subprocess.Popen(
            ["sh", "-c", _GUARD, "sh", str(self._binaries), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
            user=user,
            group=user,
            extra_groups=[] if user else None,
            umask=0o077,
            start_new_session=True,  # Ctrl-C is for the tests; the server ends after them
        )
        assert self._guard.stdout is not None
        if self._guard.stdout.readline() != "ready\n":
            said, _ = self._guard.communicate()
            self._guard = None
            raise ClusterError(f"PostgreSQL did not start:\n{said}")

    def stop(self) -> None:
        """End the server and remove its folder; harmless when it does not run."""
        if self._guard is not None:
            self._guard.communicate()
            self._guard = None

    def url(self, database: str) -> str:
        """Return the SQLAlchemy address of a database of this server."""
        return f"postgresql+psycopg://rumah:{self._password}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, template: str = "template0") -> str:
        """Make a database as a copy of another one, to which nobody may be connected, and return its address."""
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(database), sql.Identifier(template)),
        )
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove a database, also one that somebody is still connected to."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user="rumah",
            password=self._password,
            dbname="postgres",
            autocommit=True,
        ) as connection:
            connection.execute(statement)
