"""Stems: which words share one, and which are left alone."""

import csv
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumah_inovasi.organisations.shipped import DATA
from rumah_inovasi.search.language import roots
from rumah_inovasi.search.language.stemming import _stem, has_forms, stem, stripper
from rumah_inovasi.search.language.tokens import parts
from tests.search import gold

FORMS = [
    "pelayanannya",
    "melayani",
    "perizinan",
    "kependudukankah",
    "pernikahanmu",
    "dibelajarkanlah",
    "sampahku",
    "inovasi",
]


def stems(text: str) -> set[str]:
    return {part.stem for part in parts(text)}


def test_roots_are_those_that_a_speaker_gives() -> None:
    forms = gold.forms()
    assert len(forms) == 400
    wrong = {form.word: stems(form.word) for form in forms if stems(form.word) != {form.root}}
    assert len(wrong) <= 0.05 * len(forms), wrong


def test_what_only_looks_like_a_form_stays() -> None:
    traps = gold.traps()
    assert len(traps) == 120
    damaged = {word: stem(word, word) for word in traps if stem(word, word) != word}
    assert len(damaged) <= 0.04 * len(traps), damaged


@pytest.mark.parametrize(
    "forms",
    [
        "pelayanan melayani dilayani layanan pelayan pelayanannya terlayani",
        "perizinan izin mengizinkan diizinkan",
        "pengaduan aduan mengadu diadukan",
        "bekerja pekerja pekerjaan mengerjakan dikerjakan",
        "memberdayakan pemberdayaan diberdayakan keberdayaan daya",
        "inovasi inovasi-inovasi berinovasi inovasinya",
        "mensosialisasikan menyosialisasikan disosialisasikan sosialisasi",
    ],
)
def test_forms_of_a_word_share_a_stem(forms: str) -> None:
    assert len({each for word in forms.split() for each in stems(word)}) == 1


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("melatih", "latih"),  # me- before l r w y m n
        ("memasak", "masak"),
        ("membantu", "bantu"),  # mem- before b f v
        ("memilih", "pilih"),  # mem- for p
        ("mendaftar", "daftar"),  # men- before c d j z
        ("menulis", "tulis"),  # men- for t
        ("menyusun", "susun"),  # meny- for s
        ("mengajar", "ajar"),  # meng- before vowels, g, h
        ("mengirim", "kirim"),  # meng- for k
        ("mengecek", "cek"),  # menge- before one syllable
        ("memproses", "proses"),  # loanwords keep their first sound
        ("mentransfer", "transfer"),
        ("mengkaji", "kaji"),
        ("bekerja", "kerja"),  # be- before a first syllable with -er-
        ("berenang", "renang"),
        ("belajar", "ajar"),
        ("terendah", "rendah"),
        ("tepercaya", "percaya"),
        ("rumahmulah", "rumah"),  # particles after possessives
        ("kubaca", "baca"),
        ("kaulihat", "lihat"),
        ("pepohonan", "pohon"),  # the first sound doubled
        ("mengesampingkan", "samping"),  # prefixes before prefixes
        ("dipertanyakan", "tanya"),
        ("keberterimaan", "terima"),
        ("berpendidikan", "didik"),
        ("wisatawan", "wisata"),  # listed, since no rule tells
        ("mengarang", "karang"),
    ],
)
def test_rules(word: str, root: str) -> None:
    assert stem(word, word) == root


@pytest.mark.parametrize("word", ["dijualan", "keajari", "keajarkan", "melayanan", "berajari", "pelayankan"])
def test_affixes_that_exclude_each_other_are_no_form(word: str) -> None:
    assert stem(word, word) == word


@pytest.mark.parametrize(
    "word", ["member", "dashboard", "meeting", "driver", "tracking", "person", "berlin", "kennedy"]
)
def test_words_of_other_languages_stay(word: str) -> None:
    assert stem(word, word) == word


@pytest.mark.parametrize(
    ("written", "root"),
    [
        ("BERSERI", "berseri"),
        ("SiMelayani", "simelayani"),
        ("KTPnya", "ktp"),
        ("HANYA", "hanya"),
        ("Melayani", "layan"),
    ],
)
def test_capitals_tell_a_name(written: str, root: str) -> None:
    assert stem(written.lower(), written) == root


def test_roots_are_many_and_no_two_files_speak_of_one() -> None:
    assert len(roots.known()) >= 3_000
    assert not roots.irregular().keys() & roots.known()
    assert set(roots.irregular().values()) | set(roots.spellings().values()) <= roots.known()
    assert not roots.spellings().keys() & set(roots.spellings().values())


@pytest.mark.parametrize(
    ("word", "root"),
    [("beresiko", "risiko"), ("mengantri", "antre"), ("perijinan", "izin"), ("dipraktekkan", "praktik")],
)
def test_roots_are_spelt_in_one_way(word: str, root: str) -> None:
    assert stem(word, word) == root


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("zibulnya", "zibul"),
        ("dizibulkan", "zibul"),
        ("menyezibkan", "sezib"),
        ("memofilkannya", "pofil"),
        ("mengazilkan", "azil"),
        ("dizibul", "dizibul"),
        ("zibulan", "zibulan"),
        ("dinkan", "dinkan"),
    ],
)
def test_of_unknown_roots_only_what_is_sure_is_taken(word: str, root: str) -> None:
    assert stem(word, word) == root


@given(st.text(st.sampled_from("abdegiklmnprstuy"), max_size=70))
def test_a_stem_is_no_longer_than_the_word_and_has_no_other_stem(word: str) -> None:
    found = stem(word, word)
    assert len(found) <= len(word)
    assert found in roots.known() or stripper().root(word) is None


def test_no_word_of_a_regency_or_city_is_cut() -> None:
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as lines:
        words = [word for row in csv.DictReader(lines) for word in row["name"].lower().split()]
    assert len(words) >= 38
    assert "kediri" in words
    for word in words:
        assert stem(word, word.capitalize()) == word
        assert not has_forms(word)


@pytest.mark.parametrize(("surface", "written"), [("berseri", "BERSERI"), ("p2tp2a", "P2TP2A"), ("3515", "35.15")])
def test_acronyms_and_codes_stay(surface: str, written: str) -> None:
    assert stem(surface, written) == surface


def test_threads_do_not_disturb_one_another() -> None:
    words = [
        [f"{first}{second}{form}" for first in "abcdefghijklmnopqrstuvwxyz" for second in "abcdefghijklmnopqrstuvwxyz"]
        for form in FORMS
    ]
    found: list[list[str]] = [[] for _ in FORMS]

    def work(number: int) -> None:
        found[number] = [stem(word, word) for word in words[number]]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(FORMS))]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    _stem.cache_clear()
    assert found == [[stem(word, word) for word in each] for each in words]
