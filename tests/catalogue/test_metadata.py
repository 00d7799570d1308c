"""Metadata: what the schema accepts, and that nothing is lost on the way into the database and back."""

import json

import pytest
from hypothesis import given, settings

from rumah_inovasi.catalogue import metadata as facts
from rumah_inovasi.catalogue.metadata import Metadata
from rumah_inovasi.schema import Value
from tests.catalogue.facts import SMALL, any_metadata, metadata, parse


@settings(deadline=None, max_examples=50)
@given(any_metadata())
def test_any_metadata_survives_the_database(found: Metadata) -> None:
    stored = json.loads(json.dumps(facts.dump(found)))
    assert facts.restore(stored) == found


@pytest.mark.parametrize("key", ["judul", "ringkasan", "wilayah"])
@pytest.mark.parametrize("value", ["", "   "])
def test_required_key_needs_more_than_spaces(key: str, value: str) -> None:
    found, problems = parse(**{key: value})
    assert found is None
    assert [problem.partition(":")[0] for problem in problems] == [key]


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("judul", "a" * 201, "judul"),
        ("ringkasan", "a" * 401, "ringkasan"),
        ("wilayah", "36.01", "wilayah"),
        ("wilayah", "35.٠١", "wilayah"),
        ("mulai", "2019-13", "mulai"),
        ("mulai", "2019-02-30", "mulai"),
        ("mulai", "19", "mulai"),
        ("mulai", "٢٠١٩", "mulai"),
        ("mulai", "1899", "mulai"),
        ("urusan", ["kesehatan", "sihir"], "urusan.1"),
        ("urusan", ["kesehatan", "kesehatan"], "urusan.1"),
        ("urusan", "kesehatan", "urusan"),
        ("bentuk", "segitiga", "bentuk"),
        ("sdg", ["18"], "sdg.0"),
        ("tag", ["Gizi Anak"], "tag.0"),
        ("tag", [f"tag-{number}" for number in range(13)], "tag"),
        ("layanan", "javascript:alert(1)", "layanan"),
        ("layanan", "https://", "layanan"),
        ("video", "https://contoh.go.id/dua kata", "video"),
        ("seri", ["nol"], "seri.0"),
        ("kontak", {"surel": "bukan surel"}, "kontak.surel"),
        ("kontak", "kantor", "kontak"),
        ("kontak", {"nama": "Bu Siti"}, "kontak.nama"),
        ("penghargaan", [{"tahun": "2021"}], "penghargaan.0.ajang"),
        ("penghargaan", [{"ajang": "KOVABLIK", "tahun": "21"}], "penghargaan.0.tahun"),
        ("berkas", [{"nama": "../rahasia"}], "berkas.0.nama"),
        ("berkas", [{"nama": "a.pdf", "sha256": "a1"}], "berkas.0.sha256"),
        ("berkas", [{"nama": "a.pdf"}, {"nama": "a.pdf", "keterangan": "lain"}], "berkas.1.nama"),
        ("keberlanjutan", {"per": "2021"}, "keberlanjutan.status"),
        ("lisensi", "semua-hak", "lisensi"),
    ],
)
def test_wrong_value_is_refused_at_its_place(key: str, value: Value, place: str) -> None:
    _, problems = parse(**{key: value})
    assert [problem.partition(": ")[0] for problem in problems] == [place]


def test_all_problems_are_found_in_one_pass() -> None:
    _, problems = parse(mulai="2019-13", bentuk="segitiga", tag=["A"])
    assert len(problems) == 3


@pytest.mark.parametrize("value", ["2019", "2019-11", "2019-11-21"])
def test_date_keeps_the_precision_it_was_written_with(value: str) -> None:
    assert metadata(mulai=value).started == value


def test_silence_means_that_nobody_confirmed_it() -> None:
    assert metadata().sustainability_state == "tidak-terkonfirmasi"
    assert metadata(keberlanjutan={"status": "berhenti"}).sustainability_state == "berhenti"


def test_freshness_is_the_newest_dated_source() -> None:
    sources: Value = [
        {"judul": "Lama", "tanggal": "2019-12-31"},
        {"judul": "Baru", "tanggal": "2021-11"},
        {"judul": "Tanpa tanggal"},
    ]
    assert metadata(sumber=sources).newest_source == "2021-11"
    assert metadata().newest_source is None


def test_what_files_leave_out_has_its_default() -> None:
    # Nobody speaks for the owning unit by leaving a line out.
    found = metadata()
    assert (found.provenance, found.language, found.license) == ("redaksi", "id", "CC-BY-4.0")


def test_term_retired_since_does_not_hide_a_text() -> None:
    assert facts.restore(SMALL | {"bentuk": "sudah-dihapus"}).form == "sudah-dihapus"


@pytest.mark.parametrize("damage", [{"wilayah": "x"}, {"judul": ""}, {"tag": "satu"}])
def test_damaged_row_is_an_error_and_not_an_empty_page(damage: dict[str, Value]) -> None:
    with pytest.raises(ValueError, match=next(iter(damage))):
        facts.restore(SMALL | damage)
