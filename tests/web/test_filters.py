"""Dates, times and numbers as people of both languages read them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from rumah_inovasi.web.filters import angka, jam, tanggal

Call = tuple[Callable[..., str], Any]  # a filter and what it is given
LATE = datetime(2026, 11, 21, 18, 5, tzinfo=UTC)  # already the 22nd in Surabaya


def said(app: Flask, value: Call, language: str) -> str:
    """What a filter makes of a value in a page of that language."""
    function, argument = value
    with app.test_request_context("/", headers={"Cookie": f"bahasa={language}"}):
        return str(function(argument))


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        ((tanggal, None), "", ""),
        ((tanggal, "2019"), "2019", "2019"),
        ((tanggal, "2019-01"), "Januari 2019", "January 2019"),
        ((tanggal, "2019-08-07"), "7 Agustus 2019", "7 August 2019"),
        ((tanggal, "2019-12-31"), "31 Desember 2019", "31 December 2019"),
        ((tanggal, date(2020, 2, 29)), "29 Februari 2020", "29 February 2020"),
        ((tanggal, LATE), "22 November 2026", "22 November 2026"),
        ((jam, LATE), "01.05 WIB", "01:05 WIB"),
        ((angka, 0), "0", "0"),
        ((angka, 999), "999", "999"),
        ((angka, 1_234_567), "1.234.567", "1,234,567"),
        ((angka, -1_234), "-1.234", "-1,234"),
        ((angka, 1_234.56), "1.234,6", "1,234.6"),
        ((angka, 38.0), "38,0", "38.0"),
    ],
)
def test_value_is_said_in_the_language_of_the_page(app: Flask, value: Call, indonesian: str, english: str) -> None:
    assert said(app, value, "id") == indonesian
    assert said(app, value, "en") == english


def test_page_uses_the_filters(app: Flask) -> None:
    for name, function in (("tanggal", tanggal), ("jam", jam), ("angka", angka)):
        assert app.jinja_env.filters[name] is function
