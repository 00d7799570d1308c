"""Home, the map of the 38, regions and units: figures that can be counted again, and names that never mix."""

import csv
from collections import Counter
from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.house import House
from rumah_inovasi.organisations import actions, queries
from rumah_inovasi.organisations.shipped import DATA
from tests import starter
from tests.factories import put, write_up
from tests.pages import Answer, PageClient


def shipped_regions() -> list[dict[str, str]]:
    """The shipped table of regions."""
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


REGIONS = shipped_regions()
REGENCIES = [row for row in REGIONS if row["type"] != "provinsi"]
SHARED_NAMES = [name for name, count in Counter(row["name"] for row in REGENCIES).items() if count > 1]


def of_class(answer: Answer, tag: str, name: str) -> list[Element]:
    """Elements with this class."""
    return [node for node in answer.tree.all(tag) if name in node.get("class", "").split()]


def text_of(node: Element) -> str:
    """What an element says."""
    return " ".join("".join(node.itertext()).split())


def path_of_region(reader: PageClient, code: str) -> str:
    """The full address of a region."""
    return reader.get(f"/wilayah/{code}", status=301).headers["Location"]


def test_figures_of_home_are_what_the_archive_holds(reader: PageClient, full_house: House) -> None:
    items = starter.read(full_house)
    links = list(of_class(reader.get("/"), "ul", "figures")[0].iter("a"))
    values = [int(text_of(link).split()[0].replace(".", "")) for link in links]
    applied = [item for item in items if starter.applied_across(item)]
    born = {item["wilayah"] for item in items if item["wilayah"] != "35"}
    assert values == [len(items), len(applied), len(born)]
    assert [link.get("href") for link in links] == ["/cari", "/cari?replikasi=ada", "/wilayah"]


def test_figure_of_innovations_is_that_of_the_list_behind_it(reader: PageClient, full_house: House) -> None:
    assert f"{len(starter.read(full_house))} tulisan" in reader.get("/cari").text


def test_every_example_of_home_finds_something(reader: PageClient) -> None:
    links = [link.get("href") for node in of_class(reader.get("/"), "p", "examples") for link in node.iter("a")]
    assert links
    for link in links:
        assert of_class(reader.get(str(link)), "li", "card"), link


def test_home_shows_what_changed_last(client: PageClient, house: House) -> None:
    for number in range(1, 9):
        put(house, write_up(f"Inovasi {number}"), name=f"{number}.md")
    put(house, write_up("Inovasi 2", extra="nomor: 2\nmulai: 2020\n"), name="2.md")
    names = [text_of(node) for node in of_class(client.get("/"), "h3", "name")]
    assert names == ["Inovasi 2", "Inovasi 8", "Inovasi 7", "Inovasi 6", "Inovasi 5", "Inovasi 4"]


def test_empty_house_says_how_to_fill_it(client: PageClient) -> None:
    text = client.get("/").text
    assert "0 inovasi tercatat" in text
    assert "rumah-inovasi content import" in text


@pytest.mark.parametrize("path", ["/", "/wilayah", "/replikasi"])
def test_map_has_38_tiles_in_places_of_their_own(reader: PageClient, path: str) -> None:
    (tiles,) = of_class(reader.get(path), "ul", "tiles")
    places = [tuple(sorted(set(item.get("class", "").split()) - {"city"})) for item in tiles]
    assert len(places) == len(set(places)) == 38
    cities = sum("city" in item.get("class", "").split() for item in tiles)
    assert cities == sum(row["type"] == "kota" for row in REGENCIES)
    targets = {link.get("href", "").partition("-")[0] for link in tiles.iter("a")}
    assert targets == {f"/wilayah/{row['code_kemendagri']}" for row in REGENCIES}


def test_every_place_of_the_map_has_a_rule_in_the_style_sheet(reader: PageClient) -> None:
    style = reader.get("/static/style.css").html
    for row in REGENCIES:
        assert f".col-{row['tile_col']} {{" in style
        assert f".row-{row['tile_row']} {{" in style


@pytest.mark.parametrize("path", ["/", "/replikasi"])
def test_table_beside_the_map_agrees_with_it(reader: PageClient, path: str) -> None:
    answer = reader.get(path)
    (tiles,) = of_class(answer, "ul", "tiles")
    on_map = {link.get("aria-label"): link.get("href") for link in tiles.iter("a")}
    (rows,) = [rows for table in answer.tree.all("table") if len(rows := table.findall("tbody/tr")) == 38]
    in_table = {f"{text_of(row[0])}: {text_of(row[1])}": next(row.iter("a")).get("href") for row in rows}
    assert in_table == on_map


def test_map_and_table_count_births_as_the_archive_does(reader: PageClient, full_house: House) -> None:
    items = starter.read(full_house)
    born = Counter(item["wilayah"] for item in items)
    taken = Counter(code for item in items for code in starter.applied_regencies(item))
    names = {row["full_name"]: row["code_kemendagri"] for row in REGIONS}
    answer = reader.get("/wilayah")
    (table,) = answer.tree.all("table")
    rows = table.findall("tbody/tr")
    assert len(rows) == 39
    for row in rows:
        code = names[text_of(row[0])]
        province_wide = sum("35" in {c.get("wilayah") for c in starter.applied_across(item)} for item in items)
        expected = taken[code] if code != "35" else province_wide
        assert (text_of(row[1]), text_of(row[2])) == (str(born[code]), str(expected))
    (tiles,) = of_class(answer, "ul", "tiles")
    for link in tiles.iter("a"):
        name, _, count = link.get("aria-label", "").rpartition(": ")
        assert int(count) == born[names[name]]


@pytest.mark.parametrize("row", REGIONS, ids=[row["code_kemendagri"] for row in REGIONS])
def test_page_of_a_region_lists_what_was_born_there_and_no_more(
    reader: PageClient, full_house: House, row: dict[str, str]
) -> None:
    code = row["code_kemendagri"]
    answer = reader.get(path_of_region(reader, code))
    assert answer.title.startswith(row["full_name"])
    (heading,) = answer.tree.all("h1")
    assert text_of(heading) == row["full_name"]
    listed = {link.get("href") for card in of_class(answer, "h3", "name") for link in card.iter("a")}
    assert listed == {item["alamat"] for item in starter.read(full_house) if item["wilayah"] == code}
    assert f"Kode{code}" in answer.text
    assert row["capital"] in answer.text


@pytest.mark.parametrize("name", SHARED_NAMES)
def test_kabupaten_and_kota_of_one_name_never_mix(client: PageClient, house: House, name: str) -> None:
    pair = {row["type"]: row["code_kemendagri"] for row in REGENCIES if row["name"] == name}
    put(house, write_up("Milik Kabupaten", region=pair["kabupaten"], unit="Dinas Sosial"), name="a.md")
    put(house, write_up("Milik Kota", region=pair["kota"], unit="Dinas Sosial"), name="b.md")
    kabupaten = client.get(path_of_region(client, pair["kabupaten"])).text
    kota = client.get(path_of_region(client, pair["kota"])).text
    assert "Milik Kabupaten" in kabupaten
    assert "Milik Kota" not in kabupaten
    assert "Milik Kota" in kota
    assert "Milik Kabupaten" not in kota
    text = client.get("/cari").text
    assert f"Kab. {name}" in text
    assert f"Kota {name}" in text


def test_units_of_one_name_in_two_regions_have_pages_of_their_own(client: PageClient, house: House) -> None:
    put(house, write_up("Milik Kabupaten", region="35.06", unit="Dinas Sosial"), name="a.md")
    put(house, write_up("Milik Kota", region="35.71", unit="Dinas Sosial"), name="b.md")
    units = [link for link in client.get("/sitemap.xml").html.split("<loc>") if "/unit/" in link]
    assert len(units) == 2
    texts = [client.get(link.partition("localhost")[2].partition("<")[0]).text for link in units]
    assert "Milik Kota" not in texts[0]
    assert "Milik Kabupaten" not in texts[1]


@pytest.mark.parametrize("ref", ["35.15", "35.15-", "35.15-Sidoarjo", "35.15-kota-surabaya", "35.15-sidoarjo-lama"])
def test_code_decides_and_other_names_lead_to_the_address(reader: PageClient, ref: str) -> None:
    assert reader.get(f"/wilayah/{ref}", status=301).headers["Location"] == "/wilayah/35.15-sidoarjo"


@pytest.mark.parametrize("ref", ["35.00", "36", "3515", "sidoarjo", "35.1", "35.155", "٣٥", "35.15sidoarjo", "-"])
def test_unknown_region_is_told_with_ways_to_go_on(reader: PageClient, ref: str) -> None:
    assert "/wilayah" in reader.get(f"/wilayah/{ref}", status=404).links


def test_province_has_a_page_like_others(reader: PageClient) -> None:
    path = path_of_region(reader, "35")
    answer = reader.get(path)
    assert "Provinsi Jawa Timur" in answer.title
    assert path in reader.get("/wilayah").links
    assert "9 inovasi dari Provinsi Jawa Timur tercatat di sini" in answer.text


def test_region_without_write_ups_says_so_and_how_to_write_one(client: PageClient) -> None:
    answer = client.get("/wilayah/35.15-sidoarjo")
    assert "Belum ada inovasi dari Kabupaten Sidoarjo yang tercatat di sini." in answer.text
    assert "/tentang" in answer.links


def test_region_lists_its_kecamatan_with_their_counts(client: PageClient, house: House) -> None:
    put(house, write_up(unit="Kecamatan Candi", kind="kecamatan"))
    answer = client.get("/wilayah/35.15-sidoarjo")
    assert "18 kecamatan" in answer.text
    assert "Candi1" in answer.text
    assert "Waru0" in answer.text


def test_region_tells_what_went_out_and_came_in(client: PageClient, house: House) -> None:
    claims = 'replikasi:\n  - {wilayah: "35.16", tahap: diterapkan, bukti: dokumen}\n'
    claims += '  - {wilayah: "35.17", tahap: kunjungan, bukti: dokumen}\n'
    claims += '  - {wilayah: "35.15", unit: Puskesmas Waru, tahap: diterapkan, bukti: dokumen}\n'
    put(house, write_up(extra=claims))
    origin = client.get("/wilayah/35.15-sidoarjo").text
    assert "1 inovasi dari Kabupaten Sidoarjo tercatat di sini; 1 di antaranya diterapkan di tempat lain." in origin
    assert "Kabupaten Mojokerto · " in origin
    assert "1 inovasi dari tempat lain diterapkan di sini" in client.get("/wilayah/35.16-mojokerto").text
    visitor = client.get("/wilayah/35.17-jombang").text
    assert "diterapkan di sini" not in visitor
    assert "Antrean Ringkas, dari Kab. Sidoarjo" in visitor


Change = Callable[[Session, House], None]


@pytest.fixture
def change(house: House) -> Callable[[Change], None]:
    """Do something to the units of a house."""

    def do(what: Change) -> None:
        with house.database.write() as session:
            what(session, house)

    return do


def unit_path(client: PageClient, title_ref: str) -> str:
    """The address of the unit that a write-up names."""
    return next(link for link in client.get(f"/inovasi/{title_ref}").links if link.startswith("/unit/"))


def test_merged_unit_leads_to_its_successor_which_carries_its_work(
    client: PageClient, house: House, change: Callable[[Change], None]
) -> None:
    put(house, write_up("Satu", unit="Dinas Lama"), name="a.md")
    put(house, write_up("Dua", unit="Dinas Baru"), name="b.md")
    put(house, write_up("Tiga", unit="Dinas Terbaru"), name="c.md")
    old, new = unit_path(client, "1-satu"), unit_path(client, "2-dua")

    def merge(session: Session, house: House) -> None:
        names = ("Dinas Lama", "Dinas Baru", "Dinas Terbaru")
        first, second, third = (queries.unit_by_name(session, "35.15", name) for name in names)
        assert first
        assert second
        assert third
        actions.merge(session, SYSTEM, first, second, now=house.clock())
        actions.merge(session, SYSTEM, second, third, now=house.clock())

    change(merge)
    assert client.get(old, status=301).headers["Location"] == new
    newest = client.get(new, status=301).headers["Location"]
    listed = client.get(newest).text
    assert all(title in listed for title in ("Satu", "Dua", "Tiga"))
    for link in client.get("/sitemap.xml").html.split("<loc>http://localhost")[1:]:
        assert client.get(link.partition("<")[0]).status == 200


def test_closed_unit_stays_and_tells_its_successors(
    client: PageClient, house: House, change: Callable[[Change], None]
) -> None:
    put(house, write_up("Satu", unit="Dinas Lama"), name="a.md")
    put(house, write_up("Dua", unit="Dinas Sosial"), name="b.md")
    put(house, write_up("Tiga", unit="Dinas Tenaga Kerja"), name="c.md")
    old = unit_path(client, "1-satu")

    def close(session: Session, house: House) -> None:
        names = ("Dinas Lama", "Dinas Sosial", "Dinas Tenaga Kerja")
        first, *others = (queries.unit_by_name(session, "35.15", name) for name in names)
        assert first
        actions.close(session, SYSTEM, first, [unit for unit in others if unit], now=house.clock())

    change(close)
    answer = client.get(old)
    assert "Unit ini sudah tidak ada sejak 22 November 2026." in answer.text
    assert "Penerusnya: Dinas Sosial, Dinas Tenaga Kerja." in answer.text
    assert "Satu" in answer.text
    assert client.get("/inovasi/1-satu").text


def test_closed_unit_without_successors_says_so(
    client: PageClient, house: House, change: Callable[[Change], None]
) -> None:
    put(house, write_up("Satu", unit="Dinas Lama"))
    old = unit_path(client, "1-satu")

    def close(session: Session, house: House) -> None:
        unit = queries.unit_by_name(session, "35.15", "Dinas Lama")
        assert unit
        actions.close(session, SYSTEM, unit, [], now=house.clock())

    change(close)
    text = client.get(old).text
    assert "sudah tidak ada sejak" in text
    assert "Penerusnya" not in text


def test_renamed_unit_moves_its_address_and_tells_its_former_name(
    client: PageClient, house: House, change: Callable[[Change], None]
) -> None:
    put(house, write_up("Satu", unit="Dinas Lama"))
    old = unit_path(client, "1-satu")

    def rename(session: Session, house: House) -> None:
        unit = queries.unit_by_name(session, "35.15", "Dinas Lama")
        assert unit
        actions.rename(session, SYSTEM, unit, "Dinas Segar", now=house.clock())

    change(rename)
    new = client.get(old, status=301).headers["Location"]
    assert new.endswith("-dinas-segar")
    assert "Dikenal juga sebagai: Dinas Lama." in client.get(new).text


@pytest.mark.parametrize("ref", ["0", "99999999", "dinas", "1x", "-1", "١"])
def test_unknown_unit_is_not_there(reader: PageClient, ref: str) -> None:
    assert reader.get(f"/unit/{ref}", status=404).links


def test_unit_shows_where_it_belongs(client: PageClient, house: House) -> None:
    put(house, write_up())
    answer = client.get(unit_path(client, "1-antrean-ringkas"))
    assert "Puskesmas, Kabupaten Sidoarjo" in answer.text
    assert "Bagian dari Pemerintah Kabupaten Sidoarjo" in answer.text
    assert "/wilayah/35.15-sidoarjo" in answer.links


def test_site_says_whose_it_is(reader: PageClient) -> None:
    for path in ("/", "/tentang", "/privasi"):
        assert "Bukan situs resmi pemerintah" in reader.get(path).text
