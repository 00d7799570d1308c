"""How gunicorn runs the house. Read by gunicorn itself; the supervisor hands over the open socket."""

import contextlib
import gc
import os
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from rumah_inovasi import public_version
from rumah_inovasi.serving import lifeline, logs

wsgi_app = "rumah_inovasi.serving.wsgi:application()"
bind = f"fd://{os.environ['SERVING_SOCKET']}"
worker_class = "rumah_inovasi.serving.worker.WholeRequestWorker"
threads = 8
worker_connections = 400  # each is an open file; beyond them, connections wait in the queue of the socket
preload_app = True  # workers share the memory of the loaded program
timeout = 30
graceful_timeout = 20
keepalive = 5
max_requests = 200_000  # a slow leak in any library never becomes a problem; most are answered from the page cache
max_requests_jitter = 20_000
limit_request_line = 8190
limit_request_fields = 60
accesslog = None
loglevel = "warning"
logger_class = "gunicorn.glogging.Logger"
control_socket_disable = True  # nothing of ours asks through it


def on_starting(_server: Any) -> None:  # noqa: ANN401 - gunicorn's own type has no stubs
    """Write logs in the form that the settings ask for, and never outlive the supervisor."""
    logs.configure(os.environ.get("RUMAH_LOG_FORMAT", "text"))
    lifeline.hold()


def post_worker_init(worker: Any) -> None:  # noqa: ANN401 - gunicorn's own type has no stubs
    """Open the database once: SQLite needs a little room for its first reader, which a full disk may not have later."""
    with contextlib.suppress(SQLAlchemyError), worker.wsgi.extensions["rumah_inovasi"].database.read() as session:
        public_version.current(session)


def pre_fork(_server: Any, _worker: Any) -> None:  # noqa: ANN401 - gunicorn's own types have no stubs
    """Let the collector leave alone what workers share: by looking at it, it would make a copy for each."""
    gc.freeze()
