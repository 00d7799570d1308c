"""A disk that is full while people work: reading goes on, a write is told and loses no word, and all is made up for."""

import json
import resource
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.house import House
from tests.backup.houses import environ_of
from tests.bench.browser import Browser
from tests.bench.site import Site, serving
from tests.bench.writer import Draft, approve, begin, save, submit, wait_until_found
from tests.journeys.server import until
from tests.people import government, person

LONG = "Antrean terlalu panjang. " * 4_000


@pytest.fixture
def site(house: House, tmp_path: Path) -> Iterator[Site]:
    """A site with an author and a local admin."""
    house.settings.content_dir.mkdir()
    place = government(house)
    person(house, "Ani", (Role.AUTHOR, place))
    person(house, "Budi", (Role.LOCAL_ADMIN, place))
    house.database.close()
    settings = {name: value for name, value in environ_of(house).items() if name.startswith("RUMAH_")}
    with serving(tmp_path, settings=settings) as made:
        yield made


@contextmanager
def full(site: Site, *names: str) -> Iterator[None]:
    """Let files of some processes grow no longer, as on a disk that is full."""
    pids = [pid for name, pid in site.processes().items() if name in names]
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in pids}
    for pid, (_soft, hard) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    yield
    for pid, limits in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def waiting(reader: Browser) -> int:
    """How many changes wait for the relay."""
    found: int = json.loads(reader.get("/readyz").text)["outbox"]["pending"]
    return found


def test_text_that_cannot_be_saved_stays_in_the_form(site: Site) -> None:
    with closing(site.signed_in("ani@contoh.go.id")) as author, closing(site.browser()) as reader:
        draft = begin(author, "Antrean Mangga")
        save(author, draft, "Yang pertama.")
        author.get(f"{draft.place}/sunting")
        with full(site, "worker 1"):
            fields = {"judul": draft.title, "bagian-latar-belakang": LONG}
            page = author.send(f"{draft.place}/sunting", fields, 503)
            assert "Situs sedang tidak dapat menyimpan." in page.text
            assert LONG.strip() in page.text
            reader.get("/")
            assert "Yang pertama." in author.get(f"{draft.place}/sunting").text
            author.post(f"{draft.place}/sunting", {"version": ["1"]}, 400)  # without its token
        author.get(f"{draft.place}/sunting")
        author.send(f"{draft.place}/sunting", fields)
        assert LONG.strip() in author.get(f"{draft.place}/sunting").text


def test_index_and_archive_catch_up_when_there_is_room_again(site: Site, tmp_path: Path) -> None:
    with (
        closing(site.signed_in("ani@contoh.go.id")) as author,
        closing(site.signed_in("budi@contoh.go.id")) as admin,
        closing(site.browser()) as reader,
    ):
        first = published(author, admin, "Antrean Mangga")
        wait_until_found(reader, first)
        until(lambda: waiting(reader) == 0)
        with full(site, "relay"):
            second = published(author, admin, "Antrean Durian")
            assert waiting(reader) > 0
            address = author.get(second.place).text.partition('href="/inovasi/')[2].partition('"')[0]
            assert "Antrean Durian" in reader.get(f"/inovasi/{address}").text
            assert "Antrean Mangga" in reader.get("/cari.json?q=mangga").text
        wait_until_found(reader, second)
        until(lambda: waiting(reader) == 0)
    assert sorted(path.name for path in (tmp_path / "content").rglob("*.md")) == [
        "1-antrean-mangga.md",
        "2-antrean-durian.md",
    ]
    assert "sama." in site.command("check")


def published(author: Browser, admin: Browser, title: str) -> Draft:
    draft = begin(author, title)
    save(author, draft, "Antrean terlalu panjang.")
    submit(author, draft)
    approve(admin, draft)
    return draft
