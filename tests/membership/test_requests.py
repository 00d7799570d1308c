"""Asking for an account: what may be typed, who hears of it, who decides it, and what is left afterwards."""

import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from rumah_inovasi.accounts import queries as accounts
from rumah_inovasi.accounts import throttle
from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.files import enclosures
from rumah_inovasi.house import House
from rumah_inovasi.membership import queries
from rumah_inovasi.membership.model import AccountRequest
from rumah_inovasi.organisations import queries as organisations
from tests.accounts.seeing import deeds, letters
from tests.files import samples
from tests.membership.trees import Trees
from tests.pages import ORIGIN, Answer, PageClient
from tests.people import person, signed_in, unit

EMAIL = "baru@contoh.go.id"
TYPED = {
    "name": "Rina Baru",
    "email": EMAIL,
    "position": "Perawat",
    "region": "35.15",
    "unit_name": "puskesmas  TAMAN",
    "office_contact": "(031) 8941 234",
    "note": "Ingin menulis tentang antrean.",
}


def ask(client: PageClient, *, status: int = 303, **typed: Any) -> Answer:
    return client.submit(client.get("/minta-akun"), {**TYPED, **typed}, status=status)


def ask_with_much(client: PageClient, data: bytes, name: str, *, status: int) -> Answer:
    """The same with a large letter; the test client itself would leave files open."""
    file = FileStorage(io.BytesIO(data), name)
    boundary, body = encode_multipart({**TYPED, "letter": file})
    sent: dict[str, Any] = {"input_stream": io.BytesIO(body), "content_length": len(body)}
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post("/minta-akun", status=status, headers=ORIGIN, content_type=kind, **sent)


def letter(data: bytes, name: str = "Surat Tugas.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def requests(house: House) -> list[AccountRequest]:
    with house.database.read() as session:
        return list(session.scalars(select(AccountRequest).order_by(AccountRequest.id)))


def told(house: House) -> set[str]:
    return {found.recipient for found in letters(house) if found.subject.startswith("Permintaan akun")}


def kept(house: House) -> list[str]:
    return list(house.files.keys())


def accept(client: PageClient, path: str, *, status: int = 200, **typed: Any) -> Answer:
    return client.submit(client.get(path), {"role": "penyusun", **typed}, to=f"{path}/terima", status=status)


@pytest.fixture
def asked(house: House, client: PageClient, trees: Trees) -> str:
    """The path of a request with a letter."""
    assert trees
    ask(client, letter=letter(samples.pdf()))
    (found,) = requests(house)
    return f"/ruang-kerja/permintaan/{found.id}"


def test_request_reaches_the_local_admins_of_the_tree_alone(house: House, client: PageClient, trees: Trees) -> None:
    assert "Permintaan terkirim" in client.get(ask(client).headers["Location"]).text
    (found,) = requests(house)
    assert (found.unit_id, found.unit_name) == (trees.centre, "puskesmas TAMAN")
    assert told(house) == {trees.admin.email, trees.office_admin.email}
    body = letters(house)[0].body
    assert "Rina Baru (Puskesmas Taman)" in body
    assert f"/ruang-kerja/permintaan/{found.id}" in body
    assert not any(private in body for private in (EMAIL, "8941", "Perawat", "antrean"))


def test_request_for_an_unknown_unit_goes_to_the_regional_government(
    house: House, client: PageClient, trees: Trees
) -> None:
    ask(client, unit_name="Puskesmas Belum Ada")
    assert told(house) == {trees.admin.email}
    assert requests(house)[0].unit_id is None


def test_kabupaten_and_kota_of_one_name_are_told_apart(house: House, client: PageClient, trees: Trees) -> None:
    labels = {node.text for node in client.get("/minta-akun").tree.all("option")}
    assert {"Kabupaten Blitar", "Kota Blitar", "Provinsi Jawa Timur"} <= labels
    ask(client, region="35.72", unit_name="Dinas Sosial")
    assert told(house) == {trees.other_admin.email}


def test_region_without_a_local_admin_is_looked_after_by_curators_and_who_runs_the_site(
    house: House, client: PageClient, trees: Trees
) -> None:
    ask(client, region="35.05", unit_name="Dinas Sosial")
    assert told(house) == {trees.curator.email, trees.keeper.email}


def test_answer_does_not_tell_whether_somebody_has_an_account_or_has_asked(
    house: House, client: PageClient, trees: Trees
) -> None:
    answers = [ask(client), ask(client), ask(client, email=trees.author.email.upper())]
    assert len({(answer.html, answer.headers["Location"]) for answer in answers}) == 1
    assert len(requests(house)) == 1
    (known,) = letters(house, trees.author.email)
    assert "Anda sudah punya akun" in known.subject


def test_letter_of_a_request_that_comes_to_nothing_is_not_kept(house: House, client: PageClient, trees: Trees) -> None:
    ask(client, email=trees.author.email, letter=letter(samples.pdf()))
    assert kept(house) == []


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("office_contact", "0812 3456 7890"),
        ("office_contact", "+62 812-3456-7890"),
        ("note", "NIK saya 3515074101900001"),
        ("position", "Staf (081234567890)"),
        ("name", "Rina 3515074101900001"),
        ("unit_name", "Puskesmas 081234567890"),
    ],
)
def test_numbers_of_persons_are_refused_at_their_field(house: House, client: PageClient, field: str, text: str) -> None:
    answer = ask(client, status=400, **{field: text})
    assert "Jangan menulis NIK" in answer.text
    assert [node for node in answer.tree.elements if node.get("id") == f"{field}-salah1"]
    assert requests(house) == []


@pytest.mark.parametrize("field", ["name", "email", "position", "region", "unit_name", "office_contact"])
def test_what_is_needed_is_asked_for_and_the_rest_kept(client: PageClient, field: str) -> None:
    answer = ask(client, status=400, **{field: " " if field != "region" else ""})
    assert "Wajib diisi." in answer.text
    kept_text = "Ingin menulis tentang antrean."
    assert kept_text in answer.html


def test_links_do_not_travel_in_names_to_the_admins(house: House, client: PageClient) -> None:
    for field in ("name", "position", "unit_name"):
        ask(client, status=400, **{field: "Klik https://jahat.example"})
    assert letters(house) == []


def test_region_that_is_none_is_refused(house: House, client: PageClient) -> None:
    for region in ("", "99.99", "35.99", "' OR 1=1"):
        ask(client, status=400, region=region)
    assert requests(house) == []


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (samples.picture("WEBP"), "surat.webp", "PDF, JPG, atau PNG"),
        (samples.office(), "surat.docx", "PDF, JPG, atau PNG"),
        (b"<html>", "surat.pdf", "PDF, JPG, atau PNG"),
        (b"", "surat.pdf", "kosong"),
        (b"%PDF-1.4 rusak", "surat.pdf", "rusak"),
        (samples.picture("PNG"), "surat.pdf", "berakhiran .pdf"),
    ],
)
def test_letter_of_another_kind_is_refused_and_what_was_typed_kept(
    house: House, client: PageClient, data: bytes, name: str, said: str
) -> None:
    answer = ask(client, status=400, letter=letter(data, name))
    assert said in answer.text
    assert 'value="Rina Baru"' in answer.html
    assert (requests(house), kept(house)) == ([], [])


def test_letters_of_five_mebibytes_are_taken_and_larger_ones_not(house: House, client: PageClient) -> None:
    answer = ask_with_much(client, b"%PDF-" + b"0" * enclosures.MOST_BYTES, "surat.pdf", status=400)
    assert "lebih besar dari 5 MiB" in answer.text
    assert 'value="Rina Baru"' in answer.html
    ask_with_much(client, b"x" * (7 << 20), "surat.pdf", status=413)
    assert kept(house) == []
    ask_with_much(client, samples.picture("PNG", (1000, 1000), compress_level=0), "surat.png", status=303)
    assert len(kept(house)) == 1


def test_many_requests_from_one_place_have_to_wait(house: House, client: PageClient) -> None:
    for number in range(throttle.REQUEST_FROM_ADDRESS.most):
        client.post("/minta-akun", {**TYPED, "email": f"a{number}@contoh.go.id"}, headers=ORIGIN)
    answer = ask(client, status=429, letter=letter(samples.pdf()))
    assert answer.headers["Retry-After"]
    assert 'value="Rina Baru"' in answer.html
    assert kept(house) == [], "what waits is not even looked at"


def test_request_from_another_site_is_refused(house: House, client: PageClient) -> None:
    client.post("/minta-akun", TYPED, status=403, headers={"Origin": "https://jahat.example"})
    assert requests(house) == []


def test_who_is_signed_in_may_send_the_public_form_too(app: Flask, house: House, trees: Trees) -> None:
    ask(signed_in(app, house, trees.author), letter=letter(samples.pdf()))
    assert len(requests(house)) == 1


def test_admin_sees_the_request_on_top_of_the_members(app: Flask, house: House, trees: Trees, asked: str) -> None:
    client = signed_in(app, house, trees.admin)
    assert asked in client.get("/ruang-kerja/anggota").links
    page = client.get(asked)
    for text in ("Rina Baru", EMAIL, "(031) 8941 234", "Perawat", "Kabupaten Sidoarjo", "surat-tugas.pdf"):
        assert text in page.text


@pytest.mark.parametrize("who", ["other_admin", "author"])
def test_request_is_nobody_elses(app: Flask, house: House, trees: Trees, asked: str, who: str) -> None:
    client = signed_in(app, house, getattr(trees, who))
    unknown = "/ruang-kerja/permintaan/999"
    for below in ("", "/surat"):
        own, none = client.get(asked + below, status=404), client.get(unknown + below, status=404)
        assert own.html.replace(asked, unknown) == none.html
    token = client.get("/akun").tree
    (field, *_more) = [node for node in token.all("input") if node.get("name") == "csrf_token"]
    for below in ("/terima", "/tolak"):
        sent = {"csrf_token": field.get("value"), "unit": trees.centre, "role": "petugas", "reason": "x"}
        client.post(asked + below, sent, status=404, headers=ORIGIN)
    assert len(requests(house)) == 1
    assert asked not in signed_in(app, house, trees.other_admin).get("/ruang-kerja/anggota").links


def test_request_is_behind_the_sign_in(client: PageClient, asked: str) -> None:
    for below in ("", "/surat"):
        client.get(asked + below, status=302)


def test_letter_is_saved_to_disk_and_runs_nowhere(app: Flask, house: House, trees: Trees, asked: str) -> None:
    answer = signed_in(app, house, trees.admin).client.get(f"{asked}/surat")
    assert answer.data == samples.pdf()
    assert answer.headers["Content-Disposition"] == "attachment; filename=surat-tugas.pdf"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    answer.close()


def test_accepted_request_becomes_an_account_with_a_role(app: Flask, house: House, trees: Trees, asked: str) -> None:
    client = signed_in(app, house, trees.admin)
    answer = accept(client, asked)
    assert "/atur-ulang/" in answer.text
    with house.database.read() as session:
        account = accounts.by_email(session, EMAIL)
        assert account
        assert (account.name, account.position, account.password_hash) == ("Rina Baru", "Perawat", None)
        assert [(found.role, found.unit) for found in queries.grants_of(session, account.id)] == [
            (Role.AUTHOR, trees.centre)
        ]
    assert (requests(house), kept(house)) == ([], []), "what was typed is gone with the decision"
    assert letters(house, EMAIL)[0].subject == "Undangan ke Rumah Inovasi"
    client.get(asked, status=404)
    (entry,) = deeds(house, "account-request-accepted")
    assert entry.details == {}


def test_unit_as_typed_is_made_where_it_is_new(app: Flask, house: House, client: PageClient, trees: Trees) -> None:
    ask(client, unit_name="Puskesmas Baru Sekali")
    path = f"/ruang-kerja/permintaan/{requests(house)[0].id}"
    admin = signed_in(app, house, trees.admin)
    accept(admin, path, status=400, unit="")
    assert "Pilih jenis unit" in accept(admin, path, status=400, unit="baru", parent=str(trees.office)).text
    accept(admin, path, unit="baru", parent=str(trees.office), kind="puskesmas")
    with house.database.read() as session:
        made = organisations.unit_by_name(session, "35.15", "Puskesmas Baru Sekali")
        assert made
        assert (made.parent_id, made.kind) == (trees.office, "puskesmas")
        account = accounts.by_email(session, EMAIL)
        assert account
        assert queries.grants_of(session, account.id)[0].unit == made.id


def test_unit_whose_name_is_taken_is_refused_and_nothing_is_made(
    app: Flask, house: House, trees: Trees, asked: str
) -> None:
    sent = {"unit": "baru", "new_name": "Dinas Kesehatan", "parent": str(trees.sidoarjo), "kind": "opd-kab"}
    answer = accept(signed_in(app, house, trees.admin), asked, status=400, **sent)
    assert "sudah dipakai unit lain" in answer.text
    assert len(requests(house)) == 1


@pytest.mark.parametrize("role", ["kurator", "pengelola", "", "raja"])
def test_forged_role_is_refused(app: Flask, house: House, trees: Trees, asked: str, role: str) -> None:
    accept(signed_in(app, house, trees.admin), asked, status=400, role=role)
    accept(signed_in(app, house, trees.curator), asked, status=400, role=role)
    assert len(requests(house)) == 1


def test_forged_units_are_refused(app: Flask, house: House, trees: Trees, asked: str) -> None:
    admin, office = signed_in(app, house, trees.admin), signed_in(app, house, trees.office_admin)
    for client, number in ((admin, trees.blitar), (office, trees.sidoarjo), (admin, 10**30), (admin, "x")):
        accept(client, asked, status=400, unit=str(number))
    new = {"unit": "baru", "new_name": "Baru", "kind": "opd-kab"}
    accept(office, asked, status=400, parent=str(trees.sidoarjo), **new)
    accept(admin, asked, status=400, parent=str(trees.blitar), **new)
    accept(admin, asked, status=400, parent=str(trees.office), **{**new, "kind": "pemda"})
    with house.database.read() as session:
        assert accounts.by_email(session, EMAIL) is None


def test_curator_decides_but_makes_no_units(app: Flask, house: House, trees: Trees, asked: str) -> None:
    client = signed_in(app, house, trees.curator)
    assert "Buat unit baru" not in client.get(asked).text
    accept(client, asked, status=400, unit="baru", new_name="Baru", parent=str(trees.office), kind="opd-kab")
    accept(client, asked, unit=str(trees.centre))
    client.get("/ruang-kerja/anggota", status=403)


def test_declined_request_is_answered_by_letter_and_removed(app: Flask, house: House, trees: Trees, asked: str) -> None:
    client = signed_in(app, house, trees.admin)
    page = client.get(asked)
    client.submit(page, {"reason": " "}, to=f"{asked}/tolak", status=400)
    client.submit(page, {"reason": "Kantor Anda belum kami kenal."}, to=f"{asked}/tolak")
    assert (requests(house), kept(house)) == ([], [])
    (sent,) = letters(house, EMAIL)
    assert "Kantor Anda belum kami kenal." in sent.body
    with house.database.read() as session:
        assert session.scalars(select(Account.id).where(Account.email == EMAIL)).all() == []
    client.submit(page, {"reason": "lagi"}, to=f"{asked}/tolak", status=404)


def test_request_of_somebody_who_was_invited_meanwhile_adds_a_role_without_a_link(
    app: Flask, house: House, trees: Trees, asked: str
) -> None:
    person(house, "baru", (Role.OFFICER, unit(house, "Dinas Sosial", region="35.72")))
    answer = accept(signed_in(app, house, trees.admin), asked)
    assert "sudah punya akun" in answer.text
    assert "/atur-ulang/" not in answer.html


def test_record_keeps_numbers_and_no_texts_of_people(app: Flask, house: House, trees: Trees, asked: str) -> None:
    accept(signed_in(app, house, trees.admin), asked)
    for verb in ("account-asked-for", "account-request-accepted", "account-created", "role-given"):
        for entry in deeds(house, verb):
            written = f"{entry.entity_id} {entry.details}"
            assert not any(text in written for text in ("Rina", EMAIL, "8941"))


def test_number_of_an_answered_request_is_never_given_again(house: House, client: PageClient, asked: str) -> None:
    with house.database.write() as session:
        session.execute(delete(AccountRequest))
    ask(client)
    (later,) = requests(house)
    assert not asked.endswith(f"/{later.id}")
