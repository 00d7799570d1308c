"""Results as a table for spreadsheets.

With semicolons and a byte order mark, since Excel under Indonesian settings opens just that by a double click: its
decimal comma takes the comma, and without the mark it reads another encoding.
"""

import csv
import io
from collections.abc import Sequence

from rumah_inovasi.search.finding import Result

BYTE_ORDER_MARK = "\ufeff"
HEADER = (
    "Nomor",
    "Judul",
    "Kepanjangan",
    "Ringkasan",
    "Wilayah",
    "Unit",
    "Mulai",
    "Urusan",
    "Keberlanjutan",
    "Diterapkan di kabupaten/kota lain",
    "Alamat",
)
# What spreadsheets would take for a formula. Tabs and returns before it would not stop them.
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(results: Sequence[Result], base_url: str) -> str:
    """One line a write-up, after a line of names."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows([harmless(cell) for cell in _cells(result, base_url)] for result in results)
    return BYTE_ORDER_MARK + lines.getvalue()


def harmless(text: str) -> str:
    """The text so that no spreadsheet runs it: an apostrophe in front says that it is text."""
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text


def _cells(result: Result, base_url: str) -> list[str]:
    card = result.card
    return [
        str(card.number),
        card.title,
        card.long_form or "",
        card.summary,
        card.region.label,
        card.unit.label,
        card.started or "",
        ", ".join(topic.label for topic in card.topics),
        card.status.label,
        str(card.applied_in),
        base_url + card.url,
    ]
