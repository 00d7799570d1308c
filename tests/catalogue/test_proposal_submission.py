"""What a proposal has to hold before it is submitted, how it is taken back, and what is left of a discarded one."""

import pytest

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue import proposal_actions, proposal_queries, queries, reviewing
from rumah_inovasi.catalogue.draft import Draft
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.catalogue.proposal import ProposalState
from rumah_inovasi.catalogue.reviewing import Stale
from rumah_inovasi.errors import Forbidden, Invalid
from rumah_inovasi.house import House
from rumah_inovasi.vocabulary import queries as vocabulary
from tests.catalogue.authors import Cast, attached, cast_of, deed, refusal, save
from tests.drafting import BODY, FACTS, approve, changed, drafted, proposal, published, submit
from tests.people import person, unit

NIK = "3515085203990001"


@pytest.fixture(name="cast")
def _cast(any_house: House) -> Cast:
    return cast_of(any_house)


def test_submission_needs_facts_text_and_somebody_who_vouches(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit, ringkasan="")
    assert refusal(any_house, cast.author, number).field == "ringkasan"
    save(any_house, cast.author, number, Draft({**FACTS, "mulai": "kemarin"}, BODY))
    assert refusal(any_house, cast.author, number).field == "mulai"
    save(any_house, cast.author, number, Draft(FACTS, " \n "))
    assert refusal(any_house, cast.author, number).field == "isi"
    save(any_house, cast.author, number, Draft(FACTS, BODY))
    with any_house.database.read() as session:
        words = vocabulary.load(session)
    more = {"version": proposal(any_house, number).version, "vocabulary": words}
    with pytest.raises(Invalid, match="berwenang"):
        deed(any_house, proposal_actions.submit, cast.author, number, is_authorised=False, **more)
    submit(any_house, cast.author, number)
    assert proposal(any_house, number).state == ProposalState.SUBMITTED


@pytest.mark.parametrize(
    ("field", "draft"),
    [
        ("isi", Draft(FACTS, f"## Hasil\n\nNIK {NIK}")),
        ("pesan", Draft(FACTS, BODY, f"NIK {NIK}")),
        ("kontak", Draft({**FACTS, "kontak": {"telepon": "0812-3456-7890"}}, BODY)),
        ("penghargaan", Draft({**FACTS, "penghargaan": [{"ajang": "A"}, {"ajang": f"B {NIK}"}]}, BODY)),
        ("mitra", Draft({**FACTS, "mitra": ["Bidan 081234567890"]}, BODY)),
    ],
)
def test_numbers_of_persons_are_kept_in_drafts_and_submitted_nowhere(
    any_house: House, cast: Cast, field: str, draft: Draft
) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    save(any_house, cast.author, number, draft)
    assert refusal(any_house, cast.author, number).field == field


def test_file_that_the_text_names_has_to_be_there(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    made = proposal(any_house, number).innovation_number
    for line in (f"![Alur]({made}/alur.png)", f"[Panduan]({made}/panduan.pdf)"):
        save(any_house, cast.author, number, Draft(FACTS, f"{BODY}\n{line}\n"))
        assert "tidak ada di antara lampiran" in str(refusal(any_house, cast.author, number))


def test_numbers_of_persons_are_found_in_captions_and_names_of_files_too() -> None:
    files = [{"nama": "a.png", "keterangan": f"KTP {NIK}"}, {"nama": f"ktp-{NIK}.png", "sha256": "0" * 64}]
    found = drafts.personal_numbers(Draft({"berkas": files}, ""))
    assert [(item.field, item.text) for item in found] == [("berkas", NIK)] * 2


def test_title_of_a_published_text_in_the_region_is_taken(any_house: House, cast: Cast) -> None:
    early = drafted(any_house, cast.author, cast.unit, judul="Kampung Iklim")
    published(any_house, cast.author, cast.admin, cast.unit, judul="KAMPUNG  iklim!")
    assert refusal(any_house, cast.author, early).field == "judul"


def test_drafts_take_no_title_and_other_regions_neither(any_house: House, cast: Cast) -> None:
    drafted(any_house, cast.colleague, cast.unit, judul="Kampung Iklim")
    elsewhere = unit(any_house, "Puskesmas Surabaya", region="35.78")
    writer = person(any_house, "Eka Surabaya", (Role.AUTHOR, elsewhere))
    submit(any_house, writer, drafted(any_house, writer, elsewhere, judul="Kampung Iklim"))
    submit(any_house, cast.author, drafted(any_house, cast.author, cast.unit, judul="Kampung Iklim"))


def test_change_of_a_text_may_keep_its_title(any_house: House, cast: Cast) -> None:
    made = published(any_house, cast.author, cast.admin, cast.unit)
    submit(any_house, cast.author, changed(any_house, cast.author, made, body="## Hasil\n\nLebih baik."))


def test_taken_back_it_is_a_draft_again_and_nobody_vouches_for_it(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    submit(any_house, cast.author, number)
    with pytest.raises(Forbidden):
        deed(any_house, reviewing.take_back, cast.colleague, number)
    deed(any_house, reviewing.take_back, cast.author, number)
    found = proposal(any_house, number)
    assert (found.state, found.is_authorised) == (ProposalState.DRAFT, False)
    with any_house.database.read() as session:
        said = [remark.comment.kind for remark in proposal_queries.comments(session, number)]
    assert said == ["submitted", "taken-back"]


def test_who_read_it_before_it_was_taken_back_does_not_approve_what_came_then(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    submit(any_house, cast.author, number)
    read = proposal(any_house, number).version
    deed(any_house, reviewing.take_back, cast.author, number)
    submit(any_house, cast.author, number)
    with pytest.raises(Stale):
        approve(any_house, cast.admin.actor, number, version=read)


def test_discarded_draft_leaves_nothing_and_its_address_is_not_used_again(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    at = proposal(any_house, number).innovation_number
    attached(any_house, at, "a.pdf", is_open=False)
    assert deed(any_house, reviewing.discard, cast.author, number) == ["aa/bb/1"]
    with any_house.database.read() as session:
        assert session.get(Innovation, at) is None
        assert queries.attachments(session, at) == {}
    assert drafted(any_house, cast.author, cast.unit) > number


def test_discarded_change_leaves_the_published_text_and_its_files(any_house: House, cast: Cast) -> None:
    made = published(any_house, cast.author, cast.admin, cast.unit)
    attached(any_house, made, "dulu.pdf", is_open=True)
    number = changed(any_house, cast.author, made)
    assert deed(any_house, reviewing.discard, cast.author, number) == []
    with any_house.database.read() as session:
        assert queries.published(session, made).revision == 1
        assert list(queries.attachments(session, made)) == ["dulu.pdf"]
