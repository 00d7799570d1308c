"""The own account: name, sessions, password."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from rumah_inovasi.accounts import actions, current, passwords, throttle
from rumah_inovasi.accounts.actor import SYSTEM, Role
from rumah_inovasi.accounts.model import Account, AccountKey, Purpose, SignIn
from rumah_inovasi.errors import Conflict
from rumah_inovasi.house import House
from tests.accounts.seeing import NEW_PASSWORD, deeds, is_signed_in, letters, pass_time, sign_in
from tests.pages import Answer, PageClient
from tests.people import PASSWORD, Person, person, signed_in, unit


@pytest.fixture
def siti(house: House) -> Person:
    return person(house, "Siti Aminah", (Role.AUTHOR, unit(house, "Puskesmas Taman")))


@pytest.fixture
def own(app: Flask, house: House, siti: Person) -> PageClient:
    return signed_in(app, house, siti)


def change(client: PageClient, new: str = NEW_PASSWORD, *, present: str = PASSWORD, status: int = 303) -> Answer:
    return client.submit(
        client.get("/akun/sandi"), {"current": present, "password": new}, to="/akun/sandi", status=status
    )


def test_page_shows_name_address_and_roles(own: PageClient, siti: Person) -> None:
    text = own.get("/akun").text
    assert siti.email in text
    assert "Penyusun, Puskesmas Taman (Kabupaten Sidoarjo)" in text


def test_page_is_for_the_signed_in(client: PageClient) -> None:
    for path in ("/akun", "/akun/sandi"):
        assert client.get(path, status=302).headers["Location"].startswith("/masuk?lanjut=")


def test_name_and_position_are_changed(house: House, own: PageClient) -> None:
    own.submit(own.get("/akun"), {"name": " Siti  Aminah, S.Sos ", "position": "Kepala"}, to="/akun")
    page = own.get("/akun")
    assert "Nama dan jabatan sudah disimpan." in page.text
    assert 'value="Siti Aminah, S.Sos"' in page.html
    assert len(deeds(house, "account-renamed")) == 1


@pytest.mark.parametrize("name", ["", "   ", "a" * 121, "Siti\u202eAminah"])
def test_name_that_is_none_is_refused_and_what_was_typed_kept(own: PageClient, name: str) -> None:
    answer = own.submit(own.get("/akun"), {"name": name, "position": "Kepala Seksi"}, to="/akun", status=400)
    assert 'value="Kepala Seksi"' in answer.html
    assert "Ada yang perlu diperbaiki" in answer.text


def test_sessions_elsewhere_are_listed_and_ended(app: Flask, house: House, own: PageClient, siti: Person) -> None:
    other = signed_in(app, house, siti)
    page = own.get("/akun")
    assert page.text.count("Terakhir dipakai") == 1
    assert page.text.count("Perangkat ini") == 1
    own.submit(page, to="/akun/sesi")
    assert is_signed_in(own)
    assert not is_signed_in(other)
    assert "Keluar dari semua perangkat lain" not in own.get("/akun").text


def test_sessions_of_others_stay(app: Flask, house: House, own: PageClient, siti: Person) -> None:
    signed_in(app, house, siti)
    other = signed_in(app, house, person(house, "Budi Santoso"))
    own.submit(own.get("/akun"), to="/akun/sesi")
    assert is_signed_in(other)


def test_new_password_ends_everything_that_the_former_one_opened(
    app: Flask, house: House, own: PageClient, siti: Person
) -> None:
    other = signed_in(app, house, siti)
    with house.database.write() as session:
        actions.give_key(session, siti.account, Purpose.RESET, now=house.clock())
    with own.client.session_transaction() as cookie:
        before = cookie[current.WORD]
    assert change(own).headers["Location"] == "/akun"
    assert is_signed_in(own)
    assert not is_signed_in(other)
    with own.client.session_transaction() as cookie:
        assert cookie[current.WORD] != before
    with house.database.read() as session:
        assert session.scalars(select(AccountKey)).all() == []
        assert len(session.scalars(select(SignIn)).all()) == 1
    client = PageClient(app.test_client())
    sign_in(client, siti.email, PASSWORD, status=400)
    sign_in(client, siti.email, NEW_PASSWORD)


def test_remembered_device_stays_remembered_through_a_new_password(
    house: House, client: PageClient, siti: Person
) -> None:
    sign_in(client, siti.email, lasting="y")
    change(client)
    pass_time(house, timedelta(days=20))
    assert is_signed_in(client)


def test_owner_is_told_of_a_new_password_by_letter(house: House, own: PageClient, siti: Person) -> None:
    change(own)
    (letter,) = letters(house, siti.email)
    assert "baru saja diganti" in letter.body
    assert NEW_PASSWORD not in letter.body


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("pendek", "10 sampai 200 huruf"),
        ("x" * 201, "200 huruf"),
        ("aaaaaaaaaaaa", "mudah ditebak"),
        ("Qwerty-Qwerty-1", "mudah ditebak"),
        ("siti kesayangan kita", "mudah ditebak"),
        ("AMINAH-2026-baru", "mudah ditebak"),
        (PASSWORD, "yang lain dari yang sekarang"),
        ("", "Wajib diisi."),
    ],
)
def test_password_that_is_easily_guessed_is_refused(own: PageClient, new: str, said: str) -> None:
    assert said in change(own, new, status=400).text


def test_present_password_has_to_be_known(own: PageClient) -> None:
    assert "Kata sandi sekarang tidak cocok." in change(own, present="bukan ini", status=400).text


def test_present_password_cannot_be_guessed_in_a_borrowed_session(own: PageClient) -> None:
    for _ in range(throttle.CHANGE_OF_PASSWORD.most):
        change(own, present="bukan ini", status=400)
    assert "Retry-After" in change(own, status=429).headers


def test_change_that_another_one_has_overtaken_is_refused(house: House, siti: Person) -> None:
    with house.database.write() as session:
        account = session.merge(siti.account)
        actions.set_password(session, SYSTEM, account, "yang lebih dahulu", now=house.clock())
    with house.database.write() as session:
        account, was = session.get_one(Account, siti.id), siti.account.password_hash
        with pytest.raises(Conflict):
            actions.replace_password(session, siti.actor, account, "hash", was=was, now=house.clock())


def test_password_that_others_have_seen_is_changed_before_anything_else(house: House, app: Flask) -> None:
    with house.database.write() as session:
        actions.create(
            session, SYSTEM, "baru@contoh.go.id", "Baru", now=house.clock(),
            password_hash=passwords.hashed(PASSWORD), must_change=True,
        )  # fmt: skip
    client = PageClient(app.test_client())
    sign_in(client, "baru@contoh.go.id")
    for path in ("/akun", "/ruang-kerja/anggota"):
        assert client.get(path, status=303).headers["Location"] == "/akun/sandi"
    assert "dibuat orang lain" in client.get("/akun/sandi").text
    change(client)
    assert "Kata sandi sudah diganti." in client.get("/akun").text


def test_somebody_elses_account_is_out_of_reach_of_the_own_page(house: House, own: PageClient) -> None:
    other = person(house, "Budi Santoso")
    own.submit(own.get("/akun"), {"name": "Palsu", "id": other.id, "account": other.id}, to="/akun")
    with house.database.read() as session:
        assert session.get_one(type(other.account), other.id).name == "Budi Santoso"
