"""Pages in a real browser: Debian's Chromium, driven by Playwright.

Playwright keeps an event loop running in the thread that uses it, so ``asyncio.run`` fails there from the first
browser test on: whatever else needs a loop has one in a thread of its own.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

_ARGUMENTS = [
    "--no-sandbox",  # Chromium's sandbox does not work for root, as whom builds run
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page that asks for anything outside this machine shows up as a failed request.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
# WCAG 2.2 level AA. ``wcag22aa`` has to be named for the size of targets to be checked.
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

WIDE = 1280
NARROW = 360


def find_chromium() -> str | None:
    """Return the path of an installed Chromium or Chrome, or nothing."""
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


class Chromium:
    """One running browser. Every page gets a context of its own, so pages share no cookie and no cache."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    @contextmanager
    def page(
        self,
        base_url: str,
        *,
        javascript: bool = True,
        width: int = WIDE,
        color_scheme: Literal["light", "dark"] = "light",
        may_complain: bool = False,
    ) -> Iterator[Page]:
        """Open an empty page whose addresses are relative to ``base_url``; close it at the end.

        Args:
            base_url: where the server listens, such as ``http://127.0.0.1:8000``.
            javascript: whether the page's scripts run.
            width: width of the window, ``WIDE`` or ``NARROW``.
            color_scheme: the colours that the reader prefers.
            may_complain: leave faults that the browser reports to the test (for error pages).

        Raises:
            AssertionError: the browser reported script errors, policy violations or failed requests.

        """
        context = self._browser.new_context(
            base_url=base_url,
            java_script_enabled=javascript,
            color_scheme=color_scheme,
            viewport={"width": width, "height": 800},
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            reduced_motion="reduce",
        )
        complaints: list[str] = []

        def note_message(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                complaints.append(f"console: {message.text}")

        def note_error(error: Error) -> None:
            complaints.append(f"script: {error.message}")

        try:
            page = context.new_page()
            page.on("console", note_message)
            page.on("pageerror", note_error)
            yield page
        finally:
            context.close()
        assert may_complain or not complaints, "\n".join(complaints)


@contextmanager
def running_chromium(path: str) -> Iterator[Chromium]:
    """Run the browser at ``path`` until the block ends."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        try:
            yield Chromium(browser)
        finally:
            browser.close()


def axe(page: Page) -> list[str]:
    """Check the shown page against WCAG 2.2 AA and return a line for each broken rule: name, help, places.

    Use: ``assert axe(page) == []``.

    Raises:
        ValueError: the page was opened without JavaScript; axe waits for its timers and would wait for ever.

    """
    if page.evaluate("matchMedia('(scripting: none)').matches"):
        raise ValueError("axe needs a page that was opened with JavaScript")
    options = {"runOnly": {"type": "tag", "values": _RULES}, "resultTypes": ["violations"]}
    if page.evaluate("typeof axe === 'undefined'"):  # half a megabyte: once a page is enough
        page.evaluate(Axe().axe_script)
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: "
        + "; ".join(" ".join(str(part) for part in node["target"]) for node in rule["nodes"])
        for rule in found
    ]


def scrolls_sideways(page: Page) -> bool:
    """Say whether the page is wider than its window, which a reader on a telephone would have to push around."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
