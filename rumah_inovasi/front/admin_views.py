"""/admin: the overview, and /admin/antrean, what waits for the index, the archive and the post."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi import audit, outbox
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.front import gate, queue_actions, unit_deeds
from rumah_inovasi.mail import letters
from rumah_inovasi.membership import member_queries
from rumah_inovasi.membership.member_queries import Wanted
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.outbox import OutboxRow
from rumah_inovasi.search import own_synonyms
from rumah_inovasi.search.current import engine
from rumah_inovasi.web.current import house, vocabularies

blueprint = Blueprint("admin", __name__, url_prefix="/admin")
MOST_ROWS = 200


@dataclass(frozen=True)
class Entry:
    """A page of administration, what it is for, and a figure that tells whether to open it."""

    label: str
    url: str
    what: str
    figure: int


@dataclass(frozen=True)
class Waiting:
    """A row of the queue as the page shows it."""

    row: OutboxRow
    url: str | None
    age_minutes: int


@blueprint.get("")
def overview() -> str:
    """What the reader may administer."""
    actor = gate.manager()
    with house().database.read() as session:
        entries = _of_trees(session, actor)
        if actor.holds(Role.SYSTEM_ADMIN):
            entries += _of_site(session, actor)
    return render_template("admin/overview.html", entries=entries)


@blueprint.get("/antrean")
def queue() -> str:
    """How index, queue and post are, and the rows that hang."""
    gate.system_admin()
    with house().database.read() as session:
        return render_template(
            "admin/queue.html",
            index=engine().state(),
            waiting=outbox.status(session),
            post=letters.status(session),
            post_error=letters.newest_error(session),
            rows=_rows(session),
            most=MOST_ROWS,
        )


@blueprint.post("/antrean/<any(perubahan,surat):name>/coba-lagi")
def retry(name: str) -> Response:
    """Let what failed be tried at once."""
    actor = gate.system_admin()
    with house().database.write() as session:
        queue_actions.retry(session, actor, name, now=house().clock())
    flash(gettext("Dicoba lagi. Muat ulang halaman ini sebentar lagi untuk melihat hasilnya."))
    return redirect("/admin/antrean", 303)


def _of_trees(session: Session, actor: Actor) -> list[Entry]:
    reach = unit_deeds.reach(actor)
    units = sum(organisations.counts_by_region(session).values()) if reach is None else len(reach)
    _found, members = member_queries.members(session, actor, Wanted(), limit=0)
    return [
        Entry(gettext("Unit"), "/admin/unit", gettext("menambah, mengganti nama, menggabung, menutup"), units),
        Entry(gettext("Anggota"), "/ruang-kerja/anggota", gettext("mengundang dan memberi peran"), members),
    ]


def _of_site(session: Session, actor: Actor) -> list[Entry]:
    waiting, post = outbox.status(session), letters.status(session)
    _found, accounts = member_queries.members(session, actor, Wanted(), limit=0)
    terms = sum(len(terms) for terms in vocabularies(session).terms.values())
    stuck = waiting.parked + waiting.failing + post.parked + post.failing
    return [
        Entry(gettext("Semua akun"), "/admin/akun", gettext("keadaan, peran, terakhir masuk"), accounts),
        Entry(gettext("Daftar pilihan"), "/admin/daftar", gettext("nama pilihan di formulir dan penyaring"), terms),
        Entry(
            gettext("Sinonim"),
            "/ruang-kerja/sinonim",
            gettext("kata yang dianggap sama saat mencari"),
            len(own_synonyms.groups(session)),
        ),
        Entry(gettext("Antrean"), "/admin/antrean", gettext("yang gagal ke indeks, arsip, atau surel"), stuck),
        Entry(
            gettext("Catatan perbuatan"),
            "/admin/catatan",
            gettext("siapa melakukan apa dan kapan"),
            audit.count(session, audit.Wanted()),
        ),
    ]


def _rows(session: Session) -> list[Waiting]:
    rows, now = outbox.troubled(session, limit=MOST_ROWS), house().clock()
    numbers = {int(row.entity) for row in rows if row.kind == outbox.INNOVATION}
    hidden = catalogue.hidden_among(session, numbers)
    return [Waiting(row, _url(row, hidden), _minutes(row.recorded_at, now)) for row in rows]


def _url(row: OutboxRow, hidden: set[int]) -> str | None:
    if row.kind == outbox.INNOVATION and int(row.entity) not in hidden:
        return f"/inovasi/{row.entity}"
    pages = {outbox.UNIT: "/admin/unit", outbox.WORKSHOP: "/pelatihan"}  # drafts of workshops leave no rows
    return f"{pages[row.kind]}/{row.entity}" if row.kind in pages else None


def _minutes(since: datetime, now: datetime) -> int:
    return max(int((now - since).total_seconds()) // 60, 0)
