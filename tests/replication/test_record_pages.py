"""Pages on which the origin and the curator look after the public records of an innovation."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.house import House
from tests.accounts.seeing import letters
from tests.factories import put, write_up
from tests.pages import ORIGIN as FROM_HERE
from tests.pages import Answer, PageClient
from tests.people import person, signed_in
from tests.replication.parties import TITLE, Parties, in_file, meet, only, records, sourced, state, withdraw

WRITE_UP = "/inovasi/1-antrean-ringkas"
AT = "/ruang-kerja/inovasi/1/catatan-replikasi"
NOTE = f"{AT}/tambah"
TYPED: Mapping[str, str] = {
    "wilayah": "35.06",
    "unit": "RSUD Pare",
    "tahap": "berlanjut",
    "derajat": "penuh",
    "mulai": "2025-01",
    "catatan": "Dengan nomor sendiri.",
    "sumber": "https://contoh.go.id/kabar",
    "bukti": "dokumen",
}
RECORD = 'wilayah: "35.06", unit: RSUD Pare, tahap: diterapkan'


@pytest.fixture
def p(house: House) -> Parties:
    return meet(house, extra=in_file(RECORD))


def held(answer: Answer, name: str) -> str:
    """What a field shows."""
    (field,) = [node for node in answer.tree.all("input", "textarea", "select") if node.get("name") == name]
    if field.tag == "select":
        return next((item.get("value", "") for item in field.iter("option") if "selected" in item.attrib), "")
    return field.get("value", "") if field.tag == "input" else "".join(field.itertext()).strip()


def wrong(answer: Answer, field: str) -> bool:
    """Whether something stands at a field that is to be mended."""
    assert "Ada yang perlu diperbaiki" in answer.text
    return any((node.get("id") or "").startswith(f"{field}-salah") for node in answer.tree.elements)


def add(client: PageClient, *, status: int = 303, **typed: Any) -> Answer:
    return client.submit(client.get(NOTE), {**TYPED, **typed}, to=NOTE, status=status)


def token(client: PageClient) -> dict[str, str]:
    field = next(node for node in client.get("/akun").tree.all("input") if node.get("name") == "csrf_token")
    return {"csrf_token": field.get("value", "")}


def one(house: House, below: str) -> str:
    """An address below the only record."""
    return f"{AT}/{only(house).id}/{below}"


def test_records_are_listed_with_what_each_may_do(app: Flask, house: House, p: Parties) -> None:
    below = {one(house, "tanggapan"), one(house, "hapus")}

    def offers(who: Any) -> set[str]:
        page = signed_in(app, house, who).get(AT)
        for text in ("RSUD Pare", "Kabupaten Kediri", "Diterapkan"):
            assert text in page.text
        assert NOTE in page.links
        return set(page.links) & below

    assert offers(p.author) == offers(p.admin) == {one(house, "tanggapan")}
    assert offers(p.curator) == {one(house, "hapus")}


def test_write_up_without_records_says_so(app: Flask, house: House) -> None:
    assert "Belum ada catatan." in signed_in(app, house, meet(house).author).get(AT).text


@pytest.mark.parametrize("below", ["", "/tambah", "/1/tanggapan", "/1/hapus"])
def test_pages_are_for_the_origin_and_the_curator_alone(
    app: Flask, house: House, client: PageClient, p: Parties, below: str
) -> None:
    for who in (p.officer, p.stranger, person(house, "Petugas Asal", (Role.OFFICER, p.origin))):
        signed_in(app, house, who).get(AT + below, status=403)
    assert client.get(AT + below, status=302).headers["Location"].startswith("/masuk?")


def test_forged_deeds_are_refused_and_nobody_is_written_to(app: Flask, house: House, p: Parties) -> None:
    for who, below in (
        (p.officer, ("tambah", "1/tanggapan", "1/hapus")),
        (p.stranger, ("tambah", "1/tanggapan", "1/hapus")),
        (p.author, ("1/hapus",)),
        (p.curator, ("1/tanggapan",)),
    ):
        client = signed_in(app, house, who)
        sent = {**token(client), **TYPED, "wilayah": "35.07", "tanggapan": "Tidak.", "reason": "Tidak."}
        for each in below:
            client.post(f"{AT}/{each}", sent, status=403, headers=FROM_HERE)
    assert (only(house).reply, letters(house)) == (None, [])


@pytest.mark.parametrize("below", ["", "/tambah", "/1/tanggapan", "/1/hapus"])
def test_write_up_that_is_gone_or_unknown_has_no_such_pages(app: Flask, house: House, p: Parties, below: str) -> None:
    client = signed_in(app, house, p.curator)
    client.get(f"/ruang-kerja/inovasi/99/catatan-replikasi{below}", status=404)
    withdraw(house)
    client.get(AT + below, status=410)


def test_record_of_another_write_up_or_of_none_is_not_found(app: Flask, house: House, p: Parties) -> None:
    put(house, write_up("Dua", unit="Puskesmas Contoh"), name="b.md")
    for who, below in ((p.author, "tanggapan"), (p.curator, "hapus")):
        client = signed_in(app, house, who)
        client.get(f"{AT}/{10**12}/{below}", status=404)
        for address in (f"/ruang-kerja/inovasi/2/catatan-replikasi/1/{below}", f"{AT}/99/{below}"):
            client.get(address, status=404)
            client.post(address, {**token(client), "reason": "x", "tanggapan": "x"}, status=404, headers=FROM_HERE)
    assert only(house).reply is None


# Adding


@pytest.mark.parametrize("who", ["author", "curator"])
def test_adopter_without_an_account_is_added_and_shown(app: Flask, house: House, p: Parties, who: str) -> None:
    client = signed_in(app, house, getattr(p, who))
    answer = client.get(add(client, unit="RSUD Kediri").headers["Location"])
    assert "Catatan ditambahkan menurut sumbernya." in answer.text
    row = records(house)[1]
    assert (row.region_code, row.unit_name, row.evidence, row.degree) == ("35.06", "RSUD Kediri", "dokumen", "penuh")
    assert "RSUD Kediri" in client.get(WRITE_UP).text


def test_place_outside_and_a_stated_sum_are_added(app: Flask, house: House, p: Parties) -> None:
    client = signed_in(app, house, p.curator)
    add(client, wilayah="", penerima="Kabupaten Sumedang", unit="")
    add(client, wilayah="", penerima="19 daerah", unit="", jumlah="19")
    assert [(row.adopter, row.stated_sum) for row in records(house)[1:]] == [
        ("Kabupaten Sumedang", None),
        ("19 daerah", 19),
    ]
    assert "Menurut sumber, diterapkan oleh 19 daerah." in client.get(WRITE_UP).text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"sumber": ""}, "sumber"),
        ({"sumber": "contoh.go.id"}, "sumber"),
        ({"tahap": ""}, "tahap"),
        ({"tahap": "ditolak"}, "tahap"),
        ({"wilayah": "35.99"}, "wilayah"),
        ({"mulai": "2026-13"}, "mulai"),
        ({"catatan": "Hubungi 0812-3456-7890."}, "catatan"),
        ({"wilayah": "", "penerima": "Kabupaten Kediri"}, "penerima"),
        ({"jumlah": "banyak"}, "jumlah"),
        ({"jumlah": "1", "wilayah": "", "penerima": "Satu"}, "jumlah"),
        ({"jumlah": "19"}, "jumlah"),
        ({"unit": "x" * 301}, "unit"),
        ({"wilayah": ""}, None),
        ({"penerima": "Kabupaten Sumedang"}, None),
        ({"wilayah": "35.15", "unit": "Puskesmas Contoh"}, None),
    ],
)
def test_what_is_wrong_with_a_note_is_said_and_everything_typed_kept(
    app: Flask, house: House, p: Parties, typed: dict[str, str], field: str | None
) -> None:
    answer = add(signed_in(app, house, p.author), status=400, **typed)
    assert wrong(answer, field) if field else "Ada yang perlu diperbaiki" in answer.text
    for name, value in {**TYPED, **typed}.items():
        if name != "bukti" and value not in {"35.99", "ditolak"}:
            assert held(answer, name) == value, name
    assert len(records(house)) == 1


def test_adopter_that_is_there_already_is_a_conflict_and_everything_typed_kept(
    app: Flask, house: House, p: Parties
) -> None:
    answer = add(signed_in(app, house, p.author), status=409)
    assert "sudah tercatat" in answer.text
    assert held(answer, "catatan") == TYPED["catatan"]
    assert len(records(house)) == 1


# Answering


def test_origin_answers_beside_the_record_and_takes_it_back(
    app: Flask, house: House, client: PageClient, p: Parties
) -> None:
    author = signed_in(app, house, p.author)
    author.submit(author.get(one(house, "tanggapan")), {"tanggapan": "Kami <b>belum</b> diberi tahu."})
    for path in (WRITE_UP, "/replikasi"):
        assert "Tanggapan unit asal: Kami <b>belum</b> diberi tahu." in client.get(path).text
    page = author.get(one(house, "tanggapan"))
    assert held(page, "tanggapan") == "Kami <b>belum</b> diberi tahu."
    author.submit(page, {"tanggapan": ""})
    assert "Tanggapan unit asal" not in client.get(WRITE_UP).text


@pytest.mark.parametrize("text", ["x" * 1001, "Hubungi 0812-3456-7890."])
def test_answer_that_cannot_be_public_is_refused_and_kept(app: Flask, house: House, p: Parties, text: str) -> None:
    client = signed_in(app, house, p.author)
    answer = client.submit(client.get(one(house, "tanggapan")), {"tanggapan": text}, status=400)
    assert wrong(answer, "tanggapan")
    assert held(answer, "tanggapan") == text
    assert only(house).reply is None


# Removing


def test_curator_removes_a_record_and_those_concerned_are_told(app: Flask, house: House, p: Parties) -> None:
    state(house, p.officer, p.adopter, sourced("diterapkan"))
    row = records(house)[1]
    client = signed_in(app, house, p.curator)
    path = f"{AT}/{row.id}/hapus"
    page = client.get(path)
    assert "Puskesmas Talun" in page.text
    answer = client.submit(page, {"reason": "Sumbernya bicara tentang hal lain."}, to=path)
    assert "Catatan dihapus." in client.get(answer.headers["Location"]).text
    assert [found.unit_name for found in records(house)] == ["RSUD Pare"]
    assert {letter.recipient for letter in letters(house)} == {p.author.email, p.admin.email, p.officer.email}
    for letter in letters(house):
        assert letter.subject == f"Catatan replikasi dihapus: {TITLE}"
        assert "Sumbernya bicara tentang hal lain." in letter.body
        assert f"http://localhost{WRITE_UP}" in letter.body
    client.submit(page, {"reason": "Lagi."}, to=path, status=404)


@pytest.mark.parametrize("reason", ["", "x" * 1001, "Hubungi 0812-3456-7890."])
def test_removal_needs_a_reason_that_can_be_sent(app: Flask, house: House, p: Parties, reason: str) -> None:
    client = signed_in(app, house, p.curator)
    answer = client.submit(client.get(one(house, "hapus")), {"reason": reason}, status=400)
    assert wrong(answer, "reason")
    assert held(answer, "reason") == reason
    assert (len(records(house)), letters(house)) == (1, [])
