"""Who takes up from whom: innovations between regencies, one class of stages at a time, and all records as a table."""

import csv
import io

import pytest

from rumah_inovasi.house import House
from rumah_inovasi.replication.matrix import CLASSES
from rumah_inovasi.replication.model import CLASS_OF_STAGE
from tests import starter
from tests.factories import put, write_up
from tests.indexing import settle
from tests.pages import Answer, PageClient
from tests.replication.parties import in_file
from tests.search.reading import of_class, titles, words

STAGES = {
    "diterapkan": ("diterapkan", "dievaluasi", "berlanjut", "bertransformasi"),
    "komitmen": ("kesepakatan", "penyesuaian"),
    "rencana": ("minat", "penjajakan", "rencana"),
    "kunjungan": ("kunjungan",),
    "pernah": ("berhenti",),
    "tidak-berlanjut": ("ditolak", "dibatalkan"),
}
USED = "tahap: diterapkan"


def matrix(answer: Answer) -> dict[tuple[str, str], int]:
    """The filled cells, by the names of both regencies."""
    if not of_class(answer, "table", "matrix"):
        return {}
    (table,) = of_class(answer, "table", "matrix")
    heads = [link.get("aria-label", "") for link in table.findall("thead/tr/th/a")]
    cells = {}
    for row in table.findall("tbody/tr"):
        origin = words(row.findall("th")[0])
        for adopter, cell in zip(heads, row.findall("td"), strict=False):
            if words(cell) != "·":
                cells[origin, adopter] = int(words(cell))
    return cells


def totals(answer: Answer) -> tuple[dict[str, int], dict[str, int]]:
    """What each gave away, and what each took up, at the edges."""
    (table,) = of_class(answer, "table", "matrix")
    given = {words(row.findall("th")[0]): int(words(row.findall("td")[-1])) for row in table.findall("tbody/tr")}
    heads = [link.get("aria-label", "") for link in table.findall("thead/tr/th/a")]
    taken = [words(cell) for cell in table.findall("tfoot/tr/td")]
    return given, {name: int(count) for name, count in zip(heads, taken, strict=False)}


def links(answer: Answer) -> dict[str, str]:
    """Where the cells lead, by their labels."""
    found = [link for table in of_class(answer, "table", "matrix") for link in table.findall("tbody/tr/td/a")]
    return {link.get("aria-label", ""): link.get("href", "") for link in found}


def rows(answer: Answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.html.removeprefix("\ufeff")), delimiter=";"))


def stock(house: House) -> None:
    """Two innovations of Sidoarjo and one of Kabupaten Blitar with adopters of every sort."""
    first = in_file(
        f'wilayah: "35.05", unit: Puskesmas Talun, {USED}',
        f'wilayah: "35.05", unit: Puskesmas Garum, {USED}',
        'wilayah: "35.72", tahap: berlanjut',
        'wilayah: "35.06", tahap: minat',
        f'wilayah: "35.15", unit: Puskesmas Waru, {USED}',
        f"penerima: Kabupaten Sumedang, unit: Dinas Sosial, {USED}",
        f"penerima: 19 daerah, jumlah: 19, {USED}",
    )
    put(house, write_up("Antrean Ringkas", extra=first), name="a.md")
    put(house, write_up("Bank Sampah", unit="Dinas Hijau", extra=in_file(f'wilayah: "35.05", {USED}')), name="b.md")
    third = in_file(f'wilayah: "35.15", {USED}', 'wilayah: "35.72", tahap: kunjungan')
    put(house, write_up("Cahaya Desa", region="35.05", unit="Dinas Terang", extra=third), name="c.md")
    settle(house)


def test_stages_of_this_table_are_all_that_there_are() -> None:
    assert sorted(stage for stages in STAGES.values() for stage in stages) == sorted(CLASS_OF_STAGE)
    assert list(CLASSES) == list(STAGES)


def test_cells_count_innovations_however_many_units_take_them_up(client: PageClient, house: House) -> None:
    stock(house)
    answer = client.get("/replikasi")
    assert matrix(answer) == {
        ("Kab. Sidoarjo", "Kab. Blitar"): 2,
        ("Kab. Sidoarjo", "Kota Blitar"): 1,
        ("Kab. Blitar", "Kab. Sidoarjo"): 1,
    }


def test_edges_count_an_innovation_once_whoever_takes_it_up(client: PageClient, house: House) -> None:
    stock(house)
    given, taken = totals(client.get("/replikasi"))
    assert given == {"Kab. Sidoarjo": 2, "Kab. Blitar": 1}
    assert taken == {"Kab. Blitar": 2, "Kota Blitar": 1, "Kab. Sidoarjo": 1}


def test_cells_lead_to_the_innovations_that_they_count(client: PageClient, house: House) -> None:
    stock(house)
    answer = client.get("/replikasi")
    found = links(answer)
    assert found["Kab. Sidoarjo → Kab. Blitar: 2"] == "/cari?wilayah=35.15&direplikasi_di=35.05"
    assert {label: sorted(titles(client.get(address))) for label, address in found.items()} == {
        "Kab. Sidoarjo → Kab. Blitar: 2": ["Antrean Ringkas", "Bank Sampah"],
        "Kab. Sidoarjo → Kota Blitar: 1": ["Antrean Ringkas"],
        "Kab. Blitar → Kab. Sidoarjo: 1": ["Cahaya Desa"],
    }


def test_province_is_an_adopter_whose_cell_leads_nowhere_since_the_search_lists_the_38(
    client: PageClient, house: House
) -> None:
    put(house, write_up(extra=in_file(f'wilayah: "35", {USED}')))
    answer = client.get("/replikasi")
    assert list(matrix(answer).values()) == [1]
    assert links(answer) == {}


def test_what_the_province_made_is_listed_by_its_cells(client: PageClient, house: House) -> None:
    put(
        house, write_up(region="35", unit="Dinas Provinsi", kind="opd-prov", extra=in_file(f'wilayah: "35.05", {USED}'))
    )
    put(house, write_up("Lain", extra=in_file(f'wilayah: "35.05", {USED}')), name="b.md")
    settle(house)
    found = {label: titles(client.get(address)) for label, address in links(client.get("/replikasi")).items()}
    assert sorted(found.values()) == [["Antrean Ringkas"], ["Lain"]]


@pytest.mark.parametrize("word", STAGES)
def test_page_shows_the_chosen_class_alone(client: PageClient, house: House, word: str) -> None:
    stages = [stage for found in STAGES.values() for stage in found]
    codes = [f"35.{number:02}" for number in range(1, len(stages) + 1)]
    put(house, write_up(extra=in_file(*(f'wilayah: "{c}", tahap: {s}' for c, s in zip(codes, stages, strict=True)))))
    answer = client.get(f"/replikasi?kelas={word}")
    assert len(matrix(answer)) == len(STAGES[word])
    shown = {code for code in codes for link in answer.tree.all("a") if f"/wilayah/{code}-" in link.get("href", "")}
    chosen = {code for code, stage in zip(codes, stages, strict=True) if stage in STAGES[word]}
    (section,) = [n for n in answer.tree.all("section") if "Inovasi dan penerimanya" in words(n)]
    listed = {code for code in codes for link in section.iter("a") if f"/wilayah/{code}-" in link.get("href", "")}
    assert listed == chosen <= shown
    assert bool(links(answer)) is (word == "diterapkan")
    (current,) = [node for node in answer.tree.all("b") if node.get("aria-current") == "true"]
    others = {link for link in answer.links if link.startswith("/replikasi?kelas=")}
    assert others == {f"/replikasi?kelas={other}" for other in STAGES if other != word}
    assert words(current)


@pytest.mark.parametrize("word", ["entah", "applied", "", "Diterapkan", "diterapkan%00"])
def test_unknown_class_is_refused(client: PageClient, word: str) -> None:
    client.get(f"/replikasi?kelas={word}", status=400)


def test_house_without_replications_has_no_matrix_and_an_empty_table(client: PageClient) -> None:
    assert matrix(client.get("/replikasi")) == {}
    assert rows(client.get("/replikasi.csv")) == []


def test_matrix_of_the_archive_is_what_it_states(reader: PageClient, full_house: House) -> None:
    pairs = [
        (item["wilayah"], claim["wilayah"], item["nomor"])
        for item in starter.read(full_house)
        for claim in starter.applied_across(item)
        if "wilayah" in claim
    ]
    assert sum(matrix(reader.get("/replikasi")).values()) == len(set(pairs))


# The table


def test_table_holds_every_record_of_every_class(client: PageClient, house: House) -> None:
    stock(house)
    found = rows(client.get("/replikasi.csv"))
    assert [(row["Nomor inovasi"], row["Tahap"]) for row in found] == [
        *[("1", "Diterapkan")] * 2,
        ("1", "Berlanjut"),
        ("1", "Minat"),
        *[("1", "Diterapkan")] * 3,
        ("2", "Diterapkan"),
        ("3", "Diterapkan"),
        ("3", "Kunjungan"),
    ]
    assert [row["Perluasan di wilayah sendiri"] for row in found[:7]] == [*["tidak"] * 4, "ya", "tidak", "tidak"]
    assert [row["Kode wilayah penerima"] for row in found[:7]] == ["35.05", "35.05", "35.72", "35.06", "35.15", "", ""]
    assert [(row["Penerima lain"], row["Unit penerima"], row["Jumlah yang disebut"]) for row in found[5:7]] == [
        ("Kabupaten Sumedang", "Dinas Sosial", ""),
        ("19 daerah", "", "19"),
    ]
    assert [row["Kelas"] for row in found[2:4]] == ["Diterapkan", "Rencana"]


def test_line_of_the_table_tells_everything_that_is_public(client: PageClient, house: House) -> None:
    line = (
        'wilayah: "35.05", unit: Puskesmas Talun, tahap: diterapkan, derajat: sebagian, mulai: 2025-03, '
        'catatan: "=1+1 loket", sumber: "https://contoh.go.id/a?b=1;c", tanggapan: Benar'
    )
    put(house, write_up(extra=in_file(line)))
    answer = client.get("/replikasi.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="replikasi.csv"'
    assert rows(answer) == [
        {
            "Nomor inovasi": "1",
            "Inovasi": "Antrean Ringkas",
            "Alamat": "http://localhost/inovasi/1-antrean-ringkas",
            "Kode wilayah asal": "35.15",
            "Wilayah asal": "Kabupaten Sidoarjo",
            "Unit asal": "Puskesmas Contoh",
            "Kode wilayah penerima": "35.05",
            "Wilayah penerima": "Kabupaten Blitar",
            "Unit penerima": "Puskesmas Talun",
            "Penerima lain": "",
            "Jumlah yang disebut": "",
            "Perluasan di wilayah sendiri": "tidak",
            "Tahap": "Diterapkan",
            "Kelas": "Diterapkan",
            "Derajat": "Sebagian",
            "Bukti": "Dokumen",
            "Mulai": "2025-03",
            "Selesai": "",
            "Catatan": "'=1+1 loket",
            "Tanggapan unit asal": "Benar",
            "Sumber": "https://contoh.go.id/a?b=1;c",
        }
    ]


def test_table_is_in_indonesian_whatever_the_page_speaks(client: PageClient, house: House) -> None:
    stock(house)
    before = rows(client.get("/replikasi.csv"))
    client.client.set_cookie("bahasa", "en")
    assert client.get("/replikasi").tree.root.get("lang") == "en"
    assert rows(client.get("/replikasi.csv")) == before
