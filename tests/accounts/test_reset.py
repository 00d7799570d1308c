"""Links for setting a password: asked for, looked at, used once."""

import re
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from rumah_inovasi.accounts import actions, throttle
from rumah_inovasi.accounts.actor import SYSTEM, Role
from rumah_inovasi.accounts.model import Account, AccountKey, Purpose
from rumah_inovasi.app import create_app
from rumah_inovasi.errors import Gone
from rumah_inovasi.house import House
from tests.accounts.seeing import NEW_PASSWORD, deeds, is_signed_in, letters, link_in, pass_time, sign_in
from tests.pages import ORIGIN, Answer, PageClient
from tests.people import PASSWORD, Person, government, person, signed_in


@pytest.fixture
def siti(house: House) -> Person:
    return person(house, "Siti Aminah")


def ask(client: PageClient, email: str, *, status: int = 303) -> Answer:
    return client.submit(client.get("/atur-ulang"), {"email": email}, status=status)


def key(house: House, who: Person, purpose: Purpose = Purpose.RESET) -> str:
    with house.database.write() as session:
        return actions.give_key(session, who.account, purpose, now=house.clock())


def newcomer(house: House) -> Account:
    with house.database.write() as session:
        return actions.create(session, SYSTEM, "dewi@contoh.go.id", "Dewi Lestari", now=house.clock())


def test_letter_leads_to_a_new_password(house: House, client: PageClient, siti: Person) -> None:
    assert "Periksa surel Anda" in client.get(ask(client, siti.email).headers["Location"]).text
    (letter,) = letters(house)
    assert letter.recipient == siti.email
    page = client.get(link_in(letter.body))
    done = client.submit(page, {"password": NEW_PASSWORD})
    assert done.headers["Location"] == "/atur-ulang/selesai"
    assert "/masuk" in client.get("/atur-ulang/selesai").links
    assert not is_signed_in(client), "the link alone signs nobody in"
    sign_in(client, siti.email, NEW_PASSWORD)


@pytest.mark.parametrize("smtp_url", [None, "smtp://127.0.0.1:25"])
def test_nobody_waits_for_a_letter_of_a_site_that_sends_none(house: House, smtp_url: str | None) -> None:
    chief = person(house, "Budi Admin", (Role.LOCAL_ADMIN, government(house)))
    app = create_app(replace(house, settings=replace(house.settings, smtp_url=smtp_url)))
    client = PageClient(app.test_client())
    sent = client.get(ask(client, "siapa@contoh.go.id").headers["Location"])
    admin, invite = signed_in(app, house, chief), "/ruang-kerja/anggota/undang"
    typed = {"name": "Ani", "email": "ani@contoh.go.id", "role": "penyusun", "unit": str(government(house))}
    told = admin.submit(admin.get(invite), typed, status=200)
    for page in (sent, told):
        assert ("belum dapat mengirim surat" in page.text) == (smtp_url is None)


def test_answer_tells_nothing_about_the_address(house: House, client: PageClient, siti: Person) -> None:
    closed = person(house, "Tutup Buku")
    with house.database.write() as session:
        actions.close(session, SYSTEM, session.get_one(Account, closed.id), now=house.clock())
    answers = [ask(client, email) for email in (siti.email, "tak.ada@contoh.go.id", closed.email, "bukan surel")]
    assert len({(answer.html, answer.headers["Location"]) for answer in answers}) == 1
    assert [letter.recipient for letter in letters(house)] == [siti.email]


def test_account_without_a_password_gets_its_invitation_anew(house: House, client: PageClient) -> None:
    account = newcomer(house)
    ask(client, account.email)
    (letter,) = letters(house)
    assert letter.subject == "Undangan ke Rumah Inovasi"
    page = client.get(link_in(letter.body))
    assert "Selamat datang di Rumah Inovasi, Dewi Lestari." in page.text
    client.submit(page, {"password": NEW_PASSWORD})
    sign_in(client, account.email, NEW_PASSWORD)
    assert [letter.subject for letter in letters(house)] == ["Undangan ke Rumah Inovasi"], "a first one is no change"


def test_one_account_is_asked_for_three_times_an_hour(house: House, client: PageClient, siti: Person) -> None:
    for email in (siti.email, "tak.ada@contoh.go.id"):
        for _ in range(throttle.RESET_OF_ACCOUNT.most):
            ask(client, email)
        assert int(ask(client, email, status=429).headers["Retry-After"]) > 0
    pass_time(house, timedelta(hours=1))
    ask(client, siti.email)


def test_one_address_asks_for_twenty_accounts_an_hour(client: PageClient) -> None:
    for number in range(throttle.RESET_FROM_ADDRESS.most):
        client.post("/atur-ulang", {"email": f"a{number}@contoh.go.id"}, headers=ORIGIN)
    client.post("/atur-ulang", {"email": "lagi@contoh.go.id"}, status=429, headers=ORIGIN)


def test_looking_at_the_link_does_not_use_it_up(house: House, client: PageClient, siti: Person) -> None:
    path = f"/atur-ulang/{key(house, siti)}"
    client.get(path)
    assert client.client.head(path).status_code == 200
    client.submit(client.get(path), {"password": NEW_PASSWORD})


def test_bad_password_does_not_use_up_the_link(house: House, client: PageClient, siti: Person) -> None:
    path = f"/atur-ulang/{key(house, siti)}"
    for bad in ("", "pendek", "siti aminah siti"):
        answer = client.submit(client.get(path), {"password": bad}, status=400)
        assert bad not in re.findall(r'value="([^"]*)"', answer.html) or not bad
    client.submit(client.get(path), {"password": NEW_PASSWORD})


def test_link_is_kept_by_nobody_and_told_to_no_other_site(house: House, client: PageClient, siti: Person) -> None:
    path = f"/atur-ulang/{key(house, siti)}"
    for answer in (
        client.get(path),
        client.submit(client.get(path), {"password": ""}, status=400),
        client.get("/atur-ulang/tidak-ada", status=410),
    ):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert 'name="robots" content="noindex"' in answer.html


def test_used_old_and_unknown_links_lead_to_a_new_one(house: House, client: PageClient, siti: Person) -> None:
    used = f"/atur-ulang/{key(house, siti)}"
    page = client.get(used)
    client.submit(page, {"password": NEW_PASSWORD})
    old = f"/atur-ulang/{key(house, siti)}"
    pass_time(house, timedelta(hours=1))
    for path in (used, old, "/atur-ulang/tidak-ada", f"/atur-ulang/{'x' * 5000}"):
        assert "/atur-ulang" in client.get(path, status=410).links
        client.post(path, {"password": "lain sama sekali ini"}, status=410, headers=ORIGIN)
    sign_in(client, siti.email, NEW_PASSWORD)


def test_invitation_lasts_a_week(house: House, client: PageClient, siti: Person) -> None:
    path = f"/atur-ulang/{key(house, siti, Purpose.INVITATION)}"
    pass_time(house, timedelta(days=6, hours=23))
    client.get(path)
    pass_time(house, timedelta(hours=1))
    client.get(path, status=410)


def test_newer_link_ends_the_older(house: House, client: PageClient, siti: Person) -> None:
    older, newer = key(house, siti), key(house, siti)
    client.get(f"/atur-ulang/{older}", status=410)
    client.get(f"/atur-ulang/{newer}")


def test_closing_the_account_ends_its_links(house: House, client: PageClient, siti: Person) -> None:
    word = key(house, siti)
    with house.database.write() as session:
        actions.close(session, SYSTEM, session.get_one(Account, siti.id), now=house.clock())
        actions.reopen(session, SYSTEM, session.get_one(Account, siti.id), now=house.clock())
    client.get(f"/atur-ulang/{word}", status=410)


def test_new_password_ends_all_sessions_and_the_owner_is_told(
    app: Flask, house: House, client: PageClient, siti: Person
) -> None:
    other = signed_in(app, house, siti)
    client.submit(client.get(f"/atur-ulang/{key(house, siti)}"), {"password": NEW_PASSWORD})
    assert not is_signed_in(other)
    assert [letter.subject for letter in letters(house, siti.email)] == ["Kata sandi akun Anda diganti"]
    sign_in(client, siti.email, PASSWORD, status=400)


def test_of_two_who_use_one_link_at_once_one_wins(any_house: House) -> None:
    house, results = any_house, []
    word = key(house, person(house, "Siti Aminah"))
    ready = threading.Barrier(2)

    def use(made: str) -> None:
        ready.wait()
        try:
            with house.database.write() as session:
                actions.use_key(session, word, made, now=house.clock())
            results.append(made)
        except Gone:
            results.append("")

    threads = [threading.Thread(target=use, args=(made,)) for made in ("satu", "dua")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [made for made in results if made]
    assert len(results) == 2
    with house.database.read() as session:
        assert session.scalars(select(Account.password_hash)).all() == [winner]
        assert session.scalars(select(AccountKey)).all() == []


def test_database_keeps_no_word_that_would_set_a_password(house: House, siti: Person) -> None:
    word = key(house, siti)
    with house.database.read() as session:
        (row,) = session.scalars(select(AccountKey))
    assert word not in {str(value) for value in vars(row).values()}


def test_what_was_asked_for_is_on_record_without_the_link(house: House, client: PageClient, siti: Person) -> None:
    ask(client, siti.email)
    (entry,) = deeds(house, "key-asked-for")
    assert (entry.actor, entry.entity_id, entry.details) == (None, str(siti.id), {})


def test_form_from_another_site_sets_no_password(house: House, client: PageClient, siti: Person) -> None:
    path = f"/atur-ulang/{key(house, siti)}"
    client.post(path, {"password": NEW_PASSWORD}, status=403, headers={"Origin": "https://jahat.example"})
    client.get(path)
