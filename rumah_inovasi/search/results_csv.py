"""Results as a table for spreadsheets."""

from collections.abc import Sequence

from rumah_inovasi.search.finding import Result
from rumah_inovasi.web import tables

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


def as_csv(results: Sequence[Result], base_url: str) -> str:
    """One line a write-up, after a line of names."""
    return tables.as_csv(HEADER, [_cells(result, base_url) for result in results])


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
        str(card.applied_in or 0),
        base_url + card.url,
    ]
