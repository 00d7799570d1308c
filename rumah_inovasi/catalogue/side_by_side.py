"""Several write-ups as rows of a table: what one compares before choosing."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask_babel import gettext, ngettext

from rumah_inovasi.catalogue.presentation import WriteUp
from rumah_inovasi.web.filters import tanggal


class Row(NamedTuple):
    """A label and one cell for each write-up, empty where nothing is known; content is in the write-ups' language."""

    label: str
    cells: Sequence[str]
    is_content: bool = False


def side_by_side(shown: Sequence[WriteUp], applied: Mapping[int, int]) -> list[Row]:
    """What differs, row by row; rows that would be empty for all are left out."""
    rows = [
        Row(gettext("Ringkasan"), [item.summary for item in shown], is_content=True),
        Row(gettext("Unit"), [item.unit.label for item in shown]),
        Row(gettext("Wilayah"), [item.region_full_name for item in shown]),
        Row(gettext("Jenis unit"), [item.unit_kind for item in shown]),
        Row(gettext("Mulai"), [tanggal(item.started) for item in shown]),
        Row(gettext("Urusan"), [", ".join(topic.label for topic in item.topics) for item in shown]),
        Row(gettext("Jenis"), [item.kind or "" for item in shown]),
        Row(gettext("Biaya"), [(item.cost.range_label or "") if item.cost else "" for item in shown]),
        Row(gettext("Sumber daya manusia"), [item.staff or "" for item in shown], is_content=True),
        Row(gettext("Mitra"), [", ".join(item.partners) for item in shown], is_content=True),
        Row(gettext("Keberlanjutan"), [item.status.label for item in shown]),
        Row(gettext("Diterapkan di tempat lain"), [_applied(applied.get(item.number)) for item in shown]),
        Row(gettext("Penghargaan"), [_awards(item) for item in shown], is_content=True),
    ]
    return [row for row in rows if any(row.cells)]


def _applied(count: int | None) -> str:
    if count is None:
        return ""
    named = ngettext("%(num)s kabupaten/kota", "%(num)s kabupaten/kota", count)
    return str(named if count else gettext("ya, tanpa nama kabupaten/kota di Jawa Timur"))


def _awards(item: WriteUp) -> str:
    return "; ".join(
        " ".join(str(part) for part in (award.event, award.year, award.rank) if part) for award in item.awards
    )
