"""What every test of the project shares: the closed network, the parts of the machine, the order.

Fixtures of the application itself (settings, database, client, pages) stand in ``tests/fixtures.py``.
"""

from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule

from tests import parts, statements
from tests.browser import Chromium, find_chromium, running_chromium
from tests.postgres import Cluster, find_binaries

pytest_plugins = ["tests.fixtures"]

# Folders of tests that take long: several processes end sooner together when these are not left for the last.
LONG = {"journeys", "backup", "bench", "access", "relay"}
# Fixtures that stand for a part of the machine, and the marker that their tests carry.
_MARKERS = {"chromium": "browser", "postgres_cluster": "postgres"}


class RememberedRule(Rule):
    """A rule whose code for building addresses is compiled once for all applications of a run."""

    _compiled: ClassVar[dict[object, Callable[..., tuple[str, str]]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002 - Werkzeug's own
        key = self.rule, tuple(self._trace), append_unknown
        if self.defaults or key not in self._compiled:
            self._compiled[key] = super()._compile_builder(append_unknown)
        return self._compiled[key]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let tests reach this machine only; pytest-socket reads its options right after this."""
    config.option.allow_hosts = "127.0.0.1,::1,localhost"
    config.option.allow_unix_socket = True
    # Nearly every test builds an application of its own; compiling templates, rules and SQL would be most of the work.
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache()}
    Flask.url_rule_class = RememberedRule
    statements.compile_once()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a part of the machine, and begin with what takes long."""
    for item in items:
        for fixture, marker in _MARKERS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(marker)
    items.sort(key=lambda item: LONG.isdisjoint(item.path.parts))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line for each missing part which command brings it."""
    for note in parts.notes():
        terminalreporter.write_line(note)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """Run a PostgreSQL server for the session; its databases are made with ``create``."""
    binaries = find_binaries()
    if binaries is None:
        parts.give_up("postgres")
    cluster = Cluster(binaries)
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """Run a browser for the session; each page has a context of its own."""
    path = find_chromium()
    if path is None:
        parts.give_up("browser")
    with running_chromium(path) as browser:
        yield browser
