"""The plan: what documents must hold to have the words of a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumah_inovasi.search.grammar import parse
from rumah_inovasi.search.language.synonyms import Group, Kind, Synonyms
from rumah_inovasi.search.language.tokens import parts
from rumah_inovasi.search.plan import (
    LONGEST_PHRASE,
    MOST_NEEDS,
    MOST_READINGS,
    SPELLING_WEIGHT,
    STEM_WEIGHT,
    SYNONYM_WEIGHT,
    Form,
    Need,
    Plan,
    Reading,
    plan,
)
from rumah_inovasi.search.port import Clause

SHIPPED = Synonyms.shipped()
CLAUSES = st.lists(
    st.builds(Clause, st.lists(st.text(max_size=12), max_size=4).map(tuple), st.booleans(), st.booleans()), max_size=12
)


def planned(query: str, synonyms: Synonyms = SHIPPED) -> Plan:
    return plan(parse(query).clauses, synonyms)


def need(query: str, text: str) -> Need:
    return next(need for need in planned(query).needs if need.text == text)


def weights(given: Need) -> dict[tuple[Form, str], float]:
    return {(reading.form, " ".join(reading.tokens)): reading.weight for reading in given.readings}


def surface(text: str, weight: float = 1.0) -> Reading:
    return Reading(Form.SURFACE, tuple(text.split()), weight)


def test_a_word_is_read_as_written_and_by_its_stem() -> None:
    (found,) = planned("melayani").needs
    assert found == Need("melayani", (surface("melayani"), Reading(Form.STEM, ("layan",), STEM_WEIGHT)))


@pytest.mark.parametrize("typed", ["anak-anaknya", "Anak-Anak", "anaknya"])
def test_a_doubled_word_has_one_stem(typed: str) -> None:
    (found,) = planned(typed).needs
    assert [each.tokens for each in found.readings if each.form is Form.STEM] == [("anak",)]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("e-KTP", "ektp"),
        ("ektp", "e ktp"),
        ("KTP-el", "ektp"),
        ("ktp elektronik", "ektp"),
        ("N'duk", "nduk"),
        ("SP4N-LAPOR!", "sp4nlapor"),
        ("sp4n lapor", "sp4nlapor"),
        ("sp4nlapor", "sp4n lapor"),
        ("non tunai", "nontunai"),
        ("public", "publik"),
        ("resiko", "risiko"),
        ("sinau", "belajar"),
        ("online", "daring"),
    ],
)
def test_other_ways_to_write_a_word_are_readings_of_it(typed: str, written: str) -> None:
    assert written in {" ".join(each.tokens) for each in planned(typed).needs[0].readings}


@pytest.mark.parametrize(
    "typed", ["kab kediri", "Kab. Kediri", "KABUPATEN KEDIRI", "kab.kediri", "35.06", "pemkab kediri"]
)
def test_a_region_is_one_need_by_what_it_and_its_government_are_called(typed: str) -> None:
    (found,) = planned(typed).needs
    assert found.text == typed.replace(". ", " ")
    readings = weights(found)
    assert readings[Form.SURFACE, "kabupaten kediri"] == readings[Form.SURFACE, "kab kediri"] == 1.0
    assert readings[Form.SURFACE, "pemkab kediri"] == SYNONYM_WEIGHT
    assert not {(Form.SURFACE, "kediri"), (Form.SURFACE, "kota kediri")} & readings.keys()
    assert planned(typed).neighbours == ()


def test_a_region_stands_among_other_words() -> None:
    found = planned("antrean puskesmas kota kediri pemerintah kabupaten malang")
    assert [each.text for each in found.needs] == [
        "antrean",
        "puskesmas",
        "kota kediri",
        "pemerintah",
        "kabupaten malang",
    ]
    assert [each.text for each in found.neighbours] == ["antrean puskesmas"]
    assert (Form.SURFACE, "pemkab") in weights(found.needs[3])


def test_both_regions_of_a_name_may_be_meant() -> None:
    (found,) = planned("kab/kota kediri").needs
    assert {(Form.SURFACE, "kab kediri"), (Form.SURFACE, "kota kediri")} <= weights(found).keys()
    assert [each.text for each in planned("kab/kota surabaya").needs] == ["kab", "kota surabaya"]


def test_a_code_is_looked_for_as_it_stands_too() -> None:
    assert weights(planned("35.15").needs[0])[Form.SURFACE, "35 15"] == 1.0


@pytest.mark.parametrize("typed", ["kabupaten surabaya", "kota sidoarjo", "kota maju", "kediri kota", "kab - 35.99"])
def test_what_is_no_region_is_words(typed: str) -> None:
    assert len(planned(typed).needs) == 2


def test_spellings_of_a_region_in_a_phrase_are_one() -> None:
    (found,) = planned('"dinas sosial kab. malang"').needs
    assert set(weights(found).items()) == {
        ((Form.SURFACE, "dinas sosial kab malang"), 1.0),
        ((Form.SURFACE, "dinas sosial kabupaten malang"), 1.0),
    }
    assert planned('"kab malang"').needs[0].readings[0].tokens == ("kab", "malang")
    assert len(planned('"kab. surabaya" "kota malang"').needs[0].readings) == 1
    assert {each.tokens for each in planned('-"kab malang"').excluded[0].readings} == {
        ("kab", "malang"),
        ("kabupaten", "malang"),
    }
    assert Reading(Form.SURFACE, ("kota", "malang"), 1.0) in planned("-35.73").excluded[0].readings


def test_names_and_codes_are_read_as_written_alone() -> None:
    assert planned("Kediri").needs == (Need("Kediri", (surface("kediri"),)),)
    assert planned("2024").needs == (Need("2024", (surface("2024"),)),)


def test_a_compound_is_read_in_parts_and_joined() -> None:
    readings = weights(need("e-KTP", "e-KTP"))
    assert readings[Form.SURFACE, "e ktp"] == readings[Form.SURFACE, "ektp"] == 1.0
    assert readings[Form.SURFACE, "ktp"] == SYNONYM_WEIGHT


def test_neighbours_may_be_written_in_one() -> None:
    for text in ("non", "tunai"):
        assert weights(need("non tunai", text))[Form.SURFACE, "nontunai"] == SPELLING_WEIGHT


def test_every_word_of_a_known_form_has_its_other_forms() -> None:
    for text in ("kartu", "keluarga"):
        assert weights(need("urus kartu keluarga", text))[Form.SURFACE, "kk"] == SYNONYM_WEIGHT
    assert (Form.SURFACE, "kk") not in weights(need("urus kartu keluarga", "urus"))


def test_acronyms_lead_to_words_and_to_other_acronyms() -> None:
    readings = weights(need("SKPD", "SKPD"))
    assert readings[Form.SURFACE, "opd"] == SYNONYM_WEIGHT
    stems = " ".join(part.stem for part in parts("organisasi perangkat daerah"))
    assert readings[Form.STEM, stems] == SYNONYM_WEIGHT


def test_another_spelling_weighs_nearly_as_much_as_the_word() -> None:
    assert weights(need("resiko", "resiko"))[Form.SURFACE, "risiko"] == SPELLING_WEIGHT


def test_a_need_keeps_its_weightiest_readings() -> None:
    many = Group(Kind.SYNONYM, ("kata", *(f"sinonim{number}" for number in range(MOST_READINGS))))
    found = planned("kata", Synonyms([many, Group(Kind.SPELLING, ("kata", "kato"))])).needs[0]
    assert len(found.readings) == MOST_READINGS
    assert surface("kato", SPELLING_WEIGHT) in found.readings
    assert [reading.weight for reading in found.readings] == sorted(weights(found).values(), reverse=True)


def test_a_part_of_a_word_has_no_synonyms_of_its_own() -> None:
    assert (Form.SURFACE, "tengkes") in weights(need("stunting", "stunting"))
    assert (Form.SURFACE, "tengkes") not in weights(need("pasca-stunting", "pasca-stunting"))


def test_synonyms_do_not_reach_across_a_phrase() -> None:
    assert (Form.SURFACE, "kk") not in weights(need('kartu "hitam" keluarga', "kartu"))


def test_stop_words_are_no_content_unless_there_is_nothing_else() -> None:
    assert [(need.text, need.is_content) for need in planned("layanan untuk lansia").needs] == [
        ("layanan", True),
        ("untuk", False),
        ("lansia", True),
    ]
    assert [need.is_content for need in planned("yang di").needs] == [True, True]
    assert [need.is_content for need in planned("yang -desa").needs] == [True]


def test_and_and_or_of_other_engines_are_no_content() -> None:
    assert [need.text for need in planned("sampah AND plastik OR kertas").needs if need.is_content] == [
        "sampah",
        "plastik",
        "kertas",
    ]


def test_a_phrase_is_taken_to_the_letter_with_its_stop_words() -> None:
    assert planned('"Melayani untuk e-KTP"').needs == (
        Need("Melayani untuk e-KTP", (surface("melayani untuk e ktp"),)),
    )
    assert planned('"yang di"').needs[0].is_content


def test_what_is_excluded_is_taken_to_the_letter() -> None:
    found = planned('-melayani -e-KTP -"bank sampah"')
    assert not found.needs
    assert found.excluded == (
        Need("melayani", (surface("melayani"),)),
        Need("e-KTP", (surface("e ktp"), surface("ektp"))),
        Need("bank sampah", (surface("bank sampah"),)),
    )


def test_a_word_typed_twice_is_one_need_with_the_readings_of_both_places() -> None:
    found = planned("kartu kartu keluarga inovasi Inovasi-inovasi").needs
    assert [need.text for need in found] == ["kartu", "keluarga", "inovasi"]
    assert (Form.SURFACE, "kk") in weights(found[0])


def test_a_word_and_the_same_word_in_quotes_are_two_needs() -> None:
    assert len(planned('"layanan" layanan').needs) == 2


def test_nothing_typed_is_every_document_and_signs_alone_are_none() -> None:
    assert planned("") == Plan(())
    assert planned("%") == Plan((Need("%", ()),))
    assert [need.text for need in planned("% desa").needs] == ["desa"]


def test_long_queries_are_bounded() -> None:
    words = " ".join(f"kata{number}" for number in range(100))
    assert len(planned(words).needs) == MOST_NEEDS
    assert len(planned(" ".join(f"-kata{number}" for number in range(100))).excluded) == MOST_NEEDS
    assert len(planned(f'"{words}"').needs[0].readings[0].tokens) == LONGEST_PHRASE
    assert len(plan([Clause((f"kata{number}",)) for number in range(10_000)], SHIPPED).needs) == MOST_NEEDS


@given(CLAUSES)
def test_any_clauses_can_be_planned(clauses: list[Clause]) -> None:
    found = plan(clauses, SHIPPED)
    for each in found.needs + found.excluded:
        assert len(each.readings) <= MOST_READINGS
        assert all(reading.tokens and all(reading.tokens) for reading in each.readings)
        assert all(0 < reading.weight <= 1 for reading in each.readings)
    assert not found.needs or any(each.is_content for each in found.needs)
    assert all(each.readings for each in found.excluded)


@given(st.text(alphabet='abe-" ktpKK', max_size=40))
def test_every_word_typed_is_itself_a_reading_of_full_weight(query: str) -> None:
    for each in planned(query).needs:
        assert not each.readings or each.readings[0].weight == 1.0
