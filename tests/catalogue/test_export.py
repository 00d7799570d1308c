"""A write-up for programs: what its JSON and its JSON-LD say."""

import json
from typing import Any

from rumah_inovasi.catalogue import export, queries
from rumah_inovasi.house import House
from rumah_inovasi.organisations import queries as organisations
from tests.factories import put, write_up
from tests.pages import PageClient

EXTRA = 'urusan: [kesehatan]\ntag: [antrean]\nsumber:\n  - {url: "https://contoh.go.id/a", judul: Berita}\n'


def data_block(client: PageClient, ref: str = "1-antrean-ringkas") -> tuple[str, dict[str, Any]]:
    answer = client.get(f"/inovasi/{ref}")
    (script,) = [node for node in answer.tree.all("script") if node.get("type") == "application/ld+json"]
    return script.text or "", json.loads(script.text or "")


def test_json_holds_number_addresses_facts_and_both_forms_of_the_text(house: House) -> None:
    put(house, write_up(extra=EXTRA))
    with house.database.read() as session:
        found = queries.read(session, queries.published(session, 1))
        region = organisations.region(session, "35.15")
        unit = organisations.unit(session, found.innovation.unit_id)
        said = json.loads(json.dumps(export.plain(found, region, unit, "https://inovasi.contoh.go.id")))
    assert said["nomor"] == 1
    assert said["url"] == "https://inovasi.contoh.go.id/inovasi/1-antrean-ringkas"
    assert said["data"]["urusan"] == ["kesehatan"]
    assert said["unit"]["nama"] == "Puskesmas Contoh"
    assert said["nama_wilayah"] == "Kabupaten Sidoarjo"
    assert said["isi"].startswith("## Latar belakang")
    assert "<h2" in said["html"]
    assert said["terbit"].endswith("+00:00")


def test_page_describes_itself_with_its_unit_as_author(house: House, client: PageClient) -> None:
    put(house, write_up(extra=EXTRA + "asal_tulisan: unit\n"))
    _, said = data_block(client)
    assert said["@type"] == "Article"
    assert said["author"]["@type"] == "GovernmentOrganization"
    assert said["author"]["name"].startswith("Puskesmas Contoh")
    assert said["citation"] == ["https://contoh.go.id/a"]
    assert "alternativeHeadline" not in said


def test_text_of_the_editors_names_no_office_as_its_author(house: House, client: PageClient) -> None:
    put(house, write_up(extra=EXTRA))
    _, said = data_block(client)
    assert said["author"] == said["publisher"]


def test_title_cannot_end_the_data_block(house: House, client: PageClient) -> None:
    put(house, write_up('"Antrean </script><b>Ringkas"'))
    text, said = data_block(client, "1-antrean-script-b-ringkas")
    assert "<" not in text
    assert said["headline"] == "Antrean </script><b>Ringkas"
