"""The client that inspects pages finds what it is there to find."""

import pytest
from flask import Flask, Response

from tests.pages import PageClient, inspect

GOOD = """<!DOCTYPE html>
<html lang="id"><head><meta charset="utf-8"><title>Wilayah — Rumah Inovasi</title>
<link rel="stylesheet" href="/static/rumah.css"><script type="application/ld+json">{"a": "b"}</script></head>
<body><a href="#isi">Lompat</a><main id="isi"><h1>Wilayah</h1>
<form action="/cari"><label for="q">Cari</label><input id="q" name="q"><button>Cari</button></form>
<form action="/keluar" method="post"><input type="hidden" name="csrf_token" value="x"><button>Masuk</button></form>
<p><img src="/peta.png" alt="Peta"> Tiga <a href="/wilayah/35.15-sidoarjo#unit">puluh</a>
<a href="https://example.org/">delapan</a></p></main></body></html>"""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}


def site(body: str, **changed: str) -> PageClient:
    app = Flask("tests")
    app.add_url_rule("/halaman", "page", lambda: Response(body, headers={**HEADERS, **changed}))
    return PageClient(app.test_client())


def test_good_page_has_no_problem() -> None:
    assert inspect(GOOD, path="/wilayah") == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<!DOCTYPE html>", "", "DOCTYPE"),
        ("</form>", "", "form"),
        (' lang="id"', "", "no lang"),
        ("<h1>Wilayah</h1>", "", "one h1"),
        ("<h1>Wilayah</h1>", "<h1>Wilayah</h1><h1>Wilayah</h1>", "one h1"),
        ("<h1>Wilayah", "<h1>Urusan", "does not contain the h1"),
        ("main", "div", "0 main"),
        ('for="q"', "", "input q has no label"),
        ('for="q"', 'for="r"', "for=r points to no id"),
        ('href="#isi"', 'href="#lain"', "href=lain points to no id"),
        ("<h1>", '<h1 id="q">', "id q occurs 2 times"),
        (' action="/cari"', "", "no action"),
        ('name="csrf_token"', 'name="x"', "no csrf_token"),
        (' alt="Peta"', "", "no alt"),
        (">puluh<", "><", "has no text"),
        ("<h1>", '<h1 style="color: red">', "inline style"),
        ("<h1>", "<style>h1 {}</style><h1>", "inline style"),
        ("<h1>", '<h1 onclick="x()">', "inline code in onclick"),
        ("https://example.org/", " JavaScript:x()", "inline code in href"),
        ("<h1>", "<script>x()</script><h1>", "inline script"),
        ('{"a": "b"}', '{"a": "<b"}', "bare <"),
        ('{"a": "b"}', "a", "no JSON"),
        ("/static/rumah.css", "https://cdn.example.org/rumah.css", "from elsewhere"),
        ("/peta.png", "//cdn.example.org/peta.png", "from elsewhere"),
    ],
)
def test_fault_is_named(old: str, new: str, said: str) -> None:
    assert old in GOOD
    assert said in "\n".join(inspect(GOOD.replace(old, new), path="/wilayah"))


def test_answer_offers_text_title_and_own_links() -> None:
    answer = site(GOOD).get("/halaman")
    assert answer.title == "Wilayah — Rumah Inovasi"
    assert "Peta Tiga puluh delapan" in answer.text
    assert answer.links == ["/wilayah/35.15-sidoarjo"]


def test_faulty_page_fails_the_test_that_fetches_it() -> None:
    with pytest.raises(AssertionError, match=r"/halaman: .*does not contain the h1"):
        site(GOOD.replace("<h1>", "<h1>Bukan ")).get("/halaman")


def test_unexpected_status_fails() -> None:
    with pytest.raises(AssertionError, match="status 404 instead of 200"):
        site(GOOD).get("/tidak-ada")


@pytest.mark.parametrize("name", HEADERS)
def test_missing_security_header_fails(name: str) -> None:
    with pytest.raises(AssertionError, match=r"missing|instead of"):
        site(GOOD, **{name: ""}).get("/halaman")
