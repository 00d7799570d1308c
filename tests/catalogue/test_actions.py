"""Publishing, withdrawing and rendering anew, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from rumah_inovasi.accounts.actor import READER, SYSTEM
from rumah_inovasi.catalogue import actions, queries
from rumah_inovasi.catalogue.model import InnovationAward, InnovationLink, InnovationTerm, Revision
from rumah_inovasi.errors import Conflict, Forbidden, Invalid
from rumah_inovasi.house import House
from tests.catalogue.facts import metadata
from tests.catalogue.publishing import deeds, publish, version

TODAY = date(2026, 11, 22)


def test_first_write_up_is_number_one_and_the_next_two(any_house: House) -> None:
    with any_house.database.write() as session:
        assert publish(any_house, session).number == 1
        assert publish(any_house, session, metadata(judul="Lain")).number == 2


def test_new_revision_leaves_the_old_one_readable(any_house: House) -> None:
    with any_house.database.write() as session:
        publish(any_house, session, body="Dulu.")
    with any_house.database.write() as session:
        publish(any_house, session, metadata(judul="Judul Baru"), body="Kini.", number=1)
    with any_house.database.read() as session:
        found = queries.published(session, 1)
        now, then = queries.read(session, found), queries.read(session, found, 1)
        assert (found.revision, found.title) == (2, "Judul Baru")
        assert (now.revision.body, now.metadata.title, now.revision.html) == ("Kini.", "Judul Baru", "<p>Kini.</p>")
        assert (then.revision.body, then.metadata.title) == ("Dulu.", "Antrean Ringkas")
        assert [row.number for row in queries.history(session, 1)] == [2, 1]
        assert deeds(session) == [("published", "1"), ("published", "1")]


def test_facets_follow_the_current_revision(any_house: House) -> None:
    first = metadata(urusan=["kesehatan", "sosial"], tag=["gizi"], terkait=["9"], penghargaan=[{"ajang": "KOVABLIK"}])
    with any_house.database.write() as session:
        publish(any_house, session, first)
        publish(any_house, session, metadata(urusan=["sosial"], sdg=["3"], seri=["4"]), number=1)
    with any_house.database.read() as session:
        terms = session.scalars(select(InnovationTerm).order_by(InnovationTerm.kind)).all()
        assert [(row.kind, row.term) for row in terms] == [("sdg", "3"), ("urusan", "sosial")]
        links = session.scalars(select(InnovationLink)).all()
        assert [(row.kind, row.target) for row in links] == [("seri", 4)]
        assert session.scalars(select(InnovationAward)).all() == []


def test_number_of_a_withdrawn_write_up_is_never_used_again(any_house: House) -> None:
    with any_house.database.write() as session:
        publish(any_house, session)
        last = publish(any_house, session, metadata(judul="Terakhir"))
        actions.withdraw(session, SYSTEM, last, "Keliru.", on=TODAY, now=any_house.clock())
    with any_house.database.write() as session:
        assert publish(any_house, session, metadata(judul="Sesudahnya")).number == 3


def test_restored_number_keeps_its_place_and_the_next_one_follows_it(any_house: House) -> None:
    with any_house.database.write() as session:
        restored = publish(any_house, session, number=40, revision=7)
        assert (restored.number, restored.revision) == (40, 7)
        assert publish(any_house, session, metadata(judul="Baru")).number == 41
        assert publish(any_house, session, metadata(judul="Antrean Lebih Ringkas"), number=40).revision == 8


def test_revision_that_exists_is_never_written_over(any_house: House) -> None:
    with any_house.database.write() as session:
        publish(any_house, session, body="Asli.", revision=2)
    for taken in (1, 2):
        with pytest.raises(Conflict, match="sudah ada"), any_house.database.write() as session:
            publish(any_house, session, body="Lain.", number=1, revision=taken)
    with any_house.database.read() as session:
        assert [row.body for row in queries.history(session, 1)] == ["Asli."]


def test_number_below_one_is_refused(house: House) -> None:
    with pytest.raises(Invalid, match="1 atau lebih"), house.database.write() as session:
        publish(house, session, number=0)


def test_two_publishers_at_once_get_two_numbers(any_house: House) -> None:
    def publish_one(title: str) -> int:
        with any_house.database.write() as session:
            return publish(any_house, session, metadata(judul=title)).number

    titles = [f"Inovasi {number}" for number in range(6)]
    with ThreadPoolExecutor(3) as pool:
        numbers = list(pool.map(publish_one, titles))
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
    with any_house.database.read() as session:
        assert {found.number: found.title for found in queries.all_published(session)} == dict(
            zip(numbers, titles, strict=True)
        )


def test_every_public_change_raises_the_public_version(any_house: House) -> None:
    seen = [version(any_house)]
    with any_house.database.write() as session:
        publish(any_house, session)
    seen.append(version(any_house))
    with any_house.database.write() as session:
        publish(any_house, session, body="Kini.", number=1)
    seen.append(version(any_house))
    with any_house.database.write() as session:
        revision = queries.read(session, queries.published(session, 1)).revision
        rendered = replace(any_house.renderer.render("Kini."), html="<p>Anyar.</p>")
        actions.renew_html(session, SYSTEM, revision, rendered, now=any_house.clock())
    seen.append(version(any_house))
    with any_house.database.write() as session:
        actions.withdraw(session, SYSTEM, queries.published(session, 1), "Keliru.", on=TODAY, now=any_house.clock())
    seen.append(version(any_house))
    assert seen == sorted(set(seen))


def test_change_that_failed_raises_nothing_and_records_nothing(any_house: House) -> None:
    before = version(any_house)

    def fail_at_the_end() -> None:
        with any_house.database.write() as session:
            publish(any_house, session)
            publish(any_house, session, number=1, revision=1)

    with pytest.raises(Conflict):
        fail_at_the_end()
    assert version(any_house) == before
    with any_house.database.read() as session:
        assert deeds(session) == []


def test_rendering_anew_changes_the_html_and_nothing_else(any_house: House) -> None:
    with any_house.database.write() as session:
        publish(any_house, session, body="Teks.")
    with any_house.database.write() as session:
        revision = session.scalars(select(Revision)).one()
        rendered = replace(any_house.renderer.render("Teks."), html="<p>Baru.</p>", version=99, words=5)
        actions.renew_html(session, SYSTEM, revision, rendered, now=any_house.clock())
    with any_house.database.read() as session:
        found = queries.published(session, 1)
        revision = queries.read(session, found).revision
        assert (revision.html, revision.markup_version, revision.words) == ("<p>Baru.</p>", 99, 5)
        assert (revision.body, revision.number, found.updated_at) == ("Teks.", 1, revision.created_at)
        assert queries.outdated_revisions(session, 99) == []
        assert queries.outdated_revisions(session, 100) == [revision.id]


def test_withdrawal_needs_a_reason_of_bearable_length(house: House) -> None:
    with house.database.write() as session:
        found = publish(house, session)
        for reason in ("", "  \n ", "a" * 501):
            with pytest.raises(Invalid, match="wajib ditulis"):
                actions.withdraw(session, SYSTEM, found, reason, on=TODAY, now=house.clock())
        actions.withdraw(session, SYSTEM, found, " Data \n keliru. ", on=TODAY, now=house.clock())
        assert found.withdrawn_reason == "Data keliru."
        with pytest.raises(Conflict):
            actions.withdraw(session, SYSTEM, found, "Lagi.", on=TODAY, now=house.clock())


def test_reader_changes_nothing(house: House) -> None:
    with house.database.write() as session:
        found = publish(house, session)
        revision = queries.read(session, found).revision
        with pytest.raises(Forbidden):
            publish(house, session, metadata(judul="Lain"), actor=READER)
        with pytest.raises(Forbidden):
            actions.withdraw(session, READER, found, "Keliru.", on=TODAY, now=house.clock())
        with pytest.raises(Forbidden):
            actions.renew_html(session, READER, revision, house.renderer.render("x"), now=house.clock())
        assert deeds(session) == [("published", "1")]
