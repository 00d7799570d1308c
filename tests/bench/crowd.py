"""Many write and read at once: no error page, and whatever the site has confirmed is there afterwards."""

import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.bench.browser import Browser
from tests.bench.figures import Spread
from tests.bench.site import Site
from tests.bench.writer import Draft, approve, begin, save, submit, wait_until_found, word

SAVES = 4  # of each text before it is submitted
PAGES = (
    "/",
    "/wilayah",
    "/wilayah/35.15-sidoarjo",
    "/cari?q=layanan",
    "/cari.json?q=layanan",
    "/langganan/inovasi.atom",
)


@dataclass
class Person:
    """Somebody in a browser: how long the answers took, and what went wrong."""

    browser: Browser
    dice: random.Random
    times: list[float] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)


@dataclass
class Author(Person):
    """Somebody who writes, with an editor who publishes: the texts that are public, and the one in hand."""

    editor: Browser | None = None
    published: list[Draft] = field(default_factory=list)
    draft: Draft | None = None


def run(site: Site, emails: Sequence[str], admin: str, *, readers: int, seconds: float) -> dict[str, Any]:
    """Let authors write and readers read for so long, then look for every text.

    Raises:
        AssertionError: somebody got an error page, or a text that was confirmed is not there.
    """
    authors = [
        Author(site.signed_in(email), random.Random(100 + me), editor=site.signed_in(admin))
        for me, email in enumerate(emails)
    ]
    public = [Person(site.browser(), random.Random(200 + me)) for me in range(readers)]
    end = time.monotonic() + seconds
    works = [*(partial(_write, one, end) for one in authors), *(partial(_read, one, end) for one in public)]
    _together([*authors, *public], works)
    trouble = [line for one in (*authors, *public) for line in one.trouble]
    assert trouble == [], trouble
    lost = [line for one in authors for line in _lost(site, one)]
    assert lost == [], lost
    for browser in (*(one.browser for one in (*authors, *public)), *(one.editor for one in authors)):
        if browser:
            browser.close()
    return {
        "writers": len(authors),
        "readers": readers,
        "lasted": float(seconds),
        "saves": sum(len(one.times) for one in authors),
        "published": sum(len(one.published) for one in authors),
        "pages_read": sum(len(one.times) for one in public),
        "answer_to_saving": Spread.of([took for one in authors for took in one.times]),
        "answer_to_reading": Spread.of([took for one in public for took in one.times]),
        "error_pages": len(trouble),
        "lost_texts": len(lost),
    }


def _together(people: Sequence[Person], works: Sequence[Callable[[], None]]) -> None:
    """All at once, each in a thread; whatever goes wrong there is told by the main one."""

    def kept(one: Person, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - as said above
            one.trouble.append(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=kept, args=pair) for pair in zip(people, works, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _write(one: Author, end: float) -> None:
    while time.monotonic() < end:
        one.draft = begin(one.browser, f"Layanan {word(one.dice)}")
        for _ in range(SAVES):
            one.times.append(save(one.browser, one.draft, f"Antrean {word(one.dice)} terlalu panjang.").seconds)
        submit(one.browser, one.draft)
        assert one.editor
        approve(one.editor, one.draft)
        one.published.append(one.draft)
        one.draft = None


def _read(one: Person, end: float) -> None:
    texts: list[str] = []
    while time.monotonic() < end:
        answer = one.browser.get(one.dice.choice([*PAGES, *texts[-5:]]))
        one.times.append(answer.seconds)
        texts += re.findall(r'href="(/inovasi/\d+-[a-z0-9-]+)"', answer.text)[:5]


def _lost(site: Site, one: Author) -> Iterator[str]:
    """Texts that the site has confirmed and that are not where they should be."""
    with closing(site.browser()) as reader:
        for draft in one.published:
            wait_until_found(reader, draft)
            address = one.browser.get(draft.place).text.partition('href="/inovasi/')[2].partition('"')[0]
            if draft.text not in reader.get(f"/inovasi/{address}.md").text:
                yield f"{draft.title}: {draft.text}"
    draft_in_hand = one.draft
    if draft_in_hand and draft_in_hand.text not in one.browser.get(f"{draft_in_hand.place}/sunting").text:
        yield f"{draft_in_hand.title}: {draft_in_hand.text}"
