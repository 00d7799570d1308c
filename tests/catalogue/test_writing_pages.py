"""The form of a draft in a browser without JavaScript: what is shown, what is kept, what is pointed out."""

import re
from typing import Any

import pytest
from flask import Flask

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.catalogue import section_texts
from rumah_inovasi.catalogue.draft import Draft
from rumah_inovasi.catalogue.proposal import Proposal
from rumah_inovasi.house import House
from rumah_inovasi.markup.words import count_words
from rumah_inovasi.vocabulary.model import Term
from tests.catalogue.writers import FULL, JSON, MULTIPART, Desk, desk, edit, multipart, token, type_in
from tests.drafting import changed, drafted, proposal, published
from tests.pages import Answer
from tests.people import government, person

SUGGESTED = "/cari/saran?q=kena"
NIK = "3515085203990001"


@pytest.fixture(name="desk")
def _desk(app: Flask, house: House) -> Desk:
    return desk(app, house)


def keep(house: House, number: int, draft: Draft) -> None:
    """Put a draft into the database as it is, past every rule."""
    with house.database.write() as session:
        found = session.get_one(Proposal, number)
        found.stored, found.body, found.message = dict(draft.stored), draft.body, draft.message


def fields(page: Answer) -> list[str]:
    """The names of the fields of the form, in its order."""
    return [node.get("name", "") for node in page.tree.all("input", "select", "textarea")]


def test_everything_that_is_kept_stands_in_the_form_and_comes_back_unchanged(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    body = "## Latar belakang\n\nBaris\n\n    kode & <b>\n\n## Sumber daya\n\n- a\n\n## Hasil\n\nSelesai."
    keep(desk.house, number, Draft({**FULL, "asal_tulisan": "unit"}, body))
    type_in(desk.writer, number)
    found = proposal(desk.house, number)
    assert found.stored == {**FULL, "asal_tulisan": "unit"}
    assert found.body == body
    assert found.version > 1


def test_text_of_another_build_is_shown_whole_with_the_reason(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit, body="\nPembuka.\n\n## Lain\n\nTeks.")
    page = desk.writer.get(edit(number))
    assert "disunting utuh, tidak per bagian: Ada teks sebelum judul bagian" in page.text
    assert "isi" in fields(page)
    type_in(desk.writer, number)
    assert proposal(desk.house, number).body == "Pembuka.\n\n## Lain\n\nTeks."


def test_modes_are_changed_by_a_button_that_keeps_what_was_typed(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    done = type_in(desk.writer, number, {"bagian-tujuan": "Cepat."}, aksi="mode-teks")
    page = desk.writer.get(done.headers["Location"])
    assert {"isi", "bagian-tujuan"} & set(fields(page)) == {"isi"}
    assert "## Tujuan\n\nCepat." in page.html
    text = proposal(desk.house, number).body.replace("Cepat.", "Lebih cepat.")
    done = desk.writer.submit(page, {"isi": text.replace("\n", "\r\n")}, to=edit(number), aksi="mode-bagian")
    page = desk.writer.get(done.headers["Location"])
    assert "Lebih cepat." in page.html
    assert proposal(desk.house, number).body == text
    assert "bagian-tujuan" in fields(page)


def test_saving_in_the_whole_text_stays_there(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    page = desk.writer.get(edit(number) + "?mode=teks")
    done = desk.writer.submit(page, to=edit(number))
    assert "isi" in fields(desk.writer.get(done.headers["Location"]))


@pytest.mark.parametrize(
    ("button", "place"),
    [
        ("", "/sunting"),
        ("pratinjau", "/pratinjau"),
        ("ajukan", "#ajukan"),
        ("tambah-sumber", "/sunting?mode=bagian&tambah=sumber#f-sumber"),
        ("tambah-karangan", "/sunting"),
    ],
)
def test_every_button_saves_first(desk: Desk, button: str, place: str) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    done = type_in(desk.writer, number, {"kepanjangan": "Baru"}, aksi=button)
    assert done.headers["Location"] == f"/ruang-kerja/usulan/{number}{place}"
    assert proposal(desk.house, number).stored["kepanjangan"] == "Baru"


def test_rows_are_as_many_as_there_are_and_two_more(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit, sumber=[{"judul": "A"}, {"judul": "B"}])
    rows = [name for name in fields(desk.writer.get(edit(number))) if re.fullmatch(r"sumber-\d+-judul", name)]
    assert rows == [f"sumber-{at}-judul" for at in range(4)]
    done = type_in(desk.writer, number, {"sumber-3-judul": "Keempat"}, aksi="tambah-sumber")
    grown = fields(desk.writer.get(done.headers["Location"]))
    assert len([name for name in grown if re.fullmatch(r"sumber-\d+-judul", name)]) > 5
    assert [row["judul"] for row in proposal(desk.house, number).stored["sumber"]] == ["A", "B", "Keempat"]


def test_draft_may_be_wrong_and_says_where(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    wrong: dict[str, Any] = {"judul": "", "mulai": "kemarin", "sumber-0-url": "bukan alamat", "terkait": "abc"}
    done = type_in(desk.writer, number, wrong)
    page = desk.writer.get(done.headers["Location"])
    assert {"judul", "mulai"} - set(proposal(desk.house, number).stored) == {"judul"}
    assert "Draf tersimpan." in page.text
    assert "Sumber 1, Alamat web : Harus alamat web lengkap" in page.text.replace("web:", "web :")
    targets = {node.get("href") for node in page.tree.all("a")}
    assert {"#f-judul", "#f-mulai", "#f-sumber-0-url", "#f-sumber-0-judul", "#f-terkait"} <= targets
    at_field = [node for node in page.tree.all("input") if node.get("aria-invalid")]
    assert {node.get("name") for node in at_field} == {"mulai", "sumber-0-url"}


def test_numbers_of_persons_are_pointed_out_where_they_stand(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    done = type_in(desk.writer, number, {"bagian-hasil": f"NIK {NIK}", "kontak-telepon": "0812-3456-7890"})
    page = desk.writer.get(done.headers["Location"])
    assert f"Nomor perorangan “{NIK}” (NIK)" in page.text
    assert "“0812-3456-7890” (PONSEL)" in page.text
    assert {"#f-bagian-hasil", "#f-kontak"} <= {node.get("href") for node in page.tree.all("a")}


def test_meter_names_what_is_missing(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit, **FULL)
    page = desk.writer.get(edit(number))
    assert "4 dari 10 bagian" in page.text
    assert {"#f-bagian-tujuan", "#f-bagian-keberlanjutan"} <= {node.get("href") for node in page.tree.all("a")}


def test_words_are_counted_as_everywhere(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    text = "Satu **dua** [tiga](https://contoh.go.id/empat) anak-anak ![gambar](1/a.png)"
    done = type_in(desk.writer, number, {"bagian-hasil": text})
    page = desk.writer.get(done.headers["Location"])
    assert f"{count_words(text)} kata" in page.text
    sent = {"teks": text, "csrf_token": token(page)}
    asked = desk.writer.post("/ruang-kerja/kata", sent, status=200, headers=JSON)
    assert asked.json["teks"] == count_words(text) == 4


def test_known_titles_are_shown_beside_the_own_one(desk: Desk) -> None:
    published(desk.house, desk.author, desk.admin, desk.unit, judul="Kampung Iklim Sehat")
    number = drafted(desk.house, desk.author, desk.unit, judul="Kampung Iklim  Sehat!")
    assert "Ada tulisan berjudul mirip" in desk.writer.get(edit(number)).text
    made = changed(desk.house, desk.author, 1)
    assert "Ada tulisan berjudul mirip" not in desk.writer.get(edit(made)).text


def test_only_the_curator_says_whose_voice_it_is(desk: Desk) -> None:
    curator = person(desk.house, "Dewi Kurator", (Role.CURATOR, government(desk.house, "35")))
    own = drafted(desk.house, curator, desk.unit, asal_tulisan="redaksi")
    client = desk.at(curator)
    assert "asal_tulisan" in fields(client.get(edit(own)))
    type_in(client, own, {"asal_tulisan": "unit"})
    assert proposal(desk.house, own).stored["asal_tulisan"] == "unit"
    number = drafted(desk.house, desk.author, desk.unit)
    assert "asal_tulisan" not in fields(desk.writer.get(edit(number)))
    type_in(desk.writer, number, {"asal_tulisan": "redaksi"})
    assert proposal(desk.house, number).stored["asal_tulisan"] == "unit"


def test_retired_term_is_offered_to_whom_it_was_chosen_by_and_stays(desk: Desk) -> None:
    with desk.house.database.write() as session:
        session.get_one(Term, ("bentuk", "lainnya")).is_retired = True
        session.get_one(Term, ("urusan", "persandian")).is_retired = True
    held = drafted(desk.house, desk.author, desk.unit, bentuk="lainnya", urusan=["persandian", "kesehatan"])
    type_in(desk.writer, held)
    assert proposal(desk.house, held).stored["bentuk"] == "lainnya"
    assert proposal(desk.house, held).stored["urusan"] == ["persandian", "kesehatan"]
    fresh = drafted(desk.house, desk.author, desk.unit)
    assert 'value="lainnya"' not in desk.writer.get(edit(fresh)).html
    type_in(desk.writer, fresh, {"bentuk": "lainnya", "urusan": ["persandian"]})
    assert not {"bentuk", "urusan"} & set(proposal(desk.house, fresh).stored)


def test_message_for_the_history_is_asked_for_changes_alone(desk: Desk) -> None:
    made = published(desk.house, desk.author, desk.admin, desk.unit)
    number = changed(desk.house, desk.author, made)
    type_in(desk.writer, number, {"pesan": "Angka 2025"})
    assert proposal(desk.house, number).message == "Angka 2025"
    fresh = drafted(desk.house, desk.author, desk.unit, judul="Lain")
    assert "pesan" not in fields(desk.writer.get(edit(fresh)))


def test_long_article_with_everything_filled_in_is_kept(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    text = f"{'—' * 180} kata\n\n" * 1_000
    rows = {f"sumber-{at}-judul": f"Berita {at}" for at in range(60)}
    keep(desk.house, number, Draft({**FULL, "sumber": [{"judul": "x"}] * 60}, ""))
    page = desk.writer.get(edit(number))
    desk.writer.submit(page, {**rows, "bagian-hasil": text}, to=edit(number))
    found = proposal(desk.house, number)
    assert section_texts.canonical(text) in found.body
    assert len(found.stored["sumber"]) == 60
    # As the script sends it: many parts instead of one line.
    parts = {f"x-{at}": "" for at in range(1_500)} | {"isi": text, "mode": "teks", "csrf_token": token(page)}
    body = multipart({**parts, "version": str(found.version)})
    desk.writer.post(edit(number), status=200, headers=JSON, content_type=MULTIPART, input_stream=body)


def test_too_long_an_article_is_refused_and_stays_in_the_form(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    before = proposal(desk.house, number)
    page = type_in(desk.writer, number, {"bagian-hasil": "panjang " * 30_000, "kepanjangan": "Ditahan"}, status=400)
    assert "terlalu panjang untuk disimpan" in page.text
    assert page.html.count("panjang ") > 29_000
    assert "Ditahan" in page.html
    assert proposal(desk.house, number).version == before.version


def test_hostile_fields_are_harmless(desk: Desk) -> None:
    number = drafted(desk.house, desk.author, desk.unit)
    sent = {
        "judul": "<script>alert(1)</script>\x00\x07",
        "bagian-hasil": "</textarea><img src=x>\x00\ufffe",
        "urusan": ["kesehatan", "'; DROP TABLE", "\x00"],
        "tidak-dikenal": "x",
        "sumber-0-judul": "{{ 7*7 }} %(x)s",
        "sumber-100000-judul": "x",
        "berkas": "../../etc/passwd",
        "wilayah": "35.78",
    }
    done = type_in(desk.writer, number, sent)
    found = proposal(desk.house, number)
    assert found.stored["judul"] == "<script>alert(1)</script>"
    assert found.stored["urusan"] == ["kesehatan"]
    assert found.stored["sumber"] == [{"judul": "{{ 7*7 }} %(x)s"}]
    assert "berkas" not in found.stored
    page = desk.writer.get(done.headers["Location"])
    assert "{{ 7*7 }} %(x)s" in page.html
    type_in(desk.writer, number)
    assert proposal(desk.house, number).stored == found.stored
    desk.writer.get(f"/ruang-kerja/usulan/{number}/pratinjau")
