"""Review: who decides on what, and that what is approved is what readers see."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import delete, select

from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.catalogue import actions, proposal_actions, proposal_queries, queries, review_actions, reviewing
from rumah_inovasi.catalogue.draft import Draft
from rumah_inovasi.catalogue.model import Attachment, Innovation, State
from rumah_inovasi.catalogue.proposal import Proposal, ProposalState
from rumah_inovasi.errors import Conflict, DomainError, Forbidden, Invalid
from rumah_inovasi.house import House
from rumah_inovasi.membership.model import Membership
from rumah_inovasi.outbox import OutboxRow
from tests.drafting import approve, changed, drafted, innovation, open_of, proposal, published, submit
from tests.factories import put, write_up
from tests.people import Person, actor_of, government, person, unit


@dataclass
class Cast:
    """A regency with an author and a local admin, one of another regency, and the curator."""

    unit: int
    author: Person
    admin: Person
    foreign: Person
    curator: Person


@pytest.fixture
def cast(any_house: House) -> Cast:
    own = unit(any_house, "Puskesmas Contoh")
    province = government(any_house, "35")
    return Cast(
        own,
        person(any_house, "Ani Penulis", (Role.AUTHOR, own)),
        person(any_house, "Budi Admin", (Role.LOCAL_ADMIN, government(any_house))),
        person(any_house, "Citra Admin Lain", (Role.LOCAL_ADMIN, government(any_house, "35.78"))),
        person(any_house, "Dewi Kurator", (Role.CURATOR, province)),
    )


def waiting(house: House, cast: Cast) -> int:
    number = drafted(house, cast.author, cast.unit)
    submit(house, cast.author, number)
    return number


def deed(house: House, verb: Callable[..., object], who: Person, number: int, *words: object) -> None:
    with house.database.write() as session:
        verb(session, who.actor, session.get_one(Proposal, number), *words, now=house.clock())


def test_local_admin_approves_and_readers_see_the_first_revision(any_house: House, cast: Cast) -> None:
    made = approve(any_house, cast.admin.actor, waiting(any_house, cast))
    with any_house.database.read() as session:
        found = queries.published(session, made)
        reading = queries.read(session, found)
    assert (found.revision, found.title, found.provenance) == (1, "Antrean Dari Rumah", "unit")
    assert (reading.revision.author, reading.revision.message) == ("Puskesmas Contoh", "Terbitan pertama")
    assert "<h2" in reading.revision.html


def test_approval_freezes_the_proposal_and_tells_the_relay(any_house: House, cast: Cast) -> None:
    number = waiting(any_house, cast)
    made = approve(any_house, cast.admin.actor, number)
    found = proposal(any_house, number)
    assert (found.state, found.revision, found.is_open) == ("approved", 1, False)
    with any_house.database.read() as session:
        rows = session.scalars(select(OutboxRow.entity).where(OutboxRow.kind == "innovation")).all()
    assert str(made) in rows
    with pytest.raises(Conflict):
        deed(any_house, review_actions.request_changes, cast.admin, number, "Terlambat.")


def test_readers_keep_the_last_revision_while_a_change_is_open(any_house: House, cast: Cast) -> None:
    made = published(any_house, cast.author, cast.admin, cast.unit)
    number = changed(any_house, cast.author, made, judul="Antrean Lebih Ringkas")
    submit(any_house, cast.author, number)
    assert innovation(any_house, made).title == "Antrean Dari Rumah"
    approve(any_house, cast.admin.actor, number)
    assert (innovation(any_house, made).title, innovation(any_house, made).revision) == ("Antrean Lebih Ringkas", 2)


def test_nobody_approves_the_own_text(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.admin, cast.unit)
    submit(any_house, cast.admin, number)
    with pytest.raises(Forbidden):
        approve(any_house, cast.admin.actor, number)
    assert approve(any_house, cast.curator.actor, number)


def hand_over(house: House, who: Person, number: int, heir: Person) -> None:
    """Let somebody else carry on one proposal."""
    with house.database.write() as session:
        author = session.get_one(Proposal, number).author_id
        work = [row for row in proposal_queries.open_by(session, author) if row.proposal.id == number]
        review_actions.hand_over(session, who.actor, work, heir.account, heir.actor, now=house.clock())


def test_who_has_written_in_it_does_not_approve_it_after_a_hand_over(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.admin, cast.unit)
    hand_over(any_house, cast.admin, number, cast.author)
    submit(any_house, cast.author, number)
    with pytest.raises(Forbidden):
        approve(any_house, cast.admin.actor, number)


@pytest.mark.parametrize("who", ["author", "foreign"])
def test_others_do_not_decide(any_house: House, cast: Cast, who: str) -> None:
    number = waiting(any_house, cast)
    other: Person = getattr(cast, who)
    with pytest.raises(Forbidden):
        approve(any_house, other.actor, number)
    for verb in (review_actions.request_changes, review_actions.decline):
        with pytest.raises(Forbidden):
            deed(any_house, verb, other, number, "Tidak.")
    with pytest.raises(Forbidden):
        deed(any_house, review_actions.take_up, other, number)
    assert proposal(any_house, number).state == ProposalState.SUBMITTED


def test_the_system_administrator_reviews_nothing(any_house: House, cast: Cast) -> None:
    keeper = person(any_house, "Eko Pengelola", (Role.SYSTEM_ADMIN, government(any_house, "35")))
    with pytest.raises(Forbidden):
        approve(any_house, keeper.actor, waiting(any_house, cast))


def test_changes_requested_go_back_and_forth(any_house: House, cast: Cast) -> None:
    number = waiting(any_house, cast)
    deed(any_house, review_actions.take_up, cast.admin, number)
    assert proposal(any_house, number).state == ProposalState.IN_REVIEW
    deed(any_house, review_actions.request_changes, cast.admin, number, "Sebut sumber angkanya.")
    found = proposal(any_house, number)
    assert (found.state, found.is_authorised) == (ProposalState.CHANGES_REQUESTED, False)
    submit(any_house, cast.author, number)
    assert proposal(any_house, number).state == ProposalState.SUBMITTED


@pytest.mark.parametrize("verb", [review_actions.request_changes, review_actions.decline, review_actions.comment])
@pytest.mark.parametrize("body", ["", "  \n ", "x" * 5_001])
def test_a_word_for_the_author_is_required(
    any_house: House, cast: Cast, verb: Callable[..., object], body: str
) -> None:
    number = waiting(any_house, cast)
    with pytest.raises(Invalid):
        deed(any_house, verb, cast.admin, number, body)
    assert proposal(any_house, number).state == ProposalState.SUBMITTED


def test_declined_is_the_end_and_another_proposal_may_follow(any_house: House, cast: Cast) -> None:
    made = published(any_house, cast.author, cast.admin, cast.unit)
    number = changed(any_house, cast.author, made)
    submit(any_house, cast.author, number)
    deed(any_house, review_actions.decline, cast.admin, number, "Sudah tidak berlaku.")
    assert not proposal(any_house, number).is_open
    with pytest.raises(Conflict):
        submit(any_house, cast.author, number)
    assert changed(any_house, cast.author, made) != number


def test_at_most_one_open_proposal_for_a_write_up(any_house: House, cast: Cast) -> None:
    made = published(any_house, cast.author, cast.admin, cast.unit)
    changed(any_house, cast.author, made)
    with pytest.raises(Conflict):
        changed(any_house, cast.admin, made)


def test_approval_is_for_the_text_that_was_read(any_house: House, cast: Cast) -> None:
    number = waiting(any_house, cast)
    seen = proposal(any_house, number).version
    deed(any_house, reviewing.take_back, cast.author, number)
    with any_house.database.write() as session:
        found = session.get_one(Proposal, number)
        draft = Draft({**found.stored, "judul": "Diganti Diam-diam"}, found.body)
        proposal_actions.save(session, cast.author.actor, found, draft, version=found.version, now=any_house.clock())
    submit(any_house, cast.author, number)
    with pytest.raises(Conflict):
        approve(any_house, cast.admin.actor, number, version=seen)


def test_a_revision_that_came_meanwhile_is_not_overwritten(any_house: House, cast: Cast) -> None:
    made = published(any_house, cast.author, cast.admin, cast.unit)
    number = changed(any_house, cast.author, made)
    submit(any_house, cast.author, number)
    extra = f"nomor: {made}\nasal_tulisan: unit\n"
    report = put(any_house, write_up("Antrean Dari Arsip", extra=extra))
    assert not report.failed, report.problems
    with pytest.raises(Conflict, match="revisi 2"):
        approve(any_house, cast.admin.actor, number)
    deed(any_house, review_actions.request_changes, cast.admin, number, "Sesuaikan dengan revisi 2.")
    with any_house.database.write() as session:
        found = session.get_one(Proposal, number)
        reviewing.rebase(session, cast.author.actor, found, version=found.version, now=any_house.clock())
    submit(any_house, cast.author, number)
    approve(any_house, cast.admin.actor, number)
    assert innovation(any_house, made).revision == 3


def test_numbers_of_persons_block_publication_even_when_they_slip_in(any_house: House, cast: Cast) -> None:
    number = waiting(any_house, cast)
    with any_house.database.write() as session:
        found = session.get_one(Proposal, number)
        found.body += "\nHubungi 0812-3456-7890.\n"
    with pytest.raises(Invalid, match="0812"):
        approve(any_house, cast.admin.actor, number)
    assert proposal(any_house, number).state == ProposalState.SUBMITTED


def waiting_with_a_picture(any_house: House, cast: Cast) -> int:
    """A submitted proposal whose text shows a picture that nobody has opened."""
    number = drafted(any_house, cast.author, cast.unit)
    made = proposal(any_house, number).innovation_number
    with any_house.database.write() as session:
        found = session.get_one(Proposal, number)
        session.add(
            Attachment(
                innovation_number=made,
                name="alur.png",
                key="00/00/" + "0" * 32,
                sha256="0" * 64,
                media_type="image/png",
                size=10,
                is_open=False,
                created_at=any_house.clock(),
            )
        )
        found.stored = {**found.stored, "berkas": [{"nama": "alur.png", "sha256": "0" * 64}]}
        draft = Draft(found.stored, f"## Hasil\n\n![Alur]({made}/alur.png)\n")
        proposal_actions.save(session, cast.author.actor, found, draft, version=found.version, now=any_house.clock())
    submit(any_house, cast.author, number)
    return number


def test_a_picture_in_the_text_has_to_be_opened_first(any_house: House, cast: Cast) -> None:
    number = waiting_with_a_picture(any_house, cast)
    with pytest.raises(Invalid, match=r"alur\.png"):
        approve(any_house, cast.admin.actor, number)
    with pytest.raises(Forbidden):
        open_picture(any_house, cast.author, 1)
    open_picture(any_house, cast.admin, 1)
    assert approve(any_house, cast.admin.actor, number) == 1


def open_picture(house: House, who: Person, made: int, *, is_open: bool = True) -> None:
    with house.database.write() as session:
        found = session.get_one(Innovation, made)
        actions.set_open(session, who.actor, found, "alur.png", is_open=is_open, now=house.clock())


@pytest.mark.parametrize(
    "hidden",
    ["0812**3456**7890", "NIK 3515**08**4101900001", "0812<!-- x -->34567890", "&#48;81234567890", "0812\u200b34567890",
     "0812&nbsp;3456&nbsp;7890", "[0812](https://a.example/)[34567890](https://a.example/)"],
)  # fmt: skip
def test_numbers_hidden_by_marks_of_the_text_block_publication(any_house: House, cast: Cast, hidden: str) -> None:
    number = drafted(any_house, cast.author, cast.unit, body=f"## Hasil\n\nHubungi {hidden} segera.\n")
    with pytest.raises(Invalid, match="perorangan"):
        go_the_whole_way(any_house, cast, number)
    assert innovation(any_house, proposal(any_house, number).innovation_number).state == State.DRAFT


def test_withdrawal_after_the_submission_is_not_undone_by_an_approval(any_house: House, cast: Cast) -> None:
    made = published(any_house, cast.author, cast.admin, cast.unit)
    number = changed(any_house, cast.author, made)
    submit(any_house, cast.author, number)
    withdraw(any_house, cast.curator.actor, made)
    with pytest.raises(Conflict, match="ditarik"):
        approve(any_house, cast.admin.actor, number)
    assert innovation(any_house, made).state == State.WITHDRAWN


def test_proposal_ends_where_the_write_up_goes_to_another_unit(any_house: House, cast: Cast) -> None:
    made = published(any_house, cast.author, cast.admin, cast.unit)
    number = changed(any_house, cast.author, made)
    submit(any_house, cast.author, number)
    moved = write_up("Antrean Pindah", extra=f"nomor: {made}\n", region="35.78", unit="Puskesmas Lain")
    assert not put(any_house, moved).failed
    deed(any_house, review_actions.request_changes, cast.admin, number, "Sesuaikan.")
    with pytest.raises(Conflict, match="unit lain"):
        rebase(any_house, cast.author, number)


def go_the_whole_way(house: House, cast: Cast, number: int) -> None:
    submit(house, cast.author, number)
    approve(house, cast.admin.actor, number)


def rebase(house: House, who: Person, number: int) -> None:
    with house.database.write() as session:
        found = session.get_one(Proposal, number)
        reviewing.rebase(session, who.actor, found, version=found.version, now=house.clock())


def test_new_draft_is_discarded_with_files_that_were_opened(any_house: House, cast: Cast) -> None:
    waiting_with_a_picture(any_house, cast)
    open_picture(any_house, cast.admin, 1)
    deed(any_house, reviewing.take_back, cast.author, 1)
    with any_house.database.write() as session:
        keys = reviewing.discard(session, cast.author.actor, session.get_one(Proposal, 1), now=any_house.clock())
    assert len(keys) == 1
    with any_house.database.read() as session:
        assert session.get(Innovation, 1) is None


def test_a_file_that_the_text_leads_to_by_reference_has_to_be_there(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    made = proposal(any_house, number).innovation_number
    with any_house.database.write() as session:
        found = session.get_one(Proposal, number)
        draft = Draft(found.stored, f"## Hasil\n\nAda [surat tugas][1].\n\n[1]: {made}/surat.pdf\n")
        proposal_actions.save(session, cast.author.actor, found, draft, version=found.version, now=any_house.clock())
    submit(any_house, cast.author, number)
    with pytest.raises(Invalid, match="tidak ada di antara lampiran"):
        approve(any_house, cast.admin.actor, number)


def test_a_picture_of_the_published_text_is_not_closed(any_house: House, cast: Cast) -> None:
    test_a_picture_in_the_text_has_to_be_opened_first(any_house, cast)
    with pytest.raises(Conflict, match=r"alur\.png"):
        open_picture(any_house, cast.admin, 1, is_open=False)
    withdraw(any_house, cast.admin.actor, 1)
    open_picture(any_house, cast.admin, 1, is_open=False)


def test_reason_of_a_withdrawal_holds_no_number_of_a_person(any_house: House, cast: Cast) -> None:
    made = published(any_house, cast.author, cast.admin, cast.unit)
    with pytest.raises(Invalid, match="perorangan"):
        withdraw(any_house, cast.admin.actor, made, "Hubungi 081234567890.")
    assert innovation(any_house, made).state == State.PUBLISHED


def test_a_file_with_numbers_of_persons_is_never_opened(any_house: House, cast: Cast) -> None:
    test_a_picture_in_the_text_has_to_be_opened_first(any_house, cast)
    with any_house.database.write() as session:
        row = session.scalars(select(Attachment)).one()
        row.is_open, row.has_numbers = False, True
        made = row.innovation_number
    with pytest.raises(Invalid, match="perorangan"):
        open_picture(any_house, cast.admin, made)


def test_withdrawal_is_for_the_own_tree_and_may_be_undone_by_a_proposal(any_house: House, cast: Cast) -> None:
    made = published(any_house, cast.author, cast.admin, cast.unit)
    for other in (cast.author, cast.foreign):
        with pytest.raises(Forbidden):
            withdraw(any_house, other.actor, made)
    withdraw(any_house, cast.admin.actor, made)
    assert innovation(any_house, made).state == State.WITHDRAWN
    number = changed(any_house, cast.author, made)
    submit(any_house, cast.author, number)
    approve(any_house, cast.admin.actor, number)
    assert innovation(any_house, made).state == State.PUBLISHED


def withdraw(house: House, actor: Actor, made: int, reason: str = "Sudah berhenti.") -> None:
    with house.database.write() as session:
        found = session.get_one(Innovation, made)
        actions.withdraw(session, actor, found, reason, on=house.clock().date(), now=house.clock())


def test_a_restored_revision_becomes_a_new_one(any_house: House, cast: Cast) -> None:
    made = published(any_house, cast.author, cast.admin, cast.unit)
    second = changed(any_house, cast.author, made, body="## Hasil\n\nTeks kedua.\n")
    submit(any_house, cast.author, second)
    approve(any_house, cast.admin.actor, second)
    with any_house.database.write() as session:
        found = queries.innovation(session, made)
        first = queries.read(session, found, 1).revision
        third = proposal_actions.start_revision(
            session, cast.author.actor, found, first, message="Dipulihkan dari revisi 1", now=any_house.clock()
        ).id
    submit(any_house, cast.author, third)
    approve(any_house, cast.admin.actor, third)
    with any_house.database.read() as session:
        now = queries.read(session, queries.innovation(session, made)).revision
    assert (now.number, now.message, now.body) == (3, "Dipulihkan dari revisi 1", first.body)


def test_hand_over_gives_open_work_to_somebody_who_writes_for_the_unit(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    heir = person(any_house, "Fajar Penerus", (Role.OFFICER, cast.unit))
    with pytest.raises(Invalid):
        hand_over(any_house, cast.admin, number, heir)
    writer = person(any_house, "Gita Penerus", (Role.AUTHOR, cast.unit))
    for other in (cast.author, cast.foreign):
        with pytest.raises(Forbidden):
            hand_over(any_house, other, number, writer)
    hand_over(any_house, cast.admin, number, writer)
    assert proposal(any_house, number).author_id == writer.id


def test_owning_unit_takes_over_a_text_of_the_editors(any_house: House, cast: Cast) -> None:
    report = put(any_house, write_up(extra="asal_tulisan: redaksi\n"))
    assert report.number
    with pytest.raises(Forbidden):
        claim(any_house, cast.foreign, report.number)
    officer = person(any_house, "Hadi Petugas", (Role.OFFICER, cast.unit))
    with pytest.raises(Forbidden):
        claim(any_house, officer, report.number)
    number = claim(any_house, cast.author, report.number)
    submit(any_house, cast.author, number)
    approve(any_house, cast.admin.actor, number)
    assert innovation(any_house, report.number).provenance == "unit"
    with pytest.raises(DomainError):
        claim(any_house, cast.author, report.number)


def claim(house: House, who: Person, made: int) -> int:
    with house.database.write() as session:
        found = queries.innovation(session, made)
        base = queries.read(session, found).revision
        return proposal_actions.claim(session, who.actor, found, base, now=house.clock()).id


def test_role_that_has_ended_reviews_no_more(any_house: House, cast: Cast) -> None:
    number = waiting(any_house, cast)
    with any_house.database.write() as session:
        session.execute(delete(Membership).where(Membership.account_id == cast.admin.id))
    with pytest.raises(Forbidden):
        approve(any_house, actor_of(any_house, cast.admin.account), number)
    assert open_of(any_house, proposal(any_house, number).innovation_number)
