"""Signing in and out: who gets in, how long it lasts, and what a guesser learns."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from rumah_inovasi.accounts import actions, current, passwords, queries, throttle
from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.accounts.model import IDLE, LASTING, LONGEST, Account, Attempt, SignIn
from rumah_inovasi.app import create_app
from rumah_inovasi.errors import Invalid
from rumah_inovasi.house import House
from rumah_inovasi.settings import load
from tests.accounts.seeing import is_signed_in, pass_time, sign_in
from tests.pages import ORIGIN, PageClient
from tests.people import PASSWORD, Person, person, signed_in

EMAIL = "siti.aminah@contoh.go.id"


@pytest.fixture
def siti(house: House) -> Person:
    return person(house, "Siti Aminah")


def held(client: PageClient) -> str | None:
    with client.client.session_transaction() as cookie:
        word = cookie.get(current.WORD)
        return str(word) if word else None


def change(house: House, **values: object) -> None:
    with house.database.write() as session:
        account = session.scalars(select(Account).where(Account.email == EMAIL)).one()
        for name, value in values.items():
            setattr(account, name, value)


def test_right_password_lets_in_and_leads_to_the_desk(client: PageClient, siti: Person) -> None:
    assert not is_signed_in(client)
    assert sign_in(client, siti.email).headers["Location"] == "/ruang-kerja"
    assert "Siti Aminah" in client.get("/akun").html


def test_address_is_taken_in_any_spelling_of_case(client: PageClient, siti: Person) -> None:
    sign_in(client, f"  {siti.email.upper()} ")
    assert is_signed_in(client)


@pytest.mark.parametrize("wrong", ["", " ", PASSWORD.upper(), f"{PASSWORD} ", PASSWORD[:-1]])
def test_anything_but_the_password_is_refused(client: PageClient, siti: Person, wrong: str) -> None:
    sign_in(client, siti.email, wrong, status=400)
    assert not is_signed_in(client)


def test_unknown_closed_and_passwordless_accounts_look_like_a_wrong_password(
    house: House, client: PageClient, siti: Person
) -> None:
    seen = {sign_in(client, siti.email, "bukan ini", status=400).html}
    change(house, password_hash=None)
    seen.add(sign_in(client, siti.email, status=400).html)
    change(house, password_hash=siti.account.password_hash, closed_at=house.clock())
    seen.add(sign_in(client, siti.email, status=400).html)
    unknown = sign_in(client, "tak.ada@contoh.go.id", status=400)
    seen.add(unknown.html.replace("tak.ada@contoh.go.id", siti.email))
    assert len(seen) == 1
    assert "Surel atau kata sandi tidak cocok." in unknown.text


def test_unknown_addresses_cost_a_guesser_the_same_work(
    client: PageClient, siti: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody's password can be computed now, so whoever gets an answer of its own was not computed.
    monkeypatch.setattr(passwords, "LONGEST_WAIT", 0)
    for _ in range(passwords.AT_ONCE):
        assert passwords._slots.acquire(timeout=10)
    try:
        answers = [sign_in(client, email, status=429) for email in (siti.email, "tak.ada@contoh.go.id")]
    finally:
        for _ in range(passwords.AT_ONCE):
            passwords._slots.release()
    assert all("Server sedang sibuk" in answer.text for answer in answers)
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers)


def test_password_is_repeated_on_no_page(client: PageClient, siti: Person) -> None:
    answer = sign_in(client, siti.email, "rahasia yang salah", status=400)
    assert "rahasia yang salah" not in answer.html
    assert siti.email in answer.html, "what may be shown is kept"


def test_fifth_wrong_guess_from_one_address_is_the_last_for_a_while(
    house: House, client: PageClient, siti: Person
) -> None:
    for _ in range(throttle.SIGN_IN_OF_ACCOUNT_FROM_ADDRESS.most):
        sign_in(client, siti.email, "salah", status=400)
    answer = sign_in(client, siti.email, status=429)
    assert "Terlalu banyak percobaan" in answer.text
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    other = client.client.application.test_client()
    other.environ_base["REMOTE_ADDR"] = "10.0.0.9"
    sign_in(PageClient(other), siti.email)
    pass_time(house, timedelta(minutes=16))
    sign_in(client, siti.email)


def test_guesses_at_unknown_addresses_are_counted_too(client: PageClient) -> None:
    for _ in range(throttle.SIGN_IN_OF_ACCOUNT_FROM_ADDRESS.most):
        sign_in(client, "tak.ada@contoh.go.id", "salah", status=400)
    sign_in(client, "tak.ada@contoh.go.id", "salah", status=429)


def test_success_forgets_the_guesses_at_this_account(client: PageClient, siti: Person) -> None:
    for _ in range(3):
        for _ in range(throttle.SIGN_IN_OF_ACCOUNT_FROM_ADDRESS.most - 1):
            sign_in(client, siti.email, "salah", status=400)
        sign_in(client, siti.email)
        client.submit(client.get("/akun"), to="/keluar")


def test_hall_full_of_people_signs_in_from_one_address(house: House, client: PageClient, siti: Person) -> None:
    with house.database.write() as session:
        for _ in range(throttle.SIGN_IN_FROM_ADDRESS.most - 1):
            throttle.take(session, throttle.SIGN_IN_FROM_ADDRESS, address_key(client), now=house.clock())
    for _ in range(3):
        sign_in(client, siti.email)
        client.submit(client.get("/akun"), to="/keluar")
    sign_in(client, siti.email, "salah", status=400)
    sign_in(client, siti.email, status=429)


def address_key(client: PageClient) -> str:
    with client.client.application.test_request_context(environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        return current.address_key()


def test_counts_hold_no_address_in_the_clear(house: House, client: PageClient, siti: Person) -> None:
    sign_in(client, siti.email, "salah", status=400)
    with house.database.read() as session:
        keys = [row.key for row in session.scalars(select(Attempt))]
    assert len(keys) == 3
    assert not any(siti.email in key or "127.0.0.1" in key for key in keys)


def test_word_of_the_browser_changes_with_each_sign_in_and_the_former_one_ends(
    app: Flask, house: House, siti: Person
) -> None:
    client = signed_in(app, house, siti)
    before = held(client)
    # As a browser does whose session is still good, in a second tab.
    client.post("/masuk", {"email": siti.email, "password": PASSWORD}, headers=ORIGIN)
    assert held(client) not in {None, before}
    stolen = app.test_client()
    with stolen.session_transaction() as cookie:
        cookie[current.WORD] = before
    assert not is_signed_in(PageClient(stolen))


def test_word_that_an_attacker_has_planted_never_becomes_a_session(app: Flask, siti: Person) -> None:
    client = PageClient(app.test_client())
    with client.client.session_transaction() as cookie:
        cookie.update({current.WORD: "ditanam", "csrf_token": "ditanam"})
    sign_in(client, siti.email)
    with client.client.session_transaction() as cookie:
        assert cookie[current.WORD] != "ditanam"
        assert cookie.get("csrf_token") != "ditanam"


def test_database_keeps_no_word_that_would_open_a_session(house: House, client: PageClient, siti: Person) -> None:
    sign_in(client, siti.email)
    with house.database.read() as session:
        (row,) = session.scalars(select(SignIn))
    word = held(client)
    assert word
    assert word not in {row.token_hash, *map(str, vars(row).values())}


def test_unused_session_ends_after_half_a_day(house: House, client: PageClient, siti: Person) -> None:
    sign_in(client, siti.email)
    pass_time(house, IDLE - timedelta(minutes=1))
    assert is_signed_in(client)
    pass_time(house, IDLE + timedelta(minutes=1))
    assert not is_signed_in(client)


def test_session_in_steady_use_ends_after_two_weeks(house: House, client: PageClient, siti: Person) -> None:
    sign_in(client, siti.email)
    for _ in range(2 * LONGEST.days - 1):
        pass_time(house, timedelta(hours=11, minutes=59))
        assert is_signed_in(client)
    pass_time(house, timedelta(hours=11, minutes=59))
    pass_time(house, timedelta(hours=1))
    assert not is_signed_in(client)


def test_device_that_is_remembered_stays_for_a_month_of_disuse(house: House, client: PageClient, siti: Person) -> None:
    answer = sign_in(client, siti.email, lasting="y")
    cookie = answer.headers["Set-Cookie"]
    assert "Expires=" in cookie
    pass_time(house, LASTING - timedelta(hours=1))
    assert is_signed_in(client)
    pass_time(house, LASTING + timedelta(hours=1))
    assert not is_signed_in(client)


def test_cookie_of_a_shared_computer_goes_with_the_browser(client: PageClient, siti: Person) -> None:
    cookie = sign_in(client, siti.email).headers["Set-Cookie"]
    assert "Expires=" not in cookie
    assert "Max-Age" not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_cookie_of_a_production_site_travels_over_https_alone(house: House) -> None:
    settings = load(
        {
            "RUMAH_BASE_URL": "https://inovasi.contoh.go.id",
            "RUMAH_DATA_DIR": str(house.settings.data_dir),
            "RUMAH_DATABASE_URL": house.database.url,
            "RUMAH_SECRET_KEY": "0123456789abcdef" * 4,
        }
    )
    who = person(house, "Siti Aminah")
    client = create_app(replace(house, settings=settings)).test_client()
    own = {"base_url": "https://inovasi.contoh.go.id", "headers": {"Origin": "https://inovasi.contoh.go.id"}}
    answer = client.post("/masuk", data={"email": who.email, "password": PASSWORD}, **own)
    name, *flags = answer.headers["Set-Cookie"].split("; ")
    assert name.startswith("__Host-sesi=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(flags)
    assert not any(flag.startswith("Domain") for flag in flags)
    assert client.get("/akun", base_url="https://inovasi.contoh.go.id").status_code == 200


def test_closed_account_is_out_at_once(app: Flask, house: House, siti: Person) -> None:
    client = signed_in(app, house, siti)
    with house.database.write() as session:
        account = session.get_one(Account, siti.id)
        actions.close(session, SYSTEM, account, now=house.clock())
    assert not is_signed_in(client)


def test_sign_in_that_a_new_password_has_overtaken_is_refused(house: House, siti: Person) -> None:
    # The password was found right, and is replaced before the session begins.
    change(house, password_hash="lain")
    with house.database.write() as session, pytest.raises(Invalid):
        queries.unchanged(session, siti.account)


def test_leaving_ends_the_session_on_the_server_too(app: Flask, house: House, siti: Person) -> None:
    client = signed_in(app, house, siti)
    word = held(client)
    assert client.submit(client.get("/akun"), to="/keluar").headers["Location"] == "/"
    assert held(client) is None
    again = app.test_client()
    with again.session_transaction() as cookie:
        cookie[current.WORD] = word
    assert not is_signed_in(PageClient(again))


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/wilayah", "/wilayah"),
        ("/cari?q=a b", "/cari?q=a%20b"),
        ("//jahat.example/x", "/"),
        ("https://jahat.example", "/"),
        ("/\\jahat.example", "/"),
        ("/\t/jahat.example", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
        ("javascript:alert(1)", "/"),
        ("wilayah", "/"),
    ],
)
def test_sign_in_leads_to_own_pages_only(client: PageClient, siti: Person, asked: str, led: str) -> None:
    answer = sign_in(client, siti.email, lanjut=asked)
    assert answer.headers["Location"] == led
    assert client.get("/masuk", query_string={"lanjut": asked}, status=303).headers["Location"] == led


def test_page_that_needs_a_sign_in_is_reached_after_it(client: PageClient, siti: Person) -> None:
    asked = client.get("/akun/sandi?x=1", status=302).headers["Location"]
    page = client.get(asked)
    assert client.submit(page, {"email": siti.email, "password": PASSWORD}).headers["Location"] == "/akun/sandi?x=1"


def test_sign_in_from_another_site_is_refused(client: PageClient, siti: Person) -> None:
    foreign = {"Origin": "https://jahat.example"}
    client.post("/masuk", {"email": siti.email, "password": PASSWORD}, status=403, headers=foreign)
    assert not is_signed_in(client)


def test_pages_of_the_signed_in_are_kept_by_no_cache(app: Flask, house: House, siti: Person) -> None:
    client = signed_in(app, house, siti)
    assert client.get("/akun").headers["Cache-Control"] == "private, no-store"
    assert client.get("/").headers["Cache-Control"] == "private, no-store"


def test_public_pages_give_nobody_a_cookie(client: PageClient) -> None:
    for path in ("/", "/masuk", "/atur-ulang", "/minta-akun"):
        assert "Set-Cookie" not in client.get(path).headers
