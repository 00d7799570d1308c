"""The own saved searches: keep one, see all, change, remove."""

from dataclasses import dataclass

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi.accounts import current
from rumah_inovasi.errors import Invalid
from rumah_inovasi.saved import actions, own_endings, queries, question
from rumah_inovasi.saved.forms import SaveForm, SearchForm
from rumah_inovasi.saved.model import MOST, SavedSearch
from rumah_inovasi.saved.sending import has_letters
from rumah_inovasi.search.choices import Choices
from rumah_inovasi.search.results_page import FEED
from rumah_inovasi.web.current import house, vocabularies
from rumah_inovasi.web.errors import answered, spoken
from rumah_inovasi.web.routes import NUMBER

blueprint = Blueprint("saved", __name__)
HOME = "/ruang-kerja/pencarian"


@dataclass(frozen=True)
class _Shown:
    """A saved search as pages show it; `trouble` says why it cannot be asked any more, where that is so."""

    search: SavedSearch
    page: str
    feed: str
    trouble: str | None


@blueprint.get(HOME)
def own() -> str:
    """All own searches."""
    actor = current.actor()
    with house().database.read() as session:
        choices = Choices(session, vocabularies(session))
        shown = [_shown(search, choices) for search in queries.own(session, actor)]
        return render_template("saved/list.html", searches=shown, most=MOST, has_letters=_has_letters())


@blueprint.get(f"{HOME}/simpan")
def ask() -> str:
    """The form for keeping the search that stands in this address, as it does in that of the results."""
    current.actor()
    with house().database.read() as session:
        choices = Choices(session, vocabularies(session))
        wanted = question.read(request.query_string.decode(), choices)
        name = question.proposed_name(wanted, choices)
    form = SaveForm(formdata=None, data={"name": name, "query": question.kept(wanted)})
    return _save_page(form)


@blueprint.post(HOME)
def save() -> Response:
    """Keep a search: with the name that was typed, or from the page of results with one of its words and filters."""
    actor, form, now = current.actor(), SaveForm(), house().clock()
    with house().database.read() as session:
        choices = Choices(session, vocabularies(session))
        wanted = question.read(form.query.data or "", choices)
        query, proposed = question.kept(wanted), question.proposed_name(wanted, choices)
    form.query.data = query
    if "name" not in request.form:
        form.name.process_data(proposed)
    elif not form.validate():
        return make_response(_save_page(form), 400)
    wants = bool(form.letters.data) and _has_letters()
    try:
        with house().database.write() as session:
            kept, is_new = actions.save(session, actor, query, form.name.data or "", wants_letters=wants, now=now)
    except Invalid as error:
        form.refuse(error)
        return answered(_save_page(form), error)
    if is_new:
        flash(gettext("Pencarian disimpan."))
    else:
        flash(gettext("Pencarian ini sudah Anda simpan dengan nama “%(name)s”.", name=kept.name))
    return redirect(f"{HOME}/{kept.id}", 303)


@blueprint.get(f"{HOME}/{NUMBER}")
def one(number: int) -> str:
    """One own search, with the form for its name and letters."""
    actor = current.actor()
    with house().database.read() as session:
        found = queries.one(session, actor, number)
        return _page(session, found, SearchForm(formdata=None, data=_data(found)))


@blueprint.post(f"{HOME}/{NUMBER}")
def change(number: int) -> Response:
    """Call it otherwise, begin or end its letters. Where none leave the site, the wish for them stays."""
    actor, form, now = current.actor(), SearchForm(), house().clock()
    try:
        form.require_valid()
        wants = bool(form.letters.data) if _has_letters() else None
        with house().database.write() as session:
            found = queries.one(session, actor, number)
            end = own_endings.link(found.id)
            actions.change(session, actor, found, form.name.data or "", wants_letters=wants, now=now, letters_end=end)
    except Invalid as error:
        if not form.errors:
            form.refuse(error)
        with house().database.read() as session:
            return answered(_page(session, queries.one(session, actor, number), form), error)
    flash(gettext("Perubahan tersimpan."))
    return redirect(HOME, 303)


@blueprint.post(f"{HOME}/{NUMBER}/hapus")
def remove(number: int) -> Response:
    """Remove it, with its letters."""
    actor, now = current.actor(), house().clock()
    with house().database.write() as session:
        found = queries.one(session, actor, number)
        actions.remove(session, actor, found, now=now, letters_end=own_endings.link(found.id))
    flash(gettext("Pencarian tersimpan dihapus."))
    return redirect(HOME, 303)


def _has_letters() -> bool:
    return has_letters(house().settings)


def _data(search: SavedSearch) -> dict[str, object]:
    return {"name": search.name, "letters": search.sends_letters}


def _shown(search: SavedSearch, choices: Choices) -> _Shown:
    try:
        question.read(search.query, choices)
        trouble = None
    except Invalid as error:
        trouble = spoken(error)
    feed = f"{FEED}?{search.query}" if search.query else FEED
    return _Shown(search, question.address(search.query), feed, trouble)


def _save_page(form: SaveForm) -> str:
    return render_template("saved/save.html", form=form, has_letters=_has_letters())


def _page(session: Session, search: SavedSearch, form: SearchForm) -> str:
    shown = _shown(search, Choices(session, vocabularies(session)))
    return render_template("saved/one.html", shown=shown, form=form, has_letters=_has_letters())
