"""Describing a problem: what is found and why, what is known of replicating it; and that nobody keeps the text."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from rumah_inovasi.accounts import throttle
from rumah_inovasi.accounts.model import Attempt
from rumah_inovasi.accounts.throttle import PROBLEM_FROM_ADDRESS
from rumah_inovasi.app import create_app
from rumah_inovasi.database import Base
from rumah_inovasi.house import House
from rumah_inovasi.search.problem_forms import LONGEST
from tests.factories import put, write_up
from tests.fixtures import Clock
from tests.indexing import settle
from tests.pages import ORIGIN, Answer, PageClient
from tests.search.problems import PROBLEMS
from tests.search.reading import link_named, marked, of_class, words

AMONG = 5  # the write-up that is looked for has to come among so many
SHARE = 0.8  # of all problems
CANARY = "kenarirahasia"


def stock(house: House) -> None:
    """Three write-ups about water, of two kinds of units and three regions, in the index."""
    assert not put(
        house,
        write_up(
            "Air Jernih",
            extra="biaya: {kisaran: di-bawah-50-juta, sumber_dana: APBD}\nsdm: Dua kader\n"
            'replikasi:\n  - {wilayah: "35.01", tahap: diterapkan, bukti: dokumen}\n'
            '  - {wilayah: "35.02", tahap: kunjungan, bukti: dokumen}\n',
            summary="Sumur keruh disaring.",
            body="## Latar belakang\n\nAir sumur keruh dan berbau.\n\n## Syarat replikasi\n\nPasir dan ijuk.\n",
        ),
        name="a.md",
    ).failed
    assert not put(
        house,
        write_up(
            "Pipa Desa", region="35.07", unit="Dinas Pipa", kind="opd-kab", summary="Air sumur keruh diganti air pipa."
        ),
        name="b.md",
    ).failed
    assert not put(
        house,
        write_up(
            "Tangki", region="35.71", unit="Dinas Tangki", kind="opd-kab", summary="Air sumur keruh diantar tangki."
        ),
        name="c.md",
    ).failed
    for number in range(5):
        put(house, write_up(f"Lain {number}", summary="Lampu jalan menyala."), name=f"lain-{number}.md")
    settle(house)


def solve(client: PageClient, text: str, status: int = 200, **filters: str) -> Answer:
    return client.submit(client.get("/masalah"), {"masalah": text, **filters}, to="/masalah#hasil", status=status)


def titles(answer: Answer) -> list[str]:
    return [words(node) for node in of_class(answer, "h3", "name")]


def keywords(answer: Answer) -> list[str]:
    return [words(node) for box in of_class(answer, "div", "beside") for node in box.iter("li")]


def typed(answer: Answer) -> str:
    (box,) = answer.tree.all("textarea")
    return "".join(box.itertext()).removeprefix("\n")


# What is found


def test_problems_of_real_life_lead_to_what_solves_them(searcher: PageClient) -> None:
    missed = []
    for text, wanted in PROBLEMS:
        answer = solve(searcher, text)
        links = [link.get("href", "") for node in of_class(answer, "h3", "name") for link in node.iter("a")]
        numbers = [int(re.findall(r"/inovasi/(\d+)-", link)[0]) for link in links]
        if not wanted & set(numbers[:AMONG]):
            missed.append(text)
    assert len(PROBLEMS) - len(missed) >= SHARE * len(PROBLEMS), missed


def test_answer_says_why_and_what_is_known_of_replicating(house: House, client: PageClient) -> None:
    stock(house)
    answer = solve(client, "Bagaimana ini, air sumur warga keruh dan berbau.")
    assert titles(answer)[0] == "Air Jernih"
    (first, *_others) = of_class(answer, "li", "card")
    assert words(next(first.iter("dd"))) == "air sumur, keruh, berbau"
    assert "Diterapkan di 1 kabupaten/kota lain di Jawa Timur: Kab. Pacitan." in words(first)
    assert "Kunjungan: 1." in words(first)
    assert "Pasir dan ijuk." in words(first)
    assert "Dua kader" in words(first)
    assert "APBD" in words(first)
    hrefs = [link.get("href", "") for link in first.iter("a")]
    assert {"/inovasi/1-air-jernih/lembar", "/inovasi/1-air-jernih/replikasi"} <= set(hrefs)
    assert {"air", "sumur", "keruh", "berbau"} <= {word.lower() for word in marked(answer)}


def test_what_is_not_recorded_is_said(house: House, client: PageClient) -> None:
    stock(house)
    answer = solve(client, "air sumur keruh")
    assert answer.text.count("Syarat, biaya, dan tenaganya belum tercatat.") == 2


def test_passages_show_where_the_words_stand(searcher: PageClient) -> None:
    answer = solve(searcher, PROBLEMS[0][0])
    (first, *_others) = of_class(answer, "li", "card")
    assert len([node for node in first.iter("p") if node.get("class") == "snippet"]) == 2


def test_list_is_short(house: House, client: PageClient) -> None:
    stock(house)
    for number in range(6):
        assert not put(house, write_up(f"Air {number}", summary="Sumur keruh."), name=f"air-{number}.md").failed
    settle(house)
    assert len(titles(solve(client, "air sumur keruh"))) == 8


def test_what_meets_a_side_matter_only_is_left_out(house: House, client: PageClient) -> None:
    stock(house)
    put(house, write_up("Sisi", summary="Ada kolam.", body="Berbau.\n"), name="sisi.md")
    settle(house)
    assert "Sisi" not in titles(solve(client, "air sumur keruh dan berbau"))


# Keywords


def test_keywords_alone_can_be_shared(house: House, client: PageClient) -> None:
    stock(house)
    answer = solve(client, f"Kata Bapak Zulpan, NIK 3515084107850003, air sumur di Jl. Ketapel keruh. {CANARY}")
    assert keywords(answer) == ["air sumur", "keruh"]
    shared = link_named(answer, "Buka sebagai pencarian biasa")
    assert unquote(shared) == "/cari?q=air sumur keruh"
    assert "Air Jernih" in client.get(shared).text


def test_names_that_write_ups_hold_are_no_keywords(house: House, client: PageClient) -> None:
    stock(house)
    put(house, write_up("Sumur Zulpan", summary="Zulpan dari Ketapel menggali sumur."), name="z.md")
    settle(house)
    assert "zulpan" not in " ".join(keywords(solve(client, "Menurut Pak Zulpan sumur itu keruh"))).lower()


# Filters


def test_own_kind_of_unit(house: House, client: PageClient) -> None:
    stock(house)
    assert sorted(titles(solve(client, "air sumur keruh", jenis_unit="opd-kab"))) == ["Pipa Desa", "Tangki"]
    assert titles(solve(client, "air sumur keruh", jenis_unit="rsud")) == []


def test_filters_can_be_left_out_with_one_press_and_the_text_stays(house: House, client: PageClient) -> None:
    stock(house)
    narrow = solve(client, "Air sumur kami keruh.", jenis_unit="rsud", serupa="35.15")
    assert titles(narrow) == []
    (button,) = [node for node in narrow.tree.all("button") if words(node) == "Cari tanpa saringan"]
    (form,) = [node for node in narrow.tree.all("form") if node.get("id") == button.get("form")]
    assert list(form.iter("textarea"))
    sent = {"masalah": "Air sumur kami keruh.", "jenis_unit": "rsud", "serupa": "35.15", str(button.get("name")): "1"}
    wide = client.submit(narrow, sent, to="/masalah#hasil", status=200)
    assert sorted(titles(wide)) == ["Air Jernih", "Pipa Desa", "Tangki"]
    assert typed(wide) == "Air sumur kami keruh."
    assert not [node for node in wide.tree.all("option") if node.get("selected") is not None and node.get("value")]


def test_slips_are_understood(house: House, client: PageClient) -> None:
    stock(house)
    assert not put(house, write_up("Saringan", summary="Saringan pasir murah."), name="d.md").failed
    settle(house)
    answer = solve(client, "Apakah ada saringgan yang murrah?")
    assert titles(answer) == ["Saringan"]
    assert keywords(answer) == ["saringan", "murah"]
    assert "Salah ketik yang dibetulkan: saringgan → saringan, murrah → murah." in answer.text


def test_right_words_and_names_are_no_slips(house: House, client: PageClient) -> None:
    stock(house)
    assert not put(house, write_up("Barang", summary="Barang milik paman, langkah kecil."), name="d.md").failed
    settle(house)
    for text in ("jarang langka", "suami saya parman"):
        assert "Belum ada kata yang dapat dicari" in solve(client, text).text, text


def test_regions_alike_by_birth_or_by_application(house: House, client: PageClient) -> None:
    stock(house)
    assert titles(solve(client, "air sumur keruh", serupa="35.72")) == ["Tangki"]
    # Kab. Malang is nothing like Situbondo, but Pacitan is, where another is applied.
    answer = solve(client, "air sumur keruh", serupa="35.12")
    assert titles(answer) == ["Air Jernih"]
    assert "daerah yang serupa dengan Kab. Situbondo: Kab. Magetan," in answer.text


def test_filters_and_text_stay_in_the_form(house: House, client: PageClient) -> None:
    stock(house)
    answer = solve(client, "air sumur keruh", jenis_unit="opd-kab", serupa="35.72")
    chosen = [node.get("value") for node in answer.tree.all("option") if "selected" in node.attrib]
    assert (typed(answer), chosen) == ("air sumur keruh", ["opd-kab", "35.72"])


@pytest.mark.parametrize("field", ["jenis_unit", "serupa"])
def test_unknown_value_of_a_filter_is_refused_and_the_text_kept(house: House, client: PageClient, field: str) -> None:
    stock(house)
    answer = client.post("/masalah", {"masalah": "air keruh", field: "99"}, status=400, headers=ORIGIN)
    assert "Ada yang perlu diperbaiki" in answer.text
    assert typed(answer) == "air keruh"


# Input of every kind


@pytest.mark.parametrize("text", ["", "   \n "])
def test_nothing_said(client: PageClient, text: str) -> None:
    answer = solve(client, text, status=400)
    assert "Ceritakan dahulu masalahnya" in answer.text


def test_too_long_is_refused_with_its_length_and_kept(house: House, client: PageClient) -> None:
    stock(house)
    text = "air keruh " * (LONGEST // 10)
    assert solve(client, text).status == 200
    answer = solve(client, text + "x", status=400)
    assert "Paling panjang 2.000 huruf; teks Anda 2.001 huruf." in answer.text
    assert typed(answer) == text + "x"
    assert "maxlength" not in answer.html


def test_line_ends_of_browsers_count_once(house: House, client: PageClient) -> None:
    stock(house)
    text = "air\r\n" * (LONGEST // 4)
    assert typed(solve(client, text)) == text.replace("\r\n", "\n")


@pytest.mark.parametrize(
    "text", ["zzqq qqzz", "yang di dan", "selamat pagi, mohon bantuan", '"""', "\u202e\u200b", "081234567890", "<b>"]
)
def test_nonsense_is_said_to_be_none_and_kept(house: House, client: PageClient, text: str) -> None:
    stock(house)
    answer = solve(client, text)
    assert "Belum ada kata yang dapat dicari" in answer.text
    assert typed(answer) == text
    assert "/cari" in answer.links


def test_signs_that_no_keyboard_has_are_dropped(house: House, client: PageClient) -> None:
    stock(house)
    assert typed(solve(client, "air\x01\ufdd0 \x85sumur\tkeruh")) == "air    sumur\tkeruh"


@pytest.mark.parametrize(
    "text", ["wilayah:35.15 -air sumur", '"air sumur', "a-" * 1000, "air " * 500, "* ? ( ) air", "<script>air</script>"]
)
def test_hostile_text_is_words(house: House, client: PageClient, text: str) -> None:
    stock(house)
    answer = solve(client, text)
    assert typed(answer).strip() == text.strip()


def test_without_index_the_text_is_kept(house: House, client: PageClient) -> None:
    put(house, write_up())
    answer = solve(client, "antrean panjang")
    assert "Pencarian menurut masalah belum dapat dipakai" in answer.text
    assert typed(answer) == "antrean panjang"
    assert "/cari" in answer.links


def test_examples_fill_the_form(client: PageClient) -> None:
    page = client.get("/masalah")
    assert "Bukan keluhan sungguhan" in page.text
    links = [link for link in page.links if link.startswith("/masalah?")]
    assert len(links) == 3
    for link in links:
        assert typed(client.get(link)) in page.text
    assert typed(client.get("/masalah?contoh=99")) == typed(page) == ""


# Nobody else learns of it


@pytest.fixture
def quiet(house: House, caplog: pytest.LogCaptureFixture) -> Iterator[PageClient]:
    """A client of a house with write-ups; afterwards no trace of the canary is anywhere."""
    stock(house)
    with caplog.at_level(logging.DEBUG):
        yield PageClient(create_app(house).test_client())
    assert CANARY not in caplog.text
    with house.database.read() as session:
        for table in Base.metadata.sorted_tables:
            assert CANARY not in repr(session.execute(select(table)).all()), table.name
    for path in Path.cwd().rglob("*"):
        if path.is_file():
            assert CANARY.encode() not in path.read_bytes(), path


def test_text_is_kept_nowhere(quiet: PageClient) -> None:
    answer = solve(quiet, f"air sumur keruh {CANARY}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert not any(CANARY in link for link in answer.links)
    assert "noindex" in answer.html


def test_text_is_not_told_by_an_error(quiet: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("rumah_inovasi.search.problem.answer", fail)
    assert CANARY not in solve(quiet, f"air sumur keruh {CANARY}", status=500).html


def test_address_may_ask_so_often_and_is_then_told_to_wait(
    house: House, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock(house)
    monkeypatch.setattr(throttle, "PROBLEM_FROM_ADDRESS", replace(PROBLEM_FROM_ADDRESS, most=3))
    for _time in range(3):
        client.post("/masalah", {"masalah": "zzqq"}, status=200, headers=ORIGIN)
    answer = solve(client, "air sumur keruh", status=429)
    assert int(answer.headers["Retry-After"]) > 0
    assert typed(answer) == "air sumur keruh"
    assert isinstance(house.clock, Clock)
    house.clock.at += PROBLEM_FROM_ADDRESS.within + timedelta(seconds=1)
    assert titles(solve(client, "air sumur keruh"))
    with house.database.read() as session:
        assert all("zzqq" not in kept.key for kept in session.scalars(select(Attempt)))


def test_finding_goes_on_while_the_database_takes_no_changes(
    hasty_house: House, request: pytest.FixtureRequest
) -> None:
    stock(hasty_house)
    client = PageClient(create_app(hasty_house).test_client())
    request.getfixturevalue("locked")
    assert titles(solve(client, "air sumur keruh"))


def test_form_holds_no_token_and_other_sites_cannot_send_it(client: PageClient) -> None:
    page = client.get("/masalah")
    assert "csrf_token" not in page.html
    assert "Set-Cookie" not in page.headers
    client.post("/masalah", {"masalah": "air"}, status=403, headers={"Origin": "https://lain.example"})


# The ways to it


@pytest.mark.parametrize("path", ["/", "/cari", "/cari?q=zzqq"])
def test_way_to_the_page(searcher: PageClient, path: str) -> None:
    assert searcher.get(path).links.count("/masalah") == 1
    (main,) = searcher.get(path).tree.all("main")
    assert "/masalah" in [link.get("href") for link in main.iter("a")]
