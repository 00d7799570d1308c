"""Replications between pages and files: what was confirmed stands in the archive and comes back the same."""

import shutil
from pathlib import Path

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.house import House
from rumah_inovasi.maintenance import differences
from rumah_inovasi.replication import queries, statement_actions, statement_queries
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.replication.statement import Statement
from tests.drafting import published
from tests.factories import importer
from tests.interoperability.keeping import relay, tree
from tests.people import Person, government, person, unit
from tests.replication.stating import stated

SAID = Claim(stage="minat", evidence="dokumen", note="Ingin meniru.", source="https://contoh.go.id/minat")
PATH = "inovasi/2026/1-antrean-dari-rumah.md"


def confirmed(house: House) -> tuple[int, Person]:
    """A statement of another regency's unit, confirmed with a word of the origin."""
    own = unit(house, "Puskesmas Contoh")
    author = person(house, "Ani Penulis", (Role.AUTHOR, own))
    admin = person(house, "Budi Admin", (Role.LOCAL_ADMIN, government(house)))
    officer = person(house, "Rina Petugas", (Role.OFFICER, unit(house, "Puskesmas Tetangga", region="35.78")))
    number = stated(house, officer, published(house, author, admin, own), SAID)
    with house.database.write() as session:
        found = session.get_one(Statement, number)
        statement_actions.confirm(session, author.actor, found, "Benar, kami mendampingi.", now=house.clock())
    relay(house).catch_up()
    return number, officer


def test_what_the_origin_confirmed_stands_in_the_file_with_its_word(any_house: House) -> None:
    confirmed(any_house)
    (line,) = [line for line in tree(any_house)[PATH].decode().splitlines() if "35.78" in line]
    assert line.endswith(
        "unit: Puskesmas Tetangga, tahap: minat, bukti: dikonfirmasi-asal, catatan: Ingin meniru., "
        'sumber: https://contoh.go.id/minat, tanggapan: "Benar, kami mendampingi."}'
    )
    assert differences(any_house) == []


def test_what_still_waits_is_in_no_file(any_house: House) -> None:
    _number, officer = confirmed(any_house)
    before = tree(any_house)
    further = Claim(stage="rencana", evidence="dikonfirmasi-asal", note="Rahasia dahulu.")
    stated(any_house, officer, 1, further)
    relay(any_house).catch_up()
    assert tree(any_house) == before


def test_archive_in_an_empty_house_gives_the_same_bytes(any_house: House, house: House, tmp_path: Path) -> None:
    confirmed(any_house)
    files = tree(any_house)
    other = tmp_path / "lain"
    shutil.copytree(any_house.settings.content_dir, other)
    shutil.rmtree(any_house.settings.content_dir)
    assert [report.problems for report in importer(house).run(other) if report.failed] == []
    relay(house).catch_up()
    assert tree(house) == files


def test_file_changed_by_hand_keeps_the_record_and_what_was_stated(any_house: House) -> None:
    number, officer = confirmed(any_house)
    path = any_house.settings.content_dir / PATH
    with any_house.database.read() as session:
        (before,) = queries.of_innovation(session, 1)
    path.write_text(path.read_text("utf-8").replace("tahap: minat", "tahap: rencana"), "utf-8")
    assert [report.problems for report in importer(any_house).run(any_house.settings.content_dir)] == [[]]
    with any_house.database.read() as session:
        (after,) = queries.of_innovation(session, 1)
        assert (after.id, after.stage, after.reply) == (before.id, "rencana", before.reply)
        assert statement_queries.statement(session, officer.actor, number).statement.record_id == before.id
