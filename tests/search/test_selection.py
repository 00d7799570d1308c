"""What an address asks for: every parameter is understood, or refused with a reason."""

import pytest
from werkzeug.datastructures import MultiDict

from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.errors import Invalid
from rumah_inovasi.house import House
from rumah_inovasi.organisations import actions as units
from rumah_inovasi.search import selection
from rumah_inovasi.search.choices import LABELS, Choices
from rumah_inovasi.search.port import FACETS, Sort
from rumah_inovasi.search.selection import Selection
from rumah_inovasi.vocabulary import queries as vocabulary

GOOD = {
    "wilayah": ["35", "35.15", "35.79"],
    "urusan": ["kesehatan", "adminduk-capil"],
    "tahun": ["2019"],
    "tag": ["antrean", "gizi-anak", "a1"],
    "sdg": ["1", "17"],
    "cettar": ["cepat"],
    "bentuk": ["pelayanan-publik"],
    "jenis": ["non-digital"],
    "tahapan": ["uji-coba"],
    "unit": ["1"],
    "jenis_unit": ["puskesmas", "pemda"],
    "keberlanjutan": ["berhenti"],
    "penghargaan": ["KOVABLIK Jawa Timur", "a" * 200],
    "replikasi": ["ada", "tidak"],
    "direplikasi_di": ["35.15"],
}
BAD = {
    "wilayah": ["35.99", "3515", "sidoarjo", "35.15-sidoarjo", " 35", "36", "٣٥"],
    "urusan": ["x", "Kesehatan", "kesehatan,sosial"],
    "tahun": ["19", "20199", "²019", "٢٠١٩", "2019-01"],
    "tag": ["Antrean", "a b", "-a", "a_b", "a" * 201],
    "sdg": ["0", "18", "01"],
    "cettar": ["lambat"],
    "bentuk": ["x"],
    "jenis": ["puskesmas"],
    "tahapan": ["x"],
    "unit": ["0", "-1", "999999", "1" * 30, "01", "1.0", "²", "Dinas"],
    "jenis_unit": ["x"],
    "keberlanjutan": ["x"],
    "penghargaan": ["a" * 201],
    "replikasi": ["1", "Ada", "belum"],
    "direplikasi_di": ["35", "35.99"],
}
PAIRS_GOOD = [(name, value) for name, values in GOOD.items() for value in values]
PAIRS_BAD = [(name, value) for name, values in BAD.items() for value in values]


def read(choices: Choices, *pairs: tuple[str, str], page: int = 1) -> Selection:
    return selection.read(MultiDict(pairs), choices, page)


def test_every_filter_of_the_port_has_a_label_and_cases_here() -> None:
    assert set(LABELS) == set(FACETS) == set(GOOD) == set(BAD)


@pytest.mark.parametrize(("name", "value"), PAIRS_GOOD)
def test_value_that_there_is_is_chosen(choices: Choices, name: str, value: str) -> None:
    assert read(choices, (name, value)).chosen == ((name, value),)


@pytest.mark.parametrize(("name", "value"), PAIRS_BAD)
def test_other_value_is_refused_with_its_parameter(choices: Choices, name: str, value: str) -> None:
    with pytest.raises(Invalid) as caught:
        read(choices, (name, value))
    assert caught.value.field == name
    assert f"“{value[:60]}" in str(caught.value)
    assert f" {name} " in str(caught.value)


def test_refusal_says_what_is_allowed(choices: Choices) -> None:
    with pytest.raises(Invalid, match=r"Pilihannya: inisiatif, uji-coba, penerapan\."):
        read(choices, ("tahapan", "x"))
    with pytest.raises(Invalid, match=r"seperti 35\.15, atau 35 untuk provinsi"):
        read(choices, ("wilayah", "x"))
    with pytest.raises(Invalid, match=r"Pilihannya: ada, tidak\."):
        read(choices, ("replikasi", "x"))


def test_values_are_taken_once_and_empty_ones_not_at_all(choices: Choices) -> None:
    found = read(choices, ("tag", "b"), ("tag", ""), ("tag", "a"), ("tag", "b"), ("wilayah", ""))
    assert found.chosen == (("tag", "a"), ("tag", "b"))


def test_thirty_values_of_a_filter_are_enough(choices: Choices) -> None:
    many = [("tag", f"tag{number}") for number in range(31)]
    assert len(read(choices, *many[:30], ("tahun", "2019")).chosen) == 31
    with pytest.raises(Invalid, match="30 nilai untuk tag"):
        read(choices, *many)
    with pytest.raises(Invalid, match="30 nilai untuk tag"):
        read(choices, *many[:30], ("q", "tag:lain"))


def test_parameters_of_others_are_left_alone(choices: Choices) -> None:
    assert read(choices, ("utm_source", "x"), ("status", "draft"), ("fbclid", "\x00")) == Selection()


@pytest.mark.parametrize("value", ["x", "Judul", "judul,terbaru", "RELEVANSI"])
def test_unknown_order_is_refused_with_the_known_ones(choices: Choices, value: str) -> None:
    with pytest.raises(Invalid, match="relevansi, kecocokan, judul, terbaru, replikasi") as caught:
        read(choices, ("urut", value))
    assert caught.value.field == "urut"


@pytest.mark.parametrize("value", ["2", "ya", "true"])
def test_switch_is_on_or_off(choices: Choices, value: str) -> None:
    with pytest.raises(Invalid, match="semua"):
        read(choices, ("semua", value))
    assert read(choices, ("semua", "1")).all_words
    assert not read(choices, ("semua", "0")).all_words


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  antrean \t\n ringkas ", "antrean ringkas"),
        ("a\x00b\x1b[31m\ufffe", "a b [31m"),
        ("a" * 400, "a" * 300),
        ("a" * 299 + " b", "a" * 299),
        ("", ""),
        (" \n", ""),
    ],
)
def test_query_is_one_line_of_printable_signs(choices: Choices, typed: str, shown: str) -> None:
    assert read(choices, ("q", typed)).text == shown


def test_filter_among_the_words_is_a_filter(choices: Choices) -> None:
    found = read(choices, ("q", 'antrean wilayah:35.15 penghargaan:"Ajang Satu" URUSAN:sosial lansia'), ("tag", "a"))
    assert found.text == "antrean lansia"
    assert found.words == ["antrean", "lansia"]
    assert found.chosen == (
        ("urusan", "sosial"),
        ("wilayah", "35.15"),
        ("penghargaan", "Ajang Satu"),
        ("tag", "a"),
    )


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("wilayah:sidoarjo", [("wilayah", "35.15")]),
        ('wilayah:"Kota Malang"', [("wilayah", "35.73")]),
        ('wilayah:"kab malang"', [("wilayah", "35.07")]),
        ("wilayah:MALANG", [("wilayah", "35.07"), ("wilayah", "35.73")]),
        ('direplikasi_di:"Jawa Timur"', []),
        ("urusan:Kesehatan", [("urusan", "kesehatan")]),
        ('urusan:"lingkungan hidup"', [("urusan", "lingkungan-hidup")]),
        ('tag:"Ibu hamil"', [("tag", "ibu-hamil")]),
    ],
)
def test_filter_may_be_typed_by_what_people_call_its_value(
    choices: Choices, typed: str, chosen: list[tuple[str, str]]
) -> None:
    found = read(choices, ("q", f"antrean {typed}"))
    assert list(found.chosen) == chosen
    assert (found.text == "antrean") is bool(chosen)


@pytest.mark.parametrize("typed", ["wilayah:35.99", "status:draft", "wilayah:", "tahun:lama", "xwilayah:35.15"])
def test_what_is_no_filter_among_the_words_is_words(choices: Choices, typed: str) -> None:
    found = read(choices, ("q", f"antrean {typed}"))
    assert found.text == f"antrean {typed}"
    assert found.chosen == ()
    assert typed.partition(":")[0] in found.words


def test_excluded_words_are_not_looked_for(choices: Choices) -> None:
    assert read(choices, ("q", 'antrean -digital "rumah sakit"')).words == ["antrean", "rumah", "sakit"]


def test_words_that_name_a_region_are_one(choices: Choices) -> None:
    found = read(choices, ("q", 'antrean Kab. Kediri "puskesmas kota batu" -kota kediri'))
    assert found.words == ["antrean", "Kab Kediri", "puskesmas", "kota batu", "kediri"]


def test_filter_that_is_not_wanted_stays_in_the_text(choices: Choices) -> None:
    found = read(choices, ("q", "antrean -wilayah:35.15"), ("wilayah", "35.16"))
    assert found.barred == ("-wilayah:35.15",)
    assert found.text == "antrean -wilayah:35.15"
    assert found.chosen == (("wilayah", "35.16"),)
    assert found.saying("antrean").barred == ()


def merged(house: House) -> dict[str, str]:
    """Three units by name, of which the first was merged into the second, and that into the third."""
    with house.database.write() as session:
        made = [
            units.create(session, SYSTEM, "35.15", name, "opd-kab", now=house.clock())
            for name in ("Dinas Lama", "Dinas Tengah", "Dinas Baru")
        ]
        units.merge(session, SYSTEM, made[0], made[1], now=house.clock())
        units.merge(session, SYSTEM, made[1], made[2], now=house.clock())
        return {unit.name: str(unit.id) for unit in made}


def test_merged_unit_stands_for_its_successor(house: House) -> None:
    number = merged(house)
    with house.database.read() as session:
        choices = Choices(session, vocabulary.load(session))
        found = read(choices, ("unit", number["Dinas Lama"]))
        assert found.values("unit") == [number["Dinas Baru"]]
        assert set(found.query(choices).filters["unit"]) == set(number.values())
        assert choices.label("unit", number["Dinas Baru"]) == "Dinas Baru"


def test_counts_of_former_units_are_those_of_their_successor(house: House) -> None:
    number = merged(house)
    with house.database.read() as session:
        choices = Choices(session, vocabulary.load(session))
        folded = choices.succession.folded(((number["Dinas Lama"], 3), ("1", 5), (number["Dinas Baru"], 4)))
    assert folded == ((number["Dinas Baru"], 7), ("1", 5))


def test_same_choice_has_one_address(choices: Choices) -> None:
    one = read(choices, ("wilayah", "35.15"), ("q", "antre"), ("urusan", "sosial"), ("wilayah", "35.01"))
    other = read(choices, ("urusan", "sosial"), ("wilayah", "35.01"), ("wilayah", "35.15"), ("q", "antre"), page=3)
    assert one.url() == other.url() == "/cari?q=antre&urusan=sosial&wilayah=35.01&wilayah=35.15"


def test_address_asks_for_what_it_was_made_from(choices: Choices) -> None:
    asked = read(choices, ("q", "a&b=c +1%"), ("penghargaan", "Ajang & 1"), ("semua", "1"), ("urut", "terbaru"))
    assert asked.sort is Sort.NEWEST
    url = asked.url("/cari.json")
    assert url == "/cari.json?q=a%26b%3Dc%20%2B1%25&penghargaan=Ajang%20%26%201&semua=1&urut=terbaru"
    assert Selection().url() == "/cari"


def test_values_are_put_in_and_taken_out(choices: Choices) -> None:
    start = read(choices, ("wilayah", "35.15"), page=4)
    more = start.toggled("urusan", "sosial")
    assert more.chosen == (("urusan", "sosial"), ("wilayah", "35.15"))
    assert more.page == 1
    assert more.toggled("wilayah", "35.15").chosen == (("urusan", "sosial"),)
    assert more.without("urusan").chosen == start.chosen
    assert more.without().chosen == ()


@pytest.mark.parametrize(
    "chosen", [(), (("jenis_unit", "puskesmas"),), (("wilayah", "35.15"), ("penghargaan", "a%&="))]
)
@pytest.mark.parametrize("name", ["urusan", "unit", "tag", "cettar"])
def test_many_addresses_are_those_of_each(choices: Choices, chosen: tuple[tuple[str, str], ...], name: str) -> None:
    start = read(choices, ("q", "a&b"), ("urut", "judul"), *chosen)
    values = ["a%&=", "b c", "17", "é"]
    for asked in (start, Selection(chosen=start.chosen), Selection()):
        assert asked.toggled_urls(name, values) == [asked.toggled(name, value).url() for value in values]


def test_question_to_the_engine_is_a_page_or_all(choices: Choices) -> None:
    asked = read(choices, ("tag", "b"), ("tag", "a"), ("tahun", "2019"), page=3)
    query = asked.query(choices)
    assert (query.start, query.size) == (40, 20)
    assert query.filters == {"tahun": ["2019"], "tag": ["a", "b"]}
    whole = asked.query(choices, whole=True)
    assert (whole.start, whole.size) == (0, None)
