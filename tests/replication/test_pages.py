"""What pages tell of replications: kinds kept apart, sums never drawn or counted, expansions at home not either."""

from collections import Counter
from datetime import date

from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.catalogue import actions as catalogue_actions
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.house import House
from rumah_inovasi.replication.model import CLASS_OF_STAGE
from tests import starter
from tests.factories import put, write_up
from tests.pages import Answer, PageClient
from tests.replication.parties import in_file

OUTSIDE = "Diambil dari luar Jawa Timur"
FIVE = ("35.01", "35.02", "35.03", "35.04", "35.05")
NAMES = {
    "Kunjungan": "visit",
    "Rencana": "plan",
    "Komitmen": "commitment",
    "Diterapkan": "applied",
    "Pernah diterapkan": "once",
    "Tidak berlanjut": "void",
}


def totals(answer: Answer) -> dict[str, int]:
    """The table of classes with the number of notes."""
    table = answer.tree.all("table")[0]
    rows = [["".join(cell.itertext()) for cell in row] for row in table.findall("tbody/tr")]
    return {row[0]: int(row[2]) for row in rows}


def tiles(answer: Answer) -> dict[str, int]:
    """Counts on the map by name."""
    labels = [node.get("aria-label", "") for node in answer.tree.all("a") if "step-" in node.get("class", "")]
    return {label.rpartition(": ")[0]: int(label.rpartition(": ")[2]) for label in labels}


def test_totals_are_what_the_archive_states(reader: PageClient, full_house: House) -> None:
    items = starter.read(full_house)
    stated = Counter(
        CLASS_OF_STAGE[claim["tahap"]].value
        for item in items
        for claim in item.get("replikasi", [])
        if claim.get("wilayah") != item["wilayah"] and "jumlah" not in claim
    )
    assert totals(reader.get("/replikasi")) == {name: stated[kind] for name, kind in NAMES.items()}


def test_map_counts_innovations_in_use_by_regency(reader: PageClient, full_house: House) -> None:
    taken = Counter(code for item in starter.read(full_house) for code in starter.applied_regencies(item))
    assert sorted(filter(None, tiles(reader.get("/replikasi")).values())) == sorted(taken.values())


def section(answer: Answer, title: str) -> list[str]:
    """Where the links of one section lead; none where there is no such section."""
    found = [node for node in answer.tree.all("section") if title in ["".join(h2.itertext()) for h2 in node.iter("h2")]]
    return [link.get("href", "") for node in found for link in node.iter("a")]


def test_list_names_every_innovation_in_use_elsewhere(reader: PageClient, full_house: House) -> None:
    page = reader.get("/replikasi")
    links = section(page, "Inovasi dan penerimanya") + section(page, "Jumlah yang disebut sumber tanpa rincian")
    for item in starter.read(full_house):
        assert (item["alamat"] in links) == bool(starter.applied_across(item)), item["alamat"]


def test_what_was_taken_up_from_outside_the_province_has_a_section_of_its_own(
    reader: PageClient, full_house: House
) -> None:
    page = reader.get("/replikasi")
    links = section(page, OUTSIDE)
    origins = {item["alamat"]: item["asal"] for item in starter.read(full_house) if "asal" in item}
    assert origins
    assert {link for link in links if link.startswith("/inovasi/")} == set(origins)
    for origin in origins.values():
        assert origin["nama"] in page.text
        assert not origin.get("url") or origin["url"] in links


def test_house_without_anything_from_outside_has_no_such_section(client: PageClient, house: House) -> None:
    put(house, write_up(extra="asal: {nama: Antrean Bandung, instansi: RSUD Bandung}\n"), name="a.md")
    put(house, write_up("Biasa Saja"), name="b.md")
    page = client.get("/replikasi?kelas=rencana")
    assert [link for link in section(page, OUTSIDE) if "inovasi" in link] == ["/inovasi/1-antrean-ringkas"]
    assert "Antrean Bandung, RSUD Bandung" in page.text
    with house.database.write() as session:
        found, today = catalogue.published(session, 1), date(2026, 11, 22)
        catalogue_actions.withdraw(session, SYSTEM, found, "Keliru.", on=today, now=house.clock())
    assert OUTSIDE not in client.get("/replikasi").text


def test_kinds_are_never_counted_as_one(client: PageClient, house: House) -> None:
    stages = ("kunjungan", "minat", "kesepakatan", "diterapkan", "berhenti", "ditolak")
    lines = [f'wilayah: "35.0{number}", tahap: {stage}' for number, stage in enumerate(stages, start=1)]
    put(house, write_up(extra=in_file(*lines)))
    answer = client.get("/replikasi")
    assert totals(answer) == dict.fromkeys(NAMES, 1)
    assert {name: count for name, count in tiles(answer).items() if count} == {"Kabupaten Tulungagung": 1}
    page = client.get("/inovasi/1-antrean-ringkas").text
    assert "Diterapkan di 1 kabupaten/kota lain di Jawa Timur: Kab. Tulungagung." in page
    for name in NAMES:
        assert name in page
    assert "1 diterapkan di tempat lain" in client.get("/").text


def test_one_place_is_counted_once_however_often_it_is_named(client: PageClient, house: House) -> None:
    line = 'wilayah: "35.01", unit: Puskesmas {}, tahap: diterapkan'
    put(house, write_up(extra=in_file(*(line.format(name) for name in ("Satu", "Dua", "Tiga")))))
    assert tiles(client.get("/replikasi"))["Kabupaten Pacitan"] == 1
    assert "Diterapkan di 1 kabupaten/kota lain" in client.get("/inovasi/1-antrean-ringkas").text
    assert "diterapkan di 1 kabupaten/kota lain" in client.get("/cari").text


def test_expansion_at_home_is_shown_but_not_counted(client: PageClient, house: House) -> None:
    put(house, write_up(extra=in_file('wilayah: "35.15", unit: Puskesmas Waru, tahap: diterapkan')))
    answer = client.get("/replikasi")
    assert set(totals(answer).values()) == {0}
    assert set(tiles(answer).values()) == {0}
    page = client.get("/inovasi/1-antrean-ringkas").text
    assert "Diperluas di wilayah sendiri; belum ada catatan penerapan di wilayah lain." in page
    assert "Puskesmas Waru" in page
    assert "diterapkan di" not in client.get("/cari").text


def test_stated_sum_is_told_but_neither_drawn_nor_counted(client: PageClient, house: House) -> None:
    put(house, write_up(extra=in_file("penerima: 19 daerah di Indonesia, jumlah: 19, tahap: diterapkan")))
    answer = client.get("/replikasi")
    assert set(totals(answer).values()) == {0}
    assert set(tiles(answer).values()) == {0}
    assert "Jumlah yang disebut sumber tanpa rincian" in answer.text
    assert "19 daerah di Indonesia" in answer.text
    page = client.get("/inovasi/1-antrean-ringkas").text
    assert "Menurut sumber, diterapkan oleh 19 daerah di Indonesia." in page


def test_place_outside_the_province_is_named_but_not_on_the_map(client: PageClient, house: House) -> None:
    put(house, write_up(extra=in_file("penerima: Kabupaten Sumedang, tahap: diterapkan")))
    answer = client.get("/replikasi")
    assert totals(answer)["Diterapkan"] == 1
    assert set(tiles(answer).values()) == {0}
    assert "Kabupaten Sumedang" in answer.text
    assert (
        "Ada 1 catatan penerapan lain yang tidak dihitung per kabupaten/kota."
        in client.get("/inovasi/1-antrean-ringkas").text
    )


def test_few_are_a_sentence_and_many_a_map(client: PageClient, house: House) -> None:
    lines = [f'wilayah: "{code}", tahap: diterapkan' for code in FIVE]
    put(house, write_up("Empat", extra=in_file(*lines[:4])), name="a.md")
    put(house, write_up("Lima", extra=in_file(*lines)), name="b.md")
    assert tiles(client.get("/inovasi/1-empat")) == {}
    shown = tiles(client.get("/inovasi/2-lima"))
    assert len(shown) == 38
    assert sum(shown.values()) == 5


def test_house_without_replications_says_so(client: PageClient) -> None:
    answer = client.get("/replikasi")
    assert "Belum ada catatan." in answer.text
    assert set(tiles(answer).values()) == {0}


def test_note_and_source_stand_beside_the_claim(client: PageClient, house: House) -> None:
    extra = (
        'replikasi:\n  - {wilayah: "35.01", tahap: diterapkan, derajat: sebagian, bukti: klaim-media, mulai: 2020-03, '
        "catatan: Hanya loket <b>dua</b>., sumber: 'https://media.example/a?b=1&c=2'}\n"
    )
    assert put(house, write_up(extra=extra)).problems == []
    answer = client.get("/inovasi/1-antrean-ringkas")
    assert "Hanya loket <b>dua</b>." in answer.text
    assert "Maret 2020" in answer.text
    assert "https://media.example/a?b=1&c=2" in [node.get("href") for node in answer.tree.all("a")]
