"""Workshops as readers find them: list, page, table, files, and both sides of a link."""

import csv
import io
import json
import re
from datetime import UTC, datetime

import pytest

from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.house import House
from rumah_inovasi.learning import actions, queries
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.actions import merge
from tests.factories import put, write_up
from tests.files.samples import pdf
from tests.learning.samples import held, workshop
from tests.pages import Answer, PageClient
from tests.people import unit

# The clock of tests stands at 22 November 2026.
COMING = "2026-12-02"
OVER = "2026-11-20"
FULL = """\
selesai: 2026-12-04
jenis: bimtek
tempat: Pendopo Delta Wibawa
tautan_pendaftaran: https://contoh.id/daftar
tautan_daring: https://contoh.id/ruang
narasumber: [Widyaiswara, "Universitas <b>Contoh</b>"]
sasaran: Penyusun inovasi
jp: 16
kuota: 150
inovasi: [1, 99]
bahan:
  - {judul: Salindia, url: https://contoh.id/salindia}
  - {judul: Panduan, berkas: panduan.pdf}
sumber:
  - {judul: Undangan, media: Bagian Organisasi, tanggal: 2026-11}
"""


def order(page: Answer, *words: str) -> list[str]:
    """The words in the order in which they stand on the page."""
    return sorted(words, key=page.text.index)


def test_house_without_workshops_says_so(client: PageClient) -> None:
    assert "Belum ada pelatihan yang tercatat." in client.get("/pelatihan").text


def test_what_is_coming_stands_before_what_is_over(house: House, client: PageClient) -> None:
    held(house, workshop("Bimtek Lusa", starts="2026-12-05"))
    held(house, workshop("Bimtek Besok", starts=COMING))
    held(house, workshop("Forum Lama", starts="2020-10"))
    held(house, workshop("Forum Kemarin", starts=OVER))
    page = client.get("/pelatihan")
    headings = ["Akan datang", "Bimtek Besok", "Bimtek Lusa", "Sudah berlangsung", "Forum Kemarin", "Forum Lama"]
    assert order(page, *headings) == headings


@pytest.mark.parametrize(
    ("starts", "ends", "is_coming"),
    [
        ("2026-11-20", "2026-11-22", True),
        ("2026-11-22", None, True),
        ("2026-11-21", None, False),
        ("2026-11", None, True),
    ],
)
def test_workshop_is_over_the_day_after_its_last(
    house: House, client: PageClient, starts: str, ends: str | None, *, is_coming: bool
) -> None:
    held(house, workshop(starts=starts, extra=f"selesai: {ends}\n" if ends else ""))
    assert ("Sudah berlangsung" not in client.get("/pelatihan").text) == is_coming


def test_day_begins_at_midnight_in_east_java(house: House, client: PageClient) -> None:
    held(house, workshop(starts="2026-11-22"))
    house.clock.at = datetime(2026, 11, 22, 16, 50, tzinfo=UTC)  # type: ignore[attr-defined]  # the clock of tests
    assert "Sedang berlangsung" in client.get("/pelatihan").text
    house.clock.at = datetime(2026, 11, 22, 17, 10, tzinfo=UTC)  # type: ignore[attr-defined]  # 00.10 WIB
    assert "Sedang berlangsung" not in client.get("/pelatihan").text


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("2026-11-23", None, "akan datang"),
        ("2026-11-21", "2026-11-23", "sedang berlangsung"),
        ("2026-11-22", None, "sedang berlangsung"),
        ("2026-11", None, "akan datang"),  # on which days of the month nobody has told
        ("2026-11-20", "2026-11-21", "sudah berlangsung"),
    ],
)
def test_page_says_whether_it_is_held_now(
    house: House, client: PageClient, starts: str, ends: str | None, said: str
) -> None:
    held(house, workshop(starts=starts, extra=f"selesai: {ends}\n" if ends else ""))
    text = client.get("/pelatihan/1-bimtek-menulis-inovasi").text
    assert [words for words in ("akan datang", "sedang berlangsung", "sudah berlangsung") if words in text] == [said]


def test_list_narrows_by_year_region_and_words(house: House, client: PageClient) -> None:
    held(house, workshop("Bimtek Sidoarjo", starts="2024-05-02"))
    held(house, workshop("Forum Surabaya", starts="2024-06-02", region="35.78"))
    held(house, workshop("Forum Sidoarjo", starts="2025-06-02"))

    def found(query: str) -> set[str]:
        page = client.get(f"/pelatihan?{query}")
        assert page.html.count('rel="canonical"') == 0
        return set(re.findall(r"(?:Bimtek|Forum) \w+", page.text))

    assert found("tahun=2024") == {"Bimtek Sidoarjo", "Forum Surabaya"}
    assert found("wilayah=35.78") == {"Forum Surabaya"}
    assert found("q=forum&tahun=2025") == {"Forum Sidoarjo"}
    assert found("q=forum+bimtek") == set()
    assert "Tidak ada pelatihan yang cocok." in client.get("/pelatihan?q=%25").text


def test_region_without_workshops_is_an_empty_list(house: House, client: PageClient) -> None:
    held(house, workshop())
    page = client.get("/pelatihan?wilayah=35.07")
    assert "Tidak ada pelatihan yang cocok." in page.text
    assert '<option value="35.07" selected>' in page.html


@pytest.mark.parametrize("query", ["tahun=dua", "tahun=20245", "wilayah=35.99", "wilayah=%00", "hal=0", "hal=x"])
def test_values_that_no_list_has_are_told(house: House, client: PageClient, query: str) -> None:
    held(house, workshop())
    client.get(f"/pelatihan?{query}", status=400)


def test_long_list_has_pages(house: House, client: PageClient) -> None:
    for day in range(1, 23):
        held(house, workshop(f"Forum {day:02}", starts=f"2025-01-{day:02}"))
    held(house, workshop("Bimtek Besok"))
    first, second = client.get("/pelatihan"), client.get("/pelatihan?hal=2")
    assert "1–20 dari 22" in first.text
    assert "Bimtek Besok" not in second.text
    assert order(second, "Forum 02", "Forum 01") == ["Forum 02", "Forum 01"]
    client.get("/pelatihan?hal=3", status=404)


def test_table_holds_the_whole_list_and_nothing_that_runs(house: House, client: PageClient) -> None:
    held(house, workshop('"=1+1"', starts="2024-05"))
    held(house, workshop(organiser="Bagian; Organisasi"))
    answer = client.get("/pelatihan.csv")
    lines = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=";"))
    assert [line[1] for line in lines] == ["judul", "Bimtek Menulis Inovasi", "'=1+1"]
    assert lines[1][6] == "Bagian; Organisasi"
    assert lines[1][-1] == "http://localhost/pelatihan/2-bimtek-menulis-inovasi"
    shorter = client.get("/pelatihan.csv?tahun=2024").body.decode("utf-8-sig").splitlines()
    assert len(shorter) == 2


def test_page_shows_every_fact_and_keeps_strangers_marks_harmless(house: House, client: PageClient) -> None:
    put(house, write_up())
    held(house, workshop(extra=FULL), {"acara/panduan.pdf": pdf()})
    page = client.get("/pelatihan/1-bimtek-menulis-inovasi")
    for words in (
        "2–4 Desember 2026",
        "Bimbingan teknis",
        "Pendopo Delta Wibawa",
        "Bagian Organisasi",
        "Widyaiswara; Universitas <b>Contoh</b>",
        "Penyusun inovasi",
        "16 jam pelajaran",
        "150 peserta",
        "Peserta berlatih menulis inovasi.",
        "akan datang",
        "Undangan. Bagian Organisasi, November 2026.",
    ):
        assert words in page.text, words
    assert "https://contoh.id/daftar" in page.html
    assert {"/pelatihan/1/berkas/panduan.pdf", "/inovasi/1-antrean-ringkas", "/wilayah/35.15-sidoarjo"} <= set(
        page.links
    )
    assert client.get("/pelatihan/1/berkas/panduan.pdf").headers["Content-Disposition"].startswith("attachment")


def test_workshop_that_is_over_takes_no_registrations(house: House, client: PageClient) -> None:
    held(house, workshop(starts=OVER, extra="tautan_pendaftaran: https://contoh.id/daftar\n"))
    page = client.get("/pelatihan/1-bimtek-menulis-inovasi")
    assert "sudah berlangsung" in page.text
    assert "https://contoh.id/daftar" not in page.html


def test_page_is_described_for_machines(house: House, client: PageClient) -> None:
    held(house, workshop("Bimtek </script>", extra="tempat: Daring\nselesai: 2026-12-04\n"))
    page = client.get("/pelatihan/1-bimtek-script")
    (block,) = (node for node in page.tree.all("script") if node.get("type") == "application/ld+json")
    described = json.loads(block.text or "")
    assert described["@type"] == "Event"
    assert described["name"] == "Bimtek </script>"
    assert (described["startDate"], described["endDate"]) == (COMING, "2026-12-04")
    assert described["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert "location" not in described
    (canonical,) = (node.get("href") for node in page.tree.all("link") if node.get("rel") == "canonical")
    assert canonical == "http://localhost/pelatihan/1-bimtek-script"


def test_number_decides_and_other_slugs_lead_there(house: House, client: PageClient) -> None:
    held(house, workshop())
    right = "/pelatihan/1-bimtek-menulis-inovasi"
    for ref in ("1", "1-nama-lama"):
        assert client.get(f"/pelatihan/{ref}", status=301).headers["Location"] == right
        assert client.get(f"/pelatihan/{ref}.ics", status=301).headers["Location"] == f"{right}.ics"
        assert client.get(f"/pelatihan/{ref}.md", status=301).headers["Location"] == f"{right}.md"
    for ref in ("2-bimtek", "bimtek", "1x", "0"):
        client.get(f"/pelatihan/{ref}", status=404)


def test_both_sides_of_a_link_are_shown_with_the_materials(house: House, client: PageClient) -> None:
    put(house, write_up())
    assert "Pelatihan dan bahan" not in client.get("/inovasi/1-antrean-ringkas").text
    held(house, workshop(extra=FULL), {"acara/panduan.pdf": pdf()})
    held(house, workshop("Forum Lama", starts="2020", extra="inovasi: [1]\n"), name="dua.md")
    held(house, workshop("Forum Lain", starts="2021"), name="tiga.md")
    page = client.get("/inovasi/1-antrean-ringkas")
    assert (
        order(page, "Pelatihan dan bahan", "Bimtek Menulis Inovasi", "Salindia", "Forum Lama")[0]
        == "Pelatihan dan bahan"
    )
    assert {"/pelatihan/1-bimtek-menulis-inovasi", "/pelatihan/1/berkas/panduan.pdf"} <= set(page.links)
    assert "Forum Lain" not in page.text
    assert "/inovasi/1-antrean-ringkas" in client.get("/pelatihan/2-forum-lama").links


def test_region_that_holds_workshops_shows_them(house: House, client: PageClient) -> None:
    held(house, workshop())
    assert "/pelatihan/1-bimtek-menulis-inovasi" in client.get("/wilayah/35.15-sidoarjo").links
    assert "/pelatihan/1-bimtek-menulis-inovasi" not in client.get("/wilayah/35.78-kota-surabaya").links


def test_home_tells_what_is_coming(house: House, client: PageClient) -> None:
    held(house, workshop("Forum Lama", starts=OVER))
    assert "Pelatihan yang akan datang" not in client.get("/").text
    held(house, workshop())
    page = client.get("/")
    assert "Pelatihan yang akan datang" in page.text
    assert "Forum Lama" not in page.text


def test_unit_that_keeps_workshops_shows_them_with_those_of_units_it_carries_on(
    house: House, client: PageClient
) -> None:
    place = "jenis_unit: puskesmas\nunit: "
    held(house, workshop(extra=f"{place}Puskesmas Lama\n"))
    held(house, workshop("Forum Baru", extra=f"{place}Puskesmas Baru\n"), name="dua.md")
    held(house, workshop("Forum Kabupaten"), name="tiga.md")
    page = f"/unit/{unit(house, 'Puskesmas Baru')}-puskesmas-baru"
    found = client.get(page).links
    assert "/pelatihan/2-forum-baru" in found
    assert not {"/pelatihan/1-bimtek-menulis-inovasi", "/pelatihan/3-forum-kabupaten"} & set(found)
    with house.database.write() as session:
        names = ("Puskesmas Lama", "Puskesmas Baru")
        old, new = (organisations.unit_by_name(session, "35.15", name) for name in names)
        assert old
        assert new
        merge(session, SYSTEM, old, new, now=house.clock())
    assert {"/pelatihan/2-forum-baru", "/pelatihan/1-bimtek-menulis-inovasi"} <= set(client.get(page).links)


def test_site_map_names_workshops_that_can_be_read(house: House, client: PageClient) -> None:
    held(house, workshop())
    held(house, workshop("Ditarik", extra="ditarik: {tanggal: 2026-11-23, alasan: Batal}\n", body=""))
    found = client.get("/sitemap.xml").body.decode()
    assert "/pelatihan/1-bimtek-menulis-inovasi<" in found
    assert "/pelatihan<" in found
    assert "/pelatihan/2-" not in found


def test_withdrawn_workshop_leaves_a_tombstone_and_goes_from_everywhere(house: House, client: PageClient) -> None:
    put(house, write_up())
    held(house, workshop(extra=FULL), {"acara/panduan.pdf": pdf()})
    with house.database.write() as session:
        found = queries.workshop(session, 1)
        actions.withdraw(session, SYSTEM, found, "Acara dibatalkan.", on=house.clock().date(), now=house.clock())
    page = client.get("/pelatihan/1-bimtek-menulis-inovasi", status=410)
    assert "Acara dibatalkan." in page.text
    assert "22 November 2026" in page.text
    assert "Pendopo" not in page.html
    assert "noindex" in page.html
    for address in ("/pelatihan/1-bimtek-menulis-inovasi.ics", "/pelatihan/1-bimtek-menulis-inovasi.md"):
        client.get(address, status=410)
    client.get("/pelatihan/1/berkas/panduan.pdf", status=410)
    for address in (
        "/pelatihan",
        "/pelatihan.csv",
        "/pelatihan.ics",
        "/",
        "/inovasi/1-antrean-ringkas",
        "/sitemap.xml",
    ):
        assert b"Bimtek" not in client.get(address).body, address


def test_closed_file_is_mentioned_and_given_nowhere(house: House, client: PageClient) -> None:
    put(house, write_up())
    held(house, workshop(extra=FULL), {"acara/panduan.pdf": pdf()})
    with house.database.write() as session:
        found = queries.workshop(session, 1)
        actions.set_open(session, SYSTEM, found, "panduan.pdf", is_open=False, now=house.clock())
    client.get("/pelatihan/1/berkas/panduan.pdf", status=404)
    for address in (
        "/pelatihan/1-bimtek-menulis-inovasi",
        "/pelatihan/1-bimtek-menulis-inovasi.md",
        "/inovasi/1-antrean-ringkas",
    ):
        body = client.get(address).body
        assert b"panduan.pdf" not in body, address
        assert b"Panduan<" not in body.replace(b'<a href="/panduan">Panduan</a>', b""), address


def test_page_has_not_changed_until_the_workshop_has(house: House, client: PageClient) -> None:
    held(house, workshop())
    address = "/pelatihan/1-bimtek-menulis-inovasi"
    tag = client.get(address).headers["ETag"]
    client.get(address, status=304, headers={"If-None-Match": tag})
    held(house, workshop(extra="nomor: 1\ntempat: Balai Kota\n"))
    assert client.get(address, headers={"If-None-Match": tag}).headers["ETag"] != tag
