"""Pages of a proposal: where it stands, review and decision."""

from collections.abc import Callable
from datetime import datetime
from typing import Generic

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request
from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi.accounts import current
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import labels, notices, proposal_queries, review_actions, reviewing
from rumah_inovasi.catalogue.kind import Row, TextKind
from rumah_inovasi.catalogue.publishing import Text
from rumah_inovasi.catalogue.review_page import ReviewPage, review_page
from rumah_inovasi.catalogue.write_up_kind import WRITE_UPS
from rumah_inovasi.catalogue.writing_remarks import is_absent
from rumah_inovasi.errors import Conflict, Invalid
from rumah_inovasi.markup.errors import MarkupError
from rumah_inovasi.markup.rendered import Rendered
from rumah_inovasi.web.current import base_url, house, vocabularies
from rumah_inovasi.web.errors import spoken
from rumah_inovasi.web.routes import HIGHEST_NUMBER, NUMBER


class ReviewPages(Generic[Row]):
    """The page of proposals of one kind, and the deeds that it offers."""

    def __init__(self, kind: TextKind[Row]) -> None:
        self._kind = kind

    def blueprint(self, name: str) -> Blueprint:
        """The addresses of these pages."""
        made = Blueprint(name, __name__)
        at = f"{self._kind.FOLDER}/{NUMBER}"
        made.add_url_rule(at, "proposal", self.proposal)
        deeds: dict[str, Callable[..., Response]] = {
            "ajukan": self.submit,
            "tarik-kembali": self.take_back,
            "sesuaikan": self.rebase,
            "tinjau": self.take_up,
            "komentar": self.comment,
            "putuskan": self.decide,
            "berkas/<name>/buka": self.open_file,
        }
        for word, deed in deeds.items():
            made.add_url_rule(f"{at}/{word}", deed.__name__, deed, methods=["POST"])
        return made

    def proposal(self, number: int) -> Response:
        """One proposal with what is said about it and what may be done."""
        return self._page(number)

    def submit(self, number: int) -> Response:
        """Ask for review."""

        def deed(session: Session, actor: Actor, row: Row, now: datetime) -> None:
            self._kind.submit(
                session,
                actor,
                row,
                version=_version(),
                is_authorised=request.form.get("authorised") == "y",
                vocabulary=vocabularies(session),
                now=now,
            )
            notices.submitted(session, row.proposal, link=self._link(number), now=now)

        return self._done(number, deed, gettext("Tulisan sudah diajukan. Anda akan mendapat surat setelah ditinjau."))

    def take_back(self, number: int) -> Response:
        """Make a draft of it again."""

        def deed(session: Session, actor: Actor, row: Row, now: datetime) -> None:
            reviewing.take_back(session, actor, row.proposal, now=now)

        return self._done(number, deed, gettext("Tulisan kembali menjadi draf dan dapat disunting."))

    def rebase(self, number: int) -> Response:
        """Say that the draft takes account of the present revision."""

        def deed(session: Session, actor: Actor, row: Row, now: datetime) -> None:
            reviewing.rebase(session, actor, row.proposal, version=_version(), now=now)

        return self._done(number, deed, gettext("Usulan ini sekarang didasarkan pada revisi terbaru."))

    def take_up(self, number: int) -> Response:
        """Tell the author that the review has begun."""

        def deed(session: Session, actor: Actor, row: Row, now: datetime) -> None:
            review_actions.take_up(session, actor, row.proposal, now=now)

        return self._done(number, deed, gettext("Penulis melihat bahwa tulisannya sedang ditinjau."))

    def comment(self, number: int) -> Response:
        """Remark on it."""

        def deed(session: Session, actor: Actor, row: Row, now: datetime) -> None:
            body = request.form.get("body", "")
            review_actions.comment(session, actor, row.proposal, body, now=now)
            if actor.account != row.proposal.author_id:
                notices.decided(session, row.proposal, "remark", body, link=self._link(number), now=now)

        return self._done(number, deed, gettext("Komentar tersimpan."))

    def decide(self, number: int) -> Response:
        """Approve, ask for changes, decline, or only say something."""
        choice = request.form.get("aksi", "")
        if choice == "setujui":
            return self._approve(number)
        verbs = {
            "perbaikan": (review_actions.request_changes, "changes"),
            "tolak": (review_actions.decline, "declined"),
            "komentar": (review_actions.comment, "remark"),
        }
        if choice not in verbs:
            abort(400, "Pilih salah satu: setujui, perbaikan, komentar, atau tolak.")
        verb, word = verbs[choice]

        def deed(session: Session, actor: Actor, row: Row, now: datetime) -> None:
            body = request.form.get("body", "")
            verb(session, actor, row.proposal, body, now=now)
            notices.decided(session, row.proposal, word, body, link=self._link(number), now=now)

        said = (
            gettext("Komentar tersimpan.")
            if choice == "komentar"
            else gettext("Keputusan tersimpan; penulis mendapat surat.")
        )
        return self._done(number, deed, said)

    def open_file(self, number: int, name: str) -> Response:
        """Let the public fetch a file, or no longer."""

        def deed(session: Session, actor: Actor, row: Row, now: datetime) -> None:
            self._kind.open_file(session, actor, row, name, is_open=request.form.get("buka") == "1", now=now)

        return self._done(number, deed, gettext("Lampiran diperbarui."))

    def _approve(self, number: int) -> Response:
        actor = current.actor()
        with house().database.read() as session:
            body = self._kind.find(session, actor, number).proposal.body
        try:
            text = Text(body, house().renderer.render(body))  # before the transaction: it may take a while
        except MarkupError as error:
            return self._page(number, spoken(error), 400)

        def deed(session: Session, actor: Actor, row: Row, now: datetime) -> None:
            said = request.form.get("body", "")
            self._kind.approve(
                session,
                actor,
                row,
                text,
                version=_version(),
                vocabulary=vocabularies(session),
                now=now,
                body=said,
            )
            notices.decided(session, row.proposal, "approved", said, link=self._link(number), now=now)

        return self._done(number, deed, gettext("Disetujui. Tulisan ini sekarang terbit."))

    def _done(self, number: int, deed: Callable[[Session, Actor, Row, datetime], None], message: str) -> Response:
        """Do something in one transaction and lead back; what is refused is told there, with what was typed."""
        actor = current.actor()
        try:
            with house().database.write() as session:
                deed(session, actor, self._kind.find(session, actor, number), house().clock())
        except (Invalid, Conflict) as error:
            return self._page(number, spoken(error), 409 if isinstance(error, Conflict) else 400)
        flash(message)
        return redirect(self._kind.url(number), 303)

    def _link(self, number: int) -> str:
        return base_url() + self._kind.url(number)

    def _page(self, number: int, refusal: str | None = None, status: int = 200) -> Response:
        actor = current.actor()
        with house().database.read() as session:
            shown = review_page(session, actor, number, self._kind, vocabularies(session))
        rendered, trouble = _rendered(shown)
        page = render_template(
            "writing/proposal.html",
            page=shown,
            row=shown.row,
            kind=self._kind,
            proposal=shown.proposal,
            html=Markup(rendered.html) if rendered else None,  # noqa: S704 - the HTML of markup/, cleaned and checked
            trouble=trouble,
            refusal=refusal,
            typed=request.form.get("body", "") if refusal else "",
            states=labels.PROPOSAL_STATES,
            kinds=labels.COMMENT_KINDS,
            label=self._kind.label,
            blocking=self._blocking(shown),
        )
        return make_response(page, status)

    def _blocking(self, shown: ReviewPage[Row]) -> list[tuple[str, str]]:
        """What stands in the way of publication: where, and what."""
        stored, missing = shown.proposal.stored, gettext("Wajib diisi.")
        return [
            (self._kind.place_name(problem.path), missing if is_absent(stored, problem.path) else spoken(problem))
            for problem in shown.problems
        ]


blueprint = ReviewPages(WRITE_UPS).blueprint("review")


@blueprint.get("/ruang-kerja/tinjauan")
def queue() -> Response:
    """Texts that wait for a decision of the reader."""
    actor = current.actor()
    with house().database.read() as session:
        rows = proposal_queries.waiting_for(session, actor)
    return make_response(render_template("writing/queue.html", rows=rows, states=labels.PROPOSAL_STATES))


def _rendered(shown: ReviewPage[Row]) -> tuple[Rendered | None, str | None]:
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
