"""What is not published changes nothing public: not a byte of a page, feed, file, index or count.

One house is looked at twice, before and after people have written drafts, proposals, comments, requests and reports in
it. The second look has to give the very same bytes, and none of their words.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from rumah_inovasi.accounts import actions as accounts
from rumah_inovasi.accounts.actor import READER, SYSTEM, Actor, Grant, Role
from rumah_inovasi.accounts.model import Purpose
from rumah_inovasi.app import build_house, create_app
from rumah_inovasi.catalogue import queries, review_actions, upload_actions
from rumah_inovasi.catalogue.model import Attachment
from rumah_inovasi.catalogue.proposal import Proposal
from rumah_inovasi.catalogue.upload_actions import Upload
from rumah_inovasi.feedback import actions as feedback
from rumah_inovasi.files.kinds import Kind
from rumah_inovasi.house import House
from rumah_inovasi.learning.model import WorkshopProposal
from rumah_inovasi.mail import letters
from rumah_inovasi.membership.model import AccountRequest
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.projections import build_projections
from rumah_inovasi.relay.relay import Relay
from rumah_inovasi.replication import statement_actions as replications
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.replication.statement_rules import Proof
from rumah_inovasi.saved import actions as saved
from rumah_inovasi.settings import load
from tests.drafting import changed, drafted, innovation, proposal, published, submit
from tests.learning.training import amended, planned
from tests.learning.training import approve as approve_plan
from tests.learning.training import submit as submit_plan
from tests.people import Person, government, person, unit

CANARY = "kenari"
# Its words stand in every kind of private place.
WORDS = {
    "judul": "Layanan Kenarijudul",
    "kepanjangan": "Kenaripanjang",
    "ringkasan": "Kenariringkasan.",
    "urusan": ["kehutanan"],
    "tag": ["kenaritag"],
    "inovator": ["Kenariinovator"],
    "mitra": ["Kenarimitra"],
    "kontak": {"jabatan": "Kenarijabatan"},
    "sumber": [{"judul": "Kenarisumber"}],
    "penghargaan": [{"ajang": "Kenariajang", "tahun": "2024"}],
}
BODY = "## Hasil\n\nKenariisi yang belum boleh dibaca.\n"
STARTS = [
    "/",
    "/pelatihan",
    "/pelatihan.ics",
    "/pelatihan.csv",
    "/sitemap.xml",
    "/robots.txt",
    "/opensearch.xml",
    "/langganan/inovasi.atom",
    "/replikasi",
    "/replikasi.csv",
    "/wilayah",
]
SEARCHES = [
    f"{path}?q={word}"
    for path in ("/cari", "/cari.json", "/cari.csv", "/cari.atom", "/api/v1/inovasi", "/cari/saran")
    for word in ("kenari", "kenarijudul", "kenariisi", "kenaritag", "kenarikata", "layanan", "antrean", "puskesmas")
]


@dataclass
class Looks:
    """The house, and what the public sees of it before and after."""

    house: House
    app: Flask
    before: dict[str, tuple[int, bytes]]
    after: dict[str, tuple[int, bytes]]
    numbers: list[int]


def look(app: Flask) -> dict[str, tuple[int, bytes]]:
    """Status and bytes of all that a reader without an account reaches."""
    client = app.test_client()
    seen: dict[str, tuple[int, bytes]] = {}
    waiting = [*STARTS, *SEARCHES, "/cari?urut=terbaru", "/cari.json", "/cari.csv", "/api/v1/inovasi"]
    while waiting:
        path = waiting.pop()
        of_others = path.startswith(("/static/", "/unit/")) and not path.endswith("-contoh")  # 666 kecamatan are alike
        if path in seen or of_others:
            continue
        with client.get(path) as answer:
            seen[path] = answer.status_code, answer.get_data()
        # Filters narrow filters without end: those that other pages lead to are enough.
        if answer.content_type.startswith("text/html") and not path.startswith("/cari"):
            found = seen[path][1].decode().split('href="/')[1:]
            waiting += ["/" + part.partition('"')[0].partition("#")[0].replace("&amp;", "&") for part in found]
    return seen


@pytest.fixture(scope="module")
def looks(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Looks]:
    """One house with two public write-ups, looked at before and after private things have come."""
    folder = tmp_path_factory.mktemp("rahasia")
    shutil.copy(sqlite_template, folder / "rumah.sqlite3")
    environ = {
        "RUMAH_DATA_DIR": str(folder),
        "RUMAH_CONTENT_DIR": str(folder / "content"),
        "RUMAH_INDEX_DIR": str(folder / "index"),
    }
    house = build_house(load(environ))
    own = unit(house, "Puskesmas Contoh")
    author = person(house, "Ani Penulis", (Role.AUTHOR, own))
    admin = person(house, "Budi Admin", (Role.LOCAL_ADMIN, government(house)))
    first = published(house, author, admin, own)
    second = published(house, author, admin, own, judul="Antrean Kedua")
    plan = planned(house, author, own, inovasi=[str(first)])
    submit_plan(house, author, plan)
    approve_plan(house, admin.actor, plan)
    carry_over(house)
    app = create_app(house)
    before = look(app)
    numbers = write_privately(house, author, admin, own, first, second)
    teach_privately(house, author, admin, own, first)
    carry_over(house)
    yield Looks(house, app, before, look(create_app(house)), numbers)
    house.close()


def carry_over(house: House) -> None:
    """Let the relay work off all there is, as its process does."""
    relay = Relay(house.database, build_projections(house), house.clock)
    while not relay.step().is_nothing:
        pass


def write_privately(house: House, author: Person, admin: Person, own: int, first: int, second: int) -> list[int]:
    """Leave words in drafts, proposals of every state, comments, requests, reports, letters, names and keys."""
    numbers = [drafted(house, author, own, body=BODY, **WORDS)]
    waiting = drafted(house, author, own, body=BODY, **{**WORDS, "judul": "Kenarijudul kedua"})
    declined = drafted(house, author, own, body=BODY, **{**WORDS, "judul": "Kenarijudul ketiga"})
    change = changed(house, author, first, body=BODY, **WORDS)
    open_change = changed(house, author, second, body=BODY, **{**WORDS, "judul": "Kenarijudul keempat"})
    for number in (waiting, declined, change):
        submit(house, author, number)
    numbers += [waiting, declined, change, open_change]
    with house.database.write() as session:
        now = house.clock()
        review_actions.comment(session, admin.actor, session.get_one(Proposal, waiting), "Kenarikomentar", now=now)
        review_actions.request_changes(session, admin.actor, session.get_one(Proposal, change), "Kenariminta", now=now)
        review_actions.decline(session, admin.actor, session.get_one(Proposal, declined), "Kenaritolak", now=now)
        found = queries.innovation(session, second)
        feedback.report(session, READER, found, "Kenarilaporan", "kenari@contoh.id", base_url="http://x", now=now)
        session.add(closed_file(second, house))
        state_privately(session, house, second)
        account = accounts.create(session, author.actor, "kenari@contoh.go.id", "Kenarinama", now=now)
        accounts.give_key(session, account, Purpose.INVITATION, now=now)
        letters.send(session, "kenari@contoh.go.id", "Kenarisurat", "Kenariisi", now=now)
        saved.save(session, author.actor, "q=kenaricari", "Kenarisimpan", wants_letters=True, now=now)
        asked = {"name": "Kenari", "email": "kenari2@contoh.go.id", "position": "Kenari", "office_contact": "Kenari"}
        session.add(AccountRequest(**asked, region_code="35.15", unit_name="Kenariunit", created_at=now))
    return numbers


def teach_privately(house: House, author: Person, admin: Person, own: int, about: int) -> None:
    """Leave words in proposals for workshops, a file, and what is said about them."""
    words = {
        "tempat": "Kenaritempat",
        "inovasi": [str(about)],
        "bahan": [{"judul": "Kenaribahan", "url": "https://k.id"}],
    }
    drafts = [planned(house, author, own, body=BODY, judul=f"Kenarijudul {word}", **words) for word in ("a", "b", "c")]
    change = amended(house, author, 1, body=BODY, judul="Kenarijudul d", **words)
    for number in (*drafts[1:], change):
        submit_plan(house, author, number)
    kept = replace(house.files.put(b"kenariberkas"), words="Kenarikata dalam berkas")
    with house.database.write() as session:
        now, found = house.clock(), session.get_one(WorkshopProposal, drafts[0])
        file = Upload("kenariberkas.pdf", kept, Kind.PDF, "Kenariketerangan", has_numbers=False, is_harmless=True)
        upload_actions.add(session, author.actor, found, file, now=now)
        declined = session.get_one(WorkshopProposal, drafts[2])
        review_actions.decline(session, admin.actor, declined, "Kenaritolak", now=now)


def state_privately(session: Session, house: House, number: int) -> None:
    """A unit elsewhere says that it takes up a write-up, and nobody has confirmed it."""
    account = accounts.create(session, SYSTEM, "petugas@contoh.go.id", "Kenaripetugas", now=house.clock())
    adopter = organisations.government(session, "35.78")
    officer = Actor(account.id, "Kenaripetugas", grants=(Grant(Role.OFFICER, adopter.id, frozenset({adopter.id})),))
    said = Claim(stage="diterapkan", evidence="dokumen", degree="penuh", note="Kenaricatatan")
    proof, today = Proof("Kenaribukti"), house.clock().date()
    innovation_ = queries.innovation(session, number)
    replications.state(session, officer, innovation_, adopter, said, proof, today=today, now=house.clock())


def closed_file(number: int, house: House) -> Attachment:
    """A file that nobody has opened to the public."""
    stored = house.files.put(b"kenariberkas")
    return Attachment(
        innovation_number=number,
        name="kenariberkas.pdf",
        key=stored.key,
        sha256=stored.sha256,
        media_type="application/pdf",
        size=stored.size,
        is_open=False,
        words="Kenarikata dalam berkas",
        created_at=house.clock(),
    )


def test_nothing_public_holds_a_word_of_it(looks: Looks) -> None:
    assert len(looks.after) > 100
    shown = [path for path, (_status, body) in looks.after.items() if CANARY in path.lower()]
    assert sorted(shown) == sorted(path for path in SEARCHES if CANARY in path), "an address tells of it"
    found = [
        path
        for path, (_status, body) in looks.after.items()
        if CANARY in body.decode("utf-8", "replace").lower() and CANARY not in path
    ]
    assert found == []


def test_every_public_byte_is_as_it_was(looks: Looks) -> None:
    assert looks.before.keys() == looks.after.keys()
    assert [path for path in looks.before if looks.before[path] != looks.after[path]] == []


def test_the_words_searched_for_find_nothing(looks: Looks) -> None:
    status, body = looks.after["/cari.json?q=kenariisi"]
    assert (status, b'"total":0' in body.replace(b" ", b"")) == (200, True)


def test_neither_index_nor_archive_holds_a_word_of_it(looks: Looks) -> None:
    settings = looks.house.settings
    files = [
        path for place in (settings.index_dir, settings.content_dir) for path in place.rglob("*") if path.is_file()
    ]
    assert any(path.suffix == ".md" for path in files)
    assert [path.name for path in files if CANARY.encode() in path.read_bytes().lower()] == []


def test_a_draft_of_a_workshop_has_no_address(looks: Looks) -> None:
    client = looks.app.test_client()
    for number in (2, 3, 4):
        for address in (f"/pelatihan/{number}", f"/pelatihan/{number}.ics", f"/pelatihan/{number}.md"):
            assert client.get(address).status_code == 404, address
        assert client.get(f"/pelatihan/{number}/berkas/kenariberkas.pdf").status_code == 404


@pytest.mark.parametrize(
    "ending", ["", ".md", ".json", "/lembar", "/riwayat", "/revisi/1", "/replikasi", "/bandingkan", "/keliru"]
)
def test_a_draft_has_no_address(looks: Looks, ending: str) -> None:
    client = looks.app.test_client()
    for number in looks.numbers[:3]:
        found = innovation(looks.house, proposal(looks.house, number).innovation_number)
        for ref in (str(found.number), found.ref):
            answer = client.get(f"/inovasi/{ref}{ending}")
            assert answer.status_code == 404
            assert CANARY not in answer.text.lower().replace(ref, "")


def test_a_closed_file_is_nobodys(looks: Looks) -> None:
    assert looks.app.test_client().get("/berkas/2/kenariberkas.pdf").status_code == 404
