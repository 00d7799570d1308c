"""Which host names requests may carry: a crafted one would end up in links, caches and mails.

Health answers are given under any name, since probes ask by the address of the machine. Werkzeug's own check cannot
match an IPv6 address, which is why this is not left to it.
"""

from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import SecurityError

from rumah_inovasi.settings import Settings

PROBES = {"/healthz", "/readyz"}


def install(app: Flask, settings: Settings) -> None:
    """Refuse requests for other sites."""
    served = {host.casefold() for host in settings.hosts}

    @app.before_request
    def check() -> None:
        if request.path not in PROBES and host_name(request.host) not in served:
            raise SecurityError


def host_name(host: str) -> str | None:
    """The name in a Host header, without port and brackets; none where it is not one."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
