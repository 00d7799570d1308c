"""Pages of one write-up: address, files for programs, sheet, letter, what is missing; and lists by topic and tag."""

import json

import pytest

from rumah_inovasi.catalogue import metadata as facts
from rumah_inovasi.house import House
from rumah_inovasi.interoperability import front_matter, write_up_file
from rumah_inovasi.schema import Problem
from tests.catalogue.facts import vocabulary
from tests.factories import put, write_up
from tests.pages import Answer, PageClient
from tests.starter import archived

SUPER_KEREN = "/inovasi/1-super-keren"
BELOW = ("", "/lembar", "/replikasi", "/riwayat", "/revisi/1", "/bandingkan", ".md", ".json")


def json_ld(answer: Answer) -> dict[str, object]:
    """What the page tells programs of itself."""
    (block,) = [node.text or "" for node in answer.tree.all("script") if node.get("type") == "application/ld+json"]
    assert "<" not in block
    found: dict[str, object] = json.loads(block)
    return found


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize("ref", ["1", "1-", "1-nama-lama", "0001-super-keren", "1-super-keren-lagi", "1-SUPER-KEREN"])
def test_number_decides_and_other_slugs_lead_to_the_address(reader: PageClient, ref: str, below: str) -> None:
    assert reader.get(f"/inovasi/{ref}{below}", status=301).headers["Location"] == SUPER_KEREN + below


def test_redirect_keeps_the_revisions_chosen(reader: PageClient) -> None:
    answer = reader.get("/inovasi/1-lama/bandingkan?dari=1&ke=1", status=301)
    assert answer.headers["Location"] == f"{SUPER_KEREN}/bandingkan?dari=1&ke=1"


@pytest.mark.parametrize("ref", ["0", "99999", "999999999", "9999999999999", "-1", "super-keren", "1super", "1.5", "١"])
@pytest.mark.parametrize("below", BELOW)
def test_unknown_number_is_told_with_what_to_do(reader: PageClient, ref: str, below: str) -> None:
    answer = reader.get(f"/inovasi/{ref}{below}", status=404)
    assert "Periksa alamatnya atau cari judulnya" in (answer.json["message"] if below == ".json" else answer.text)


def test_page_tells_what_the_file_tells(reader: PageClient, full_house: House) -> None:
    for path in archived(full_house)[-10:]:
        file = read_file(path.read_bytes())
        text = reader.get(f"/inovasi/{path.stem}").text
        metadata = file.metadata
        told = [metadata.title, metadata.long_form, metadata.summary, *metadata.innovators, *metadata.partners]
        told += [source.title for source in metadata.sources] + [award.event for award in metadata.awards]
        told += [file.header.unit, *metadata.tags]
        assert [fact for fact in told if fact and " ".join(fact.split()) not in text] == []


def read_file(data: bytes) -> write_up_file.WriteUpFile:
    """The typed facts of a file."""
    file, problems = write_up_file.parse(front_matter.parse(data, name="berkas.md"), vocabulary())
    assert file is not None
    assert problems == []
    return file


def test_markdown_file_is_that_of_the_archive(reader: PageClient, full_house: House) -> None:
    for path in archived(full_house):
        answer = reader.get(f"/inovasi/{path.stem}.md")
        assert answer.body == path.read_bytes()
        assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
        assert answer.headers["Link"] == f'<http://localhost/inovasi/{path.stem}>; rel="canonical"'


def test_json_gives_the_same_facts_and_text_as_the_file(reader: PageClient, full_house: House) -> None:
    for path in archived(full_house):
        file = read_file(path.read_bytes())
        given = reader.get(f"/inovasi/{path.stem}.json").json
        problems: list[Problem] = []
        assert facts.parse(given["data"], problems, vocabulary()) == file.metadata
        assert problems == []
        assert given["isi"] == file.body
        assert (given["nomor"], given["revisi"]) == (file.header.number, file.header.revision)
        assert given["unit"]["nama"] == file.header.unit
        assert given["url"] == f"http://localhost/inovasi/{path.stem}"
        assert given["terbit"] == (file.header.published_at.isoformat() if file.header.published_at else None)


def test_page_describes_itself_to_programs(reader: PageClient, full_house: House) -> None:
    for path in archived(full_house)[:10]:
        answer = reader.get(f"/inovasi/{path.stem}")
        file = read_file(path.read_bytes())
        described = json_ld(answer)
        assert described["headline"] == file.metadata.title
        assert described["url"] == f"http://localhost/inovasi/{path.stem}"
        assert described["@context"] == "https://schema.org"
        links = {(node.get("rel"), node.get("type")): node.get("href") for node in answer.tree.all("link")}
        assert links["canonical", None] == described["url"]
        assert links["alternate", "text/markdown"] == f"/inovasi/{path.stem}.md"
        assert links["alternate", "application/json"] == f"/inovasi/{path.stem}.json"


def test_sheet_shows_a_code_that_leads_to_the_page(reader: PageClient) -> None:
    answer = reader.get(f"{SUPER_KEREN}/lembar")
    (image,) = [node for node in answer.tree.all("div") if node.get("role") == "img"]
    assert f"http://localhost{SUPER_KEREN}" in image.get("aria-label", "")
    drawn = [node.get("d", "") for node in image.iter() if str(node.tag).endswith("path")]
    assert len("".join(drawn)) > 500
    assert [node for node in image.iter() if str(node.tag).endswith("svg")]
    text = answer.text
    for heading in ("Masalah", "Solusi", "Hasil", "Siapa yang menerapkan", "Hubungi", "Sumber"):
        assert heading in text
    assert f"http://localhost{SUPER_KEREN}, revisi 1" in text


def test_sheet_stays_whole_where_the_text_has_footnotes_and_other_cases(client: PageClient, house: House) -> None:
    body = (
        "## LATAR BELAKANG\n\nAntrean panjang[^1].\n\n### Rinci\n\nSejak dulu.\n\n"
        "## Solusi\n\nDiambil dari rumah[^2].\n\n## Lain\n\nCatatan[^3].\n\n[^1]: Satu.\n[^2]: Dua.\n[^3]: Tiga.\n"
    )
    put(house, write_up(body=body))
    text = client.get("/inovasi/1-antrean-ringkas/lembar").text
    assert "Masalah Antrean panjang" in text
    assert "Sejak dulu" in text


def test_letter_names_unit_title_and_address(reader: PageClient) -> None:
    answer = reader.get(f"{SUPER_KEREN}/replikasi")
    (letter,) = [node for node in answer.tree.all("div") if node.get("id") == "surat"]
    text = "".join(letter.itertext())
    assert text.startswith("Kepada Yth.\nDinas Sosial PPPA Kabupaten Trenggalek")
    assert "replikasi inovasi SUPER KEREN" in text
    assert f"(http://localhost{SUPER_KEREN})" in text


def test_letter_goes_to_the_office_that_is_named(client: PageClient, house: House) -> None:
    contact = "kontak: {jabatan: Kepala Tata Usaha, telepon: (031) 000000, surel: kantor@contoh.go.id}\n"
    put(house, write_up(extra=contact))
    text = client.get("/inovasi/1-antrean-ringkas/replikasi").text
    assert "Kepala Tata Usaha · (031) 000000 · kantor@contoh.go.id" in text
    assert "belum tercatat" not in text


def test_missing_sections_are_invited_and_present_ones_not(client: PageClient, house: House) -> None:
    put(house, write_up(body="## Latar belakang\n\nA.\n\n## tujuan\n\nB.\n\n## Hasil\n\nC.\n"))
    (aside,) = client.get("/inovasi/1-antrean-ringkas").tree.all("aside")
    text = "".join(aside.itertext())
    assert "Belum ada catatan tentang: kebaruan, implementasi, sumber daya, syarat replikasi, keberlanjutan." in text
    assert "/panduan/penyusun" in [str(node.get("href")).partition("#")[0] for node in aside.iter()]


def test_complete_text_invites_nobody(client: PageClient, house: House) -> None:
    titles = ("Latar belakang", "Solusi", "Hasil", "Sumber daya", "Syarat replikasi", "Keberlanjutan")
    put(house, write_up(body="\n".join(f"## {title}\n\nIsi.\n" for title in titles)))
    assert client.get("/inovasi/1-antrean-ringkas").tree.all("aside") == []


def test_related_write_ups_lead_to_each_other(client: PageClient, house: House) -> None:
    put(house, write_up("Satu", extra="terkait: [2, 9]\n"), name="a.md")
    put(house, write_up("Dua"), name="b.md")
    put(house, write_up("Tiga", extra="seri: [2]\n"), name="c.md")
    text = client.get("/inovasi/1-satu").text.partition("Sumber")[0]
    assert "Terkait Dua" in text
    text = client.get("/inovasi/2-dua").text
    assert "Satu seri Tiga" in text
    assert "Disebut oleh Satu" in text


def test_topic_lists_what_has_it(reader: PageClient, full_house: House) -> None:
    listed = [node.get("href") for node in reader.get("/urusan/perhubungan").tree.all("a")]
    with_it = [path for path in archived(full_house) if "perhubungan" in read_file(path.read_bytes()).metadata.topics]
    assert with_it
    assert all(f"/inovasi/{path.stem}" in listed for path in with_it)
    assert sum(str(href).startswith("/inovasi/") for href in listed) == len(with_it)


def test_tag_lists_what_has_it(reader: PageClient, full_house: House) -> None:
    listed = [str(node.get("href")) for node in reader.get("/tag/gizi").tree.all("a")]
    with_it = [path for path in archived(full_house) if "gizi" in read_file(path.read_bytes()).metadata.tags]
    assert {href for href in listed if href.startswith("/inovasi/")} == {f"/inovasi/{path.stem}" for path in with_it}


def test_topics_are_counted_and_empty_ones_are_no_links(client: PageClient, house: House) -> None:
    put(house, write_up(extra="urusan: [kesehatan, sosial]\n"))
    answer = client.get("/urusan")
    assert [link for link in answer.links if link.startswith("/urusan/")] == ["/urusan/kesehatan", "/urusan/sosial"]
    assert "Belum ada tulisan di sini" in client.get("/urusan/kehutanan").text


@pytest.mark.parametrize("path", ["/urusan/tidak-ada", "/urusan/KESEHATAN", "/tag/tidak-ada", "/tag/Gizi", "/tag/a b"])
def test_unknown_topic_and_tag_are_not_there(reader: PageClient, path: str) -> None:
    assert "/cari" in reader.get(path, status=404).links
