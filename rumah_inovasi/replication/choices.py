"""The filters of the list of statements, and the list as a table."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort
from flask_babel import lazy_gettext

from rumah_inovasi import addresses
from rumah_inovasi.replication.statement import StatementState
from rumah_inovasi.replication.statement_queries import ListedStatement, Side, Wanted
from rumah_inovasi.vocabulary.queries import Vocabularies
from rumah_inovasi.web.filters import WIB
from rumah_inovasi.web.links import Choice, choices, narrowed

STATES = {
    StatementState.WAITING.value: lazy_gettext("Menunggu konfirmasi"),
    StatementState.CONFIRMED.value: lazy_gettext("Dikonfirmasi unit asal"),
    StatementState.VERIFIED.value: lazy_gettext("Diverifikasi kurator"),
    StatementState.DECLINED.value: lazy_gettext("Belum dapat dipenuhi atau dikonfirmasi"),
    StatementState.REJECTED.value: lazy_gettext("Bukti belum cukup"),
    StatementState.NOTED.value: lazy_gettext("Dicatat"),
    StatementState.TAKEN_BACK.value: lazy_gettext("Ditarik kembali"),
    StatementState.REPLACED.value: lazy_gettext("Diganti pernyataan baru"),
}
TONES = {
    StatementState.WAITING.value: "due",
    StatementState.CONFIRMED.value: "alive",
    StatementState.VERIFIED.value: "alive",
    StatementState.DECLINED.value: "stop",
    StatementState.REJECTED.value: "stop",
}
SIDES = {
    "": lazy_gettext("Semua"),
    Side.ADOPTER.value: lazy_gettext("Unit kami mereplikasi"),
    Side.ORIGIN.value: lazy_gettext("Inovasi kami direplikasi"),
}
HEADER = (
    "Nomor",
    "Dinyatakan",
    "Keadaan",
    "Inovasi",
    "Alamat tulisan",
    "Unit asal",
    "Unit penerima",
    "Wilayah penerima",
    "Tahap",
    "Derajat",
    "Mulai",
    "Selesai",
    "Penyesuaian",
    "Sumber",
    "Diputuskan",
    "Tanggapan",
)


@dataclass(frozen=True)
class Choices:
    """The filters with their values."""

    sides: list[Choice]
    states: list[Choice]


def wanted(arguments: Mapping[str, str]) -> Wanted:
    """What the address asks for; anything else is a bad request."""
    side, state = arguments.get("sisi", ""), arguments.get("keadaan", "")
    if side not in SIDES or (state and state not in STATES):
        abort(400)
    return Wanted(Side(side) if side else None, StatementState(state) if state else None)


def address(path: str, asked: Wanted) -> str:
    """The path with what is asked for."""
    return narrowed(path, _parameters(asked))


def of(asked: Wanted) -> Choices:
    """The filters as the page shows them."""
    held = _parameters(asked)
    return Choices(
        choices(SIDES, held.get("sisi", "")),
        choices({"": lazy_gettext("Semua"), **STATES}, held.get("keadaan", "")),
    )


def cells(row: ListedStatement, words: Vocabularies, base_url: str) -> list[str | int]:
    """A statement as a line of the table. What is for those who decide alone is left out."""
    found = row.statement
    return [
        found.id,
        found.created_at.astimezone(WIB).date().isoformat(),
        str(STATES[found.state]),
        row.innovation.title,
        base_url + addresses.write_up(row.innovation.ref),
        row.origin.name,
        row.unit.name,
        row.region.full_name,
        words.name("tahap-replikasi", found.stage),
        words.name("derajat-replikasi", found.degree) if found.degree else "",
        found.started or "",
        found.ended or "",
        found.note or "",
        found.source or "",
        found.decided_at.astimezone(WIB).date().isoformat() if found.decided_at else "",
        found.answer or "",
    ]


def _parameters(asked: Wanted) -> dict[str, str]:
    given = {"sisi": asked.side, "keadaan": asked.state}
    return {name: value.value for name, value in given.items() if value}
