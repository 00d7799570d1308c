"""/admin/daftar: the vocabularies of forms and facets."""

from flask import Blueprint, flash, make_response, redirect, render_template
from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from rumah_inovasi.errors import Conflict, Invalid, NotFound
from rumah_inovasi.front import gate, term_actions
from rumah_inovasi.front.term_actions import LONGEST_NAME, OPEN, may_retire
from rumah_inovasi.vocabulary import queries
from rumah_inovasi.vocabulary.model import Term
from rumah_inovasi.web.current import house, vocabularies
from rumah_inovasi.web.forms import BaseForm
from rumah_inovasi.web.links import Counted

blueprint = Blueprint("admin_terms", __name__, url_prefix="/admin/daftar")
KINDS = {
    "urusan": lazy_gettext("Urusan"),
    "sdg": lazy_gettext("TPB/SDGs"),
    "cettar": lazy_gettext("CETTAR"),
    "bentuk": lazy_gettext("Bentuk"),
    "jenis": lazy_gettext("Jenis"),
    "tahapan": lazy_gettext("Tahapan"),
    "inisiator": lazy_gettext("Inisiator"),
    "jenis-unit": lazy_gettext("Jenis unit"),
    "jenis-pelatihan": lazy_gettext("Jenis pelatihan"),
    "kisaran-biaya": lazy_gettext("Kisaran biaya"),
    "keberlanjutan": lazy_gettext("Keberlanjutan"),
    "asal-tulisan": lazy_gettext("Asal tulisan"),
    "bahasa": lazy_gettext("Bahasa"),
    "lisensi": lazy_gettext("Lisensi"),
    "tahap-replikasi": lazy_gettext("Tahap replikasi"),
    "derajat-replikasi": lazy_gettext("Derajat replikasi"),
    "bukti-replikasi": lazy_gettext("Bukti replikasi"),
}


class TermForm(BaseForm):
    """A term's names."""

    name = StringField(lazy_gettext("Nama"), validators=[InputRequired(), Length(max=LONGEST_NAME)])
    name_en = StringField(
        lazy_gettext("Nama dalam bahasa Inggris"), validators=[InputRequired(), Length(max=LONGEST_NAME)]
    )


@blueprint.get("")
def kinds() -> str:
    """All vocabularies."""
    gate.system_admin()
    with house().database.read() as session:
        words = vocabularies(session)
        lists = [Counted(str(label), f"/admin/daftar/{kind}", len(words.of(kind))) for kind, label in KINDS.items()]
    return render_template("admin/vocabularies.html", lists=lists)


@blueprint.get("/<kind>")
def kind(kind: str) -> Response:
    """The terms of one vocabulary."""
    gate.system_admin()
    return _list_page(kind, TermForm(formdata=None))


@blueprint.post("/<kind>/tambah")
def add(kind: str) -> Response:
    """Add a term to a list that is open."""
    actor, form = gate.system_admin(), TermForm()
    _label(kind)
    if not form.validate():
        return _list_page(kind, form, 400)
    try:
        with house().database.write() as session:
            name, name_en = form.name.data or "", form.name_en.data or ""
            term_actions.add(session, actor, kind, name, name_en, now=house().clock())
    except (Invalid, Conflict) as error:
        form.refuse(error)
        return _list_page(kind, form, 409 if isinstance(error, Conflict) else 400)
    flash(gettext("Pilihan ditambahkan."))
    return redirect(f"/admin/daftar/{kind}", 303)


@blueprint.get("/<kind>/<term_id>")
def term(kind: str, term_id: str) -> Response:
    """One term with the form for its names."""
    gate.system_admin()
    with house().database.read() as session:
        found = _term(session, kind, term_id)
    return _term_page(found, TermForm(formdata=None, data={"name": found.name, "name_en": found.name_en}))


@blueprint.post("/<kind>/<term_id>")
def rename(kind: str, term_id: str) -> Response:
    """Call it otherwise."""
    actor, form = gate.system_admin(), TermForm()
    with house().database.read() as session:
        found = _term(session, kind, term_id)
    if not form.validate():
        return _term_page(found, form, 400)
    try:
        with house().database.write() as session:
            name, name_en = form.name.data or "", form.name_en.data or ""
            term_actions.rename(session, actor, _term(session, kind, term_id), name, name_en, now=house().clock())
    except Invalid as error:
        form.refuse(error)
        return _term_page(found, form, 400)
    flash(gettext("Nama tersimpan."))
    return redirect(f"/admin/daftar/{kind}", 303)


@blueprint.post("/<kind>/<term_id>/<any(pensiun,pulihkan):word>")
def set_retired(kind: str, term_id: str, word: str) -> Response:
    """Let forms offer it no longer, or again."""
    actor = gate.system_admin()
    with house().database.write() as session:
        found = _term(session, kind, term_id)
        is_retired = word == "pensiun"
        term_actions.set_retired(session, actor, found, is_retired=is_retired, now=house().clock())
    flash(gettext("Pilihan dipensiunkan.") if is_retired else gettext("Pilihan dipakai lagi."))
    return redirect(f"/admin/daftar/{kind}", 303)


def _list_page(kind: str, form: TermForm, status: int = 200) -> Response:
    label = _label(kind)
    with house().database.read() as session:
        terms = queries.terms(session, kind)
    return make_response(
        render_template("admin/vocabulary.html", kind=kind, label=label, terms=terms, form=form, is_open=kind in OPEN),
        status,
    )


def _term_page(found: Term, form: TermForm, status: int = 200) -> Response:
    page = render_template(
        "admin/term.html", term=found, label=_label(found.kind), form=form, may_retire=may_retire(found)
    )
    return make_response(page, status)


def _label(kind: str) -> str:
    if kind not in KINDS:
        raise NotFound("Daftar ini tidak ada.")
    return str(KINDS[kind])


def _term(session: Session, kind: str, term_id: str) -> Term:
    _label(kind)
    return queries.term(session, kind, term_id)
