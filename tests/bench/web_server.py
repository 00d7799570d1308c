"""`python -m tests.bench.web_server SERVER APP`: one of the servers that are compared, over one of the applications.

Each has one process and eight threads, on a port that the system chooses and that it says on its first line.
"""

import logging
import os
import socket
import sys
from typing import Any

from tests.bench import web_apps

THREADS = 8


def main(server: str, app: str) -> None:
    """Serve until told to end."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    logging.disable()  # a peer tells of every request that waits
    {"gunicorn": _gunicorn, "waitress": _waitress, "granian": _granian}[server](listener, app)


def _gunicorn(listener: socket.socket, app: str) -> None:
    """As `serve` runs it."""
    from gunicorn.app.wsgiapp import run  # noqa: PLC0415 - only where it is asked for

    listener.listen(256)
    listener.set_inheritable(True)
    os.environ["SERVING_SOCKET"] = str(listener.fileno())
    name = "hello" if app == "hello" else f"{app}()"
    config = "python:tests.bench.gunicorn_config"
    sys.argv = ["gunicorn", "--config", config, "--workers", "1", f"tests.bench.web_apps:{name}"]
    run()


def _waitress(listener: socket.socket, app: str) -> None:
    from waitress import serve  # noqa: PLC0415 - as above

    listener.listen(256)
    serve(_made(app), sockets=[listener], threads=THREADS, connection_limit=400, clear_untrusted_proxy_headers=True)


def _granian(listener: socket.socket, app: str) -> None:
    from granian import Granian  # noqa: PLC0415 - as above
    from granian.constants import Interfaces  # noqa: PLC0415 - as above

    port = listener.getsockname()[1]
    listener.close()
    made = Granian(
        f"tests.bench.web_apps:{app}",
        "127.0.0.1",
        port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backlog=256,
        factory=app != "hello",
        log_enabled=False,
    )
    made.serve()


def _made(app: str) -> Any:
    return web_apps.hello if app == "hello" else getattr(web_apps, app)()


if __name__ == "__main__":
    main(*sys.argv[1:])
