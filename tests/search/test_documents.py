"""How a write-up looks to the index: its words, its values, and nothing that is not public."""

from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.catalogue import actions as catalogue_actions
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.house import House
from rumah_inovasi.markup.plain_text import plain_text
from rumah_inovasi.organisations import actions as organisation_actions
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.search.documents import documents
from rumah_inovasi.search.port import FACETS, FIELDS, SearchDocument
from tests.factories import put, write_up

EXTRA = """\
kepanjangan: Antrean Ringkas dari Rumah
mulai: 2019-02
urusan: [kesehatan, sosial]
bentuk: pelayanan-publik
jenis: digital
tahapan: penerapan
sdg: [3, 16]
cettar: [cepat]
tag: [antrean, kematian-ibu]
keberlanjutan: {status: berlanjut-lancar, per: 2026-10}
replikasi:
  - {wilayah: "35.01", tahap: diterapkan, bukti: dokumen}
  - {wilayah: "35.02", tahap: kunjungan, bukti: dokumen}
  - {wilayah: "35.15", unit: Puskesmas Lain, tahap: diterapkan, bukti: dokumen}
penghargaan:
  - {ajang: Ajang Satu, tahun: 2021}
  - {ajang: Ajang Satu, tahun: 2022}
"""


def found(house: House, *numbers: int) -> list[SearchDocument]:
    with house.database.read() as session:
        return list(documents(session, numbers))


def one(house: House, extra: str = EXTRA) -> SearchDocument:
    put(house, write_up(extra=extra, body="## Latar belakang\n\nAntrean *terlalu* panjang.\n\n- satu\n- dua\n"))
    (document,) = found(house, 1)
    return document


def test_every_field_and_every_facet_has_its_values(any_house: House) -> None:
    document = one(any_house)
    assert document.texts.keys() == FIELDS.keys()
    assert document.facets.keys() == set(FACETS)
    assert document.texts == {
        "title": "Antrean Ringkas",
        "long_form": "Antrean Ringkas dari Rumah",
        "summary": "Warga mengambil nomor antrean dari rumah.",
        "body": "Latar belakang. Antrean terlalu panjang. satu dua",
        "tags": "antrean; kematian ibu",
        "unit": "Puskesmas Contoh",
        "region": "Kabupaten Sidoarjo",
        "attachments": "",
    }
    assert {name: list(values) for name, values in document.facets.items() if name != "unit"} == {
        "wilayah": ["35.15"],
        "urusan": ["kesehatan", "sosial"],
        "tahun": ["2019"],
        "tag": ["antrean", "kematian-ibu"],
        "sdg": ["3", "16"],
        "cettar": ["cepat"],
        "bentuk": ["pelayanan-publik"],
        "jenis": ["digital"],
        "tahapan": ["penerapan"],
        "jenis_unit": ["puskesmas"],
        "keberlanjutan": ["berlanjut-lancar"],
        "penghargaan": ["Ajang Satu"],
        "replikasi": ["ada"],
        "direplikasi_di": ["35.01"],
    }
    assert document.applied_in == 1


def test_visit_plan_and_expansion_are_no_replication(house: House) -> None:
    claims = """\
replikasi:
  - {wilayah: "35.01", tahap: kunjungan, bukti: dokumen}
  - {wilayah: "35.02", tahap: kesepakatan, bukti: dokumen}
  - {wilayah: "35.15", unit: Puskesmas Lain, tahap: diterapkan, bukti: dokumen}
"""
    document = one(house, claims)
    assert (document.facets["replikasi"], document.facets["direplikasi_di"], document.applied_in) == (["tidak"], [], 0)


def test_adopter_outside_the_province_is_a_replication_of_no_regency(house: House) -> None:
    document = one(house, "replikasi:\n  - {penerima: Kabupaten Sumedang, tahap: diterapkan, bukti: dokumen}\n")
    assert (document.facets["replikasi"], document.facets["direplikasi_di"], document.applied_in) == (["ada"], [], 0)


def test_unit_is_found_by_every_name_it_had(house: House) -> None:
    put(house, write_up())
    with house.database.write() as session:
        unit = organisations.unit_by_name(session, "35.15", "Puskesmas Contoh")
        assert unit is not None
        organisation_actions.rename(session, SYSTEM, unit, "Puskesmas Teladan", now=house.clock())
    assert found(house, 1)[0].texts["unit"] == "Puskesmas Teladan; Puskesmas Contoh"


def test_only_what_is_published_has_a_document(house: House) -> None:
    put(house, write_up("Satu"))
    put(house, write_up("Dua"), name="dua.md")
    now = house.clock()
    with house.database.write() as session:
        innovation = catalogue.innovation(session, 1)
        catalogue_actions.withdraw(session, SYSTEM, innovation, "Data keliru", on=now.date(), now=now)
    assert [document.number for document in found(house, 3, 2, 1, 2)] == [2]


def test_digest_tells_every_change(house: House) -> None:
    first = one(house)
    put(house, write_up(extra=EXTRA + "nomor: 1\n", body="## Latar belakang\n\nAntrean pendek.\n"))
    (second,) = found(house, 1)
    assert first.digest != second.digest
    assert found(house, 1)[0].digest == second.digest


def test_words_of_blocks_stay_apart_and_those_of_one_word_together() -> None:
    html = "<p>se<em>pa</em>tah &amp; <a href='/x'>dua</a></p><ul><li>a</li><li>b</li></ul><p><img alt='Alur'></p>"
    assert plain_text(html) == "sepatah & dua a b Alur"


def test_heading_ends_like_a_sentence() -> None:
    assert plain_text("<h2>Latar belakang</h2><p>Antrean.</p><h3>Mengapa?</h3><p>Begitu.</p>") == (
        "Latar belakang. Antrean. Mengapa? Begitu."
    )
