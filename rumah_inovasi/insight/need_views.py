"""/ruang-kerja/kebutuhan: what is needed, for editors and for those who write."""

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request
from flask_babel import force_locale, gettext, lazy_gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi import addresses
from rumah_inovasi.accounts import current
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.errors import Conflict, Invalid, NotFound
from rumah_inovasi.insight import need_actions, queries
from rumah_inovasi.insight.forms import CloseForm
from rumah_inovasi.insight.model import Need, NeedState
from rumah_inovasi.insight.policy import may_curate
from rumah_inovasi.insight.queries import PAGE_SIZE
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.web.current import house, page_number, vocabularies
from rumah_inovasi.web.errors import answered
from rumah_inovasi.web.filters import WIB
from rumah_inovasi.web.links import choices, narrowed, pager
from rumah_inovasi.web.routes import NUMBER
from rumah_inovasi.web.tables import as_csv, download

blueprint = Blueprint("needs", __name__)
DESK = "/ruang-kerja/kebutuhan"
STATES = {
    NeedState.NEW.value: lazy_gettext("Baru"),
    NeedState.ASKED_FOR.value: lazy_gettext("Diminta kepada penyusun"),
    NeedState.CLOSED.value: lazy_gettext("Selesai"),
}
HEADER = ("Nomor", "Masuk", "Asal", "Kata yang dicari", "Kebutuhan", "Jenis unit", "Wilayah", "Keadaan", "Hasil")


@blueprint.get(DESK)
def needs() -> str:
    """What is needed: all of it for editors, what they ask for to all who write."""
    actor, state, page = current.actor(), _state(), page_number()
    with house().database.read() as session:
        rows = queries.needs(session, actor, state, page)
        if not rows and page > 1:
            raise NotFound("Halaman %(page)s tidak ada.", page=page)
        url = _address(DESK, state)
        return render_template(
            "insight/needs.html",
            rows=rows,
            states=STATES,
            names=_names(session),
            is_editor=may_curate(actor),
            choices=choices({"": gettext("Semua"), **STATES}, state.value if state else ""),
            csv_url=_address(f"{DESK}.csv", state),
            pager=pager(page, queries.count(session, actor, state), PAGE_SIZE, url),
        )


@blueprint.get(f"{DESK}.csv")
def needs_csv() -> Response:
    """The same list for spreadsheets, whole and in Indonesian."""
    actor, state = current.actor(), _state()
    with house().database.read() as session, force_locale("id"):
        kinds, regions = _names(session)
        rows = [_cells(need, kinds, regions) for need in queries.needs(session, actor, state)]
    return download(as_csv(HEADER, rows), "kebutuhan.csv")


@blueprint.get(f"{DESK}/{NUMBER}")
def one(number: int) -> str:
    """One need, for editors with what can be done about it."""
    return _one_page(number, CloseForm(formdata=None))


@blueprint.post(f"{DESK}/{NUMBER}/minta")
def pass_on(number: int) -> Response:
    """Ask all who write for it."""
    actor = current.actor()
    with house().database.write() as session:
        found = queries.need(session, actor, number)
        need_actions.pass_on(session, actor, found, now=house().clock())
    flash(gettext("Tulisan diminta. Permintaannya tampil di ruang kerja semua penyusun."))
    return redirect(f"{DESK}/{number}", 303)


@blueprint.post(f"{DESK}/{NUMBER}/selesai")
def close(number: int) -> Response:
    """Say what became of it."""
    actor, asked = current.actor(), CloseForm()
    if not asked.validate():
        return make_response(_one_page(number, asked), 400)
    try:
        with house().database.write() as session:
            found = queries.need(session, actor, number)
            write_up = _number_of(asked.write_up.data or "")
            need_actions.close(session, actor, found, asked.answer.data or "", write_up, now=house().clock())
    except (Invalid, Conflict) as error:
        asked.refuse(error)
        return answered(_one_page(number, asked), error)
    flash(gettext("Kebutuhan selesai."))
    return redirect(DESK, 303)


def _one_page(number: int, asked: CloseForm) -> str:
    actor = current.actor()
    with house().database.read() as session:
        found = queries.need(session, actor, number)
        named = catalogue.by_number(session, [found.innovation_number] if found.innovation_number else [])
        return render_template(
            "insight/need.html",
            need=found,
            states=STATES,
            names=_names(session),
            answer=[(row.innovation.title, addresses.write_up(row.innovation.ref)) for row in named],
            is_editor=may_curate(actor),
            writes=actor.writes,
            form=asked,
        )


def _names(session: Session) -> tuple[dict[str, str], dict[str, str]]:
    """The names of kinds of units and of regions."""
    regions = organisations.regions(session)
    return vocabularies(session).names("jenis-unit"), {code: region.label for code, region in regions.items()}


def _state() -> NeedState | None:
    given = request.args.get("keadaan", "")
    if given and given not in STATES:
        abort(400)
    return NeedState(given) if given else None


def _address(path: str, state: NeedState | None) -> str:
    return narrowed(path, {"keadaan": state.value} if state else {})


def _number_of(typed: str) -> int | None:
    """The number of the write-up that somebody names by number or address."""
    reference = typed.strip().rstrip("/").rpartition("/")[2]
    if not reference:
        return None
    try:
        return catalogue.number_of_ref(reference)
    except NotFound:
        raise Invalid("Tulis nomor tulisan, misalnya 17, atau alamat halamannya.", field="write_up") from None


def _cells(need: Need, kinds: dict[str, str], regions: dict[str, str]) -> list[str | int]:
    return [
        need.id,
        need.created_at.astimezone(WIB).date().isoformat(),
        "redaksi" if need.is_of_editors else "pembaca",
        need.words,
        need.body,
        kinds.get(need.unit_kind or "", ""),
        regions.get(need.region_code or "", ""),
        str(STATES[need.state]),
        need.answer or "",
    ]
