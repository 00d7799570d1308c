"""One way of counting words, for forms, pages and limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumah_inovasi.markup.words import count_words, section_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("satu dua  tiga\nempat", 4),
        ("anak-anak bermain kupu-kupu", 3),
        ("dan/atau 1.250 orang (10,5%)", 4),
        ("## Latar belakang ##", 2),
        ("Judul\n=====\n\nisi", 2),
        ("**tebal** _miring_ `kode` ~ * - —", 3),
        ("- satu\n* dua\n+ tiga\n12. empat\n> lima", 5),
        ("> > - bertumpuk", 1),
        ('[dua kata](https://x.go.id/a_(b) "judul panjang")', 2),
        ('[dua kata][acuan]\n\n[acuan]: https://x.go.id "judul panjang"', 2),
        ("![teks alt](17/a.png) kata", 1),
        ("kata[^1] lagi\n\n[^1]: isi catatan", 4),
        ("OPD\n\n*[OPD]: Organisasi Perangkat Daerah", 1),
        ('!!! catatan "Perlu diingat"\n    isi', 3),
        ("!!! catatan\n    isi", 1),
        ("| a | b |\n|---|--:|\n| satu dua | 3 |", 5),
        ("|a|b|\n|-|-|\n|c|d|", 4),
        ("```python\nx = 1\n```", 2),
        ('H<sub>2</sub>O <br> satu<br>dua <b class="x">tiga</b>', 4),
        ("<nama> <script>x", 2),
        ("a <!-- dua kata --> b", 2),
        ("a <!-- tak ditutup", 3),
        ("satu&nbsp;dua &amp; &lt;tiga&gt;", 3),
        ("<https://x.go.id/a> <a@x.go.id>", 2),
        ("\ufeffsatu\r\ndua\rtiga", 3),
        ("Ranu é 漢字 ١٢", 4),
        ("&#" + "1" * 5000 + ";", 1),
    ],
)
def test_words_are_what_a_reader_reads(text: str, words: int) -> None:
    assert count_words(text) == words


@given(st.lists(st.from_regex(r"[a-z]{1,8}(-[a-z]{1,8})?", fullmatch=True)))
def test_plain_words_are_counted_exactly(words: list[str]) -> None:
    assert count_words("\n".join(words)) == len(words)


@given(st.text())
def test_no_text_breaks_the_count(text: str) -> None:
    assert 0 <= count_words(text) <= len(text)
    assert sum(section_words(text).values()) <= len(text)


@pytest.mark.parametrize(
    "piece",
    ["[", "](", "![", "<!--", "<", "[^", "*[", "<a ", '](a "', "```\n", "&", "!!! ", "    ", "> ", "(", "[a]: "],
)
def test_rows_of_signs_are_counted_at_once(piece: str) -> None:
    # Quadratic work would make this test the slowest by far, which the list of slowest tests would show.
    text = piece * (200_000 // len(piece))
    assert count_words(text) <= len(text)


def test_words_of_sections_stand_under_their_headings() -> None:
    text = (
        "pembuka satu\n\n## Latar *belakang* ##\n\nsatu dua\n\n### Rinci\ntiga\n\nHasil\n---\n\nempat\n\n---\n\n"
        "```\n## bukan judul\n```\n\n# Biaya & dana\nlima\n\n## Hasil\nenam\n"
    )
    assert section_words(text) == {"": 2, "Latar belakang": 4, "Hasil": 4, "Biaya & dana": 1}


def test_empty_section_is_known_with_no_words() -> None:
    assert section_words("## Hasil\n\n## Biaya\nada") == {"Hasil": 0, "Biaya": 1}
