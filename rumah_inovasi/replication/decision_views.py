"""The list of statements, one of them, and what those who may decide do with it."""

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi import addresses
from rumah_inovasi.accounts import current
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue.model import State
from rumah_inovasi.errors import Conflict, Invalid, NotFound
from rumah_inovasi.replication import choices, effects, notices, policy, statement_actions, statement_queries
from rumah_inovasi.replication.forms import SOURCE_WORDS, AnswerForm
from rumah_inovasi.replication.model import WISHES
from rumah_inovasi.replication.statement import Statement
from rumah_inovasi.replication.statement_queries import PAGE_SIZE, ListedStatement
from rumah_inovasi.web.current import base_url, house, page_number, vocabularies
from rumah_inovasi.web.errors import answered
from rumah_inovasi.web.files import as_attachment
from rumah_inovasi.web.links import pager
from rumah_inovasi.web.routes import NUMBER
from rumah_inovasi.web.tables import as_csv, download

blueprint = Blueprint("replication_decisions", __name__)
LIST = "/ruang-kerja/replikasi"
ONE = f"{LIST}/{NUMBER}"


@blueprint.get(LIST)
def statements() -> str:
    """Statements of the own units and about their innovations."""
    actor, wanted, page = current.actor(), choices.wanted(request.args), page_number()
    with house().database.read() as session:
        rows = statement_queries.statements(session, actor, wanted, page)
        if not rows and page > 1:
            raise NotFound("Halaman %(page)s tidak ada.", page=page)
        total = statement_queries.count(session, actor, wanted)
        return render_template(
            "replication/statements.html",
            rows=rows,
            words=vocabularies(session),
            states=choices.STATES,
            tones=choices.TONES,
            choices=choices.of(wanted),
            csv_url=choices.address(f"{LIST}.csv", wanted),
            pager=pager(page, total, PAGE_SIZE, choices.address(LIST, wanted)),
        )


@blueprint.get(f"{LIST}.csv")
def statements_csv() -> Response:
    """The same list for spreadsheets, whole and in Indonesian."""
    actor, wanted = current.actor(), choices.wanted(request.args)
    with house().database.read() as session, force_locale("id"):
        words, rows = vocabularies(session), statement_queries.all_statements(session, actor, wanted)
        lines = [choices.cells(row, words, base_url()) for row in rows]
        return download(as_csv(choices.HEADER, lines), "pernyataan-replikasi.csv")


@blueprint.get(ONE)
def statement(number: int) -> Response:
    """One statement, with what the reader may do with it."""
    actor = current.actor()
    with house().database.read() as session:
        return _page(session, actor, statement_queries.statement(session, actor, number), AnswerForm(formdata=None))


@blueprint.get(f"{ONE}/bukti")
def proof(number: int) -> Response:
    """The file that came with it, to be kept on disk rather than opened here."""
    actor = current.actor()
    with house().database.read() as session:
        found = statement_queries.statement(session, actor, number).statement
    if found.file_key is None:
        raise NotFound("Pernyataan ini tidak memuat berkas.")
    file = house().files.open(found.file_key)
    return as_attachment(file, found.file_name or "bukti", found.file_media_type or "application/octet-stream")


@blueprint.post(f"{ONE}/konfirmasi")
def confirm(number: int) -> Response:
    """Confirm, as the origin or in its place."""
    return _decide(number, is_yes=True)


@blueprint.post(f"{ONE}/tolak")
def decline(number: int) -> Response:
    """Decline, with a reason."""
    return _decide(number, is_yes=False)


@blueprint.post(f"{ONE}/tarik")
def take_back(number: int) -> Response:
    """Take back what nobody has decided yet."""
    actor = current.actor()
    with house().database.write() as session:
        found = statement_queries.statement(session, actor, number).statement
        statement_actions.take_back(session, actor, found, now=house().clock())
    flash(gettext("Pernyataan ditarik kembali."))
    return redirect(f"{LIST}/{number}", 303)


def _decide(number: int, *, is_yes: bool) -> Response:
    actor, form = current.actor(), AnswerForm()
    verb = statement_actions.confirm if is_yes else statement_actions.decline
    try:
        form.require_valid()
        with house().database.write() as session:
            found, now = statement_queries.statement(session, actor, number).statement, house().clock()
            verb(session, actor, found, form.answer.data or "", now=now)
            notices.decided(session, found, site=base_url(), now=now)
    except (Invalid, Conflict) as error:
        form.refuse(error)
        with house().database.read() as session:
            row = statement_queries.statement(session, actor, number)
            return answered(_page(session, actor, row, form), error)
    flash(
        gettext("Tersimpan. Replikasi ini sekarang tampil untuk umum.")
        if is_yes
        else gettext("Tanggapan Anda dikirim kepada penerima.")
    )
    return redirect(f"{LIST}/{number}", 303)


def _page(session: Session, actor: Actor, row: ListedStatement, form: AnswerForm) -> Response:
    found, now = row.statement, house().clock()
    is_published = row.innovation.state == State.PUBLISHED
    is_origin = is_published and policy.may_confirm(actor, found, row.innovation)
    has_origin = bool(statement_queries.deciders(session, found, row.innovation))
    may_verify = is_published and policy.may_verify(actor, found, row.innovation, has_origin=has_origin, now=now)
    page = render_template(
        "replication/statement.html",
        row=row,
        found=found,
        url=addresses.write_up(row.innovation.ref),
        words=vocabularies(session),
        states=choices.STATES,
        tones=choices.TONES,
        kinds=SOURCE_WORDS,
        form=form,
        is_published=is_published,
        is_shown=is_published and effects.is_shown(session, found),
        is_origin=is_origin,
        is_wish=found.stage_class in WISHES,
        has_origin=has_origin,
        may_decide=is_origin or may_verify,
        may_take_back=policy.may_take_back(actor, found),
        may_reply=is_published and policy.may_reply(actor, row.innovation),
        may_state=is_published and policy.may_state(actor, found.unit_id),
        history=_others(session, found),
        reminder=notices.reminder(session, found, site=base_url()),
    )
    return make_response(page)


def _others(session: Session, found: Statement) -> list[Statement]:
    """What else the unit has stated about this innovation."""
    rows = statement_queries.history(session, found.innovation_number, found.unit_id)
    return [row for row in rows if row.id != found.id]
