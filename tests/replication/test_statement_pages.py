"""Pages on which a unit states that it takes an innovation up, and on which others see and decide that."""

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from rumah_inovasi.accounts import throttle
from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.files import enclosures
from rumah_inovasi.house import House
from rumah_inovasi.replication.statement import SILENCE, StatementState
from rumah_inovasi.replication.statement_rules import Proof
from tests.accounts.seeing import letters, pass_time
from tests.factories import put, write_up
from tests.files import samples
from tests.pages import ORIGIN as FROM_HERE
from tests.pages import Answer, PageClient
from tests.people import Person, government, person, signed_in, unit
from tests.replication.claims import SOURCE
from tests.replication.parties import (
    ADOPTER,
    ELSEWHERE,
    ORIGIN,
    TITLE,
    Parties,
    confirm,
    decline,
    in_file,
    meet,
    only,
    records,
    said,
    sourced,
    state,
    statements,
    states,
    take_back,
    withdraw,
)

WRITE_UP = "/inovasi/1-antrean-ringkas"
FORM = "/ruang-kerja/inovasi/1/replikasi"
RECORDS = "/ruang-kerja/inovasi/1/catatan-replikasi"
LIST = "/ruang-kerja/replikasi"
ONE = f"{LIST}/1"
TYPED: Mapping[str, str] = {
    "tahap": "diterapkan",
    "derajat": "modifikasi",
    "mulai": "2026-03",
    "catatan": "Loketnya hanya dua.",
    "sumber": "https://contoh.go.id/kabar-baik",
    "bukti": "dokumen",
    "proof": "SK 12 Tahun 2026.",
}


@pytest.fixture
def p(house: House) -> Parties:
    return meet(house)


def send(client: PageClient, *, status: int = 303, **typed: Any) -> Answer:
    """Fill in the form with everything it asks for, or with other values."""
    return client.submit(client.get(FORM), {**TYPED, **typed}, to=FORM, status=status)


def pdf(data: bytes | None = None, name: str = "Surat Keputusan.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(samples.pdf() if data is None else data), name


def kept(house: House) -> list[str]:
    return list(house.files.keys())


def actions(answer: Answer) -> set[str]:
    """Where the forms and buttons of a statement's page lead."""
    found = {node.get("action", "") for node in answer.tree.all("form")}
    found |= {node.get("formaction", "") for node in answer.tree.all("button")}
    return {address.removeprefix(f"{ONE}/") for address in found if address.startswith(ONE)}


def held(answer: Answer) -> dict[str, str]:
    """What the fields of the form show, by name."""
    values = {}
    for node in answer.tree.all("input", "textarea", "select"):
        name, text = node.get("name", ""), node.get("value", "")
        if node.tag == "textarea":
            values[name] = "".join(node.itertext()).strip()
        elif node.tag == "select":
            values[name] = next(
                (item.get("value", "") for item in node.iter("option") if "selected" in item.attrib), ""
            )
        elif node.get("type") != "radio" or "checked" in node.attrib:
            values[name] = text
    return values


def offered(answer: Answer, name: str = "tahap") -> list[str]:
    (field,) = [node for node in answer.tree.all("select") if node.get("name") == name]
    return [item.get("value", "") for item in field.iter("option")][1:]


def wrong(answer: Answer, field: str) -> bool:
    """Whether something stands at a field that is to be mended."""
    assert "Ada yang perlu diperbaiki" in answer.text
    (box,) = [node for node in answer.tree.elements if node.get("id") == field]
    inside = [node for node in answer.tree.all("div", "fieldset") if box is node or box in list(node.iter())]
    return any("has-error" in node.get("class", "").split() for node in inside)


def listed(answer: Answer) -> list[str]:
    """Numbers of the statements on a page of the list."""
    return [link.removeprefix(f"{LIST}/") for link in answer.links if re.fullmatch(rf"{LIST}/\d+", link)]


def table(answer: Answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.html.removeprefix("\ufeff")), delimiter=";"))


# The form


def test_officer_states_by_the_form_and_the_origin_hears_of_it(app: Flask, house: House, p: Parties) -> None:
    client = signed_in(app, house, p.officer)
    answer = client.get(send(client).headers["Location"])
    assert "tampil menurut sumbernya. Unit asal diminta mengonfirmasi." in answer.text
    (found,) = statements(house)
    assert (found.unit_id, found.account_id, found.proof) == (p.adopter, p.officer.id, "SK 12 Tahun 2026.")
    row = only(house)
    assert (row.stage, row.degree, row.started, row.note) == (
        "diterapkan",
        "modifikasi",
        "2026-03",
        "Loketnya hanya dua.",
    )
    assert (row.source, row.evidence) == (TYPED["sumber"], "dokumen")
    assert {letter.recipient for letter in letters(house)} == {p.author.email, p.admin.email}
    link = re.search(r"http://localhost(\S+)", letters(house)[0].body)
    assert link
    assert "konfirmasi" in actions(signed_in(app, house, p.author).get(link[1]))


def test_without_a_source_it_is_said_that_it_waits(app: Flask, house: House, p: Parties) -> None:
    client = signed_in(app, house, p.officer)
    answer = client.get(send(client, sumber="").headers["Location"])
    assert "Setelah unit asal mengonfirmasi, replikasi ini tampil untuk umum." in answer.text
    assert (states(house), records(house)) == ([StatementState.WAITING], [])


def test_end_is_noted_at_once_and_the_origin_is_told(app: Flask, house: House, p: Parties) -> None:
    confirm(house, p.author, state(house, p.officer, p.adopter, said("rencana")))
    client = signed_in(app, house, p.officer)
    answer = client.get(send(client, tahap="dibatalkan", sumber="").headers["Location"])
    assert "Tercatat: tahapnya sudah diperbarui." in answer.text
    assert only(house).stage == "dibatalkan"
    (told, _other) = letters(house)
    assert "pada tahap “Dibatalkan”" in told.body
    assert "Mohon konfirmasi" not in told.body


def test_only_unit_is_chosen_already_and_every_stage_offered(app: Flask, house: House, p: Parties) -> None:
    answer = signed_in(app, house, p.officer).get(FORM)
    assert held(answer)["unit"] == str(p.adopter)
    assert offered(answer)[0] == "kunjungan"
    assert offered(answer)[-1] == "berhenti"
    assert "ditolak" not in answer.html


def test_form_begins_with_what_is_public_and_offers_what_may_follow(app: Flask, house: House, p: Parties) -> None:
    what = sourced("rencana", derajat="inspirasi", mulai="2026-05", catatan="Mulai dua loket.", bukti="dokumen")
    confirm(house, p.author, state(house, p.officer, p.adopter, what))
    answer = signed_in(app, house, p.officer).get(FORM)
    shown = held(answer)
    assert (shown["tahap"], shown["derajat"], shown["mulai"]) == ("rencana", "inspirasi", "2026-05")
    assert (shown["catatan"], shown["sumber"]) == ("Mulai dua loket.", SOURCE)
    assert offered(answer)[0] == "rencana"
    assert offered(answer)[-2:] == ["berhenti", "dibatalkan"]


def test_local_admin_chooses_among_the_units_of_the_tree(app: Flask, house: House, p: Parties) -> None:
    client = signed_in(app, house, person(house, "Admin Blitar", (Role.LOCAL_ADMIN, government(house, ELSEWHERE))))
    answer = client.get(f"{FORM}?cari=talun")
    values = {node.get("value") for node in answer.tree.all("input") if node.get("type") == "radio"}
    assert str(p.adopter) in values
    assert str(p.origin) not in values
    assert held(client.get(f"{FORM}?unit={p.adopter}"))["unit"] == str(p.adopter)
    assert "unit" not in held(client.get(f"{FORM}?unit={p.origin}")), "the units of others are no choice"
    for forged in ("x", "0", "9" * 30, "-1", ""):
        client.get(f"{FORM}?unit={forged}")
    send(client, unit=str(p.adopter))
    assert statements(house)[0].unit_id == p.adopter


BAD = [
    ({"tahap": ""}, "tahap"),
    ({"tahap": "ditolak"}, "tahap"),
    ({"tahap": "dibatalkan"}, "tahap"),
    ({"tahap": "entah"}, "tahap"),
    ({"derajat": ""}, "derajat"),
    ({"derajat": "entah"}, "derajat"),
    ({"mulai": "2026-13"}, "mulai"),
    ({"mulai": "kemarin"}, "mulai"),
    ({"mulai": "2027"}, "mulai"),
    ({"catatan": "x" * 1001}, "catatan"),
    ({"catatan": "Hubungi 0812-3456-7890."}, "catatan"),
    ({"sumber": "contoh.go.id"}, "sumber"),
    ({"sumber": "ftp://contoh.go.id/berkas"}, "sumber"),
    ({"sumber": "https://wa.me/6281234567890"}, "sumber"),
    ({"bukti": "dikonfirmasi-asal"}, "bukti"),
    ({"proof": "x" * 2001}, "proof"),
    ({"proof": "NIK 3515084107850003"}, "proof"),
    ({"proof": "", "sumber": ""}, "proof"),
    ({"unit": None}, "unit"),
    ({"unit": "x"}, "unit"),
]


@pytest.mark.parametrize(("typed", "field"), BAD, ids=[f"{field}-{number}" for number, (_, field) in enumerate(BAD)])
def test_what_is_wrong_is_said_at_its_field_and_everything_typed_is_kept(
    app: Flask, house: House, p: Parties, typed: dict[str, str | None], field: str
) -> None:
    answer = send(signed_in(app, house, p.officer), status=400, **typed)
    assert wrong(answer, field)
    shown, unknown = held(answer), {"ditolak", "entah", "dikonfirmasi-asal", "x"}
    for name, value in {"unit": str(p.adopter), **TYPED, **typed}.items():
        if value is not None and value not in unknown:
            assert shown[name] == value, name
    assert (statements(house), records(house), letters(house)) == ([], [], [])


def test_stage_before_the_public_one_is_refused_at_its_field(app: Flask, house: House, p: Parties) -> None:
    confirm(house, p.author, state(house, p.officer, p.adopter, said("diterapkan")))
    answer = send(signed_in(app, house, p.officer), status=400, tahap="minat")
    assert wrong(answer, "tahap")
    assert held(answer)["catatan"] == TYPED["catatan"]


def test_unit_of_others_is_refused_and_what_was_typed_kept(app: Flask, house: House, p: Parties) -> None:
    answer = send(signed_in(app, house, p.officer), status=403, unit=str(p.origin))
    assert held(answer)["catatan"] == TYPED["catatan"]
    assert statements(house) == []


def test_origin_itself_is_refused_and_what_was_typed_kept(app: Flask, house: House, p: Parties) -> None:
    answer = send(signed_in(app, house, p.author), status=400)
    assert "oleh unit yang sama" in answer.text
    assert held(answer)["catatan"] == TYPED["catatan"]


def test_too_many_are_told_to_wait_and_keep_what_they_typed(app: Flask, house: House, p: Parties) -> None:
    for _time in range(throttle.STATEMENT_OF_ACCOUNT.most):
        state(house, p.officer, p.adopter)
    client = signed_in(app, house, p.officer)
    answer = send(client, status=429, file=pdf())
    assert int(answer.headers["Retry-After"]) > 0
    assert held(answer)["catatan"] == TYPED["catatan"]
    assert kept(house) == []
    pass_time(house, throttle.STATEMENT_OF_ACCOUNT.within)
    send(client)


def test_form_is_for_members_of_units_and_readers_are_led_to_the_sign_in(
    app: Flask, house: House, client: PageClient, p: Parties
) -> None:
    answer = client.get(FORM, status=302)
    assert answer.headers["Location"].startswith("/masuk?")
    client.post(FORM, dict(TYPED), status=401, headers=FROM_HERE)
    signed_in(app, house, p.curator).get(FORM, status=403)
    signed_in(app, house, p.stranger).get(FORM)
    assert statements(house) == []


def test_page_for_readers_leads_on_to_the_form(app: Flask, client: PageClient, house: House, p: Parties) -> None:
    assert f"/masuk?lanjut={FORM}" in client.get(f"{WRITE_UP}/replikasi").links
    assert f"{WRITE_UP}/replikasi" in signed_in(app, house, p.officer).get(FORM).links


def test_nothing_is_stated_about_what_is_not_published(app: Flask, house: House, p: Parties) -> None:
    client = signed_in(app, house, p.officer)
    page = client.get(FORM)
    withdraw(house)
    client.get(FORM, status=410)
    client.submit(page, dict(TYPED), to=FORM, status=410)
    client.get("/ruang-kerja/inovasi/99/replikasi", status=404)
    assert statements(house) == []


# The file that comes with it


def test_file_is_for_those_who_look_at_the_statement(app: Flask, house: House, p: Parties) -> None:
    send(signed_in(app, house, p.officer), file=pdf())
    (found,) = statements(house)
    assert kept(house) == [found.file_key]
    assert found.file_name == "surat-keputusan.pdf"
    for who in (p.officer, p.author, p.admin, p.curator):
        client = signed_in(app, house, who)
        assert f"{ONE}/bukti" in client.get(ONE).links
        answer = client.client.get(f"{ONE}/bukti")
        assert answer.data == samples.pdf()
        answer.close()


def test_file_is_closed_to_everybody_else(app: Flask, house: House, client: PageClient, p: Parties) -> None:
    send(signed_in(app, house, p.officer), file=pdf())
    assert client.get(f"{ONE}/bukti", status=302).headers["Location"].startswith("/masuk?")
    others = (p.stranger, person(house, "Petugas Asal", (Role.OFFICER, p.origin)))
    for who in others:
        signed_in(app, house, who).get(f"{ONE}/bukti", status=404)


def test_file_is_saved_to_disk_and_runs_nowhere(app: Flask, house: House, p: Parties) -> None:
    send(signed_in(app, house, p.officer), file=pdf())
    answer = signed_in(app, house, p.author).client.get(f"{ONE}/bukti")
    assert answer.headers["Content-Disposition"] == "attachment; filename=surat-keputusan.pdf"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    answer.close()


def test_statement_without_a_file_has_none_to_show(app: Flask, house: House, p: Parties) -> None:
    state(house, p.officer, p.adopter)
    client = signed_in(app, house, p.officer)
    assert f"{ONE}/bukti" not in client.get(ONE).links
    client.get(f"{ONE}/bukti", status=404)


@pytest.mark.parametrize(
    ("data", "name", "said_of_it"),
    [
        (samples.picture("WEBP"), "sk.webp", "PDF, JPG, atau PNG"),
        (samples.office(), "sk.docx", "PDF, JPG, atau PNG"),
        (b"<html>", "sk.pdf", "PDF, JPG, atau PNG"),
        (b"", "sk.pdf", "kosong"),
        (b"%PDF-1.4 rusak", "sk.pdf", "rusak"),
    ],
)
def test_file_of_another_kind_is_refused_and_what_was_typed_kept(
    app: Flask, house: House, p: Parties, data: bytes, name: str, said_of_it: str
) -> None:
    answer = send(signed_in(app, house, p.officer), status=400, file=pdf(data, name))
    assert said_of_it in answer.text
    assert wrong(answer, "file")
    assert held(answer)["catatan"] == TYPED["catatan"]
    assert (statements(house), kept(house)) == ([], [])


def test_file_above_five_mebibytes_is_refused(app: Flask, house: House, p: Parties) -> None:
    client = signed_in(app, house, p.officer)
    token = held(client.get(FORM))["csrf_token"]
    for data, status in ((b"%PDF-" + b"0" * enclosures.MOST_BYTES, 400), (b"x" * (7 << 20), 413)):
        fields = {**TYPED, "unit": p.adopter, "csrf_token": token, "file": FileStorage(io.BytesIO(data), "sk.pdf")}
        boundary, body = encode_multipart(fields)
        sent: dict[str, Any] = {"input_stream": io.BytesIO(body), "content_length": len(body)}
        kind = f"multipart/form-data; boundary={boundary}"
        client.post(FORM, status=status, headers=FROM_HERE, content_type=kind, **sent)
    assert (statements(house), kept(house)) == ([], [])


@pytest.mark.parametrize(
    ("typed", "status"), [({"mulai": "2026-13"}, 400), ({"mulai": "2027"}, 400), ({"unit": "1"}, 403)]
)
def test_file_of_what_was_refused_is_not_kept(
    app: Flask, house: House, p: Parties, typed: dict[str, str], status: int
) -> None:
    send(signed_in(app, house, p.officer), status=status, file=pdf(), **typed)
    assert kept(house) == []


def test_file_alone_is_enough_to_show_that_it_is_in_use(app: Flask, house: House, p: Parties) -> None:
    send(signed_in(app, house, p.officer), sumber="", proof="", file=pdf())
    assert states(house) == [StatementState.WAITING]


# One statement


def test_statement_is_read_by_the_parties_and_the_curator_alone(
    app: Flask, house: House, client: PageClient, p: Parties
) -> None:
    what = said("diterapkan", mulai="2026-03", catatan="Loketnya hanya dua.")
    state(house, p.officer, p.adopter, what, Proof("SK rahasia 12."))
    for who in (p.officer, p.author, p.admin, p.curator):
        text = signed_in(app, house, who).get(ONE).text
        for part in (TITLE, ORIGIN, ADOPTER, "Maret 2026", "Loketnya hanya dua.", "SK rahasia 12.", "Odi Petugas"):
            assert part in text
    assert client.get(ONE, status=302).headers["Location"].startswith("/masuk?")
    others = (p.stranger, person(house, "Petugas Asal", (Role.OFFICER, p.origin)))
    for who in others:
        own, none = (signed_in(app, house, who).get(f"{LIST}/{number}", status=404) for number in (1, 999))
        assert own.html.replace(ONE, f"{LIST}/999").replace("nomor 1 ", "nomor 999 ") == none.html


def test_what_waits_or_was_shown_to_the_deciders_is_on_no_public_page(
    house: House, client: PageClient, p: Parties
) -> None:
    state(house, p.officer, p.adopter, said(catatan="kata-menunggu"), Proof("kata-bukti"))
    confirm(house, p.author, state(house, p.officer, p.adopter, sourced("diterapkan"), Proof("kata-bukti")))
    state(house, p.officer, p.adopter, said("berlanjut", catatan="kata-menunggu"), Proof("kata-bukti"))
    for path in (
        WRITE_UP,
        f"{WRITE_UP}.json",
        f"{WRITE_UP}.md",
        "/replikasi",
        "/replikasi.csv",
        "/wilayah/35.05-blitar",
    ):
        html = client.get(path).html
        assert "kata-menunggu" not in html
        assert "kata-bukti" not in html


def test_each_is_offered_exactly_what_may_be_done(app: Flask, house: House, p: Parties) -> None:
    found = state(house, p.officer, p.adopter)
    again = f"{FORM}?unit={p.adopter}"

    def offers(who: Person) -> tuple[set[str], bool]:
        page = signed_in(app, house, who).get(ONE)
        return actions(page), again in page.links

    decide, nothing = {"konfirmasi", "tolak"}, (set[str](), False)
    colleague = person(house, "Rekan", (Role.TRAINER, p.adopter))
    for who in (p.officer, colleague):
        assert offers(who) == ({"tarik"}, True)
    for who in (p.author, p.admin):
        assert offers(who) == (decide, False)
    assert offers(p.curator) == nothing
    pass_time(house, SILENCE)
    for who in (p.author, p.curator):
        assert offers(who) == (decide, False)
    confirm(house, p.author, found)
    for who in (p.author, p.admin, p.curator):
        assert offers(who) == nothing
    assert offers(p.officer) == (set(), True)


def test_curator_is_offered_the_decision_where_the_origin_has_no_account(app: Flask, house: House) -> None:
    p = meet(house, has_accounts=False)
    state(house, p.officer, p.adopter)
    client = signed_in(app, house, p.curator)
    page = client.get(ONE)
    assert actions(page) == {"konfirmasi", "tolak"}
    assert "Pemeriksaan kurator" in page.text
    client.submit(page, {"answer": ""}, to=f"{ONE}/konfirmasi")
    assert only(house).evidence == "diverifikasi"


def test_own_statement_is_not_offered_for_a_decision(app: Flask, house: House) -> None:
    p = meet(house, has_accounts=False)
    both = person(house, "Dua Kaki", (Role.OFFICER, p.adopter), (Role.AUTHOR, p.origin))
    state(house, both, p.adopter)
    client = signed_in(app, house, both)
    assert actions(client.get(ONE)) == {"tarik"}
    assert ONE not in client.get("/ruang-kerja").links


def test_adopter_finds_a_reminder_to_send_by_hand(app: Flask, house: House, p: Parties) -> None:
    found = state(house, p.officer, p.adopter)
    reminder = f"http://localhost{ONE}"
    assert reminder in signed_in(app, house, p.officer).get(ONE).text
    assert reminder not in signed_in(app, house, p.author).get(ONE).text
    confirm(house, p.author, found)
    assert reminder not in signed_in(app, house, p.officer).get(ONE).text


def test_origin_confirms_on_the_page_and_the_adopter_hears_of_it(app: Flask, house: House, p: Parties) -> None:
    state(house, p.officer, p.adopter, said("diterapkan"))
    client = signed_in(app, house, p.author)
    answer = client.submit(client.get(ONE), {"answer": "Benar adanya."}, to=f"{ONE}/konfirmasi")
    assert "sekarang tampil untuk umum" in client.get(answer.headers["Location"]).text
    assert [letter.recipient for letter in letters(house)] == [p.officer.email]
    page = client.get(WRITE_UP).text
    for text in (ADOPTER, "Dikonfirmasi instansi asal", "Tanggapan unit asal: Benar adanya."):
        assert text in page


def test_origin_declines_on_the_page_with_its_reason(app: Flask, house: House, p: Parties) -> None:
    state(house, p.officer, p.adopter, sourced())
    client = signed_in(app, house, p.author)
    sent = {"csrf_token": held(client.get(ONE))["csrf_token"]}
    refused = client.post(f"{ONE}/tolak", {**sent, "answer": " "}, status=400, headers=FROM_HERE)
    assert wrong(refused, "answer")
    client.post(f"{ONE}/tolak", {**sent, "answer": "Alatnya habis."}, headers=FROM_HERE)
    assert (states(house), only(house).reply) == ([StatementState.DECLINED], "Alatnya habis.")
    (letter,) = letters(house)
    assert (letter.recipient, "Alatnya habis." in letter.body) == (p.officer.email, True)


@pytest.mark.parametrize("deed", ["konfirmasi", "tolak"])
@pytest.mark.parametrize("answer", ["x" * 1001, "Hubungi 0812-3456-7890."])
def test_answer_that_cannot_be_public_is_refused_and_kept(
    app: Flask, house: House, p: Parties, deed: str, answer: str
) -> None:
    state(house, p.officer, p.adopter)
    client = signed_in(app, house, p.author)
    sent = {"csrf_token": held(client.get(ONE))["csrf_token"], "answer": answer}
    page = client.post(f"{ONE}/{deed}", sent, status=400, headers=FROM_HERE)
    assert wrong(page, "answer")
    assert held(page)["answer"] == answer
    assert (states(house), letters(house)) == ([StatementState.WAITING], [])


@pytest.mark.parametrize("deed", ["konfirmasi", "tolak"])
def test_what_was_decided_meanwhile_is_told_and_stays(app: Flask, house: House, p: Parties, deed: str) -> None:
    found = state(house, p.officer, p.adopter)
    client = signed_in(app, house, p.author)
    sent = {"csrf_token": held(client.get(ONE))["csrf_token"], "answer": "Jawaban lain."}
    decline(house, p.admin, found)
    page = client.post(f"{ONE}/{deed}", sent, status=409, headers=FROM_HERE)
    assert "sudah diputuskan" in page.text
    assert (states(house), letters(house)) == ([StatementState.DECLINED], [])


@pytest.mark.parametrize(("who", "status"), [("officer", 403), ("curator", 403), ("stranger", 404), ("keeper", 404)])
def test_forged_decision_is_refused(app: Flask, house: House, p: Parties, who: str, status: int) -> None:
    state(house, p.officer, p.adopter)
    keeper = person(house, "Penge Lola", (Role.SYSTEM_ADMIN, government(house, "35")))
    client = signed_in(app, house, keeper if who == "keeper" else getattr(p, who))
    sent = {"csrf_token": held(client.get("/akun"))["csrf_token"], "answer": "Ya."}
    for deed in ("konfirmasi", "tolak"):
        client.post(f"{ONE}/{deed}", sent, status=status, headers=FROM_HERE)
    assert (states(house), letters(house)) == ([StatementState.WAITING], [])


def test_adopter_takes_back_on_the_page(app: Flask, house: House, p: Parties) -> None:
    state(house, p.officer, p.adopter, sourced())
    client = signed_in(app, house, p.officer)
    page = client.get(ONE)
    answer = client.submit(page, to=f"{ONE}/tarik")
    assert "Pernyataan ditarik kembali." in client.get(answer.headers["Location"]).text
    assert (states(house), records(house)) == ([StatementState.TAKEN_BACK], [])
    client.submit(page, to=f"{ONE}/tarik", status=409)


@pytest.mark.parametrize(("who", "status"), [("author", 403), ("curator", 403), ("stranger", 404)])
def test_nobody_else_takes_it_back(app: Flask, house: House, p: Parties, who: str, status: int) -> None:
    state(house, p.officer, p.adopter)
    client = signed_in(app, house, getattr(p, who))
    sent = {"csrf_token": held(client.get("/akun"))["csrf_token"]}
    client.post(f"{ONE}/tarik", sent, status=status, headers=FROM_HERE)
    assert states(house) == [StatementState.WAITING]


def test_everything_a_unit_has_said_about_an_innovation_is_told_in_its_order(
    app: Flask, house: House, p: Parties
) -> None:
    other = unit(house, "Puskesmas Garum", region=ELSEWHERE)
    state(house, p.officer, p.adopter, said("minat"))
    state(house, person(house, "Garum", (Role.OFFICER, other)), other)
    confirm(house, p.author, state(house, p.officer, p.adopter, said("rencana")))
    state(house, p.officer, p.adopter, said("diterapkan"))
    page = signed_in(app, house, p.author).get(f"{LIST}/3")
    assert listed(page) == ["4", "1"]
    for text in ("Menunggu konfirmasi", "Diganti pernyataan baru"):
        assert text in page.text


# The list


def stock(house: House, p: Parties) -> None:
    """Six statements: 1 confirmed, 2 declined, 3 taken back, 4 and 5 waiting, and 6 about an innovation elsewhere."""
    units = [unit(house, f"Puskesmas {number}", region=ELSEWHERE) for number in range(1, 6)]
    admin = person(house, "Admin Blitar", (Role.LOCAL_ADMIN, government(house, ELSEWHERE)))
    found = [state(house, admin, number, said("diterapkan"), Proof("kata-bukti")) for number in units]
    confirm(house, p.author, found[0], "Benar.")
    decline(house, p.author, found[1], "=1+1 bukan.")
    take_back(house, admin, found[2])
    put(house, write_up("Lain Sekali", unit="Dinas Pasuruan", region="35.14"), name="b.md")
    near = person(house, "Petugas Asal", (Role.OFFICER, p.origin))
    state(house, near, p.origin, number=2)


def test_list_begins_with_what_waits_longest_and_then_with_what_was_decided_last(
    app: Flask, house: House, p: Parties
) -> None:
    stock(house, p)
    assert listed(signed_in(app, house, p.curator).get(LIST)) == ["4", "5", "6", "3", "2", "1"]


def test_each_sees_what_concerns_the_own_units(app: Flask, house: House, client: PageClient, p: Parties) -> None:
    stock(house, p)
    assert listed(signed_in(app, house, p.author).get(LIST)) == ["4", "5", "6", "3", "2", "1"]
    assert listed(signed_in(app, house, p.stranger).get(LIST)) == ["6"]
    assert listed(signed_in(app, house, p.officer).get(LIST)) == []
    own = person(house, "Petugas Satu", (Role.OFFICER, unit(house, "Puskesmas 1", region=ELSEWHERE)))
    assert listed(signed_in(app, house, own).get(LIST)) == ["1"]
    for path in (LIST, f"{LIST}.csv"):
        assert client.get(path, status=302).headers["Location"].startswith("/masuk?")


def test_list_is_filtered_by_side_and_state(app: Flask, house: House, p: Parties) -> None:
    stock(house, p)
    client = signed_in(app, house, p.admin)
    for query, wanted in {
        "sisi=kami": ["6"],
        "sisi=asal": ["4", "5", "3", "2", "1"],
        "keadaan=waiting": ["4", "5", "6"],
        "keadaan=confirmed": ["1"],
        "keadaan=declined": ["2"],
        "keadaan=taken-back": ["3"],
        "keadaan=noted": [],
        "sisi=asal&keadaan=waiting": ["4", "5"],
        "sisi=kami&keadaan=confirmed": [],
        "sisi=&keadaan=": ["4", "5", "6", "3", "2", "1"],
    }.items():
        assert listed(client.get(f"{LIST}?{query}")) == wanted, query
    page = client.get(f"{LIST}?sisi=asal&keadaan=waiting")
    assert (held(page)["sisi"], held(page)["keadaan"]) == ("asal", "waiting")
    assert f"{LIST}.csv?sisi=asal&keadaan=waiting" in page.links


@pytest.mark.parametrize("query", ["sisi=entah", "keadaan=entah", "keadaan=WAITING", "hal=0", "hal=x"])
def test_unknown_filters_are_refused(app: Flask, house: House, p: Parties, query: str) -> None:
    client = signed_in(app, house, p.admin)
    client.get(f"{LIST}?{query}", status=400)
    if "hal" not in query:
        client.get(f"{LIST}.csv?{query}", status=400)
    client.get(f"{LIST}?hal=2", status=404)


def test_long_list_has_pages_that_keep_the_filter(app: Flask, house: House, p: Parties) -> None:
    units = [unit(house, f"Puskesmas {number}", region=ELSEWHERE) for number in range(21)]
    admin = person(house, "Admin Blitar", (Role.LOCAL_ADMIN, government(house, ELSEWHERE)))
    for number in units:
        state(house, admin, number)
    client = signed_in(app, house, p.author)
    first = client.get(f"{LIST}?keadaan=waiting")
    assert listed(first) == [str(number) for number in range(1, 21)]
    (second,) = [link for link in first.links if "hal=2" in link and "keadaan=waiting" in link]
    assert listed(client.get(second)) == ["21"]
    assert len(table(client.get(f"{LIST}.csv?keadaan=waiting"))) == 21


def test_table_holds_the_same_without_proof_and_without_formulas(app: Flask, house: House, p: Parties) -> None:
    stock(house, p)
    answer = signed_in(app, house, p.author).get(f"{LIST}.csv?sisi=asal")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="pernyataan-replikasi.csv"'
    rows = table(answer)
    assert [row["Nomor"] for row in rows] == ["4", "5", "3", "2", "1"]
    assert rows[3]["Tanggapan"] == "'=1+1 bukan."
    last = rows[4]
    assert (last["Keadaan"], last["Inovasi"], last["Tanggapan"]) == ("Dikonfirmasi unit asal", TITLE, "Benar.")
    assert (last["Unit asal"], last["Unit penerima"], last["Wilayah penerima"]) == (
        ORIGIN,
        "Puskesmas 1",
        "Kabupaten Blitar",
    )
    assert last["Alamat tulisan"] == f"http://localhost{WRITE_UP}"
    assert (last["Dinyatakan"], last["Diputuskan"]) == ("2026-11-22", "2026-11-22")
    assert "kata-bukti" not in answer.html


def test_table_is_in_indonesian_whatever_the_page_speaks(app: Flask, house: House, p: Parties) -> None:
    state(house, p.officer, p.adopter, said("diterapkan"))
    client = signed_in(app, house, p.officer)
    client.client.set_cookie("bahasa", "en")
    (row,) = table(client.get(f"{LIST}.csv"))
    assert (row["Keadaan"], row["Tahap"]) == ("Menunggu konfirmasi", "Diterapkan")


# Where they are found


def test_desk_names_what_waits_for_the_reader(app: Flask, house: House, p: Parties) -> None:
    found = state(house, p.officer, p.adopter)

    def waits(who: Person) -> bool:
        page = signed_in(app, house, who).get("/ruang-kerja")
        return ("Replikasi menunggu konfirmasi Anda" in page.text) and ONE in page.links

    assert [waits(who) for who in (p.author, p.admin, p.officer, p.curator, p.stranger)] == [True, True] + [False] * 3
    pass_time(house, SILENCE)
    assert waits(p.curator)
    confirm(house, p.author, found)
    assert not any(waits(who) for who in (p.author, p.admin, p.curator))


def test_desk_is_silent_about_write_ups_that_were_withdrawn(app: Flask, house: House, p: Parties) -> None:
    state(house, p.officer, p.adopter)
    withdraw(house)
    assert ONE not in signed_in(app, house, p.author).get("/ruang-kerja").links


def test_write_up_offers_each_what_may_be_done(app: Flask, house: House, client: PageClient, p: Parties) -> None:
    colleague = person(house, "Petugas Asal", (Role.OFFICER, p.origin))

    def offers(client: PageClient) -> tuple[bool, bool]:
        links = client.get(WRITE_UP).links
        return FORM in links, RECORDS in links

    for who, wanted in (
        (p.officer, (True, False)),
        (p.stranger, (True, False)),
        (p.author, (False, True)),
        (colleague, (False, False)),
        (p.admin, (True, True)),
        (p.curator, (False, True)),
    ):
        assert offers(signed_in(app, house, who)) == wanted, who.account.name
    assert offers(client) == (False, False)


def test_withdrawn_write_up_offers_nothing(app: Flask, house: House, p: Parties) -> None:
    withdraw(house)
    for who in (p.officer, p.author, p.curator):
        page = signed_in(app, house, who).get(WRITE_UP, status=410)
        assert FORM not in page.links
        assert RECORDS not in page.links


def test_way_to_the_list_is_in_the_workspace_of_everybody_who_takes_part(app: Flask, house: House, p: Parties) -> None:
    for who in (p.officer, p.author, p.curator):
        assert LIST in signed_in(app, house, who).get("/ruang-kerja").links
    keeper = person(house, "Penge Lola", (Role.SYSTEM_ADMIN, government(house, "35")))
    assert LIST not in signed_in(app, house, keeper).get("/ruang-kerja").links


def test_record_that_a_file_states_is_where_the_form_begins(app: Flask, house: House) -> None:
    p = meet(house, extra=in_file(f'wilayah: "35.05", unit: {ADOPTER}, tahap: kesepakatan, mulai: 2025'))
    shown = held(signed_in(app, house, p.officer).get(FORM))
    assert (shown["tahap"], shown["mulai"]) == ("kesepakatan", "2025")
