"""The filters of the list of reports, and the list as a table."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort
from flask_babel import lazy_gettext

from rumah_inovasi import addresses
from rumah_inovasi.feedback.model import ReportKind
from rumah_inovasi.feedback.queries import ListedReport, Wanted
from rumah_inovasi.web.filters import WIB
from rumah_inovasi.web.links import Choice, choices, narrowed

STATES = {"terbuka": True, "selesai": False}
STATE_WORDS = {"": lazy_gettext("Semua"), "terbuka": lazy_gettext("Terbuka"), "selesai": lazy_gettext("Selesai")}
WORDS = {
    ReportKind.ERROR.value: lazy_gettext("Keliru, dari pembaca"),
    ReportKind.OBJECTION.value: lazy_gettext("Keberatan, dari unit"),
}
KIND_WORDS = {"": lazy_gettext("Semua"), **WORDS}
HEADER = ("Nomor", "Masuk", "Jenis", "Tulisan", "Alamat tulisan", "Unit", "Laporan", "Selesai", "Hasil")


@dataclass(frozen=True)
class Choices:
    """The filters with their values."""

    states: list[Choice]
    kinds: list[Choice]


def wanted(arguments: Mapping[str, str]) -> Wanted:
    """What the address asks for; anything else is a bad request."""
    state, kind = arguments.get("keadaan", ""), arguments.get("jenis", "")
    if state not in STATE_WORDS or kind not in KIND_WORDS:
        abort(400)
    return Wanted(STATES.get(state), ReportKind(kind) if kind else None)


def address(path: str, asked: Wanted) -> str:
    """The path with what is asked for."""
    return narrowed(path, _parameters(asked))


def of(asked: Wanted) -> Choices:
    """The filters as the page shows them."""
    held = _parameters(asked)
    return Choices(
        choices(STATE_WORDS, held.get("keadaan", "")),
        choices(KIND_WORDS, held.get("jenis", "")),
    )


def cells(row: ListedReport, base_url: str) -> list[str | int]:
    """A report as a line of the table. Who told it is left out."""
    report = row.report
    return [
        report.id,
        report.created_at.astimezone(WIB).date().isoformat(),
        str(WORDS[report.kind]),
        row.innovation.title,
        base_url + addresses.write_up(row.innovation.ref),
        row.unit.name,
        report.body,
        report.handled_at.astimezone(WIB).date().isoformat() if report.handled_at else "",
        report.answer or "",
    ]


def _parameters(asked: Wanted) -> dict[str, str]:
    state = {value: word for word, value in STATES.items()}.get(asked.is_open) if asked.is_open is not None else None
    given = {"keadaan": state, "jenis": asked.kind.value if asked.kind else None}
    return {name: value for name, value in given.items() if value}
