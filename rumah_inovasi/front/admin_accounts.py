"""/admin/akun: all accounts with their state, roles and last use."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session

from rumah_inovasi import audit
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.errors import NotFound
from rumah_inovasi.front import gate
from rumah_inovasi.membership import member_queries, roles
from rumah_inovasi.membership.member_queries import Wanted
from rumah_inovasi.web.current import house, page_number
from rumah_inovasi.web.filters import WIB
from rumah_inovasi.web.links import pager
from rumah_inovasi.web.tables import as_csv, download

blueprint = Blueprint("admin_accounts", __name__, url_prefix="/admin")
PAGE_SIZE = 50
LONGEST_WORDS = 200
HEADER = ("Nomor", "Nama", "Surel", "Jabatan", "Keadaan", "Peran", "Dibuat", "Terakhir masuk")


@dataclass(frozen=True)
class Row:
    """An account as the list shows it."""

    account: Account
    state: str
    tone: str
    roles: tuple[str, ...]
    last_use: datetime | None


@blueprint.get("/akun")
def accounts() -> str:
    """All accounts by name, or those that hold the words and the role asked for."""
    actor, page, wanted = gate.system_admin(), page_number(), _wanted()
    with house().database.read() as session:
        rows, total = _rows(session, actor, wanted, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    if page > 1 and not rows:
        raise NotFound("Halaman %(page)s tidak ada dalam daftar ini.", page=page)
    asked = {"q": wanted.words, "peran": wanted.role.value if wanted.role else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return render_template(
        "admin/accounts.html",
        rows=rows,
        asked=asked,
        roles=[(role.value, str(label)) for role, label in roles.NAMES.items()],
        csv_url=f"/admin/akun.csv?{query}" if query else "/admin/akun.csv",
        pager=pager(page, total, PAGE_SIZE, f"/admin/akun?{query}" if query else "/admin/akun"),
    )


@blueprint.get("/akun.csv")
def accounts_csv() -> Response:
    """The same accounts for spreadsheets, all of them, in Indonesian as the names of the columns."""
    actor = gate.system_admin()
    with house().database.read() as session, force_locale("id"):
        rows, _total = _rows(session, actor, _wanted())
        return download(as_csv(HEADER, [_cells(row) for row in rows]), "akun.csv")


def _wanted() -> Wanted:
    role = request.args.get("peran", "")
    if role and role not in {known.value for known in Role}:
        abort(400, "Peran ini tidak dikenal.")
    words = request.args.get("q", "").strip()[:LONGEST_WORDS]
    return Wanted(words=words, role=Role(role) if role else None)


def _rows(
    session: Session, actor: Actor, wanted: Wanted, *, offset: int = 0, limit: int | None = None
) -> tuple[list[Row], int]:
    found, total = member_queries.members(session, actor, wanted, offset=offset, limit=limit)
    last = audit.last(session, "signed-in", "account", [member.account.id for member in found])
    rows = []
    for member in found:
        state, tone = _state(member.account)
        held = tuple(f"{roles.NAMES[post.role]}, {post.unit.name}" for post in member.posts)
        rows.append(Row(member.account, state, tone, held, last.get(str(member.account.id))))
    return rows, total


def _state(account: Account) -> tuple[str, str]:
    if not account.is_open:
        return gettext("ditutup"), "stop"
    if account.password_hash is None:
        return gettext("belum mengatur kata sandi"), "due"
    return gettext("aktif"), "alive"


def _cells(row: Row) -> list[str | int]:
    account = row.account
    return [
        account.id,
        account.name,
        account.email,
        account.position or "",
        row.state,
        "; ".join(row.roles),
        account.created_at.astimezone(WIB).date().isoformat(),
        row.last_use.astimezone(WIB).date().isoformat() if row.last_use else "",
    ]
