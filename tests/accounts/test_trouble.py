"""What of sign-in goes on while the database takes no changes, and what other databases could not keep."""

from datetime import timedelta

import pytest

from rumah_inovasi.accounts import current
from rumah_inovasi.app import create_app
from rumah_inovasi.house import House
from tests.accounts.seeing import pass_time, sign_in
from tests.pages import PageClient
from tests.people import PASSWORD, Person, person, signed_in


@pytest.fixture
def siti(house: House) -> Person:
    return person(house, "Siti Aminah")


def test_who_is_signed_in_goes_on_reading(hasty_house: House, siti: Person, request: pytest.FixtureRequest) -> None:
    client = signed_in(create_app(hasty_house), hasty_house, siti)
    pass_time(hasty_house, timedelta(hours=1))  # so that the session's use is to be noted
    request.getfixturevalue("locked")
    assert "Siti Aminah" in client.get("/akun").html


def test_sign_in_waits_for_another_time_and_says_so(
    hasty_house: House, siti: Person, request: pytest.FixtureRequest
) -> None:
    client = PageClient(create_app(hasty_house).test_client())
    request.getfixturevalue("locked")
    answer = sign_in(client, siti.email, status=503)
    assert answer.headers["Retry-After"]
    assert "Set-Cookie" not in answer.headers


def test_change_by_who_is_signed_in_is_told_not_to_be_saved(
    hasty_house: House, siti: Person, request: pytest.FixtureRequest
) -> None:
    client = signed_in(create_app(hasty_house), hasty_house, siti)
    page = client.get("/akun")
    request.getfixturevalue("locked")
    client.submit(page, {"name": "Lain"}, to="/akun", status=503)


@pytest.mark.parametrize("path", ["/masuk", "/atur-ulang"])
def test_signs_that_no_database_keeps_are_no_fault_of_ours(any_house: House, path: str) -> None:
    client = PageClient(create_app(any_house).test_client())
    answer = client.client.post(
        path, data={"email": "a\0b@contoh.go.id", "password": f"{PASSWORD}\0"}, headers={"Origin": "http://localhost"}
    )
    assert answer.status_code in {303, 400}


def test_cookie_that_nobody_here_has_signed_is_nobodys(house: House, siti: Person) -> None:
    app = create_app(house)
    client = signed_in(app, house, siti)
    cookie = client.client.get_cookie("sesi")
    assert cookie is not None
    client.client.set_cookie("sesi", cookie.value[:-3] + "abc")
    client.get("/akun", status=302)


@pytest.mark.parametrize("word", [1, ["x"], {"a": 1}, "", "x" * 3000])
def test_word_of_another_form_is_nobodys(house: House, word: object) -> None:
    client = PageClient(create_app(house).test_client())
    with client.client.session_transaction() as cookie:
        cookie[current.WORD] = word
    client.get("/akun", status=302)
    client.get("/")
