"""Numbers of persons are found however they are written, and ordinary numbers are left in peace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumah_inovasi.personal_data import NumberKind, find_personal_numbers


def found(text: str) -> list[tuple[str, str]]:
    return [(finding.kind.value, text[finding.start : finding.end]) for finding in find_personal_numbers(text)]


@pytest.mark.parametrize(
    "number",
    [
        "3578010101900001",
        "3578014101900001",  # a woman's day of birth counts from 41
        "3578 0101 0190 0001",
        "3578-0101-0190-0001",
        "3578.0101.0190.0001",
        "357801 010190 0001",
        "35.78.01.010190.0001",
        "35.78.01.01.01.90.0001",
        "357801 - 010190 - 0001",
        "3578\u00a00101\u00a00190\u00a00001",
    ],
)
def test_nik_is_found_however_its_digits_are_parted(number: str) -> None:
    assert found(f"Pemohon dengan NIK {number}, warga Wonokromo.") == [("nik", number)]


def test_number_called_family_card_is_reported_as_kk() -> None:
    assert found("No. KK: 3578010101900001") == [("kk", "3578010101900001")]
    assert found("Kartu Keluarga 3578010101900001, NIK 3578010101900002") == [
        ("kk", "3578010101900001"),
        ("nik", "3578010101900002"),
    ]


def test_number_of_a_list_does_not_hide_the_nik_behind_it() -> None:
    assert found("2 3578010101900001") == [("nik", "3578010101900001")]
    assert found("1. 3578 0101 0190 0001 12") == [("nik", "3578 0101 0190 0001")]


@pytest.mark.parametrize(
    "number",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 789",
        "0812.3456.7890",
        "+62 812-3456-7890",
        "+6281234567890",
        "6281234567890",
        "62 812 3456 7890",
        "0062 812 3456 7890",
        "+62 (0) 812 3456 7890",
        "08981234567",
    ],
)
def test_mobile_number_is_found_however_it_is_written(number: str) -> None:
    assert found(f"Hubungi Bu Ani {number}.") == [("ponsel", number)]


def test_number_of_a_chat_link_is_found() -> None:
    assert found("https://wa.me/6281234567890?text=halo") == [("ponsel", "6281234567890")]


def test_two_numbers_side_by_side_are_two_findings() -> None:
    assert found("081234567890 - 085712345678") == [("ponsel", "081234567890"), ("ponsel", "085712345678")]


@pytest.mark.parametrize(
    "text",
    [
        "Telepon kantor (031) 8291234 atau 031-829-1234, faks +62 31 8291234",
        "Pusat panggilan 1500-123, bebas pulsa 0800 1 123456",
        "Anggaran Rp 3.578.010.101.900.001 dan Rp62.812.345.678,00",
        "Tahun 2019 2020 2021 2022 dan 2018-2019-2020-2021",
        "Terbit 1912 1201 2019 2020",
        "NIP 19800101 200501 1 001 atau 198001012005011001",
        "Rekening Bank Jatim 0812345678 atas nama dinas",
        "No. rek. 0812345678",
        "Jam layanan 08.15 - 10.30 - 12.00, tanggal 08-12-2021",
        "NPWP 01.234.567.8-901.000",
        "Nomor 4111 1111 1111 1111",  # no such province
        "Nomor 3578019913900001",  # no thirteenth month
        "Nomor 3578013201900001",  # no 32nd day
        "Nilai 0.3578010101900001 dan 0,0812345678",
        "sha256: a0812345678b3578010101900001cdef0812345678abcdef0812345678abcdef",
        "https://contoh.id/berita/3578010101900001/081234567890",
        "Nomor 357801010190000112",  # eighteen digits
        "35 78\n01 01 01 90 0001",
        "3578\t0101\t0190\t0001",
        "0812345",
    ],
)
def test_ordinary_number_is_left_in_peace(text: str) -> None:
    assert found(text) == []


@given(st.text(alphabet="0123456789 .-+()\nabKkrek/:", max_size=200))
def test_findings_never_overlap_and_lie_in_the_text(text: str) -> None:
    findings = find_personal_numbers(text)
    edges = [edge for finding in findings for edge in (finding.start, finding.end)]
    assert edges == sorted(edges)
    assert all(0 <= finding.start < finding.end <= len(text) for finding in findings)


@given(st.text(max_size=50), st.text(max_size=50))
def test_nik_is_found_between_any_words(before: str, after: str) -> None:
    text = f"{before}\n3578010101900001\n{after}"
    start = len(before) + 1
    assert (NumberKind.NIK, start) in {(finding.kind, finding.start) for finding in find_personal_numbers(text)}


def test_long_text_of_digits_is_searched_step_by_step_not_over_and_over() -> None:
    text = "3578 " * 40_000 + "https://contoh.id " * 5_000
    assert find_personal_numbers(text) == []
