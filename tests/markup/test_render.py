"""Ordinary Indonesian texts look as their authors mean them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumah_inovasi.markup.errors import MarkupTooHard, TextTooDeep
from rumah_inovasi.markup.render import MARKUP_VERSION, Heading, render
from tests.markup.reading import links, names, parsed, problems, shape

WRITE_UP = """\
# Latar belakang[^1]

Antrean di puskesmas **panjang**; warga & bidan menunggu < 3 jam. Lihat
[berita](https://jatim.antaranews.com/a?b=1&copy=2 "Judul \\"baru\\"") dan [hasilnya](#hasil-uji-coba).

## Hasil: uji coba

| Tahun | Anak-anak | Keterangan |
|:------|----------:|:----------:|
| 2019  |     1.250 | ya         |

3. tiga
4. empat
    - dalam

![Alur layanan](17/alur.png "Alur")

!!! catatan "Perlu diingat"
    Berlaku di tiap OPD.

Rp[^dana]
:   Rupiah

```python
if x < 1: pass
```

*[OPD]: Organisasi Perangkat Daerah

[^1]: Data BPS.
[^dana]: APBD.
"""


def test_write_up_keeps_its_shape() -> None:
    html = render(WRITE_UP).html
    tags = names(html)
    for tag in ("table", "ol", "ul", "img", "abbr", "dl", "pre", "h2", "sup", "blockquote"):
        assert (tag in tags) is (tag != "blockquote")
    assert problems(html) == []


def test_first_level_heading_becomes_second_level() -> None:
    assert render("# Satu\n\nDua\n===\n\n<h1>Tiga</h1>\n\n## Empat\n\n### Lima").html == (
        '<h2 id="u-satu">Satu</h2>\n<h2 id="u-dua">Dua</h2>\n<h2 id="u-bagian-1">Tiga</h2>\n\n'
        '<h2 id="u-empat">Empat</h2>\n<h3 id="u-lima">Lima</h3>'
    )


def test_headings_are_listed_with_plain_text_and_anchor() -> None:
    assert render(WRITE_UP + "\n\n### Biaya *&amp;* `dana`\n\n> ## Dikutip").headings == (
        Heading(2, "Latar belakang", "u-latar-belakang"),
        Heading(2, "Hasil: uji coba", "u-hasil-uji-coba"),
        Heading(3, "Biaya & dana", "u-biaya-dana"),
    )


def test_every_heading_has_an_anchor_of_its_own() -> None:
    text = '<p id="a">x</p>\n\n## a\n\n## a\n\n## 漢字\n\n<h2>mentah</h2>\n\n<h3 id="a">lagi</h3>'
    anchors = [heading.anchor for heading in render(text).headings]
    assert len(anchors) == len(set(anchors)) == 5
    assert all(parsed(render(text).html).find(f".//*[@id='{anchor}']") is not None for anchor in anchors)


def test_id_that_is_taken_is_dropped_the_second_time() -> None:
    assert render('<p id="a">x</p>\n\n<p id="a">y</p>').html == '<p id="u-a">x</p>\n\n<p>y</p>'


def test_links_to_own_ids_reach_them() -> None:
    html = render(
        WRITE_UP + "\n\n[^catatan satu]: x\n\nlihat[^catatan satu] [mentah](#Bagian%20X)\n\n<p id='Bagian X'>y</p>"
    ).html
    targets = [address[1:] for _, address in links(html) if address.startswith("#")]
    assert len(targets) >= 7
    for target in targets:
        assert parsed(html).find(f".//*[@id='{target}']") is not None, target


def test_attachment_addresses_lead_to_the_house() -> None:
    html = render("![Alur](17/alur.png) [SK](./17/sk%20bupati.pdf) [SK](<17/sk bupati.pdf>) ![x](/berkas/3/x.png)").html
    assert list(links(html)) == [
        ("img", "/berkas/17/alur.png"),
        ("a", "/berkas/17/sk%20bupati.pdf"),
        ("a", "/berkas/17/sk%20bupati.pdf"),
        ("img", "/berkas/3/x.png"),
    ]


@pytest.mark.parametrize("address", ["https://x.example/a.png", "data:image/png;base64,AA==", "alur.png", "0/a.png"])
def test_pictures_from_elsewhere_become_their_alt_text(address: str) -> None:
    assert render(f"![Alur & <b>]({address})").html == "<p>Alur &amp; &lt;b&gt;</p>"


def test_picture_without_alt_gets_an_empty_one() -> None:
    assert render('<p><img src="17/a.png"></p>').html == '<p><img src="/berkas/17/a.png" alt=""></p>'


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("[a](https://x.go.id/b?c=1&d=2#e)", "https://x.go.id/b?c=1&d=2#e"),
        ("[a](HTTP://x.go.id:8080)", "HTTP://x.go.id:8080"),
        ("[a](https://x.go.id/surat_(1).pdf)", "https://x.go.id/surat_(1).pdf"),
        ("[a](<https://x.go.id/surat edaran.pdf>)", "https://x.go.id/surat%20edaran.pdf"),
        ("[a](https://x.go.id/é)", "https://x.go.id/é"),
        ("[a](/inovasi/17-super-keren)", "/inovasi/17-super-keren"),
        ("[a](mailto:dinsos@x.go.id?subject=Halo)", "mailto:dinsos@x.go.id?subject=Halo"),
        ("<dinsos@x.go.id>", "mailto:dinsos@x.go.id"),
        ("<https://x.go.id/?a=1&b=2>", "https://x.go.id/?a=1&b=2"),
        ("[a][b]\n\n[b]: https://x.go.id 'judul'", "https://x.go.id"),
    ],
)
def test_honest_addresses_stay(written: str, address: str) -> None:
    assert list(links(render(written).html)) == [("a", address)]


def test_links_to_other_sites_earn_no_rank_and_own_ones_carry_nothing() -> None:
    assert 'rel="nofollow noopener noreferrer"' in render("[a](https://x.go.id)").html
    assert "rel=" not in render("[a](/inovasi/1) [b](#b) [c](mailto:a@x.go.id)").html


def test_columns_are_aligned_by_class() -> None:
    html = render(WRITE_UP).html
    assert '<th class="align-right">Anak-anak</th>' in html
    assert '<td class="align-center">ya</td>' in html
    assert "style=" not in html
    assert "align=" not in html


def test_list_starts_at_the_number_that_was_written() -> None:
    assert '<ol start="3">' in render(WRITE_UP).html


def test_only_known_classes_stay() -> None:
    html = render('!!! perhatian modal "Awas"\n    isi\n\n<p class="modal tips">x</p>\n\n```python\na\n```').html
    assert 'class="admonition perhatian"' in html
    assert 'class="tips"' in html
    assert "modal" not in html
    assert "<pre><code>a\n</code></pre>" in html


def test_harmless_html_of_an_author_stays() -> None:
    text = "<figure><figcaption>H<sub>2</sub>O <kbd>Ctrl</kbd> <del>lama</del></figcaption></figure>"
    assert render(text).html == text


def test_entities_and_titles_survive_exactly() -> None:
    html = render('&nbsp;&copy;&amp;lt; [a](/b "x &amp;lt; y \' z &copy")').html
    assert parsed(html).find(".//a").attrib["title"] == "x &lt; y ' z &copy"
    assert "".join(parsed(html).itertext()) == "\xa0©&lt; a"


def test_number_reference_that_names_no_sign_is_shown_as_typed() -> None:
    assert render("a &#" + "1" * 4000 + ";").html == "<p>a &amp;#" + "1" * 4000 + ";</p>"


def test_footnote_still_empty_is_no_error() -> None:
    assert problems(render("a[^1]\n\n[^1]: ").html) == []


def test_words_and_version_are_given() -> None:
    rendered = render("Anak-anak **belajar**.")
    assert (rendered.words, rendered.version) == (2, MARKUP_VERSION)


def test_empty_text_gives_empty_html() -> None:
    assert render(" \n\n").html == ""


def test_endless_recursion_is_too_hard() -> None:
    with pytest.raises(MarkupTooHard):
        render("a\n: b\n" * 2000)


def test_definitions_that_multiply_are_too_hard() -> None:
    with pytest.raises(MarkupTooHard):
        render("*[a]: " + "x" * 4000 + "\n\n" + "a " * 2000)


def test_long_glossary_is_not_too_hard() -> None:
    assert render("\n\n".join(f"istilah {n}\n: arti" for n in range(100))).html.count("<dt>") == 100


def test_html_nested_without_end_is_refused() -> None:
    with pytest.raises(TextTooDeep, match="terlalu dalam"):
        render("<div>" * 300)


_WORDS = st.lists(
    st.sampled_from(["kata", "*miring*", "**tebal**", "`kode`", "anak-anak", "[a](https://x.id)", "3 < 5 & 7", "é"]),
    min_size=1,
).map(" ".join)
_BLOCKS = st.one_of(
    _WORDS,
    _WORDS.map("## {}".format),
    _WORDS.map("> {}".format),
    st.lists(_WORDS, min_size=1).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(_WORDS, min_size=1).map(lambda cells: "| a | b |\n|---|--:|\n" + "\n".join(f"| {c} | 1 |" for c in cells)),
    _WORDS.map("!!! catatan\n    {}".format),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(_BLOCKS).map("\n\n".join))
def test_html_of_honest_text_is_stable(text: str) -> None:
    html = render(text).html
    assert render(text).html == html
    # Cleaned HTML put through the door again keeps its shape, ids and links to them aside.
    again = render(html).html
    assert [(tag, words) for tag, _, words in shape(again)] == [(tag, words) for tag, _, words in shape(html)]
