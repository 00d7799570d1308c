"""Public records: noted on a source, answered by the origin, removed by the curator, replaced by a file."""

import pytest

from rumah_inovasi.accounts import actions as accounts
from rumah_inovasi.accounts.actor import SYSTEM, Role
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.errors import Conflict, Forbidden, Invalid
from rumah_inovasi.house import House
from rumah_inovasi.interoperability import write_up_file
from rumah_inovasi.interoperability.front_matter import parse as parse_document
from rumah_inovasi.replication import actions, notices, queries
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.replication.model import Replication
from rumah_inovasi.schema import Value
from tests.accounts.seeing import deeds, letters
from tests.catalogue.facts import vocabulary
from tests.catalogue.publishing import version
from tests.factories import write_up
from tests.people import Person, person, unit
from tests.replication.claims import SOURCE, claim, parse
from tests.replication.parties import (
    ADOPTER,
    ELSEWHERE,
    HOME,
    NUMBER,
    ORIGIN,
    TITLE,
    claims,
    confirm,
    in_file,
    meet,
    only,
    records,
    said,
    sourced,
    state,
)

SITE = "https://rumah.contoh.go.id"
REPLIED = 'wilayah: "35.06", tahap: diterapkan, tanggapan: Kami dampingi.'


def seen(**values: Value) -> Claim:
    """What a source says of somebody."""
    return claim(**{"tahap": "diterapkan", "bukti": "klaim-media", "sumber": SOURCE, **values})


def note(house: House, who: Person, what: Claim) -> Replication:
    with house.database.write() as session:
        found, now = catalogue.published(session, NUMBER), house.clock()
        return actions.note(session, who.actor, found, what, today=now.date(), now=now)


def reply(house: House, who: Person, text: str) -> None:
    """Answer the only record."""
    with house.database.write() as session:
        found, (row,) = catalogue.published(session, NUMBER), queries.of_innovation(session, NUMBER)
        actions.reply(session, who.actor, found, row, text, now=house.clock())


def remove(house: House, who: Person) -> None:
    """Take the only record away."""
    with house.database.write() as session:
        found, (row,) = catalogue.published(session, NUMBER), queries.of_innovation(session, NUMBER)
        actions.remove(session, who.actor, found, row, now=house.clock())


def replace(house: House, *wanted: Claim) -> None:
    with house.database.write() as session:
        found = catalogue.published(session, NUMBER)
        actions.replace_claims(session, SYSTEM, found, wanted, now=house.clock())


def ids(house: House) -> dict[str, int]:
    """The numbers of the records, by who takes it up."""
    return {row.unit_name or row.adopter or row.region_code or "": row.id for row in records(house)}


# Noted on a source


@pytest.mark.parametrize("who", ["author", "admin", "curator"])
def test_origin_and_curator_note_what_a_source_says(house: House, who: str) -> None:
    p = meet(house, extra=in_file('wilayah: "35.07", tahap: minat'))
    before = version(house)
    row = note(house, getattr(p, who), seen(wilayah="35.06", unit="RSUD Pare", mulai="2025"))
    assert [found.id for found in records(house)][-1] == row.id
    assert (row.region_code, row.unit_name, row.unit_id) == ("35.06", "RSUD Pare", None)
    assert (row.stage, row.evidence, row.source, row.started) == ("diterapkan", "klaim-media", SOURCE, "2025")
    assert version(house) > before
    (entry,) = deeds(house, "replication-noted")
    assert (entry.actor, entry.entity_id) == (getattr(p, who).id, str(NUMBER))


def test_place_outside_and_a_stated_sum_are_noted_as_such(house: House) -> None:
    p = meet(house)
    note(house, p.author, seen(penerima="Kabupaten Sumedang", unit="Dinas Kesehatan"))
    note(house, p.author, seen(penerima="19 daerah", jumlah="19"))
    place, many = records(house)
    assert (place.region_code, place.adopter, place.unit_name) == (None, "Kabupaten Sumedang", "Dinas Kesehatan")
    assert (many.region_code, many.adopter, many.stated_sum) == (None, "19 daerah", 19)


def test_unit_of_ours_is_known_by_its_name(house: House) -> None:
    p = meet(house)
    assert note(house, p.author, seen(wilayah=ELSEWHERE, unit="puskesmas  TALUN")).unit_id == p.adopter


@pytest.mark.parametrize("who", ["officer", "stranger"])
def test_others_note_nothing(house: House, who: str) -> None:
    p = meet(house)
    with pytest.raises(Forbidden):
        note(house, getattr(p, who), seen(wilayah="35.06"))
    assert records(house) == []


def test_members_of_the_origin_who_do_not_write_note_nothing(house: House) -> None:
    p = meet(house)
    for role in (Role.OFFICER, Role.TRAINER, Role.SYSTEM_ADMIN):
        with pytest.raises(Forbidden):
            note(house, person(house, f"Orang {role}", (role, p.origin)), seen(wilayah="35.06"))


def test_note_needs_a_source(house: House) -> None:
    p = meet(house)
    with pytest.raises(Invalid) as refused:
        note(house, p.curator, claim(wilayah="35.06"))
    assert refused.value.field == "sumber"
    assert records(house) == []


@pytest.mark.parametrize("stage", ["ditolak", "dibatalkan"])
def test_what_only_the_parties_can_tell_is_not_noted(house: House, stage: str) -> None:
    p = meet(house)
    with pytest.raises(Invalid) as refused:
        note(house, p.author, seen(wilayah="35.06", tahap=stage))
    assert refused.value.field == "tahap"


@pytest.mark.parametrize("name", ["Kabupaten Sidoarjo", "kota  SURABAYA", "Kab Blitar", "Provinsi Jawa Timur"])
def test_regency_of_ours_is_not_typed_as_if_it_lay_outside(house: House, name: str) -> None:
    p = meet(house)
    with pytest.raises(Invalid) as refused:
        note(house, p.author, seen(penerima=name))
    assert refused.value.field == "penerima"
    assert records(house) == []


@pytest.mark.parametrize("name", ["Kabupaten Sumedang", "Kota Blitar Raya", "Kabupaten Probolinggo dan 3 lainnya"])
def test_name_that_only_resembles_one_of_ours_lies_outside(house: House, name: str) -> None:
    p = meet(house)
    assert note(house, p.author, seen(penerima=name)).adopter == name


@pytest.mark.parametrize(
    ("known", "same"),
    [
        ({"wilayah": "35.06"}, {"wilayah": "35.06", "tahap": "minat", "sumber": f"{SOURCE}/2"}),
        ({"wilayah": "35.06", "unit": "RSUD Pare"}, {"wilayah": "35.06", "unit": "rsud  pare"}),
        ({"penerima": "Kabupaten Sumedang"}, {"penerima": "kabupaten sumedang"}),
        ({"penerima": "19 daerah", "jumlah": "19"}, {"penerima": "19 daerah", "jumlah": "20"}),
    ],
)
def test_adopter_is_noted_once(house: House, known: dict[str, Value], same: dict[str, Value]) -> None:
    p = meet(house)
    note(house, p.author, seen(**known))
    before = claims(house)
    with pytest.raises(Conflict):
        note(house, p.curator, seen(**same))
    assert claims(house) == before


def test_region_its_units_and_places_outside_are_each_an_adopter(house: House) -> None:
    p = meet(house)
    for adopter in (
        {"wilayah": "35.06"},
        {"wilayah": "35.06", "unit": "RSUD Pare"},
        {"wilayah": "35.06", "unit": "RSUD Kediri"},
        {"wilayah": "35.71", "unit": "RSUD Pare"},
        {"penerima": "Kabupaten Sumedang", "unit": "RSUD Pare"},
    ):
        note(house, p.author, seen(**adopter))
    assert [row.position for row in records(house)] == [0, 1, 2, 3, 4]


def test_origin_is_not_noted_as_its_own_adopter_but_another_unit_of_its_region_is(house: House) -> None:
    p = meet(house)
    with pytest.raises(Invalid, match="unit yang sama"):
        note(house, p.curator, seen(wilayah=HOME, unit=ORIGIN))
    assert note(house, p.curator, seen(wilayah=HOME, unit="Puskesmas Lain")).is_expansion(HOME)


@pytest.mark.parametrize(
    "values",
    [
        {"wilayah": "35.06", "catatan": "Hubungi 0812-3456-7890."},
        {"wilayah": "35.06", "unit": "Bidan 3515084107850003"},
        {"penerima": "Pak Budi 081234567890"},
        {"wilayah": "35.06", "sumber": "https://wa.me/6281234567890"},
    ],
)
def test_numbers_of_persons_are_not_noted(house: House, values: dict[str, Value]) -> None:
    p = meet(house)
    with pytest.raises(Invalid, match="NIK, KK, atau ponsel"):
        note(house, p.author, seen(**values))
    assert records(house) == []


# Answered


@pytest.mark.parametrize("who", ["author", "admin"])
def test_origin_answers_any_record_and_may_take_its_answer_back(house: House, who: str) -> None:
    p = meet(house, extra=in_file("penerima: Kabupaten Sumedang, tahap: diterapkan"))
    before = version(house)
    reply(house, getattr(p, who), "  Kami belum\npernah mendampingi. ")
    assert only(house).reply == "Kami belum pernah mendampingi."
    assert version(house) > before
    (entry,) = deeds(house, "replication-answered")
    assert entry.actor == getattr(p, who).id
    reply(house, getattr(p, who), "  ")
    assert only(house).reply is None


@pytest.mark.parametrize("who", ["officer", "curator", "stranger"])
def test_only_the_origin_answers(house: House, who: str) -> None:
    p = meet(house, extra=in_file(REPLIED))
    with pytest.raises(Forbidden):
        reply(house, getattr(p, who), "Tidak benar.")
    assert only(house).reply == "Kami dampingi."


@pytest.mark.parametrize("text", ["x" * 1001, "Hubungi 0812-3456-7890.", "NIK 3515084107850003"])
def test_answer_that_cannot_be_public_is_refused(house: House, text: str) -> None:
    p = meet(house, extra=in_file(REPLIED))
    with pytest.raises(Invalid) as refused:
        reply(house, p.author, text)
    assert refused.value.field == "tanggapan"
    assert only(house).reply == "Kami dampingi."


def test_answer_of_the_greatest_length_is_taken(house: House) -> None:
    p = meet(house, extra=in_file(REPLIED))
    reply(house, p.author, "x" * 1000)
    assert only(house).reply == "x" * 1000


# Removed


def test_curator_removes_a_record(house: House) -> None:
    p = meet(house, extra=in_file('wilayah: "35.06", tahap: diterapkan'))
    before = version(house)
    remove(house, p.curator)
    assert records(house) == []
    assert version(house) > before
    (entry,) = deeds(house, "replication-removed")
    assert entry.actor == p.curator.id


@pytest.mark.parametrize("who", ["author", "admin", "officer", "stranger"])
def test_nobody_else_removes_one(house: House, who: str) -> None:
    p = meet(house, extra=in_file('wilayah: "35.06", tahap: diterapkan'))
    with pytest.raises(Forbidden):
        remove(house, getattr(p, who))
    assert len(records(house)) == 1


def test_origin_and_those_who_have_stated_it_are_told_why(house: House) -> None:
    p = meet(house, extra=in_file('wilayah: "35.06", tahap: diterapkan'))
    person(house, "Petugas Asal", (Role.OFFICER, p.origin))
    colleague = person(house, "Rekan", (Role.OFFICER, p.adopter))
    confirm(house, p.author, state(house, p.officer, p.adopter, said("minat")))
    confirm(house, p.author, state(house, colleague, p.adopter, said("rencana")))
    elsewhere = unit(house, "Puskesmas Garum", region=ELSEWHERE)
    garum = person(house, "Petugas Garum", (Role.OFFICER, elsewhere))
    state(house, garum, elsewhere, sourced())
    told(house, ids(house)[ADOPTER])
    sent = letters(house)
    assert {letter.recipient for letter in sent} == {p.author.email, p.admin.email, p.officer.email, colleague.email}
    assert len(sent) == 4
    for letter in sent:
        for text in (ADOPTER, TITLE, "Sumbernya tidak menyebutnya.", f"{SITE}/inovasi/1-antrean-ringkas"):
            assert text in letter.body


def test_who_has_stated_it_and_left_is_not_written_to(house: House) -> None:
    p = meet(house)
    state(house, p.officer, p.adopter, sourced())
    with house.database.write() as session:
        accounts.close(session, SYSTEM, session.get_one(Account, p.officer.id), now=house.clock())
    told(house, only(house).id)
    assert {letter.recipient for letter in letters(house)} == {p.author.email, p.admin.email}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('wilayah: "35.06", tahap: diterapkan', "Kabupaten Kediri"),
        ("penerima: Kabupaten Sumedang, tahap: diterapkan", "Kabupaten Sumedang"),
        ('wilayah: "35.06", unit: RSUD Pare, tahap: diterapkan', "RSUD Pare"),
    ],
)
def test_letter_names_the_adopter_whoever_it_is(house: House, line: str, name: str) -> None:
    p = meet(house, extra=in_file(line))
    told(house, only(house).id)
    assert {letter.recipient for letter in letters(house)} == {p.author.email, p.admin.email}
    assert all(f"Catatan replikasi {name} pada tulisan" in letter.body for letter in letters(house))


def told(house: House, record: int) -> None:
    with house.database.write() as session:
        found, row = catalogue.published(session, NUMBER), queries.record(session, NUMBER, record)
        reason = "Sumbernya tidak menyebutnya."
        notices.removed(session, found, row, reason, site=SITE, now=house.clock())


# Replaced by a file


def test_record_of_the_same_adopter_stays_the_same_record(house: House) -> None:
    meet(
        house,
        extra=in_file(
            'wilayah: "35.06", tahap: minat',
            'wilayah: "35.06", unit: RSUD Pare, tahap: minat',
            "penerima: Kabupaten Sumedang, tahap: minat",
        ),
    )
    before = ids(house)
    wanted = [
        claim(penerima="kabupaten sumedang", tahap="rencana"),
        claim(wilayah="35.07", tahap="minat"),
        claim(wilayah="35.06", tahap="diterapkan", derajat="penuh", catatan="Tiga loket.", sumber=SOURCE, mulai="2025"),
    ]
    replace(house, *wanted)
    assert claims(house) == wanted
    place, fresh, region = records(house)
    assert (place.id, region.id) == (before["Kabupaten Sumedang"], before["35.06"])
    assert fresh.id not in before.values()


def test_number_of_a_removed_record_is_never_given_again(house: House) -> None:
    p = meet(house, extra=in_file('wilayah: "35.06", tahap: minat'))
    before = only(house).id
    replace(house)
    assert note(house, p.author, seen(wilayah="35.06")).id > before


def test_two_replications_of_one_adopter_stay_two(house: House) -> None:
    meet(house, extra=in_file('wilayah: "35.06", tahap: berhenti', 'wilayah: "35.06", tahap: minat'))
    before = [row.id for row in records(house)]
    wanted = [claim(wilayah="35.06", tahap="berhenti"), claim(wilayah="35.06", tahap="rencana")]
    replace(house, *wanted)
    assert claims(house) == wanted
    assert [row.id for row in records(house)] == before


def test_answer_that_the_file_holds_stays_with_its_record(house: House) -> None:
    p = meet(house, extra=in_file('wilayah: "35.06", tahap: minat'))
    reply(house, p.author, "Silakan.")
    number = only(house).id
    replace(house, claim(wilayah="35.07", tahap="minat"), claim(wilayah="35.06", tahap="rencana", tanggapan="Silakan."))
    row = records(house)[1]
    assert (row.id, row.stage, row.reply) == (number, "rencana", "Silakan.")


def test_statement_still_means_its_record_after_an_import(house: House) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter, sourced("minat"))
    replace(house, claim(wilayah="35.06", tahap="minat"), *claims(house))
    confirm(house, p.author, found)
    assert [row.evidence for row in records(house)] == ["dokumen", "dikonfirmasi-asal"]


def test_answer_is_read_from_a_file_and_written_the_same() -> None:
    text = write_up(extra=in_file(REPLIED), body="## Hasil\n\nLebih cepat.\n")
    file, problems = write_up_file.parse(parse_document(text.encode(), name="a.md"), vocabulary())
    assert problems == []
    assert file
    assert file.claims[0].reply == "Kami dampingi."
    written = write_up_file.write(file)
    assert "tanggapan: Kami dampingi." in written
    assert write_up_file.parse(parse_document(written.encode(), name="a.md"), vocabulary()) == (file, [])


def test_answer_in_a_file_is_bounded() -> None:
    _, problems = parse({"wilayah": "35.06", "tahap": "minat", "bukti": "dokumen", "tanggapan": "x" * 1001})
    assert [problem.partition(":")[0] for problem in problems] == ["replikasi.0.tanggapan"]
