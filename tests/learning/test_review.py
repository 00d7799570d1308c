"""What has to hold before a workshop is published, whoever asks: the rules of the actions."""

import pytest
from sqlalchemy import select

from rumah_inovasi.audit import AuditEntry
from rumah_inovasi.catalogue import review_actions as reviews
from rumah_inovasi.catalogue import reviewing, upload_actions
from rumah_inovasi.catalogue.draft import Draft
from rumah_inovasi.catalogue.publishing import Provenance, Text
from rumah_inovasi.catalogue.queries import revisions_of
from rumah_inovasi.catalogue.reviewing import Stale
from rumah_inovasi.catalogue.upload_actions import Upload
from rumah_inovasi.errors import Conflict, Forbidden, Invalid
from rumah_inovasi.files.kinds import Kind
from rumah_inovasi.house import House
from rumah_inovasi.learning import actions, proposal_actions, proposal_queries, queries
from rumah_inovasi.learning.model import WorkshopProposal, WorkshopRevision
from rumah_inovasi.organisations import queries as organisations
from tests.files.samples import pdf
from tests.learning.training import (
    BODY,
    FACTS,
    Crew,
    amended,
    approve,
    crew_of,
    plan_of,
    planned,
    submit,
    taught,
    workshop_of,
)
from tests.people import Person

NIK = "3515084501900001"
PHONE = "0812-3456-7890"


@pytest.fixture
def crew(any_house: House) -> Crew:
    return crew_of(any_house)


def upload(house: House, who: Person, number: int, *, caption: str = "Panduan", has_numbers: bool = False) -> str:
    """Put a file among the materials of a draft; gives its name."""
    kept = house.files.put(pdf())
    taken = Upload("panduan.pdf", kept, Kind.PDF, caption, has_numbers, is_harmless=True)
    with house.database.write() as session:
        found = session.get_one(WorkshopProposal, number)
        return upload_actions.add(session, who.actor, found, taken, now=house.clock()).name


def set_open(house: House, who: Person, workshop: int, name: str) -> None:
    with house.database.write() as session:
        found = queries.files(session, workshop)
        assert name in found
        row = session.get_one(type(found[name]), found[name].id)
        text = workshop_of(house, workshop)
        actions.set_open(session, who.actor, session.merge(text, load=True), row.name, is_open=True, now=house.clock())


def test_workshop_is_published_as_its_first_revision_once_approved(any_house: House, crew: Crew) -> None:
    number = planned(any_house, crew.trainer, crew.unit)
    with any_house.database.read() as session:
        assert queries.all_public_numbers(session) == []
    submit(any_house, crew.trainer, number)
    assert approve(any_house, crew.admin.actor, number) == 1
    found = workshop_of(any_house, 1)
    assert (found.state, found.revision, found.title, found.region_code) == (
        "published",
        1,
        "Bimtek Menulis Inovasi",
        "35.15",
    )
    with any_house.database.read() as session:
        reading = queries.read(session, found)
        assert (reading.revision.author, reading.revision.message) == ("Puskesmas Contoh", "Terbitan pertama")
        assert reading.revision.html.endswith("<p>Peserta berlatih menulis.</p>")
    assert (plan_of(any_house, number).state, plan_of(any_house, number).revision) == ("approved", 1)


def test_published_text_stays_until_its_change_is_approved(any_house: House, crew: Crew) -> None:
    taught(any_house, crew)
    number = amended(any_house, crew.author, 1, body="Baru.", tempat="Balai Kota")
    submit(any_house, crew.author, number)
    assert (workshop_of(any_house, 1).revision, workshop_of(any_house, 1).place) == (1, None)
    approve(any_house, crew.admin.actor, number)
    assert (workshop_of(any_house, 1).revision, workshop_of(any_house, 1).place) == (2, "Balai Kota")
    with any_house.database.read() as session:
        history = [(row.number, row.body, row.message) for row in revisions_of(session, WorkshopRevision, 1)]
    assert history == [(2, "Baru.", "Tempat diganti"), (1, BODY, "Terbitan pertama")]


def test_nobody_approves_what_the_own_hands_have_written(any_house: House, crew: Crew) -> None:
    number = planned(any_house, crew.admin, crew.unit)
    submit(any_house, crew.admin, number)
    with pytest.raises(Forbidden):
        approve(any_house, crew.admin.actor, number)
    touched = planned(any_house, crew.trainer, crew.unit, judul="Forum")
    with any_house.database.write() as session:
        found = session.get_one(WorkshopProposal, touched)
        draft = Draft({**FACTS, "judul": "Forum Lain"}, BODY)
        proposal_actions.save(session, crew.admin.actor, found, draft, version=found.version, now=any_house.clock())
    submit(any_house, crew.trainer, touched)
    with pytest.raises(Forbidden):
        approve(any_house, crew.admin.actor, touched)
    approve(any_house, crew.curator.actor, touched)


@pytest.mark.parametrize("who", ["trainer", "author", "officer", "stranger"])
def test_only_the_local_admin_and_the_curator_decide(any_house: House, crew: Crew, who: str) -> None:
    number = planned(any_house, crew.admin, crew.unit)
    submit(any_house, crew.admin, number)
    actor = getattr(crew, who).actor
    with any_house.database.write() as session:
        found = session.get_one(WorkshopProposal, number)
        for verb in (reviews.take_up, reviews.request_changes, reviews.decline):
            words = () if verb is reviews.take_up else ("Tidak.",)
            with pytest.raises(Forbidden):
                verb(session, actor, found, *words, now=any_house.clock())
    with pytest.raises(Forbidden):
        approve(any_house, actor, number)


@pytest.mark.parametrize("who", ["officer", "stranger"])
def test_only_those_who_write_for_the_unit_begin(any_house: House, crew: Crew, who: str) -> None:
    actor = getattr(crew, who).actor
    with any_house.database.write() as session:
        found = organisations.unit(session, crew.unit)
        with pytest.raises(Forbidden):
            proposal_actions.start(session, actor, found, "Bimtek", now=any_house.clock())
    taught(any_house, crew)
    with pytest.raises(Forbidden):
        amended(any_house, getattr(crew, who), 1)


def test_drafts_are_seen_by_those_who_write_for_the_unit_alone(any_house: House, crew: Crew) -> None:
    number = planned(any_house, crew.trainer, crew.unit)
    seen = {}
    with any_house.database.read() as session:
        for name in ("trainer", "author", "officer", "admin", "curator", "stranger"):
            rows = proposal_queries.writings(session, getattr(crew, name).actor)
            seen[name] = [row.proposal.id for row in rows]
    assert [name for name, found in seen.items() if found == [number]] == ["trainer", "author", "admin"]
    submit(any_house, crew.trainer, number)
    with any_house.database.read() as session:
        assert proposal_queries.proposal(session, crew.curator.actor, number).title == "Bimtek Menulis Inovasi"
        waiting = {
            name: len(proposal_queries.waiting_for(session, getattr(crew, name).actor))
            for name in ("trainer", "author", "admin", "curator", "stranger")
        }
    assert waiting == {"trainer": 0, "author": 0, "admin": 1, "curator": 1, "stranger": 0}


@pytest.mark.parametrize(
    ("facts", "body", "told"),
    [
        ({"mulai": ""}, BODY, "mulai dari"),
        ({"ringkasan": ""}, BODY, "mulai dari"),
        ({"penyelenggara": ""}, BODY, "mulai dari"),
        ({"selesai": "2026-11-01"}, BODY, "mulai dari"),
        ({"bahan": [{"judul": "Salindia"}]}, BODY, "mulai dari"),
        ({}, " ", "masih kosong"),
        ({}, f"Daftar dengan NIK {NIK}.", NIK),
        ({"narasumber": [f"Budi {PHONE}"]}, BODY, PHONE),
        ({"bahan": [{"judul": f"Hubungi {PHONE}", "url": "https://contoh.id"}]}, BODY, PHONE),
        ({}, "![Foto](1/foto.png)", "tidak memuat gambar"),
    ],
)
def test_what_is_not_ready_is_not_submitted(
    any_house: House, crew: Crew, facts: dict[str, object], body: str, told: str
) -> None:
    number = planned(any_house, crew.trainer, crew.unit, body=body, **facts)
    with pytest.raises(Invalid) as caught:
        submit(any_house, crew.trainer, number)
    assert told in str(caught.value)
    assert plan_of(any_house, number).state == "draft"


def test_number_hidden_by_marks_is_found_when_it_is_approved(any_house: House, crew: Crew) -> None:
    number = planned(any_house, crew.trainer, crew.unit, body="Hubungi 0812**3456**7890 ya.")
    submit(any_house, crew.trainer, number)
    with pytest.raises(Invalid, match="nomor NIK, KK, atau ponsel"):
        approve(any_house, crew.admin.actor, number)
    assert workshop_of(any_house, 1).state == "draft"


def test_picture_by_reference_is_found_when_it_is_approved(any_house: House, crew: Crew) -> None:
    number = planned(any_house, crew.trainer, crew.unit, body="Lihat ![foto].\n\n[foto]: 1/foto.png\n")
    submit(any_house, crew.trainer, number)
    with pytest.raises(Invalid, match="tidak memuat gambar"):
        approve(any_house, crew.admin.actor, number)


def test_same_workshop_is_not_published_twice(any_house: House, crew: Crew) -> None:
    taught(any_house, crew)
    number = planned(any_house, crew.author, crew.unit)
    with pytest.raises(Invalid, match="nomor 1"):
        submit(any_house, crew.author, number)


def test_stale_save_and_stale_decision_are_refused(any_house: House, crew: Crew) -> None:
    number = planned(any_house, crew.trainer, crew.unit)
    draft = Draft({**FACTS, "judul": "Lain"}, "Lain.")
    with any_house.database.write() as session:
        found = session.get_one(WorkshopProposal, number)
        with pytest.raises(Stale):
            proposal_actions.save(session, crew.author.actor, found, draft, version=1, now=any_house.clock())
    assert plan_of(any_house, number).body == BODY
    submit(any_house, crew.trainer, number)
    with pytest.raises(Stale):
        approve(any_house, crew.admin.actor, number, version=1)


def test_what_waits_is_changed_by_nobody_until_it_is_taken_back(any_house: House, crew: Crew) -> None:
    number = planned(any_house, crew.trainer, crew.unit)
    submit(any_house, crew.trainer, number)
    with any_house.database.write() as session:
        found = session.get_one(WorkshopProposal, number)
        with pytest.raises(Conflict):
            proposal_actions.save(
                session, crew.trainer.actor, found, Draft(FACTS, "Lain."), version=found.version, now=any_house.clock()
            )
        with pytest.raises(Forbidden):
            reviewing.take_back(session, crew.author.actor, found, now=any_house.clock())
        reviewing.take_back(session, crew.trainer.actor, found, now=any_house.clock())
        assert found.state == "draft"


def test_one_proposal_is_open_for_a_workshop(any_house: House, crew: Crew) -> None:
    taught(any_house, crew)
    amended(any_house, crew.trainer, 1)
    with pytest.raises(Conflict):
        amended(any_house, crew.author, 1)


def test_change_begun_before_another_revision_has_to_be_adapted(any_house: House, crew: Crew) -> None:
    taught(any_house, crew)
    number = amended(any_house, crew.trainer, 1)
    submit(any_house, crew.trainer, number)
    with any_house.database.write() as session:
        session.get_one(type(workshop_of(any_house, 1)), 1).revision = 2
    with pytest.raises(Conflict, match="sudah terbit sebagai revisi 2"):
        approve(any_house, crew.admin.actor, number)


def test_declined_text_stays_readable_and_frees_the_workshop(any_house: House, crew: Crew) -> None:
    taught(any_house, crew)
    number = amended(any_house, crew.trainer, 1, body="Kurang baik.")
    submit(any_house, crew.trainer, number)
    with any_house.database.write() as session:
        found = session.get_one(WorkshopProposal, number)
        reviews.decline(session, crew.admin.actor, found, "Belum waktunya.", now=any_house.clock())
    assert plan_of(any_house, number).body == "Kurang baik."
    amended(any_house, crew.author, 1)


def test_file_is_closed_until_the_local_admin_opens_it(any_house: House, crew: Crew) -> None:
    number = planned(any_house, crew.trainer, crew.unit)
    assert upload(any_house, crew.trainer, number) == "panduan.pdf"
    submit(any_house, crew.trainer, number)
    approve(any_house, crew.admin.actor, number)
    with any_house.database.read() as session:
        reading = queries.read(session, queries.workshop(session, 1))
        assert reading.facts.materials == ()
        (material,) = reading.revision.stored["bahan"]
        assert material["judul"] == "Panduan"
        assert material["sha256"] == queries.files(session, 1)["panduan.pdf"].sha256
    for who in (crew.trainer, crew.author, crew.stranger):
        with pytest.raises(Forbidden):
            set_open(any_house, who, 1, "panduan.pdf")
    set_open(any_house, crew.admin, 1, "panduan.pdf")
    with any_house.database.read() as session:
        assert queries.open_file(session, 1, "panduan.pdf").is_open


def test_file_with_numbers_of_persons_is_never_opened(any_house: House, crew: Crew) -> None:
    number = planned(any_house, crew.trainer, crew.unit)
    upload(any_house, crew.trainer, number, has_numbers=True)
    with pytest.raises(Invalid, match="tidak dapat dibuka"):
        set_open(any_house, crew.admin, 1, "panduan.pdf")


def test_change_keeps_the_files_and_saving_the_form_does_not_lose_them(any_house: House, crew: Crew) -> None:
    number = planned(any_house, crew.trainer, crew.unit)
    upload(any_house, crew.trainer, number)
    submit(any_house, crew.trainer, number)
    approve(any_house, crew.admin.actor, number)
    links = [{"judul": "Salindia", "url": "https://contoh.id/salindia"}]
    change = amended(any_house, crew.author, 1, bahan=links)
    submit(any_house, crew.author, change)
    approve(any_house, crew.admin.actor, change)
    with any_house.database.read() as session:
        stored = queries.revision(session, 1, 2).stored["bahan"]
    assert [item["judul"] for item in stored] == ["Salindia", "Panduan"]
    assert stored[1]["berkas"] == "panduan.pdf"


def test_discarded_draft_leaves_nothing(any_house: House, crew: Crew) -> None:
    number = planned(any_house, crew.trainer, crew.unit)
    upload(any_house, crew.trainer, number)
    with any_house.database.write() as session:
        found = session.get_one(WorkshopProposal, number)
        (key,) = reviewing.discard(session, crew.trainer.actor, found, now=any_house.clock())
    assert key in set(any_house.files.keys())
    with any_house.database.read() as session:
        assert queries.all_numbers(session) == set()
        assert queries.files(session, 1) == {}


def test_discarded_change_keeps_what_is_published(any_house: House, crew: Crew) -> None:
    number = planned(any_house, crew.trainer, crew.unit)
    upload(any_house, crew.trainer, number)
    submit(any_house, crew.trainer, number)
    approve(any_house, crew.admin.actor, number)
    change = amended(any_house, crew.author, 1)
    with any_house.database.write() as session:
        found = session.get_one(WorkshopProposal, change)
        assert reviewing.discard(session, crew.author.actor, found, now=any_house.clock()) == []
    assert workshop_of(any_house, 1).state == "published"


def test_withdrawal_by_those_who_review_and_publication_again_by_proposal(any_house: House, crew: Crew) -> None:
    taught(any_house, crew)
    today = any_house.clock().date()
    for who in (crew.trainer, crew.author, crew.stranger):
        with any_house.database.write() as session:
            found = queries.workshop(session, 1)
            with pytest.raises(Forbidden):
                actions.withdraw(session, who.actor, found, "Batal.", on=today, now=any_house.clock())
    with any_house.database.write() as session:
        found = queries.workshop(session, 1)
        with pytest.raises(Invalid):
            actions.withdraw(session, crew.admin.actor, found, f"Hubungi {PHONE}", on=today, now=any_house.clock())
        actions.withdraw(session, crew.admin.actor, found, "Batal.", on=today, now=any_house.clock())
    number = amended(any_house, crew.trainer, 1)
    submit(any_house, crew.trainer, number)
    approve(any_house, crew.curator.actor, number)
    assert (workshop_of(any_house, 1).state, workshop_of(any_house, 1).withdrawn_on) == ("published", None)


def test_unit_that_has_ended_begins_nothing(any_house: House, crew: Crew) -> None:
    with any_house.database.write() as session:
        found = organisations.unit(session, crew.unit)
        found.state = "closed"
        with pytest.raises(Invalid, match="sudah tidak aktif"):
            proposal_actions.start(session, crew.trainer.actor, found, "Bimtek", now=any_house.clock())


def test_every_deed_leaves_its_line_in_the_record(any_house: House, crew: Crew) -> None:
    taught(any_house, crew)
    with any_house.database.read() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.entity.startswith("workshop")))
        found = [(row.verb, row.entity, row.actor) for row in rows]
    assert found == [
        ("proposal-started", "workshop-proposal", crew.trainer.id),
        ("proposal-submitted", "workshop-proposal", crew.trainer.id),
        ("published", "workshop", crew.admin.id),
        ("proposal-approved", "workshop-proposal", crew.admin.id),
    ]


def test_import_alone_renews_and_publishes_without_review(any_house: House, crew: Crew) -> None:
    taught(any_house, crew)
    rendered = any_house.renderer.render("Baru.")
    with any_house.database.write() as session:
        reading = queries.read(session, queries.workshop(session, 1))
        text, provenance, now = Text("Baru.", rendered), Provenance("Unit", "Baru"), any_house.clock()
        with pytest.raises(Forbidden):
            actions.renew_html(session, crew.admin.actor, reading.revision, rendered, now=now)
        with pytest.raises(Forbidden):
            actions.publish(session, crew.admin.actor, reading.facts, crew.unit, text, provenance, now=now)
