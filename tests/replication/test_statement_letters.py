"""Who is written to about a statement: those who can decide it, and its author once it is decided."""

import pytest

from rumah_inovasi.accounts import actions as accounts
from rumah_inovasi.accounts.actor import SYSTEM, Role
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.house import House
from rumah_inovasi.replication import notices
from rumah_inovasi.replication.statement import Statement
from rumah_inovasi.replication.statement_rules import Proof
from tests.accounts.seeing import letters
from tests.people import Person, government, person, unit
from tests.replication.parties import ADOPTER, ORIGIN, TITLE, again, confirm, decline, meet, said, state

SITE = "https://rumah.contoh.go.id"


SAID = f"{ADOPTER}, Kabupaten Blitar, mencatat replikasi inovasi “{TITLE}” pada tahap “Minat”.\n"


def tell(house: House, found: Statement) -> set[str]:
    """Write to those who can decide; gives to whom."""
    with house.database.write() as session:
        notices.stated(session, session.get_one(Statement, found.id), site=SITE, now=house.clock())
    return recipients(house)


def tell_author(house: House, found: Statement) -> set[str]:
    with house.database.write() as session:
        notices.decided(session, session.get_one(Statement, found.id), site=SITE, now=house.clock())
    return recipients(house)


def recipients(house: House) -> set[str]:
    """Everybody who was written to, each once."""
    found = [letter.recipient for letter in letters(house)]
    assert len(found) == len(set(found)), "somebody was written to twice"
    return set(found)


def close(house: House, who: Person) -> None:
    with house.database.write() as session:
        accounts.close(session, SYSTEM, session.get_one(Account, who.id), now=house.clock())


def test_authors_and_local_admins_of_the_origin_are_asked(house: House) -> None:
    p = meet(house)
    both = person(house, "Dua Peran", (Role.AUTHOR, p.origin), (Role.LOCAL_ADMIN, p.origin))
    person(house, "Petugas Asal", (Role.OFFICER, p.origin))
    person(house, "Narasumber Asal", (Role.TRAINER, p.origin))
    person(house, "Penyusun Tetangga", (Role.AUTHOR, unit(house, "Puskesmas Tetangga")))
    person(house, "Pengelola Situs", (Role.SYSTEM_ADMIN, p.origin))
    found = state(house, p.officer, p.adopter)
    assert tell(house, found) == {p.author.email, p.admin.email, both.email}


def test_all_curators_are_asked_where_nobody_at_the_origin_has_an_account(house: House) -> None:
    p = meet(house, has_accounts=False)
    other = person(house, "Kurator Dua", (Role.CURATOR, government(house, "35")))
    assert tell(house, state(house, p.officer, p.adopter)) == {p.curator.email, other.email}


def test_closed_accounts_are_not_written_to(house: House) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter)
    close(house, p.author)
    assert tell(house, found) == {p.admin.email}


def test_curators_are_asked_where_the_accounts_of_the_origin_are_closed(house: House) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter)
    close(house, p.author)
    close(house, p.admin)
    assert tell(house, found) == {p.curator.email}


def test_author_of_a_statement_is_not_asked_to_confirm_it(house: House) -> None:
    p = meet(house)
    both = person(house, "Dua Kaki", (Role.OFFICER, p.adopter), (Role.AUTHOR, p.origin))
    assert tell(house, state(house, both, p.adopter)) == {p.author.email, p.admin.email}


def test_curators_are_asked_where_the_origins_only_account_is_the_authors(house: House) -> None:
    p = meet(house, has_accounts=False)
    both = person(house, "Dua Kaki", (Role.OFFICER, p.adopter), (Role.AUTHOR, p.origin))
    assert tell(house, state(house, both, p.adopter)) == {p.curator.email}


def test_curator_who_has_stated_it_is_not_asked_either(house: House) -> None:
    p = meet(house, has_accounts=False)
    both = person(house, "Dua Kaki", (Role.OFFICER, p.adopter), (Role.CURATOR, government(house, "35")))
    assert tell(house, state(house, both, p.adopter)) == {p.curator.email}


def test_letter_to_the_origin_holds_a_link_and_the_days_and_nothing_that_was_typed(house: House) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter, said("minat", catatan="Catatan kami."), Proof("Bukti rahasia."))
    tell(house, found)
    (letter, _other) = letters(house)
    assert letter.subject == f"Mohon konfirmasi: {TITLE}"
    assert letter.body.startswith(SAID)
    assert f"{SITE}/ruang-kerja/replikasi/{found.id}\n" in letter.body
    assert "14 hari" in letter.body
    for typed in ("Catatan kami.", "Bukti rahasia.", p.officer.email):
        assert typed not in letter.body


@pytest.mark.parametrize(
    ("who", "is_yes", "deed"),
    [
        ("author", True, "dikonfirmasi unit asal"),
        ("author", False, "belum dapat dipenuhi atau dikonfirmasi unit asal"),
        ("curator", False, "bukti belum cukup menurut kurator"),
    ],
)
def test_author_alone_is_told_what_was_decided_and_why(house: House, who: str, *, is_yes: bool, deed: str) -> None:
    p = meet(house)
    person(house, "Rekan", (Role.OFFICER, p.adopter))
    found = state(house, p.officer, p.adopter)
    (confirm if is_yes else decline)(house, getattr(p, who), found, "Sudah kami periksa.", now=found.silence_ends_at)
    assert tell_author(house, again(house, found)) == {p.officer.email}
    (letter,) = letters(house)
    assert letter.subject == f"Replikasi {TITLE}: {deed}"
    assert letter.body.startswith(f"{SAID}\nHasilnya: {deed}.\n\nSudah kami periksa.\n")
    assert f"{SITE}/ruang-kerja/replikasi/{found.id}\n" in letter.body


def test_decision_without_a_word_leaves_no_gap(house: House) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter)
    confirm(house, p.author, found)
    tell_author(house, found)
    assert "dikonfirmasi unit asal.\n\nBuka: " in letters(house)[0].body


def test_author_whose_account_is_closed_is_not_written_to(house: House) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter)
    close(house, p.officer)
    confirm(house, p.author, found)
    assert tell_author(house, found) == set()


def test_reminder_is_one_message_with_who_what_and_where(house: House) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter)
    with house.database.read() as session:
        text = notices.reminder(session, session.get_one(Statement, found.id), site=SITE)
    assert text.startswith(f"Yth. {ORIGIN}, kami dari {ADOPTER}, Kabupaten Blitar, mencatat tahap “Minat” untuk")
    assert text.endswith(f"{SITE}/ruang-kerja/replikasi/{found.id}")
    assert "\n" not in text


def test_origin_is_told_of_its_right_when_the_curator_verifies_in_its_place(house: House) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter)
    confirm(house, p.curator, found, now=found.silence_ends_at)
    assert tell_author(house, again(house, found)) == {p.officer.email, p.author.email, p.admin.email}
    told = {letter.recipient: letter.body for letter in letters(house)}
    assert "Hasilnya: diverifikasi kurator.\n" in told[p.officer.email]
    assert f"berhak menanggapi:\n{SITE}/ruang-kerja/inovasi/1/catatan-replikasi\n" in told[p.author.email]


def test_curators_are_asked_in_words_of_their_own(house: House) -> None:
    p = meet(house, has_accounts=False)
    tell(house, state(house, p.officer, p.adopter))
    (letter,) = letters(house)
    assert f"Di unit asalnya, {ORIGIN}, belum ada yang punya akun untuk menjawab." in letter.body
    assert "14 hari" not in letter.body
