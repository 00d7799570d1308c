"""Contract: which documents a query finds, in which order, and how they are shown."""

import pytest

from rumah_inovasi.search.answering import FEW
from rumah_inovasi.search.port import MOST_VALUES, Clause, Engine, Frequencies, Hit, SearchDocument, SearchQuery, Sort
from tests.search.engine.samples import ask, document, found, numbers


def test_without_words_everything_is_found_by_title_and_without_scores(engine: Engine) -> None:
    engine.rebuild([document(1, title="Zamrud"), document(2, title="Apel"), document(3, title="Mawar")])
    page = ask(engine)
    assert numbers(page) == [2, 3, 1]
    assert [hit.score for hit in page.hits] == [0, 0, 0]
    assert (page.total, page.complete) == (3, 3)


def test_one_of_the_words_is_enough_and_all_of_them_count_as_complete(engine: Engine) -> None:
    engine.rebuild(
        [document(1, "antrean loket"), document(2, "loket pajak"), document(3, "antrean"), document(4, "sawah")]
    )
    page = ask(engine, "antrean loket")
    assert sorted(numbers(page)) == [1, 2, 3]
    assert (page.total, page.complete) == (3, 1)
    assert numbers(page)[0] == 1


def test_words_may_stand_in_different_fields(engine: Engine) -> None:
    engine.rebuild([document(1, "loket", title="Antrean"), document(2, "loket", tags="pajak", unit="Antrean")])
    assert ask(engine, "antrean loket").complete == 2


@pytest.mark.parametrize("field", ["title", "long_form", "tags", "summary", "unit", "region", "body"])
def test_every_field_is_searched(engine: Engine, field: str) -> None:
    engine.rebuild([SearchDocument(1, {field: "Sebuah permata langka"}, {}, "", 0, 0), document(2, "lain")])
    assert found(engine, "permata") == [1]
    assert found(engine, '"permata langka"') == [1]


def test_asking_for_all_words_narrows_to_documents_that_have_them(engine: Engine) -> None:
    engine.rebuild([document(1, "antrean loket"), document(2, "loket"), document(3, "antrean di loket")])
    page = ask(engine, "antrean loket", all_words=True)
    assert sorted(numbers(page)) == [1, 3]
    assert (page.total, page.complete) == (2, 2)


def test_stop_words_are_no_content(engine: Engine) -> None:
    engine.rebuild([document(1, "antrean loket"), document(2, "yang lain dan yang ini")])
    page = ask(engine, "antrean yang loket", all_words=True)
    assert numbers(page) == [1]
    assert page.complete == 1


def test_stop_words_alone_are_looked_for(engine: Engine) -> None:
    engine.rebuild([document(1, "antrean"), document(2, "yang lain")])
    assert found(engine, "yang") == [2]


def test_words_that_are_not_wanted_keep_documents_out(engine: Engine) -> None:
    engine.rebuild([document(1, "antrean loket"), document(2, "antrean"), document(3, "sawah loket"), document(4)])
    assert found(engine, "antrean -loket") == [2]
    page = ask(engine, "-loket", size=None)
    assert sorted(numbers(page)) == [2, 4]
    assert page.complete == page.total == 2
    assert {hit.score for hit in page.hits} == {0}


def test_phrases_stand_in_one_field_in_their_order(engine: Engine) -> None:
    engine.rebuild(
        [
            document(1, "kartu keluarga baru"),
            document(2, "keluarga kartu"),
            document(3, "kartu", title="Keluarga"),
            document(4, "kartu untuk keluarga"),
            document(5, "kartu kartu keluarga"),
        ]
    )
    assert found(engine, '"kartu keluarga"') == [1, 5]


def test_forms_of_a_word_find_each_other_and_the_exact_form_comes_first(engine: Engine) -> None:
    engine.rebuild(
        [document(1, "dilayani hari ini"), document(2, "layanan hari ini"), document(3, "pelayanan hari ini")]
    )
    for number, typed in ((1, "dilayani"), (2, "layanan"), (3, "pelayanan")):
        page = ask(engine, typed)
        assert sorted(numbers(page)) == [1, 2, 3]
        assert numbers(page)[0] == number


def test_synonyms_are_found_below_the_word_itself(engine: Engine) -> None:
    engine.rebuild([document(1, "unit pelaksana teknis kota"), document(2, "upt kota tertentu itu")])
    assert numbers(ask(engine, "UPT")) == [2, 1]


def test_word_in_the_text_outranks_a_synonym_in_the_title(engine: Engine) -> None:
    filling = " sawah hijau" * 40
    engine.rebuild([document(1, filling, title="Unit Pelaksana Teknis"), document(2, f"UPT kota{filling}")])
    assert numbers(ask(engine, "UPT")) == [2, 1]


def test_words_side_by_side_outrank_words_apart(engine: Engine) -> None:
    engine.rebuild(
        [
            document(1, "sakit kepala tetap di rumah saja"),
            document(2, "warga dibawa ke rumah sakit sekarang"),
            document(3, "sawah"),
        ]
    )
    assert numbers(ask(engine, "rumah sakit")) == [2, 1]
    assert numbers(ask(engine, "sakit rumah")) == [1, 2]


@pytest.mark.parametrize("sort", [Sort.TITLE, Sort.NEWEST, Sort.REPLICATION])
def test_what_has_every_word_comes_first_in_every_order(engine: Engine, sort: Sort) -> None:
    engine.rebuild(
        [
            document(1, "loket", title="Apel", updated=9, applied_in=9),
            document(2, "loket antrean", title="Mawar", updated=1, applied_in=1),
            document(3, "antrean loket", title="Zamrud", updated=2, applied_in=2),
        ]
    )
    assert numbers(ask(engine, "antrean loket", sort=sort))[2] == 1
    assert numbers(ask(engine, "antrean loket", sort=sort))[:2] == ([2, 3] if sort is Sort.TITLE else [3, 2])


def test_words_count_more_in_weightier_fields(engine: Engine) -> None:
    engine.rebuild([document(1, "permata"), document(2, title="Permata"), document(3, summary="permata")])
    assert numbers(ask(engine, "permata")) == [2, 3, 1]


def test_documents_with_more_of_the_words_come_before_those_that_repeat_one(engine: Engine) -> None:
    engine.rebuild(
        [document(1, "loket " * 9, title="Loket Loket"), document(2, "di loket ada antrean"), document(3, "antrean")]
    )
    assert numbers(ask(engine, "loket antrean"))[0] == 2


def test_a_word_in_the_text_is_worth_more_than_another_one_in_the_title(engine: Engine) -> None:
    filling = " sawah hijau" * 150
    common = [document(number, "desa" + filling) for number in range(3, 9)]
    engine.rebuild([document(1, "lain" + filling, title="Permata"), document(2, "permata desa" + filling), *common])
    assert numbers(ask(engine, "permata"))[0] == 1
    assert numbers(ask(engine, "permata desa"))[0] == 2


def test_rare_words_tell_more_than_common_ones(engine: Engine) -> None:
    engine.rebuild([document(number, "desa") for number in range(1, 9)] + [document(9, "permata")])
    assert numbers(ask(engine, "desa permata"))[0] == 9


def test_a_rare_word_that_is_missing_weighs_more_than_two_common_ones(engine: Engine) -> None:
    others = [document(number, "letak desa" if number % 2 else "sawah hijau") for number in range(2, 22)]
    engine.rebuild([document(1, "permata hijau"), *others])
    assert numbers(ask(engine, "letak permata desa"))[0] == 1


def test_stop_words_beside_others_stand_aside(engine: Engine) -> None:
    others = [document(number, "sawah hijau") for number in range(3, 21)]
    engine.rebuild([document(1, "antrean antrean"), document(2, "antrean yang"), *others])
    assert numbers(ask(engine, "antrean yang")) == [1, 2]


def test_words_that_stand_everywhere_still_score(engine: Engine) -> None:
    engine.rebuild([document(number, "desa") for number in range(1, 9)])
    assert all(hit.score > 0 for hit in ask(engine, "desa").hits)


def test_no_document_is_lost_however_low_it_scores(engine: Engine) -> None:
    engine.rebuild([document(number, "desa " * (number % 7 + 1) + "sawah " * (number % 3)) for number in range(1, 301)])
    page = ask(engine, "desa sawah", size=None)
    assert page.total == 300
    assert sorted(numbers(page)) == list(range(1, 301))
    scores = [hit.score for hit in page.hits]
    assert scores == sorted(scores, reverse=True)


def test_equal_scores_go_to_the_lower_number(engine: Engine) -> None:
    engine.rebuild([document(number, "desa", title="Sama") for number in (5, 3, 9, 1)])
    assert numbers(ask(engine, "desa")) == [1, 3, 5, 9]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [(Sort.TITLE, [4, 1, 3, 2]), (Sort.NEWEST, [2, 1, 4, 3]), (Sort.REPLICATION, [3, 1, 2, 4])],
)
@pytest.mark.parametrize("typed", ["", "desa"])
def test_orders_and_their_ties(engine: Engine, typed: str, sort: Sort, expected: list[int]) -> None:
    engine.rebuild(
        [
            document(4, "desa", title="Apel", updated=10, applied_in=0),
            document(3, "desa", title="Mawar", updated=5, applied_in=7),
            document(2, "desa desa desa", title="Zamrud", updated=30, applied_in=2),
            document(1, "desa", title="Mawar", updated=10, applied_in=2),
        ]
    )
    assert numbers(ask(engine, typed, sort=sort)) == expected


def test_a_list_is_read_in_slices(engine: Engine) -> None:
    engine.rebuild([document(number, "desa", title=f"{number:02}") for number in range(1, 26)])
    assert numbers(ask(engine, start=20)) == [21, 22, 23, 24, 25]
    assert numbers(ask(engine, start=3, size=2)) == [4, 5]
    assert numbers(ask(engine, start=25)) == []
    assert numbers(ask(engine, size=0)) == []
    assert len(ask(engine, size=None).hits) == ask(engine, start=20).total == 25


def test_matching_passages_are_shown(engine: Engine) -> None:
    engine.rebuild(
        [document(1, "Warga antre di loket. " + "Sawah hijau. " * 60, title="Loket Ringkas", summary="Cepat")]
    )
    (hit,) = ask(engine, "loket").hits
    assert hit.highlights["title"] == (("Loket", True), (" Ringkas", False))
    assert hit.highlights["summary"] == (("Cepat", False),)
    assert "long_form" not in hit.highlights
    (passage,) = hit.passages
    assert ("loket", True) in passage
    assert sum(len(text) for text, _ in passage) < 300


def test_the_text_is_not_shown_where_it_does_not_match(engine: Engine) -> None:
    engine.rebuild([document(1, "Warga antre.", title="Loket")])
    (found_one,) = ask(engine, "loket").hits
    (listed,) = ask(engine).hits
    assert found_one.passages == ()
    assert listed == Hit(1, 0, {"title": (("Loket", False),)})


def test_highlights_and_facets_can_be_left_out(engine: Engine) -> None:
    engine.rebuild([document(1, "loket", facets={"tahun": ["2019"]})])
    page = ask(engine, "loket", with_highlights=False, with_facets=False)
    assert numbers(page) == [1]
    assert page.hits[0].highlights == {}
    assert page.facets == {}


def test_words_are_as_frequent_as_the_documents_with_any_of_their_forms(engine: Engine) -> None:
    engine.rebuild([document(1, "melayani desa"), document(2, "pelayanan pelayanan"), document(3, "sawah")])
    assert engine.frequencies(["layanan", "desa", "ladang"]) == Frequencies(3, {"layanan": 2, "desa": 1})


@pytest.mark.parametrize(
    "words",
    [("",), ("\x00",), ("***",), ("\ud800",), ("🙂",), ("a" * 5000,), ("и" * 300,), ("%", "_"), ("\u202e",), ("..",)],
)
@pytest.mark.parametrize("is_phrase", [True, False])
def test_no_word_breaks_a_search(engine: Engine, words: tuple[str, ...], *, is_phrase: bool) -> None:
    engine.rebuild([document(1, "desa \ud800 \x00 🙂" + "б" * 300)])
    query = SearchQuery((Clause(words, is_phrase=is_phrase), Clause(("sawah",), is_excluded=True)))
    assert engine.find(query).total in {0, 1}


def test_a_write_up_whose_name_is_typed_comes_first(engine: Engine) -> None:
    engine.rebuild(
        [
            document(1, "kopi pahit " * 30, title="Kebun Kopi", summary="Kopi pahit dan kopi pahit lagi"),
            document(2, "Warga menanam.", title="KOPI PAHIT"),
            document(3, "Warga menanam.", title="Lain", long_form="Kopi, Pahit!"),
        ]
    )
    assert numbers(ask(engine, "kopi pahit"))[:2] == [2, 3]
    assert numbers(ask(engine, "pahit kopi"))[0] == 1


def test_what_lives_and_is_applied_elsewhere_comes_first_among_equals_and_only_among_them(engine: Engine) -> None:
    engine.rebuild(
        [
            document(1, "bank sampah"),
            document(2, "bank sampah", facets={"keberlanjutan": ["berlanjut-lancar"]}),
            document(3, "bank sampah", applied_in=7),
            document(4, "bank sampah bank sampah"),
        ]
    )
    assert numbers(ask(engine, "bank sampah")) == [4, 3, 2, 1]
    assert numbers(ask(engine, "bank sampah", sort=Sort.MATCH)) == [4, 1, 2, 3]


def test_unknown_words_are_looked_for_in_those_near_them_which_is_never_complete(engine: Engine) -> None:
    engine.rebuild([document(1, "kesehatan ibu"), document(2, "ibu kota"), document(3, "sawah")])
    page = ask(engine, "kesehtan ibu")
    assert numbers(page) == [1, 2]
    assert (page.total, page.complete, page.guesses) == (2, 0, {"kesehtan": ("kesehatan",)})
    assert numbers(ask(engine, "kesehtan ibu", all_words=True)) == []
    assert ask(engine, "kesehatan ibu").guesses == {}


def test_words_written_in_one_and_in_two_find_each_other(engine: Engine) -> None:
    engine.rebuild(
        [
            document(1, "bayar non tunai"),
            document(2, "bayar nontunai"),
            document(3, "tunai, bukan non"),
            document(4, "minum", title="KOPI PAHIT"),
        ]
    )
    assert numbers(ask(engine, "nontunai")) == [2, 1]
    assert sorted(numbers(ask(engine, "non-tunai"))) == [1, 2]
    engine.change([document(5, "bekerja sama"), document(6, "bekerjasama")], [])
    assert found(engine, "kerjasama") == found(engine, "bekerjasama") == [5, 6]
    page = ask(engine, "kopipahit")
    assert (numbers(page), page.complete, page.corrections, page.guesses) == ([4], 1, {}, {})
    assert page.hits[0].highlights["title"] == (("KOPI PAHIT", True),)
    assert numbers(ask(engine, "bayar -nontunai")) == [1]


def test_a_word_that_many_write_in_one_is_written_so(engine: Engine) -> None:
    engine.rebuild([document(1, "minum kopi pahit"), *(document(2 + each, "kopipahit") for each in range(FEW + 1))])
    assert 1 not in found(engine, "kopipahit")
    engine.change([], [2])
    assert 1 in found(engine, "kopipahit")


def test_a_start_finds_every_word_that_begins_so(engine: Engine) -> None:
    engine.rebuild(
        [
            document(1, "puskesmas di kota"),
            document(2, "puskeswan dan Puskesmas", title="PUSKESOS"),
            document(3, "pusat kesehatan"),
            document(4, "puskes"),
        ]
    )
    page = ask(engine, "puskes*")
    assert sorted(numbers(page)) == [1, 2, 4]
    assert page.complete == 3
    assert next(hit for hit in page.hits if hit.number == 2).highlights["title"] == (("PUSKESOS", True),)
    assert found(engine, "kota puskes*", all_words=True) == [1]
    assert found(engine, "kesehatan -puskes*") == [3]
    nothing = ask(engine, "zzz*")
    assert (nothing.total, nothing.corrections, nothing.guesses) == (0, {}, {})


def test_a_word_in_quotes_that_stands_nowhere_is_no_slip_of_itself(engine: Engine) -> None:
    engine.rebuild([document(1, "melayani warga")])
    page = ask(engine, '"layanan"')
    assert (page.total, page.corrections, page.guesses) == (0, {}, {})


def test_right_words_that_no_document_has_are_no_slips(engine: Engine) -> None:
    engine.rebuild([document(1, "gizi barang kegiatan berkurang mawas")])
    for word in ("gigi", "jarang", "kegilaan", "berlubang", "malas"):
        page = ask(engine, word)
        assert (page.total, page.corrections, page.guesses) == (0, {}, {}), word


def test_a_slip_in_a_stop_word_asks_for_nothing(engine: Engine) -> None:
    engine.rebuild([document(1, "bagaimana sawah"), document(2, "bagaimana kota"), document(3, "sawah")])
    assert sorted(numbers(ask(engine, "bagaimanna sawah"))) == [1, 3]


def test_names_of_open_files_are_found_below_the_text(engine: Engine) -> None:
    engine.rebuild([document(1, "x", attachments="Alur antrean alur.png"), document(2, "antrean")])
    assert numbers(ask(engine, "antrean")) == [2, 1]


def test_no_more_values_are_counted_than_a_page_can_show(engine: Engine) -> None:
    engine.rebuild([document(1, "x", facets={"tag": [f"t{number:03}" for number in range(300)]})])
    listed = dict(ask(engine, "x", filters={"tag": ["t299", "t298"]}).facets["tag"])
    assert len(listed) == MOST_VALUES + 2
    assert listed["t299"] == 1


@pytest.mark.parametrize("typed", ["kurus", "SAKIP"])
def test_nothing_is_guessed_for_roots_and_acronyms_that_no_document_has(engine: Engine, typed: str) -> None:
    engine.rebuild([document(1, "kurun waktu"), document(2, "sakit")])
    assert ask(engine, typed).guesses == {}
    assert numbers(ask(engine, typed)) == []
