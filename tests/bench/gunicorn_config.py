"""How gunicorn runs what is compared: as `serve` runs the house, for applications that need not be one."""

from typing import Any

from rumah_inovasi.serving.gunicorn_config import *  # noqa: F403 - every setting of it


def post_worker_init(_worker: Any) -> None:
    """Open nothing."""
