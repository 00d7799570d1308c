"""Contract: corrections of words that the index does not know, and completion of what is being typed."""

from collections.abc import Mapping

import pytest

from rumah_inovasi.search.port import Engine
from tests.search.engine.samples import ask, document


def corrections(engine: Engine, typed: str) -> Mapping[str, str]:
    return ask(engine, typed).corrections


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("kesehtan", "kesehatan"), ("keseehatan", "kesehatan"), ("kesehatab", "kesehatan"), ("kesheatan", "kesehatan")],
)
def test_one_edit_is_corrected(engine: Engine, slip: str, meant: str) -> None:
    engine.rebuild([document(1, meant)])
    assert corrections(engine, slip) == {slip: meant}
    assert corrections(engine, f"{meant} {slip.upper()}") == {slip.upper(): meant}


def test_known_words_are_not_corrected_in_any_of_their_forms(engine: Engine) -> None:
    engine.rebuild([document(1, "layanan"), document(2, "lapangan"), document(3, "unit pelaksana teknis")])
    for typed in ("layanan", "pelayanan", "UPT", '"lapangan layanan"', "yang"):
        assert corrections(engine, typed) == {}


def test_the_most_frequent_word_is_meant(engine: Engine) -> None:
    engine.rebuild([document(1, "pasar"), document(2, "pasir"), document(3, "pasir pasar"), document(4, title="Pasir")])
    assert corrections(engine, "pasur") == {"pasur": "pasir"}


def test_word_that_stands_beside_the_known_ones_is_meant(engine: Engine) -> None:
    engine.rebuild([document(1, "bank sampah"), *(document(number, "bang ojek") for number in range(2, 9))])
    assert corrections(engine, "banx ojek") == {"banx": "bang"}
    assert corrections(engine, "banx sampah") == {"banx": "bank"}


def test_word_that_stands_elsewhere_is_meant_where_none_stands_beside_the_known_ones(engine: Engine) -> None:
    engine.rebuild([document(1, "anak pendidih"), document(2, "pendidikan")])
    assert corrections(engine, "pendidikn anak") == {"pendidikn": "pendidikan"}


def test_every_word_that_can_be_corrected_is(engine: Engine) -> None:
    engine.rebuild([document(1, "pelayanan")])
    assert corrections(engine, "xyzzy pelayann") == {"pelayann": "pelayanan"}


@pytest.mark.parametrize(
    ("slip", "meant", "rarer_slip"),
    [
        ("ktpp", "ktp", "kipp"),  # doubled, not replaced
        ("kmpas", "kompas", "kipas"),  # left out, not replaced
        ("polsi", "polis", "polisi"),  # swapped, not left out
        ("danax", "dana", "sanax"),  # added, not another first letter
        ("danar", "dasar", "banar"),  # another letter, not another first one
    ],
)
def test_the_easier_slip_is_meant_even_if_its_word_is_somewhat_rarer(
    engine: Engine, slip: str, meant: str, rarer_slip: str
) -> None:
    engine.rebuild([document(1, meant), document(2, rarer_slip)])
    assert corrections(engine, slip) == {slip: meant}
    engine.rebuild([document(1, meant), *(document(number, rarer_slip) for number in range(2, 40))])
    assert corrections(engine, slip) == {slip: rarer_slip}


def test_forms_that_lead_to_documents_are_meant_too(engine: Engine) -> None:
    engine.rebuild([document(1, "kartu tanda penduduk")])
    assert corrections(engine, "ktpp") == {"ktpp": "ktp"}
    engine.rebuild([document(1, "kartu")])
    assert corrections(engine, "ktpp") == {}


@pytest.mark.parametrize("typed", ["kab. kediri", "kab kediri", "35.06", '"kab kediri"'])
def test_regions_are_never_corrected(engine: Engine, typed: str) -> None:
    engine.rebuild([document(1, "kan kadiri kabar")])
    assert corrections(engine, typed) == {}


def test_stop_words_are_never_meant(engine: Engine) -> None:
    engine.rebuild([document(1, "sampah yang dipilah dari rumah")])
    assert corrections(engine, "yant sampah") == {}


def test_two_edits_are_corrected_in_longer_words_that_begin_alike(engine: Engine) -> None:
    engine.rebuild([document(1, "puskesmas sawahnya")])
    assert corrections(engine, "puksesmass") == {"puksesmass": "puskesmas"}
    assert corrections(engine, "buskesmass") == {}
    assert corrections(engine, "pukesmaass") == {}
    assert corrections(engine, "swahya") == {}


def test_one_edit_goes_before_two(engine: Engine) -> None:
    engine.rebuild([document(1, "pelayaran"), *(document(number, "pelajaran") for number in range(2, 9))])
    assert corrections(engine, "pelayarax") == {"pelayarax": "pelayaran"}


@pytest.mark.parametrize("typed", ["kta", "2091", "35.19", "kesehat4n", '"kartu kluarga"', "-kesehtan"])
def test_short_words_numbers_phrases_and_what_is_not_wanted_are_left_alone(engine: Engine, typed: str) -> None:
    engine.rebuild([document(1, "kota kartu keluarga kesehatan tahun 2019 di 35.15")])
    assert corrections(engine, typed) == {}


def test_the_first_unknown_words_alone_are_corrected(engine: Engine) -> None:
    words = ["kesehatan", "pelayanan", "pendidikan", "perizinan", "pertanian"]
    engine.rebuild([document(1, " ".join(words))])
    slips = [f"{word}x" for word in words]
    assert corrections(engine, " ".join(slips)) == dict(zip(slips[:4], words, strict=False))


def test_words_of_dropped_documents_are_forgotten(engine: Engine) -> None:
    engine.rebuild([document(1, "kesehatan"), document(2, "sawah")])
    engine.change([], [1])
    assert corrections(engine, "kesehtan") == {}
    engine.change([document(3, "kesehatan")], [])
    assert corrections(engine, "kesehtan") == {"kesehtan": "kesehatan"}


COMPLETING = [
    document(
        1, title="Kartu Sehat", long_form="Kartu Ibu dan Anak", tags="kartu; bayi balita", unit="Puskesmas Kartini"
    ),
    document(2, title="Anak Berkarya", tags="KARTU", region="Kota Karang", unit="Dinas Sosial; UPT Lama"),
    document(3, title="Élok Karya"),
]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("kart", ["Kartu Sehat", "Kartu Ibu dan Anak", "kartu", "Puskesmas Kartini"]),
        ("anak", ["Anak Berkarya", "Kartu Ibu dan Anak"]),
        ("ibu kar", ["Kartu Ibu dan Anak"]),
        ("ELOK", ["Élok Karya"]),
        ("élok k", ["Élok Karya"]),
        ("upt", ["UPT Lama"]),
        ("kota ", ["Kota Karang"]),
        ("bali", ["bayi balita"]),
        ("arya", []),
        ("", []),
        ("  - ", []),
    ],
)
def test_what_is_typed_is_completed(engine: Engine, start: str, expected: list[str]) -> None:
    engine.rebuild(COMPLETING)
    assert [each.casefold() for each in engine.complete(start)] == [each.casefold() for each in expected]


def test_completion_begins_with_what_begins_as_typed_and_keeps_to_its_limit(engine: Engine) -> None:
    engine.rebuild([document(1, title="Ayo Kartu"), document(2, title="Kartu B"), document(3, title="Kartu A")])
    assert engine.complete("kartu") == ["Kartu A", "Kartu B", "Ayo Kartu"]
    assert engine.complete("kartu", 2) == ["Kartu A", "Kartu B"]
    engine.rebuild([document(1, long_form="Program Kartu"), document(2, tags="kartu", unit="Kartu Unit")])
    assert engine.complete("kartu") == ["kartu", "Kartu Unit", "Program Kartu"]


def test_completion_forgets_dropped_documents(engine: Engine) -> None:
    engine.rebuild(COMPLETING)
    engine.change([], [1])
    assert engine.complete("kartu s") == []
