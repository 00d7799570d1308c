"""The tools of the tests do what the other tests rely on."""

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import psycopg
import pytest

from tests import parts
from tests.browser import NARROW, Chromium, axe, scrolls_sideways
from tests.postgres import Cluster

STYLE = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


class PalePage(BaseHTTPRequestHandler):
    """A page with faults: pale text, too wide for a telephone, an inline script that its policy forbids on /strict."""

    def do_GET(self) -> None:
        policy = "script-src 'self'" if self.path == "/strict" else "script-src 'unsafe-inline'"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Security-Policy", f"{STYLE}; {policy}")
        self.end_headers()
        self.wfile.write(
            b"<!DOCTYPE html><html lang=id><title>off</title><link rel=icon href=data:,>"
            b"<main><h1>off</h1><p style='color: #ccc; width: 900px'>pale</p></main>"
            b"<script>document.title = 'on'</script>",
        )

    def log_message(self, *_: object) -> None:
        """Keep the output of the tests short."""


@pytest.fixture
def pale_site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), PalePage) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


# 192.0.2.1 belongs to no machine: RFC 5737 keeps it for documents.
@pytest.mark.filterwarnings("ignore:A test tried to use")
def test_network_is_shut_beyond_this_machine() -> None:
    with socket.socket() as outside, pytest.raises(RuntimeError, match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))


def test_missing_part_skips_or_fails_where_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_missing", set())
    monkeypatch.setenv("RUMAH_REQUIRE", "")
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"):
        parts.give_up("browser")
    assert parts.notes() == ["browser: tests skipped; to run them: apt-get install chromium"]
    monkeypatch.setenv("RUMAH_REQUIRE", "postgres, browser")
    with pytest.raises(pytest.fail.Exception, match="browser is missing"):
        parts.give_up("browser")


def test_database_is_copied_from_its_template(postgres_cluster: Cluster) -> None:
    template = postgres_cluster.create("tools_template")
    with psycopg.connect(template.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 38 AS number")
    copy = postgres_cluster.create("tools_copy", template="tools_template")
    with psycopg.connect(copy.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT number FROM kept").fetchall() == [(38,)]
    postgres_cluster.drop("tools_copy")
    postgres_cluster.drop("tools_template")


def test_browser_sees_faults_that_html_alone_does_not_show(chromium: Chromium, pale_site: str) -> None:
    with chromium.page(pale_site, width=NARROW) as page:
        page.goto("/")
        assert page.title() == "on"
        assert [problem.partition(" ")[0] for problem in axe(page)] == ["color-contrast"]
        assert scrolls_sideways(page)


def test_page_without_javascript_runs_none(chromium: Chromium, pale_site: str) -> None:
    with chromium.page(pale_site, javascript=False) as page:
        page.goto("/")
        assert page.title() == "off"
        with pytest.raises(ValueError, match="with JavaScript"):
            axe(page)


def test_what_the_browser_complains_about_fails_the_test(chromium: Chromium, pale_site: str) -> None:
    with pytest.raises(AssertionError, match="Content Security Policy"), chromium.page(pale_site) as page:
        page.goto("/strict")
