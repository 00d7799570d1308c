"""Claims as they are written in files: what is accepted, what is refused and where."""

import pytest

from rumah_inovasi.replication.claim import MOST, Claim
from rumah_inovasi.schema import Value
from tests.replication.claims import APPLIED, SOURCE, claim, parse


def test_adopter_is_a_region_of_ours_a_place_outside_or_a_stated_sum() -> None:
    assert claim(wilayah="35.05").region == "35.05"
    assert claim(penerima="Kabupaten Sumedang").adopter == "Kabupaten Sumedang"
    assert claim(penerima="19 daerah", jumlah="19").stated_sum == 19


def test_claim_of_the_media_names_its_source() -> None:
    assert claim(wilayah="35.05", bukti="klaim-media", sumber=SOURCE).source == SOURCE
    _, problems = parse(APPLIED | {"wilayah": "35.05", "bukti": "klaim-media"})
    assert [problem.partition(":")[0] for problem in problems] == ["replikasi.0.sumber"]


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (APPLIED, "replikasi.0"),
        (APPLIED | {"wilayah": "35.05", "penerima": "Kabupaten Sumedang"}, "replikasi.0"),
        (APPLIED | {"wilayah": "35.05", "jumlah": "19"}, "replikasi.0.jumlah"),
        (APPLIED | {"penerima": "Satu daerah", "jumlah": "1"}, "replikasi.0.jumlah"),
        ({"wilayah": "35.05", "bukti": "dokumen"}, "replikasi.0.tahap"),
        ({"wilayah": "35.05", "tahap": "diterapkan"}, "replikasi.0.bukti"),
        (APPLIED | {"wilayah": "35.05", "tahap": "direplikasi"}, "replikasi.0.tahap"),
        (APPLIED | {"wilayah": "35.05", "derajat": "banyak"}, "replikasi.0.derajat"),
        (APPLIED | {"wilayah": "36.01"}, "replikasi.0.wilayah"),
        (APPLIED | {"wilayah": "35.05", "mulai": "2019-13"}, "replikasi.0.mulai"),
        (APPLIED | {"wilayah": "35.05", "tahun": "2019"}, "replikasi.0.tahun"),
    ],
)
def test_wrong_claim_is_refused_at_its_place(raw: dict[str, Value], place: str) -> None:
    _, problems = parse(raw)
    assert place in [problem.partition(": ")[0] for problem in problems]


def test_same_claim_twice_is_refused() -> None:
    once = APPLIED | {"wilayah": "35.05"}
    _, problems = parse(once, dict(once))
    assert [problem.partition(":")[0] for problem in problems] == ["replikasi.1"]


def test_claims_are_bounded() -> None:
    many = [APPLIED | {"penerima": f"Daerah {number}"} for number in range(MOST + 1)]
    _, problems = parse(*many)
    assert problems == [f"replikasi: Terlalu banyak: paling banyak {MOST}."]


def test_no_claim_is_fine() -> None:
    found: tuple[tuple[Claim, ...], list[str]] = parse()
    assert found == ((), [])
