"""What authors may do with a proposal, in which state, and that nobody's words are lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from rumah_inovasi import public_version
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import policy, proposal_actions, proposal_queries, queries, reviewing
from rumah_inovasi.catalogue.draft import Draft
from rumah_inovasi.catalogue.model import State
from rumah_inovasi.catalogue.proposal import CLOSED, EDITABLE, WAITING, Proposal, ProposalState
from rumah_inovasi.catalogue.reviewing import LARGEST, Stale
from rumah_inovasi.errors import Conflict, Forbidden, Invalid, NotFound
from rumah_inovasi.house import House
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import Unit, UnitState
from rumah_inovasi.outbox import OutboxRow
from tests.catalogue.authors import Cast, cast_of, deed, save, set_state
from tests.drafting import BODY, FACTS, approve, changed, drafted, innovation, proposal, published, submit
from tests.people import Person


@pytest.fixture(name="cast")
def _cast(any_house: House) -> Cast:
    return cast_of(any_house)


def test_draft_gets_a_number_at_once_and_the_public_learns_nothing(any_house: House, cast: Cast) -> None:
    with any_house.database.read() as session:
        before = public_version.current(session), len(session.scalars(select(OutboxRow)).all())
    one, two = drafted(any_house, cast.author, cast.unit), drafted(any_house, cast.author, cast.unit)
    assert proposal(any_house, two).innovation_number == proposal(any_house, one).innovation_number + 1
    found = innovation(any_house, proposal(any_house, one).innovation_number)
    assert (found.state, found.revision, found.title) == (State.DRAFT, 0, FACTS["judul"])
    with any_house.database.read() as session:
        assert (public_version.current(session), len(session.scalars(select(OutboxRow)).all())) == before
        with pytest.raises(NotFound):
            queries.innovation(session, found.number)


def test_nothing_is_begun_for_a_foreign_or_an_ended_unit(any_house: House, cast: Cast) -> None:
    with pytest.raises(Forbidden):
        drafted(any_house, cast.stranger, cast.unit)
    with any_house.database.write() as session:
        session.get_one(Unit, cast.unit).state = UnitState.CLOSED.value
    with pytest.raises(Invalid, match="tidak aktif"):
        drafted(any_house, cast.author, cast.unit)


def test_who_sees_and_who_changes_which_state(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    found = proposal(any_house, number)
    for state in ProposalState:
        found.state = state.value
        for who in (cast.author, cast.colleague, cast.admin):
            assert policy.may_see(who.actor, found)
            assert policy.may_edit(who.actor, found) == (state in EDITABLE)
        assert policy.may_see(cast.curator.actor, found) == (state != ProposalState.DRAFT)
        for outsider in (cast.stranger.actor, Actor(None, "pembaca")):
            assert not policy.may_see(outsider, found)
            assert not policy.may_edit(outsider, found)
        assert not policy.may_edit(cast.curator.actor, found)
        assert policy.may_take_back(cast.author.actor, found) == (state in WAITING)


def test_who_may_not_see_it_learns_as_much_as_of_one_that_does_not_exist(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    told = set()
    with any_house.database.read() as session:
        for who, wanted in ((cast.stranger, number), (cast.author, 999), (cast.curator, number)):
            with pytest.raises(NotFound) as caught:
                proposal_queries.proposal(session, who.actor, wanted)
            told.add(caught.value.message)
    assert len(told) == 1


@pytest.mark.parametrize("state", sorted(set(ProposalState) - EDITABLE))
def test_what_waits_or_is_decided_is_not_changed(any_house: House, cast: Cast, state: ProposalState) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    set_state(any_house, number, state)
    with pytest.raises(Conflict) as caught:
        save(any_house, cast.author, number, Draft(FACTS, "Lain"))
    assert not isinstance(caught.value, Stale)
    for verb, more in ((reviewing.discard, {}), (reviewing.rebase, {"version": 2})):
        with pytest.raises(Conflict):
            deed(any_house, verb, cast.author, number, **more)
    if state in CLOSED:
        with pytest.raises(Forbidden):
            deed(any_house, reviewing.take_back, cast.author, number)
    assert proposal(any_house, number).body == BODY


def test_strangers_change_nothing(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    with pytest.raises(Forbidden):
        save(any_house, cast.stranger, number, Draft(FACTS, "Lain"))
    for verb in (reviewing.discard, reviewing.take_back):
        with pytest.raises(Forbidden):
            deed(any_house, verb, cast.stranger, number)
    with pytest.raises(Forbidden):
        submit(any_house, cast.stranger, number)


def test_saving_takes_whatever_is_there_and_counts(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    before = proposal(any_house, number)
    draft = Draft({"mulai": "kapan-kapan", "sumber": [{}, {"url": "x"}], "tag": [" ", ""]}, "", "  a \n b ")
    save(any_house, cast.colleague, number, draft)
    kept = proposal(any_house, number)
    assert kept.version == before.version + 1
    assert kept.stored == {"mulai": "kapan-kapan", "sumber": [{"url": "x"}], "asal_tulisan": "unit"}
    assert (kept.body, kept.message) == ("", "a b")
    assert kept.hands == sorted([cast.author.id, cast.colleague.id])
    assert innovation(any_house, kept.innovation_number).title == "(belum berjudul)"


def test_stale_version_saves_nothing(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    version = proposal(any_house, number).version
    save(any_house, cast.author, number, Draft(FACTS, "Pertama"), version)
    for old in (version, version + 2, 0):
        with pytest.raises(Stale):
            save(any_house, cast.colleague, number, Draft(FACTS, "Kedua"), old)
    assert proposal(any_house, number).body == "Pertama"


def test_of_many_who_save_at_once_one_is_kept(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    version = proposal(any_house, number).version

    def attempt(text: str) -> str | None:
        try:
            save(any_house, cast.author, number, Draft(FACTS, text), version)
        except Stale:
            return None
        return text

    with ThreadPoolExecutor(8) as pool:
        won = [text for text in pool.map(attempt, [f"Teks {n}" for n in range(16)]) if text]
    assert len(won) == 1
    kept = proposal(any_house, number)
    assert (kept.body, kept.version) == (won[0], version + 1)


def test_enormous_draft_is_refused_and_nothing_kept(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    for draft in (
        Draft(FACTS, "a" * (LARGEST + 1)),
        Draft({**FACTS, "mitra": ["a" * 100] * 3000}, ""),
        Draft(FACTS, "", "a" * 301),
    ):
        with pytest.raises(Invalid, match="terlalu panjang"):
            save(any_house, cast.author, number, draft)
    assert proposal(any_house, number).body == BODY


def test_title_and_summary_beyond_all_measure_are_kept_as_they_were_typed(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    long = "".join(chr(0x4E00 + at * 7919 % 20_000) for at in range(20_000))  # nothing that could be packed
    save(any_house, cast.author, number, Draft({"judul": long, "ringkasan": long}, ""))
    found = proposal(any_house, number)
    assert found.stored["judul"] == found.stored["ringkasan"] == long
    assert long.startswith(innovation(any_house, found.innovation_number).title)


def test_units_write_in_their_own_name_and_editors_in_theirs(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit, asal_tulisan="redaksi")
    assert proposal(any_house, number).stored["asal_tulisan"] == "unit"
    with any_house.database.write() as session:
        found = organisations.unit(session, cast.unit)
        made = proposal_actions.start(session, cast.curator.actor, found, now=any_house.clock())
        assert made.stored["asal_tulisan"] == "redaksi"


def test_whoever_does_not_change_the_name_keeps_that_of_the_editors(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.curator, cast.unit, asal_tulisan="redaksi")
    assert proposal(any_house, number).stored["asal_tulisan"] == "redaksi"
    save(any_house, cast.author, number, Draft(proposal(any_house, number).stored, BODY))
    assert proposal(any_house, number).stored["asal_tulisan"] == "unit"


def test_region_comes_from_the_unit_whatever_is_sent(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit, wilayah="35.78")
    assert "wilayah" not in proposal(any_house, number).stored
    submit(any_house, cast.author, number)
    made = approve(any_house, cast.admin.actor, number)
    assert innovation(any_house, made).region_code == "35.15"


def test_files_are_not_changed_by_saving(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    with any_house.database.write() as session:
        found = session.get_one(Proposal, number)
        found.stored = {**found.stored, "berkas": [{"nama": "a.pdf"}]}
    save(any_house, cast.author, number, Draft({**FACTS, "berkas": [{"nama": "jahat.pdf"}]}, BODY))
    assert proposal(any_house, number).stored["berkas"] == [{"nama": "a.pdf"}]


def test_one_proposal_for_a_text_is_open_at_a_time(any_house: House, cast: Cast) -> None:
    made = published(any_house, cast.author, cast.admin, cast.unit)
    number = changed(any_house, cast.author, made)
    with pytest.raises(Conflict, match="usulan yang terbuka"):
        changed(any_house, cast.colleague, made)
    deed(any_house, reviewing.discard, cast.author, number)
    assert changed(any_house, cast.colleague, made) > number


def test_own_writings_are_those_of_the_units_one_writes_for(any_house: House, cast: Cast) -> None:
    one = drafted(any_house, cast.author, cast.unit)
    two = drafted(any_house, cast.curator, cast.unit)
    with any_house.database.read() as session:

        def seen(who: Person, *states: ProposalState) -> list[int]:
            return [row.proposal.id for row in proposal_queries.writings(session, who.actor, states)]

        assert seen(cast.author) == seen(cast.colleague) == seen(cast.admin) == [two, one]
        assert seen(cast.curator) == [two]
        assert seen(cast.stranger) == []
        assert seen(cast.author, ProposalState.SUBMITTED) == []
