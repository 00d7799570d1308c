"""Pages where a draft is written. Saving never refuses what is incomplete, and nothing typed is lost."""

import logging
from typing import Generic
from urllib.parse import urlencode

from flask import Blueprint, flash, jsonify, make_response, redirect, render_template, request
from flask_babel import gettext
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from rumah_inovasi.accounts import current
from rumah_inovasi.accounts.sizes import MIB, takes
from rumah_inovasi.catalogue import comparison, draft_form, policy, reviewing
from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue.comparison import FieldDiff
from rumah_inovasi.catalogue.draft import BODY, Draft
from rumah_inovasi.catalogue.kind import Row, TextKind
from rumah_inovasi.catalogue.presentation import Card
from rumah_inovasi.catalogue.reviewing import Stale
from rumah_inovasi.catalogue.showing import cards_of
from rumah_inovasi.catalogue.upload_views import forget
from rumah_inovasi.catalogue.write_up_kind import WRITE_UPS
from rumah_inovasi.catalogue.writing_fields import ID
from rumah_inovasi.catalogue.writing_forms import version
from rumah_inovasi.catalogue.writing_page import BY_SECTION, WHOLE, Form
from rumah_inovasi.catalogue.writing_remarks import MESSAGE
from rumah_inovasi.errors import Conflict, DomainError, Invalid, Unusable
from rumah_inovasi.markup.words import count_words
from rumah_inovasi.web.current import house, vocabularies
from rumah_inovasi.web.errors import spoken
from rumah_inovasi.web.filters import jam
from rumah_inovasi.web.routes import NUMBER

MOST_FIELDS = 2_000
# A full disk, say, while reading goes on: what was typed stays in the form. Where nothing can be read either, the page
# for all errors comes.
FULL = Unusable("Situs sedang tidak dapat menyimpan. Ketikan Anda masih ada di bawah; coba simpan lagi sebentar lagi.")
log = logging.getLogger("rumah_inovasi")
long_articles = takes(4 * MIB, fields=3 * MIB, parts=MOST_FIELDS, is_for_all=True)


class WritingPages(Generic[Row]):
    """The form of drafts of one kind, and what becomes of what was typed."""

    def __init__(self, kind: TextKind[Row]) -> None:
        self._kind = kind

    def blueprint(self, name: str) -> Blueprint:
        """The addresses of these pages."""
        made = Blueprint(name, __name__)
        at = f"{self._kind.FOLDER}/{NUMBER}/sunting"
        made.add_url_rule(at, "edit", self.edit)
        made.add_url_rule(at, "save", self.save, methods=["POST"])
        at = f"{self._kind.FOLDER}/{NUMBER}/hapus"
        made.add_url_rule(at, "ask_discard", self.ask_discard)
        made.add_url_rule(at, "discard", self.discard, methods=["POST"])
        return made

    def edit(self, number: int) -> Response:
        """The form of a draft."""
        row, form, cards = self._form(number)
        if not policy.may_edit(current.actor(), row.proposal):
            flash(gettext("Usulan ini sedang tidak dapat disunting."))
            return redirect(self._kind.url(number), 303)
        return self._answer("writing/edit.html", row, form, refusal=None, twins=cards)

    @long_articles
    def save(self, number: int) -> Response:
        """Keep what was typed, by a button or by the script that does so every while."""
        actor = current.actor()
        with house().database.read() as session:
            row = self._kind.find(session, actor, number)
            draft = self._kind.typed(row, actor, vocabularies(session))
        now = house().clock()
        try:
            with house().database.write() as session:
                fresh = self._kind.find(session, actor, number)
                self._kind.save(session, actor, fresh, draft, version=version(), now=now)
        except Stale as error:
            return self._stale(number, draft, error)
        except Conflict as error:
            return self._closed(number, draft, error)
        except Invalid as error:
            return self._refused(number, draft, error)
        except OperationalError as error:
            log.log(logging.ERROR, "draft %s cannot be saved: %s", number, error.orig)
            return self._refused(number, draft, FULL, 503)
        if _wants_json():
            return self._saved(number, draft)
        return self._onward(number)

    def ask_discard(self, number: int) -> Response:
        """Ask before a draft is gone for good."""
        actor = current.actor()
        with house().database.read() as session:
            row = self._kind.find(session, actor, number)
        if not policy.may_edit(actor, row.proposal):
            raise Conflict("Usulan ini sedang tidak dapat dihapus.")
        page = render_template("writing/discard.html", row=row, kind=self._kind, account=current.account())
        return make_response(page)

    def discard(self, number: int) -> Response:
        """Remove a draft with its files; bytes go once nothing names them any more."""
        actor = current.actor()
        with house().database.write() as session:
            found = self._kind.find(session, actor, number).proposal
            keys = reviewing.discard(session, actor, found, now=house().clock())
        forget(keys)
        flash(gettext("Draf dihapus."))
        return redirect(f"/ruang-kerja/{self._kind.SHELF}", 303)

    def _onward(self, number: int) -> Response:
        """Where the pressed button leads after saving."""
        deed, mode, url = request.form.get("aksi", ""), request.form.get("mode", ""), self._kind.url(number)
        key = deed.removeprefix("tambah-")
        if deed.startswith("tambah-") and key in self._kind.KEYS:
            return redirect(f"{url}/sunting?{urlencode({'mode': mode, 'tambah': key})}#{ID}{key}", 303)
        places = {
            "pratinjau": f"{url}/pratinjau",
            "ajukan": f"{url}#ajukan",
            "mode-teks": f"{url}/sunting?mode={WHOLE}",
            "mode-bagian": f"{url}/sunting?mode={BY_SECTION}",
        }
        if deed not in places:
            flash(gettext("Draf tersimpan."))
        return redirect(places.get(deed, f"{url}/sunting?mode={mode}" if mode == WHOLE else f"{url}/sunting"), 303)

    def _form(self, number: int, draft: Draft | None = None) -> tuple[Row, Form, list[Card]]:
        """The form with what was typed, else with what is kept."""
        actor = current.actor()
        with house().database.read() as session:
            row = self._kind.find(session, actor, number)
            filled = draft or Draft(row.proposal.stored, row.proposal.body, row.proposal.message)
            form = self._kind.form(session, row, filled, vocabularies(session), actor)
            return row, form, cards_of(session, form.twins)

    def _answer(self, template: str, row: Row, form: Form, status: int = 200, **more: object) -> Response:
        page = render_template(
            template,
            row=row,
            kind=self._kind,
            proposal=row.proposal,
            form=form,
            account=current.account(),
            now=house().clock(),
            **more,
        )
        return make_response(page, status)

    def _saved(self, number: int, draft: Draft) -> Response:
        row, form, _cards = self._form(number, draft)
        return jsonify(
            version=row.proposal.version,
            saved_at=jam(row.proposal.updated_at),
            done=form.state.done,
            missing=form.missing_names,
            problems=len(form.wrong) + len(form.numbers),
        )

    def _stale(self, number: int, draft: Draft, error: Stale) -> Response:
        """Somebody else has saved meanwhile: both texts, and the own one to be saved knowingly or dropped."""
        if _wants_json():
            return make_response(jsonify(message=spoken(error)), 409)
        row, form, _cards = self._form(number, draft)
        changes = self._changes(row, draft)
        if not changes:  # the same was saved twice, such as by two clicks
            return self._onward(number)
        return self._answer("writing/conflict.html", row, form, 409, changes=changes, label=self._kind.label)

    def _changes(self, row: Row, draft: Draft) -> list[FieldDiff]:
        present, own = row.proposal, self._kind.settled(row, current.actor(), draft)
        changes = comparison.compare_plain(present.stored, own.stored, present.body, own.body, self._kind.KEYS)
        if present.message != draft.message:
            changes.append(FieldDiff(MESSAGE, tuple(comparison.words(present.message, draft.message))))
        return changes

    def _closed(self, number: int, draft: Draft, error: Conflict) -> Response:
        """It can no longer be changed: what was typed is shown, so that it can be copied."""
        if _wants_json():
            return make_response(jsonify(message=spoken(error)), 409)
        actor = current.actor()
        with house().database.read() as session:
            row = self._kind.find(session, actor, number)
        stored = drafts.tidy(draft.stored, self._kind.KEYS)
        page = render_template(
            "writing/closed.html",
            row=row,
            kind=self._kind,
            reason=spoken(error),
            facts={self._kind.label(key): comparison.as_text(value) for key, value in stored.items()},
            body=draft.body,
            label=self._kind.label(BODY),
        )
        return make_response(page, 409)

    def _refused(self, number: int, draft: Draft, error: DomainError, status: int = 400) -> Response:
        if _wants_json():
            return make_response(jsonify(message=spoken(error)), status)
        row, form, cards = self._form(number, draft)
        return self._answer("writing/edit.html", row, form, status, refusal=spoken(error), twins=cards)


blueprint = WritingPages(WRITE_UPS).blueprint("writing")


@blueprint.post("/ruang-kerja/kata")
@long_articles
def words() -> Response:
    """How many words each of the sent texts has, counted as everywhere."""
    current.actor()
    return jsonify({name: count_words(draft_form.plain(text)) for name, text in request.form.items()})


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"
