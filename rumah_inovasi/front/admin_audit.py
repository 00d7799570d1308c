"""/admin/catatan: who did what, when. The record itself is append-only; here it is only read."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session

from rumah_inovasi import audit
from rumah_inovasi.accounts import queries as accounts
from rumah_inovasi.audit import AuditEntry, Wanted
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.errors import NotFound
from rumah_inovasi.front import audit_words, gate
from rumah_inovasi.web.current import house, page_number
from rumah_inovasi.web.filters import WIB
from rumah_inovasi.web.links import pager
from rumah_inovasi.web.tables import as_csv, download

blueprint = Blueprint("admin_audit", __name__, url_prefix="/admin")
PAGE_SIZE = 50
LONGEST = 200
HEADER = ("Nomor", "Waktu (WIB)", "Akun", "Nama", "Perbuatan", "Jenis", "Nomor atau kode", "Rincian")
# The parameters of the address.
VERB, ENTITY, ACCOUNT, SINCE, UNTIL = "perbuatan", "jenis", "akun", "sejak", "sampai"


@dataclass(frozen=True)
class Line:
    """A deed as the page shows it."""

    entry: AuditEntry
    who: str
    who_url: str | None
    verb: str
    entity: str
    url: str | None
    details: str


@blueprint.get("/catatan")
def entries() -> str:
    """The newest deeds first."""
    gate.system_admin()
    page, asked = page_number(), _asked()
    with house().database.read() as session:
        wanted = _wanted(session, asked)
        total = audit.count(session, wanted)
        found = audit.entries(session, wanted, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
        if page > 1 and not found:
            raise NotFound("Halaman %(page)s tidak ada dalam daftar ini.", page=page)
        lines = _lines(session, found)
    query = urlencode({name: value for name, value in asked.items() if value})
    return render_template(
        "admin/audit.html",
        lines=lines,
        asked=asked,
        verbs=sorted(((name, str(label)) for name, label in audit_words.VERBS.items()), key=lambda item: item[1]),
        entities=[(name, str(label)) for name, label in audit_words.ENTITIES.items()],
        csv_url=f"/admin/catatan.csv?{query}" if query else "/admin/catatan.csv",
        pager=pager(page, total, PAGE_SIZE, f"/admin/catatan?{query}" if query else "/admin/catatan"),
    )


@blueprint.get("/catatan.csv")
def entries_csv() -> Response:
    """The same deeds for spreadsheets, all of them, in Indonesian as the names of the columns."""
    gate.system_admin()
    with house().database.read() as session, force_locale("id"):
        lines = _lines(session, audit.entries(session, _wanted(session, _asked())))
        return download(as_csv(HEADER, (_cells(line) for line in lines)), "catatan.csv")


def _asked() -> dict[str, str]:
    """What the address asks for, as it was typed."""
    return {name: request.args.get(name, "").strip()[:LONGEST] for name in (VERB, ENTITY, ACCOUNT, SINCE, UNTIL)}


def _wanted(session: Session, asked: dict[str, str]) -> Wanted:
    since, until = _day(asked[SINCE]), _day(asked[UNTIL])
    return Wanted(
        verb=asked[VERB] or None,
        entity=asked[ENTITY] or None,
        actor=_account(session, asked[ACCOUNT]),
        since=_start(since) if since else None,
        until=_start(until + timedelta(days=1)) if until else None,
    )


def _account(session: Session, text: str) -> int | None:
    """The number of the account that was typed as number or as address; a number that nobody has finds nothing."""
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= len("999999999"):
        return int(text)
    found = accounts.by_email(session, text)
    return found.id if found else 0


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        abort(400, "Tanggal ditulis seperti 2026-11-21.")
    if not date.min + timedelta(days=2) < found < date.max - timedelta(days=2):
        abort(400, "Tanggal ditulis seperti 2026-11-21.")
    return found


def _start(day: date) -> datetime:
    """The moment at which a day begins in East Java."""
    return datetime.combine(day, time.min, WIB).astimezone(UTC)


def _lines(session: Session, found: list[AuditEntry]) -> list[Line]:
    people = accounts.accounts(session, {entry.actor for entry in found if entry.actor})
    numbers = {int(entry.entity_id) for entry in found if entry.entity == "innovation"}
    hidden = catalogue.hidden_among(session, numbers)
    return [
        Line(
            entry=entry,
            who=people[entry.actor].name if entry.actor in people else gettext("sistem atau pembaca"),
            who_url=f"/ruang-kerja/anggota/{entry.actor}" if entry.actor in people else None,
            verb=audit_words.verb(entry.verb),
            entity=audit_words.entity(entry.entity),
            url=audit_words.page_of(entry, hidden),
            details=audit_words.details(entry),
        )
        for entry in found
    ]


def _cells(line: Line) -> list[str | int]:
    entry = line.entry
    return [
        entry.id,
        f"{entry.at.astimezone(WIB):%Y-%m-%d %H:%M:%S}",
        entry.actor or "",
        line.who,
        line.verb,
        line.entity,
        entry.entity_id,
        line.details,
    ]
