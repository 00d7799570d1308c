"""Keywords: the telling words of a text, by how many documents have them."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from rumah_inovasi.search.keywords import MOST, MOST_ASKED, candidates, chosen, joined
from rumah_inovasi.search.language.synonyms import Group, Kind, Synonyms
from rumah_inovasi.search.port import Frequencies

SHIPPED = Synonyms.shipped()
NONE = Synonyms([])
DOCUMENTS = 100


def found(
    text: str, having: Mapping[str, int], most: int = MOST, *, synonyms: Synonyms = NONE, fewest: int = 1
) -> list[str]:
    known = Frequencies(DOCUMENTS, having)
    return joined(chosen(candidates(text, synonyms), known, most, fewest), known)


def test_words_that_no_document_has_are_no_keywords() -> None:
    assert found("Obat habis, kata zulpan", {"obat": 3, "habis": 2}) == ["obat", "habis"]


def test_greetings_and_words_of_letters_are_no_keywords() -> None:
    text = (
        "Assalamualaikum, selamat pagi. Mohon dibantu, kami sangat kesulitan karena antrean yg panjang. Terima kasih."
    )
    everything = dict.fromkeys(text.lower().replace(",", " ").replace(".", " ").split(), 4)
    assert found(text, everything) == ["antrean", "panjang"]


def test_rare_words_go_before_common_ones_and_keep_the_order_of_the_text() -> None:
    having = {"petugas": 40, "menguji": 2, "air": 20, "sumur": 3}
    assert found("petugas menguji air sumur", having, most=2) == ["menguji", "sumur"]


def test_word_said_often_outweighs_a_word_said_once() -> None:
    having = {"obat": 10, "apotek": 8}
    assert found("obat. apotek. obat. obat", having, most=1) == ["obat"]


def test_forms_of_a_word_count_as_one_keyword() -> None:
    assert found("antre, mengantre, antrean", {"antre": 5}) == ["antre"]


def test_word_of_most_documents_tells_nothing_unless_there_is_hardly_anything_else() -> None:
    having = {"warga": 90, "obat": 3, "apotek": 2, "antre": 4}
    assert "warga" not in found("warga antre obat di apotek", having)
    assert found("warga antre", {"warga": 90, "antre": 4}) == ["warga", "antre"]


def test_known_form_of_several_words_is_one_keyword() -> None:
    having = {"kartu keluarga": 4, "hilang": 2}
    assert found("kartu keluarga hilang", having, synonyms=SHIPPED) == ["kartu keluarga", "hilang"]


def test_form_that_documents_call_otherwise_is_a_keyword() -> None:
    synonyms = Synonyms([Group(Kind.LOCAL, ("anak", "nduk"))])
    assert found("nduk sakit", {"anak": 5, "sakit": 4}, synonyms=synonyms) == ["nduk", "sakit"]


def test_acronyms_stay_in_capitals() -> None:
    assert found("Blangko KTP habis", {"blangko": 1, "KTP": 5, "habis": 3}) == ["blangko", "KTP", "habis"]


def test_words_that_mostly_stand_together_are_one_keyword() -> None:
    having = {"gagal": 9, "panen": 8, "gagal panen": 4, "padi": 9, "panen padi": 1}
    assert found("gagal panen padi", having) == ["gagal panen", "padi"]


def test_words_that_seldom_stand_together_are_two() -> None:
    assert found("petani gagal", {"petani": 9, "gagal": 8, "petani gagal": 2}) == ["petani", "gagal"]


def test_words_that_stand_together_but_once_are_two() -> None:
    assert found("gagal panen", {"gagal": 2, "panen": 2, "gagal panen": 1}) == ["gagal", "panen"]


def test_pause_parts_words() -> None:
    assert candidates("gagal, panen", NONE).pairs == ()
    assert candidates("gagal di panen", NONE).pairs == ()
    assert len(candidates("gagal panen", NONE).pairs) == 1


def test_room_is_counted_in_words() -> None:
    having = {"kartu keluarga": 2, "akta kelahiran": 3, "bayi": 5}
    assert found("bayi akta kelahiran kartu keluarga", having, most=3, synonyms=SHIPPED) == ["bayi", "kartu keluarga"]


def test_words_of_too_few_documents_can_be_left_out() -> None:
    assert found("obat apotek", {"obat": 1, "apotek": 2}, fewest=2) == ["apotek"]


def test_no_documents_no_keywords() -> None:
    nothing = Frequencies(0, {})
    assert joined(chosen(candidates("obat habis", NONE), nothing), nothing) == []


def test_what_is_asked_is_bounded() -> None:
    text = " ".join(
        f"kata{'abcdefghij'[one]}{'abcdefghij'[two]}{'abc'[three]}"
        for one in range(10)
        for two in range(10)
        for three in range(3)
    )
    given_ = candidates(text, NONE)
    assert len(given_.terms) == len(given_.pairs) + 1 == MOST_ASKED


@given(st.text(max_size=400), st.integers(min_value=0, max_value=20))
def test_any_text_gives_at_most_so_many_words(text: str, most: int) -> None:
    found_ = candidates(text, SHIPPED)
    of_terms = chosen(found_, Frequencies(30, dict.fromkeys(found_.asked, 3)), most)
    told = joined(of_terms, Frequencies(30, dict.fromkeys(of_terms.asked, 3)))
    assert sum(len(keyword.split()) for keyword in told) <= most


def test_pairs_are_asked_for_among_the_chosen_alone() -> None:
    known = Frequencies(DOCUMENTS, {"gagal": 3, "panen": 4, "padi": 40})
    assert chosen(candidates("gagal panen padi", NONE), known, most=2).asked == ["gagal panen"]
