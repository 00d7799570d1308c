"""No text brings more into a page than the allow list says, whatever it tries."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rumah_inovasi.markup.errors import MarkupError, UnsafeResult
from rumah_inovasi.markup.render import render
from tests.markup.hostile import CASES, SCHEMES
from tests.markup.reading import links, problems

_PIECES = (
    *("<", ">", "</", "/>", '"', "'", "`", "&", ";", "#", "(", ")", "[", "]", "![", "](", "]: ", "[^1]", "[^1]: "),
    *(
        "\n",
        "\n\n",
        "    ",
        "> ",
        "- ",
        "1. ",
        "*",
        "**",
        "_",
        "~~~\n",
        "```\n",
        "|",
        "|---|\n",
        ": ",
        "!!! note ",
        "*[a]: ",
    ),
    *(
        "a",
        "b",
        "href=",
        "src=",
        "onclick=",
        "style=",
        "title=",
        "id=",
        "class=",
        "javascript:",
        "data:",
        "https://x.id",
    ),
    *(
        "<a ",
        "<b>",
        "</b>",
        "<p>",
        "<div>",
        "</div>",
        "<table>",
        "<tr>",
        "<td>",
        "<svg>",
        "<math>",
        "<style>",
        "</style>",
    ),
    *("<script>", "</script>", "<noscript>", "<!--", "-->", "<![CDATA[", "&#106;", "&colon;", "\u200b", "\x02", "\x03"),
    *("<template>", "<select>", "<form>", "<img ", "<h1 ", "<li>", "<caption>", "<xmp>", "17/a.png", "//x.id", "\\"),
)


def _problems(text: str) -> list[str]:
    """What a text brings into a page; a refusal brings nothing, but has to be explained."""
    try:
        html = render(text).html
    except UnsafeResult as error:
        return [f"only the second wall stopped it: {error}"]
    except MarkupError as error:
        return [] if str(error) else ["a refusal without a message"]
    return problems(html)


def test_there_are_enough_hostile_cases() -> None:
    assert len(set(CASES)) >= 120


@pytest.mark.parametrize("text", CASES)
def test_hostile_text_brings_nothing_into_the_page(text: str) -> None:
    assert _problems(text) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_forbidden_address_gives_neither_link_nor_picture(scheme: str) -> None:
    html = render(f'<a href="{scheme}">tautan</a> <img alt="gambar" src="{scheme}">').html
    assert list(links(html)) == []
    assert "tautan" in html
    assert "gambar" in html


def test_hostile_text_stays_readable_as_the_text_it_is() -> None:
    assert render("a <script>alert(1)</script> <nama>").html == (
        "<p>a &lt;script&gt;alert(1)&lt;/script&gt; &lt;nama&gt;</p>"
    )


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_no_mixture_of_signs_brings_anything_into_the_page(text: str) -> None:
    assert _problems(text) == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_any_text_is_rendered_or_refused_with_a_message(text: str) -> None:
    assert _problems(text) == []
