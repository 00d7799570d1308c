"""Pages where a draft is begun and written. Saving never refuses what is incomplete, and nothing typed is lost."""

from urllib.parse import urlencode

from flask import Blueprint, flash, jsonify, make_response, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from rumah_inovasi.accounts import current
from rumah_inovasi.accounts.sizes import MIB, takes
from rumah_inovasi.catalogue import comparison, draft_form, labels, policy, proposal_actions, proposal_queries
from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue.comparison import FieldDiff
from rumah_inovasi.catalogue.draft import BODY, FILES, Draft
from rumah_inovasi.catalogue.presentation import Card
from rumah_inovasi.catalogue.proposal_queries import ListedProposal
from rumah_inovasi.catalogue.reviewing import Stale
from rumah_inovasi.catalogue.showing import cards_of
from rumah_inovasi.catalogue.writing_fields import ID
from rumah_inovasi.catalogue.writing_forms import asks_provenance, typed, version, wanted
from rumah_inovasi.catalogue.writing_page import BY_SECTION, MESSAGE, WHOLE, Form, form_of
from rumah_inovasi.errors import Conflict, Invalid
from rumah_inovasi.markup.words import count_words
from rumah_inovasi.web.current import house, vocabularies
from rumah_inovasi.web.errors import spoken
from rumah_inovasi.web.filters import jam
from rumah_inovasi.web.routes import PROPOSAL

blueprint = Blueprint("writing", __name__)
MOST_FIELDS = 2_000
long_articles = takes(4 * MIB, fields=3 * MIB, parts=MOST_FIELDS, is_for_all=True)


@blueprint.get(f"{PROPOSAL}/sunting")
def edit(number: int) -> Response:
    """The form of a draft."""
    row, form, cards = _form(number)
    if not policy.may_edit(current.actor(), row.proposal):
        flash(gettext("Usulan ini sedang tidak dapat disunting."))
        return redirect(_url(number), 303)
    return _answer("writing/edit.html", row, form, refusal=None, twins=cards)


@blueprint.post(f"{PROPOSAL}/sunting")
@long_articles
def save(number: int) -> Response:
    """Keep what was typed, by a button or by the script that does so every while."""
    actor = current.actor()
    with house().database.read() as session:
        row = proposal_queries.proposal(session, actor, number)
        draft = typed(row.proposal, actor, vocabularies(session))
    now = house().clock()
    try:
        with house().database.write() as session:
            fresh = proposal_queries.proposal(session, actor, number).proposal
            proposal_actions.save(session, actor, fresh, draft, version=version(), now=now)
    except Stale as error:
        return _stale(number, draft, error)
    except Conflict as error:
        return _closed(number, draft, error)
    except Invalid as error:
        return _refused(number, draft, error)
    if _wants_json():
        return _saved(number, draft)
    return _onward(number)


@blueprint.post("/ruang-kerja/kata")
@long_articles
def words() -> Response:
    """How many words each of the sent texts has, counted as everywhere."""
    current.actor()
    return jsonify({name: count_words(draft_form.plain(text)) for name, text in request.form.items()})


def _onward(number: int) -> Response:
    """Where the pressed button leads after saving."""
    deed, mode, url = request.form.get("aksi", ""), request.form.get("mode", ""), _url(number)
    key = deed.removeprefix("tambah-")
    if deed.startswith("tambah-") and key in draft_form.ENTRIES:
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


def _form(number: int, draft: Draft | None = None) -> tuple[ListedProposal, Form, list[Card]]:
    """The form with what was typed, else with what is kept."""
    actor = current.actor()
    with house().database.read() as session:
        row = proposal_queries.proposal(session, actor, number)
        filled = draft or Draft(row.proposal.stored, row.proposal.body, row.proposal.message)
        form = form_of(session, row, filled, vocabularies(session), wanted(actor))
        return row, form, cards_of(session, form.twins)


def _answer(template: str, row: ListedProposal, form: Form, status: int = 200, **more: object) -> Response:
    page = render_template(
        template,
        row=row,
        proposal=row.proposal,
        form=form,
        account=current.account(),
        now=house().clock(),
        **more,
    )
    return make_response(page, status)


def _saved(number: int, draft: Draft) -> Response:
    row, form, _cards = _form(number, draft)
    return jsonify(
        version=row.proposal.version,
        saved_at=jam(row.proposal.updated_at),
        done=form.state.done,
        missing=form.missing_names,
        problems=len(form.wrong) + len(form.numbers),
    )


def _stale(number: int, draft: Draft, error: Stale) -> Response:
    """Somebody else has saved meanwhile: both texts, and the own one to be saved knowingly or dropped."""
    if _wants_json():
        return make_response(jsonify(message=spoken(error)), 409)
    row, form, _cards = _form(number, draft)
    changes = _changes(row, draft)
    if not changes:  # the same was saved twice, such as by two clicks
        return _onward(number)
    return _answer("writing/conflict.html", row, form, 409, changes=changes, label=labels.field)


def _changes(row: ListedProposal, draft: Draft) -> list[FieldDiff]:
    present, own = row.proposal, drafts.tidy({**draft.stored, FILES: row.proposal.stored.get(FILES)})
    if not asks_provenance(current.actor()):
        own[drafts.PROVENANCE] = present.stored.get(drafts.PROVENANCE)
    changes = comparison.compare_plain(present.stored, own, present.body, draft.body)
    if present.message != draft.message:
        changes.append(FieldDiff(MESSAGE, tuple(comparison.words(present.message, draft.message))))
    return changes


def _closed(number: int, draft: Draft, error: Conflict) -> Response:
    """It can no longer be changed: what was typed is shown, so that it can be copied."""
    if _wants_json():
        return make_response(jsonify(message=spoken(error)), 409)
    actor = current.actor()
    with house().database.read() as session:
        row = proposal_queries.proposal(session, actor, number)
    facts = {labels.field(key): comparison.as_text(value) for key, value in drafts.tidy(draft.stored).items()}
    page = render_template(
        "writing/closed.html", row=row, reason=spoken(error), facts=facts, body=draft.body, label=labels.field(BODY)
    )
    return make_response(page, 409)


def _refused(number: int, draft: Draft, error: Invalid) -> Response:
    if _wants_json():
        return make_response(jsonify(message=spoken(error)), 400)
    row, form, cards = _form(number, draft)
    return _answer("writing/edit.html", row, form, 400, refusal=spoken(error), twins=cards)


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _url(number: int) -> str:
    return f"/ruang-kerja/usulan/{number}"
