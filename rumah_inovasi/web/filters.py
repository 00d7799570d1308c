"""How dates, times and numbers look to people: 21 November 2026, 10.42 WIB, 1.234.567."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import get_locale

WIB = ZoneInfo("Asia/Jakarta")
KILO = 1024
THOUSAND = 1000
MONTHS = {
    "id": (
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905 - reads better
    ),
    "en": (
        "January February March April May June July August September October November December".split()  # noqa: SIM905 - reads better
    ),
}


def install(app: Flask) -> None:
    """Offer the filters to templates."""
    app.jinja_env.filters.update(tanggal=tanggal, jam=jam, angka=angka, ukuran=ukuran)


def tanggal(value: str | date | datetime | None) -> str:
    """A date in words; a partial one (`2019`, `2019-11`) as far as it goes; a moment as its day in WIB."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(WIB).date()
    if isinstance(value, date):
        value = value.isoformat()
    year, *rest = value.split("-")
    numbers = [int(part) for part in rest]
    month = MONTHS[_language()][numbers[0] - 1] if numbers else ""
    day = str(numbers[1]) if len(numbers) > 1 else ""
    return " ".join(part for part in (day, month, year) if part)


def jam(value: datetime) -> str:
    """The time of day in WIB."""
    return value.astimezone(WIB).strftime("%H.%M WIB" if _language() == "id" else "%H:%M WIB")


def angka(value: float) -> str:
    """A number with the marks of the language; fractions to one place."""
    if isinstance(value, int) and 0 <= value < THOUSAND:
        return str(value)  # alike in all languages; a page of results shows a hundred of them
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return text if _language() == "en" else text.translate({ord(","): ".", ord("."): ","})


def ukuran(size: int) -> str:
    """The size of a file as programs for offices tell it: 950 B, 12 KB, 1,4 MB."""
    if size < KILO:
        return f"{size} B"
    if size < KILO * KILO:
        return f"{angka(round(size / KILO))} KB"
    return f"{angka(size / KILO / KILO)} MB"


def _language() -> str:
    locale = get_locale()
    return locale.language if locale and locale.language in MONTHS else "id"
