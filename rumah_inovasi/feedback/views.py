"""Telling that something is wrong, without an account; and the desk's list of what was told."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import force_locale, gettext
from werkzeug.wrappers import Response

from rumah_inovasi import addresses
from rumah_inovasi.accounts import current, throttle
from rumah_inovasi.accounts.actor import READER
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.catalogue.showing import readable, tombstone
from rumah_inovasi.errors import Conflict, Invalid, NotFound, TooMany
from rumah_inovasi.feedback import actions, choices, queries
from rumah_inovasi.feedback.forms import AnswerForm, ReportForm
from rumah_inovasi.feedback.queries import PAGE_SIZE, ListedReport
from rumah_inovasi.web.current import base_url, house, page_number
from rumah_inovasi.web.links import pager
from rumah_inovasi.web.routes import NUMBER
from rumah_inovasi.web.tables import as_csv, download

blueprint = Blueprint("feedback", __name__)
BELOW = "/keliru"
SENT = "terkirim"


@blueprint.get("/inovasi/<ref>/keliru")
def report(ref: str) -> Response:
    """The form, or thanks for what was sent."""
    with house().database.read() as session:
        reading, elsewhere = readable(session, ref, BELOW)
        return elsewhere or _report_page(reading.innovation, ReportForm(formdata=None))


@blueprint.post("/inovasi/<ref>/keliru")
@current.tokenless
def tell(ref: str) -> Response:
    """Take a report. What was typed is kept whatever is wrong with it; an older name of the write-up does no harm."""
    form = ReportForm()
    with house().database.read() as session:
        found = catalogue.innovation(session, catalogue.number_of_ref(ref))
    if found.state == State.WITHDRAWN:
        return tombstone(session, found)
    if not form.validate():
        return _report_page(found, form, 400)
    try:
        _keep(found.number, form.body.data or "", form.contact.data or "")
    except Invalid as error:
        form.refuse(error)
        return _report_page(found, form, 400)
    except TooMany as error:
        form.refuse(error)
        answer = _report_page(found, form, 429)
        answer.headers["Retry-After"] = str(error.seconds)
        return answer
    return redirect(f"{addresses.write_up(found.ref)}{BELOW}?{SENT}=1", 303)


def _keep(number: int, body: str, contact: str) -> None:
    now = house().clock()
    with house().database.write() as session:
        throttle.take(session, throttle.REPORT_FROM_ADDRESS, current.address_key(), now=now)
        innovation = catalogue.published(session, number)
        actor = current.viewer() or READER
        actions.report(session, actor, innovation, body, contact, base_url=base_url(), now=now)


def _report_page(found: Innovation, form: ReportForm, status: int = 200) -> Response:
    page = render_template(
        "feedback/report.html",
        title=found.title,
        url=addresses.write_up(found.ref),
        form=form,
        is_sent=status == 200 and SENT in request.args,  # noqa: PLR2004 - OK
    )
    return make_response(page, status)


@blueprint.get("/ruang-kerja/laporan")
def reports() -> str:
    """Reports on write-ups of the own tree."""
    actor, wanted = current.actor(), choices.wanted(request.args)
    with house().database.read() as session:
        page = page_number()
        rows = queries.reports(session, actor, wanted, page)
        if not rows and page > 1:
            raise NotFound("Halaman %(page)s tidak ada.", page=page)
        return render_template(
            "feedback/reports.html",
            rows=rows,
            choices=choices.of(wanted),
            words=choices.WORDS,
            csv_url=choices.address("/ruang-kerja/laporan.csv", wanted),
            pager=pager(
                page,
                queries.count(session, actor, wanted),
                PAGE_SIZE,
                choices.address("/ruang-kerja/laporan", wanted),
            ),
        )


@blueprint.get("/ruang-kerja/laporan.csv")
def reports_csv() -> Response:
    """The same list for spreadsheets, whole and in Indonesian; no address of a reader stands in it."""
    actor, wanted = current.actor(), choices.wanted(request.args)
    with house().database.read() as session, force_locale("id"):
        rows = queries.all_reports(session, actor, wanted)
        return download(as_csv(choices.HEADER, [choices.cells(row, base_url()) for row in rows]), "laporan.csv")


@blueprint.get(f"/ruang-kerja/laporan/{NUMBER}")
def one_report(number: int) -> Response:
    """One report with the form for its answer."""
    actor = current.actor()
    with house().database.read() as session:
        return _one_page(queries.report(session, actor, number), AnswerForm(formdata=None))


@blueprint.post(f"/ruang-kerja/laporan/{NUMBER}/selesai")
def handle(number: int) -> Response:
    """Say what became of it."""
    actor, form = current.actor(), AnswerForm()
    if not form.validate():
        with house().database.read() as session:
            return _one_page(queries.report(session, actor, number), form, 400)
    try:
        with house().database.write() as session:
            found = queries.report(session, actor, number).report
            has_reader = bool(found.contact)
            now = house().clock()
            actions.handle(session, actor, found, form.answer.data or "", base_url=base_url(), now=now)
    except (Invalid, Conflict) as error:
        form.refuse(error)
        with house().database.read() as session:
            status = 409 if isinstance(error, Conflict) else 400
            return _one_page(queries.report(session, actor, number), form, status)
    flash(
        gettext("Laporan selesai. Jawabannya dikirim ke surel pelapor.") if has_reader else gettext("Laporan selesai.")
    )
    return redirect(url_for("feedback.reports"), 303)


def _one_page(row: ListedReport, form: AnswerForm, status: int = 200) -> Response:
    url = addresses.write_up(row.innovation.ref)
    return make_response(
        render_template("feedback/one_report.html", row=row, words=choices.WORDS, url=url, form=form), status
    )
