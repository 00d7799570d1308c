"""How gunicorn runs what is compared: as `serve` runs the house, for applications that need not be one."""

from typing import Any

from rumah_inovasi.serving.gunicorn_config import *  # noqa: F403 - every setting of it

max_requests = 0  # a worker that is replaced in the middle of a round would be measured too


def post_worker_init(_worker: Any) -> None:  # type: ignore[no-redef]
    """Open nothing."""
