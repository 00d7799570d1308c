"""What of a text may be told on: nothing personal comes out, and all else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumah_inovasi.search.discretion import discreet


def told(text: str) -> list[str]:
    return [word.written for word in discreet(text)]


@pytest.mark.parametrize(
    ("text", "personal"),
    [
        ("Hubungi saya, NIK 3515084107850003, di kantor", {"3515084107850003"}),
        ("Telepon ke 0812-3456-7890 atau 0812 3456 7890 ya", {"0812", "3456", "7890"}),
        ("Rumah nomor 12 dekat 17 sekolah", {"12", "17"}),
        ("Surel budi.warga@contoh.id dan @akun_saya di https://contoh.id/siti", {"budi", "warga", "akun", "siti"}),
        ("Kata Bapak Zulpan Ketapel airnya keruh", {"Zulpan", "Ketapel"}),
        ("Menurut dr. Zulpan obatnya habis", {"Zulpan"}),
        ("Nama saya Zulpan Ketapel dari kantor", {"Zulpan", "Ketapel"}),
        ("Anak itu bernama zulpan dan sakit", {"zulpan"}),
        ("Kemarin Siti Zulaikhah Ketapel sakit", {"Siti", "Zulaikhah", "Ketapel"}),
        ("bu siti mengeluh airnya keruh", {"siti"}),
        ("BU SITI MENGELUH AIRNYA KERUH", {"SITI"}),
        ("Rumahnya di Jl. Ketapel Raya, airnya keruh", {"Ketapel", "Raya"}),
        ("airnya keruh di dusun ketapel", {"ketapel"}),
        ("Sampah di Kecamatan Kraton Kabupaten Pasuruan menumpuk", {"Kraton", "Pasuruan"}),
        ("sampah di kab. kediri dan kota malang menumpuk", {"kediri", "malang"}),
        ("Sampah di Sidoarjo menumpuk", {"Sidoarjo"}),
        ("kami dari peterongan, sungainya kotor", {"peterongan"}),
        ("SAYA DARI PORONG, SUNGAINYA KOTOR", {"PORONG"}),
        ("rumah di RT 03 RW 05 dekat balai, banyak tikus", {"RT", "RW", "03", "05"}),
        ("NIK saya 3515084107850003, pajak motor telat", {"NIK"}),
        ("Anak kurus, NIK: 3515084107850003 dan no. HP 0812-3456-7890", {"NIK", "HP", "no"}),
    ],
)
def test_nothing_personal_is_told(text: str, personal: set[str]) -> None:
    assert not personal & set(told(text))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ibu hamil tidak periksa", ["Ibu", "hamil", "tidak", "periksa"]),
        ("Kakek menunggu di Puskesmas Pembantu", ["Kakek", "menunggu", "di", "Puskesmas", "Pembantu"]),
        ("ketua RT dan pembuatan KK", ["ketua", "RT", "dan", "pembuatan", "KK"]),
        ("KTP dan P3K serta B3", ["KTP", "dan", "P3K", "serta"]),
        ("Menelepon 112 atau 119", ["Menelepon", "112", "atau", "119"]),
        ("jalan rusak di desa kami", ["jalan", "rusak", "di", "desa", "kami"]),
        ("hari ini indah", ["ini"]),  # with no capitals, what may be a name counts as one
        ("Kini indah dan hari cerah", ["Kini", "indah", "dan", "hari", "cerah"]),
        ("Warga Miskin Tidak Punya KTP", ["Warga", "Miskin", "Tidak", "Punya", "KTP"]),
    ],
)
def test_all_else_is_told(text: str, kept: list[str]) -> None:
    assert told(text) == kept


def test_what_is_left_out_parts_its_neighbours() -> None:
    words = discreet("air bersih Bapak Zulpan keruh sekali, bau juga")
    assert [word.written for word in words if word.starts] == ["air", "keruh", "bau"]


def test_doubled_word_counts_as_one() -> None:
    assert [word.surface for word in discreet("anak-anak sakit")] == ["anak", "sakit"]


@given(st.text(max_size=300))
def test_anything_can_be_read(text: str) -> None:
    for word in discreet(text):
        assert word.written in text
