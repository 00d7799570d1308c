"""How many bytes a page costs a visitor who comes for the first time: HTML, style, script and icon, compressed."""

import re
from typing import Any

from tests.bench.browser import Browser
from tests.bench.figures import Spread
from tests.bench.site import Site

LINKED = re.compile(r'<(?:link[^>]* rel="(?:stylesheet|icon)"[^>]* href|script[^>]* src|img[^>]* src)="(/[^"]+)"')
LINKED_TURNED = re.compile(r'<link[^>]* href="(/[^"]+)"[^>]* rel="(?:stylesheet|icon)"')
PAGES = {"home": "/", "search": "/cari?q=kesehatan+ibu", "region": "/wilayah/35.15-sidoarjo", "sign-in": "/masuk"}


def measure(site: Site, author: Browser) -> dict[str, Any]:
    """Bytes of each page type, heads of the answers included; of reading pages the whole spread."""
    reader = site.browser()
    found: dict[str, Any] = {name: _cost(reader, path) for name, path in PAGES.items()}
    found["desk of an author"] = _cost(author, "/ruang-kerja")
    addresses = re.findall(r"<loc>[^<]*?(/inovasi/[^<]+)</loc>", reader.get("/sitemap.xml").text)
    costs = [_cost(reader, address) for address in addresses]
    for part in ("html", "all"):
        found.setdefault("reading", {})[part] = Spread.of([cost[part] for cost in costs])
    reader.close()
    return found


def _cost(browser: Browser, path: str) -> dict[str, int]:
    page = browser.get(path)
    html = browser.get(path, accept_encoding="gzip").wire
    linked = sorted({*LINKED.findall(page.text), *LINKED_TURNED.findall(page.text)})
    more = sum(browser.get(address, accept_encoding="gzip").wire for address in linked)
    return {"html": html, "linked": more, "files": len(linked), "all": html + more}
