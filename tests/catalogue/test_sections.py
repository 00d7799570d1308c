"""A stored text is cut into its sections without tearing an element apart."""

import html5lib
import pytest

from rumah_inovasi.catalogue.sections import section_html
from rumah_inovasi.markup.client import Renderer


def sections(renderer: Renderer, text: str) -> dict[str, str]:
    return {title: str(body) for title, body in section_html(renderer.render(text).html).items()}


def test_sections_come_by_title_in_order_without_what_stands_before_the_first(renderer: Renderer) -> None:
    text = "Pembuka.\n\n## Masalah\n\nLama.\n\n### Sebab\n\nSepi.\n\n## Solusi\n\nCepat."
    found = sections(renderer, text)
    assert list(found) == ["Masalah", "Solusi"]
    assert found["Masalah"].startswith("<p>Lama.</p>")
    assert found["Masalah"].endswith("<p>Sepi.</p>")
    assert found["Solusi"] == "<p>Cepat.</p>"


def test_title_is_plain_text(renderer: Renderer) -> None:
    assert list(sections(renderer, "## Biaya `A` & **B** < C\n\nx")) == ["Biaya A & B < C"]


@pytest.mark.parametrize(
    "text",
    [
        "> ## Kutipan\n> x\n\n## Hasil\n\ny",
        "- satu\n\n    ## Dalam daftar\n\n    z\n\n## Hasil\n\ny",
        "!!! note\n    ## Catatan\n    w\n\n## Hasil\n\ny",
    ],
)
def test_title_inside_another_element_begins_no_section(renderer: Renderer, text: str) -> None:
    assert sections(renderer, text) == {"Hasil": "<p>y</p>"}


def test_every_section_is_whole_html(renderer: Renderer) -> None:
    text = "## A\n\n![g](1/a.png)  \nbaris\n\n- b\n- c\n\n> d\n\n## B\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n***\n\ne"
    for body in sections(renderer, text).values():
        parser = html5lib.HTMLParser(strict=False)
        parser.parseFragment(body)
        assert parser.errors == []


@pytest.mark.parametrize("text", ["Tanpa judul bagian.", "### Terlalu kecil\n\nx"])
def test_text_without_sections_has_none(renderer: Renderer, text: str) -> None:
    assert sections(renderer, text) == {}


def test_section_without_text_is_empty(renderer: Renderer) -> None:
    assert sections(renderer, "## Kosong") == {"Kosong": ""}


def test_footnotes_are_left_out_with_their_marks(renderer: Renderer) -> None:
    text = "## Masalah[^1]\n\nLama[^2] *sekali[^1]*, 2<sup>3</sup>.\n\n## Solusi\n\nCepat."
    found = sections(renderer, f"{text}\n\n[^1]: Satu.\n[^2]: Dua\n\n    a.")
    assert found == {"Masalah": "<p>Lama <em>sekali</em>, 2<sup>3</sup>.</p>", "Solusi": "<p>Cepat.</p>"}
