"""Stems: which words share one, and which are left alone."""

import csv
import sys
import threading

import pytest

from rumah_inovasi.organisations.shipped import DATA
from rumah_inovasi.search.language.stemming import _stem, has_forms, stem

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


@pytest.mark.parametrize(
    "forms",
    [("pelayanan", "melayani", "layanan"), ("perizinan", "izin"), ("pengaduan", "aduan"), ("bekerja", "pekerja")],
)
def test_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form, form) for form in forms}) == 1


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
