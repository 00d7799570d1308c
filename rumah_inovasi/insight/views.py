"""/ruang-kerja/wawasan: what people search for and do not find, and what they often find. Counts, never persons."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi.accounts import current
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.errors import Conflict, NotFound
from rumah_inovasi.insight import need_actions, queries, question_actions
from rumah_inovasi.insight.model import NeedState
from rumah_inovasi.insight.need_actions import Wish
from rumah_inovasi.insight.policy import may_curate, require
from rumah_inovasi.insight.weeks import Bar, bars
from rumah_inovasi.search import finding, frequent
from rumah_inovasi.search.asked import LONGEST, TELLING
from rumah_inovasi.search.choices import Choices
from rumah_inovasi.search.frequent import Question
from rumah_inovasi.search.selection import Selection
from rumah_inovasi.web.current import house, page_number, vocabularies
from rumah_inovasi.web.filters import WIB
from rumah_inovasi.web.links import pager
from rumah_inovasi.web.tables import as_csv, download

blueprint = Blueprint("insight", __name__)
PATH = "/ruang-kerja/wawasan"
PAGE_SIZE = 20
MOST_FREQUENT = 20
SETTLED = "selesai"
HEADER = ("Kata", "Dicari tanpa hasil", "Minggu pertama", "Minggu terakhir")


@dataclass(frozen=True)
class Row:
    """A question as the page shows it; `now` is how many write-ups have all its words today."""

    question: Question
    bars: list[Bar]
    url: str
    now: int
    is_asked_for: bool = False


@blueprint.get(PATH)
def missed() -> str:
    """What is missing, what is needed, what is often found."""
    _editor()
    is_settled, page = _is_settled(), page_number()
    with house().database.read() as session:
        offset = (page - 1) * PAGE_SIZE
        found = frequent.missed(session, is_settled=is_settled, offset=offset, limit=PAGE_SIZE)
        if not found and page > 1:
            raise NotFound("Halaman %(page)s tidak ada.", page=page)
        total = frequent.count_missed(session, is_settled=is_settled)
        url = f"{PATH}?keadaan={SETTLED}" if is_settled else PATH
        return render_template(
            "insight/missed.html",
            rows=_rows(session, found),
            often=_rows(session, frequent.often_found(session, MOST_FREQUENT)),
            is_settled=is_settled,
            new_needs=queries.count(session, current.actor(), NeedState.NEW),
            pager=pager(page, total, PAGE_SIZE, url),
            telling=TELLING,
        )


@blueprint.get(f"{PATH}.csv")
def missed_csv() -> Response:
    """The same list for spreadsheets, whole and in Indonesian."""
    _editor()
    with house().database.read() as session, force_locale("id"):
        found = frequent.missed(session, is_settled=_is_settled())
    return download(as_csv(HEADER, map(_cells, found)), "dicari-tanpa-hasil.csv")


@blueprint.post(f"{PATH}/selesai")
def settle() -> Response:
    """Put words aside."""
    actor = _editor()
    with house().database.write() as session:
        question_actions.settle(session, actor, _words(), now=house().clock())
    flash(gettext("Kata ini tidak lagi ditampilkan. Anda dapat memunculkannya lagi di daftar “Sudah ditangani”."))
    return redirect(PATH, 303)


@blueprint.post(f"{PATH}/munculkan")
def reopen() -> Response:
    """Show them again."""
    actor = _editor()
    with house().database.write() as session:
        question_actions.reopen(session, actor, _words(), now=house().clock())
    flash(gettext("Kata ini ditampilkan lagi."))
    return redirect(PATH, 303)


@blueprint.post(f"{PATH}/minta")
def ask_for() -> Response:
    """Ask all who write for a text about it."""
    actor, words = _editor(), _words()
    wish = Wish(gettext("Belum ada tulisan tentang “%(words)s”, padahal sering dicari.", words=words), words)
    try:
        with house().database.write() as session:
            need_actions.ask_for(session, actor, wish, now=house().clock())
    except Conflict:
        flash(gettext("Tulisan tentang ini sudah diminta."))
    else:
        flash(gettext("Tulisan diminta. Permintaannya tampil di ruang kerja semua penyusun."))
    return redirect(PATH, 303)


def _editor() -> Actor:
    actor = current.actor()
    require(may_curate(actor))
    return actor


def _is_settled() -> bool:
    state = request.args.get("keadaan", "")
    if state not in {"", SETTLED}:
        abort(400)
    return state == SETTLED


def _words() -> str:
    words = request.form.get("kata", "")
    if not 0 < len(words) <= LONGEST:
        abort(400)
    return words


def _rows(session: Session, found: list[Question]) -> list[Row]:
    choices = Choices(session, vocabularies(session))
    asked_for = queries.asked_for(session, [question.words for question in found])
    today = house().clock().astimezone(WIB).date()
    rows = []
    for question in found:
        said = Selection().saying(question.words)
        now = finding.count_complete(said, choices)
        rows.append(Row(question, bars(question.weeks, today), said.url(), now, question.words in asked_for))
    return rows


def _cells(question: Question) -> list[str | int]:
    weeks = sorted(week for week, count in question.weeks.items() if count)
    return [question.words, question.count, weeks[0].isoformat(), weeks[-1].isoformat()]
