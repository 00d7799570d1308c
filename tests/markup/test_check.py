"""The wall behind the cleaner stands by itself: given HTML that no cleaner touched, it refuses."""

import pytest

from rumah_inovasi.markup.check import MAX_DEPTH, checked
from rumah_inovasi.markup.errors import MarkupError, TextTooDeep, UnsafeResult
from rumah_inovasi.markup.rendered import Heading
from tests.markup.hostile import SCHEMES

_REL = 'rel="nofollow noopener noreferrer"'


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<SCRIPT>",
        "<P>a</P>",
        '<p onclick="a">b</p>',
        '<p style="a">b</p>',
        '<p title="a">b</p>',
        '<p id="a">b</p>',
        '<p id="u-a" id="u-b">b</p>',
        '<p id="u-a">b</p><p id="u-a">b</p>',
        '<p class="modal">b</p>',
        "<p class='tips'>b</p>",
        "<p class=tips>b</p>",
        "<p class>b</p>",
        '<p  id="u-a">b</p>',
        '<p/id="u-a">b</p>',
        "<p\n>b</p>",
        '<p id="u-a"class="tips">b</p>',
        '<abbr title="a > b">c</abbr>',
        '<abbr title="a < b">c</abbr>',
        "<br/>",
        "<p>a",
        "a</p>",
        "<p><b>a</p></b>",
        "</br>",
        "<!-- a -->",
        "<!DOCTYPE html>",
        "<?php a ?>",
        "<![CDATA[a]]>",
        "a < b",
        "a > b",
        "<",
        "<p",
        "</p",
        "<h1>a</h1>",
        "<h2>a</h2>",
        "<svg></svg>",
        "<math></math>",
        '<img src="/berkas/1/a.png">',
        '<img alt="">',
        '<img src="https://x.go.id/a.png" alt="">',
        '<img src="/berkas/1/../a.png" alt="">',
        '<img src="/berkas/1/.." alt="">',
        '<img src="/berkas/1/." alt="">',
        '<a href="https://x.go.id">a</a>',
        '<a href="https://x.go.id" rel="opener">a</a>',
        '<a href="#a">a</a>',
        '<a href="">a</a>',
        '<ol start="-1"><li>a</li></ol>',
        '<ol start="1234567"><li>a</li></ol>',
        '<table><tr><td colspan="1000">a</td></tr></table>',
        '<td align="left">a</td>',
    ],
)
def test_unexpected_html_is_refused(html: str) -> None:
    with pytest.raises(UnsafeResult) as refused:
        checked(html)
    assert "tidak dapat dipastikan aman" in str(refused.value)


# These two lead nowhere, but do no harm.
_DEAD = {"https://[::1", "https://x.go.id:99999/"}


@pytest.mark.parametrize("scheme", [scheme for scheme in SCHEMES if scheme not in _DEAD])
def test_forbidden_address_is_refused_here_too(scheme: str) -> None:
    with pytest.raises(MarkupError):
        checked(f'<a href="{scheme}" {_REL}>a</a>')
    with pytest.raises(MarkupError):
        checked(f'<img src="{scheme}" alt="">')


def test_depth_is_bounded() -> None:
    assert checked("<div>" * MAX_DEPTH + "</div>" * MAX_DEPTH) == ()
    with pytest.raises(TextTooDeep):
        checked("<div>" * (MAX_DEPTH + 1) + "</div>" * (MAX_DEPTH + 1))


def test_good_html_passes_with_its_headings() -> None:
    html = (
        f'<h2 id="u-a">A <em>&amp;</em> B<sup id="u-fnref:1"><a href="#u-fn:1">1</a></sup></h2><p>x<br>y</p>'
        f'<blockquote><h3 id="u-b">dikutip</h3></blockquote><a href="https://x.go.id/?a=1&amp;b=2" {_REL}>z</a>'
    )
    assert checked(html) == (Heading(2, "A & B", "u-a"),)
