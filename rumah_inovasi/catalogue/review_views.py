"""Pages of a proposal: where it stands, review and decision."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request
from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi.accounts import current
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import (
    actions,
    labels,
    notices,
    proposal_actions,
    proposal_queries,
    review_actions,
    reviewing,
)
from rumah_inovasi.catalogue.proposal import Proposal
from rumah_inovasi.catalogue.publishing import Text
from rumah_inovasi.catalogue.review_page import ReviewPage, review_page
from rumah_inovasi.catalogue.writing_page import is_absent, place_name
from rumah_inovasi.errors import Conflict, Invalid
from rumah_inovasi.markup.errors import MarkupError
from rumah_inovasi.markup.rendered import Rendered
from rumah_inovasi.web.current import base_url, house, vocabularies
from rumah_inovasi.web.errors import spoken
from rumah_inovasi.web.routes import HIGHEST_NUMBER, PROPOSAL

blueprint = Blueprint("review", __name__)
Deed = Callable[[Session, Actor, Proposal, datetime], None]


@blueprint.get("/ruang-kerja/tinjauan")
def queue() -> Response:
    """Texts that wait for a decision of the reader."""
    actor = current.actor()
    with house().database.read() as session:
        rows = proposal_queries.waiting_for(session, actor)
    return make_response(render_template("writing/queue.html", rows=rows, states=labels.PROPOSAL_STATES))


@blueprint.get(PROPOSAL)
def proposal(number: int) -> Response:
    """One proposal with what is said about it and what may be done."""
    return _page(number)


@blueprint.post(f"{PROPOSAL}/ajukan")
def submit(number: int) -> Response:
    """Ask for review."""

    def deed(session: Session, actor: Actor, found: Proposal, now: datetime) -> None:
        proposal_actions.submit(
            session,
            actor,
            found,
            version=_version(),
            is_authorised=request.form.get("authorised") == "y",
            vocabulary=vocabularies(session),
            now=now,
        )
        notices.submitted(session, found, site=base_url(), now=now)

    return _done(number, deed, gettext("Tulisan sudah diajukan. Anda akan mendapat surat setelah ditinjau."))


@blueprint.post(f"{PROPOSAL}/tarik-kembali")
def take_back(number: int) -> Response:
    """Make a draft of it again."""

    def deed(session: Session, actor: Actor, found: Proposal, now: datetime) -> None:
        reviewing.take_back(session, actor, found, now=now)

    return _done(number, deed, gettext("Tulisan kembali menjadi draf dan dapat disunting."))


@blueprint.post(f"{PROPOSAL}/sesuaikan")
def rebase(number: int) -> Response:
    """Say that the draft takes account of the present revision."""

    def deed(session: Session, actor: Actor, found: Proposal, now: datetime) -> None:
        reviewing.rebase(session, actor, found, version=_version(), now=now)

    return _done(number, deed, gettext("Usulan ini sekarang didasarkan pada revisi terbaru."))


@blueprint.post(f"{PROPOSAL}/tinjau")
def take_up(number: int) -> Response:
    """Tell the author that the review has begun."""

    def deed(session: Session, actor: Actor, found: Proposal, now: datetime) -> None:
        review_actions.take_up(session, actor, found, now=now)

    return _done(number, deed, gettext("Penulis melihat bahwa tulisannya sedang ditinjau."))


@blueprint.post(f"{PROPOSAL}/komentar")
def comment(number: int) -> Response:
    """Remark on it."""

    def deed(session: Session, actor: Actor, found: Proposal, now: datetime) -> None:
        body = request.form.get("body", "")
        review_actions.comment(session, actor, found, body, now=now)
        if actor.account != found.author_id:
            notices.decided(session, found, "remark", body, site=base_url(), now=now)

    return _done(number, deed, gettext("Komentar tersimpan."))


@blueprint.post(f"{PROPOSAL}/putuskan")
def decide(number: int) -> Response:
    """Approve, ask for changes, decline, or only say something."""
    choice = request.form.get("aksi", "")
    if choice == "setujui":
        return _approve(number)
    verbs = {
        "perbaikan": (review_actions.request_changes, "changes"),
        "tolak": (review_actions.decline, "declined"),
        "komentar": (review_actions.comment, "remark"),
    }
    if choice not in verbs:
        abort(400, "Pilih salah satu: setujui, perbaikan, komentar, atau tolak.")
    verb, word = verbs[choice]

    def deed(session: Session, actor: Actor, found: Proposal, now: datetime) -> None:
        body = request.form.get("body", "")
        verb(session, actor, found, body, now=now)
        notices.decided(session, found, word, body, site=base_url(), now=now)

    said = (
        gettext("Komentar tersimpan.")
        if choice == "komentar"
        else gettext("Keputusan tersimpan; penulis mendapat surat.")
    )
    return _done(number, deed, said)


@blueprint.post(f"{PROPOSAL}/berkas/<name>/buka")
def open_file(number: int, name: str) -> Response:
    """Let the public fetch an attachment, or no longer."""

    def deed(session: Session, actor: Actor, found: Proposal, now: datetime) -> None:
        row = proposal_queries.proposal(session, actor, found.id)
        wanted = request.form.get("buka") == "1"
        actions.set_open(session, actor, row.innovation, name, is_open=wanted, now=now)

    return _done(number, deed, gettext("Lampiran diperbarui."))


def _approve(number: int) -> Response:
    actor = current.actor()
    with house().database.read() as session:
        body = proposal_queries.proposal(session, actor, number).proposal.body
    try:
        text = Text(body, house().renderer.render(body))  # before the transaction: it may take a while
    except MarkupError as error:
        return _page(number, spoken(error), 400)

    def deed(session: Session, actor: Actor, found: Proposal, now: datetime) -> None:
        review_actions.approve(
            session,
            actor,
            found,
            text,
            version=_version(),
            vocabulary=vocabularies(session),
            now=now,
            body=request.form.get("body", ""),
        )
        notices.decided(session, found, "approved", request.form.get("body", ""), site=base_url(), now=now)

    return _done(number, deed, gettext("Disetujui. Tulisan ini sekarang terbit."))


def _done(number: int, deed: Deed, message: str) -> Response:
    """Do something in one transaction and lead back to the page; what is refused is told there, with what was typed."""
    actor = current.actor()
    try:
        with house().database.write() as session:
            found = proposal_queries.proposal(session, actor, number).proposal
            deed(session, actor, found, house().clock())
    except (Invalid, Conflict) as error:
        return _page(number, spoken(error), 409 if isinstance(error, Conflict) else 400)
    flash(message)
    return redirect(f"/ruang-kerja/usulan/{number}", 303)


def _page(number: int, refusal: str | None = None, status: int = 200) -> Response:
    actor = current.actor()
    with house().database.read() as session:
        shown = review_page(session, actor, number, vocabularies(session))
    rendered, trouble = _rendered(shown)
    page = render_template(
        "writing/proposal.html",
        page=shown,
        proposal=shown.proposal,
        html=Markup(rendered.html) if rendered else None,  # noqa: S704 - the HTML of markup/, cleaned and checked
        trouble=trouble,
        refusal=refusal,
        typed=request.form.get("body", "") if refusal else "",
        states=labels.PROPOSAL_STATES,
        kinds=labels.COMMENT_KINDS,
        label=labels.field,
        blocking=_blocking(shown),
    )
    return make_response(page, status)


def _blocking(shown: ReviewPage) -> list[tuple[str, str]]:
    """What stands in the way of publication: where, and what."""
    stored, missing = shown.proposal.stored, gettext("Wajib diisi.")
    return [
        (place_name(problem.path), missing if is_absent(stored, problem.path) else spoken(problem))
        for problem in shown.problems
    ]


def _rendered(shown: ReviewPage) -> tuple[Rendered | None, str | None]:
    if not shown.proposal.body.strip():
        return None, None
    try:
        return house().renderer.render(shown.proposal.body), None
    except MarkupError as error:
        return None, spoken(error)


def _version() -> int:
    text = request.form.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(HIGHEST_NUMBER))):
        abort(400, "Nomor versi usulan tidak dikenal. Muat ulang halaman, lalu coba lagi.")
    return int(text)
