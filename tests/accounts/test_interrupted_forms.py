"""What was typed outlives a session that ends in the middle of a form, and a token that is missing."""

from datetime import timedelta

import pytest
from flask import Flask

from rumah_inovasi.accounts import queries
from rumah_inovasi.accounts.model import IDLE
from rumah_inovasi.house import House
from tests.accounts.seeing import NEW_PASSWORD, is_signed_in, pass_time
from tests.pages import ORIGIN, PageClient
from tests.people import PASSWORD, Person, person, signed_in

TYPED = {"name": 'Siti "Aminah" <b>', "position": "Kepala Bidang"}


@pytest.fixture
def siti(house: House) -> Person:
    return person(house, "Siti Aminah")


@pytest.fixture
def own(app: Flask, house: House, siti: Person) -> PageClient:
    return signed_in(app, house, siti)


def name_of(house: House, who: Person) -> str:
    with house.database.read() as session:
        return queries.account(session, who.id).name


@pytest.mark.parametrize("token", [None, "", "x", "ImFiYyI.aaaa.bbbb"])
def test_form_without_its_token_changes_nothing_and_is_offered_again(
    house: House, own: PageClient, siti: Person, token: str | None
) -> None:
    answer = own.post(
        "/akun", {**TYPED, **({"csrf_token": token} if token is not None else {})}, status=400, headers=ORIGIN
    )
    assert name_of(house, siti) == "Siti Aminah"
    assert "belum tersimpan" in answer.text
    own.submit(answer, to="/akun")
    assert name_of(house, siti) == TYPED["name"]


def test_token_of_somebody_else_is_worth_nothing(app: Flask, house: House, own: PageClient, siti: Person) -> None:
    other = signed_in(app, house, person(house, "Budi Santoso"))
    fields = [node for node in other.get("/akun").tree.all("input") if node.get("name") == "csrf_token"]
    own.post("/akun", {**TYPED, "csrf_token": fields[0].get("value")}, status=400, headers=ORIGIN)
    assert name_of(house, siti) == "Siti Aminah"


def test_form_from_another_site_is_refused_even_with_a_token(house: House, own: PageClient, siti: Person) -> None:
    fields = [node for node in own.get("/akun").tree.all("input") if node.get("name") == "csrf_token"]
    sent = {**TYPED, "csrf_token": fields[0].get("value")}
    own.post("/akun", sent, status=403, headers={"Origin": "https://jahat.example"})
    own.post("/akun", sent, status=403, headers={"Sec-Fetch-Site": "same-site"})
    own.post("/akun", sent, status=403)
    assert name_of(house, siti) == "Siti Aminah"


def test_what_was_typed_travels_through_a_new_sign_in(house: House, own: PageClient, siti: Person) -> None:
    page = own.get("/akun")
    pass_time(house, IDLE + timedelta(minutes=1))
    asked = own.submit(page, TYPED, to="/akun", status=401)
    assert "Sesi Anda sudah berakhir" in asked.text
    # A slip at the password loses nothing either.
    asked = own.submit(asked, {"email": siti.email, "password": "salah"}, status=400)
    offered = own.submit(asked, {"email": siti.email, "password": PASSWORD}, status=200)
    assert name_of(house, siti) == "Siti Aminah", "nothing is sent without a click"
    own.submit(offered, to="/akun")
    assert name_of(house, siti) == TYPED["name"]


def test_deed_without_fields_is_offered_again_after_a_new_sign_in(house: House, own: PageClient, siti: Person) -> None:
    own.get("/akun")
    pass_time(house, IDLE + timedelta(minutes=1))
    asked = own.post("/akun/sesi", {"csrf_token": "lama"}, status=401, headers=ORIGIN)
    offered = own.submit(asked, {"email": siti.email, "password": PASSWORD}, status=200)
    assert "belum dilakukan" in offered.text
    assert own.submit(offered, to="/akun/sesi").headers["Location"] == "/akun"


def test_passwords_are_not_carried_along(house: House, own: PageClient) -> None:
    own.get("/akun/sandi")
    sent = {"current": PASSWORD, "password": NEW_PASSWORD}
    for status in (400, 401):
        answer = own.post("/akun/sandi", sent, status=status, headers=ORIGIN)
        assert PASSWORD not in answer.html
        assert NEW_PASSWORD not in answer.html
        pass_time(house, IDLE + timedelta(minutes=1))


def test_carried_fields_lead_to_own_pages_only(client: PageClient, siti: Person) -> None:
    sent = {"email": siti.email, "password": PASSWORD, "lanjut": "https://jahat.example/", "isian-name": "x"}
    answer = client.post("/masuk", sent, status=200, headers=ORIGIN)
    assert "jahat.example" not in answer.html
    assert is_signed_in(client)
    assert {form.get("action") for form in answer.tree.all("form")} == {"/", "/keluar", "/bahasa"}


def test_language_can_be_changed_without_a_token(own: PageClient) -> None:
    own.post("/bahasa", {"bahasa": "en", "kembali": "/akun"}, headers=ORIGIN)
    assert own.get("/akun").tree.root.get("lang") == "en"
