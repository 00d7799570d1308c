"""/ruang-kerja/sinonim: the words that stand for one another, own ones and those that come with the program."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask_babel import force_locale, gettext
from werkzeug.wrappers import Response

from rumah_inovasi import addresses
from rumah_inovasi.accounts import current
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.errors import Conflict, Invalid
from rumah_inovasi.insight import synonym_actions
from rumah_inovasi.insight.forms import KINDS, SynonymForm
from rumah_inovasi.insight.policy import may_curate, require
from rumah_inovasi.search import own_synonyms
from rumah_inovasi.search.language.synonyms import Group, shipped_groups
from rumah_inovasi.search.language.tokens import normal
from rumah_inovasi.search.model import OwnSynonyms
from rumah_inovasi.web.current import house
from rumah_inovasi.web.errors import answered
from rumah_inovasi.web.routes import NUMBER
from rumah_inovasi.web.tables import as_csv, download
from rumah_inovasi.web.typed import cleaned

blueprint = Blueprint("synonyms", __name__)
PATH = "/ruang-kerja/sinonim"
MOST_SHOWN = 20  # groups of each list; the others are reached by searching
HEADER = ("Asal", "Jenis", "Kata", "Kata lain", "Tidak kembali", "Hanya dengan huruf besar", "Tidak dicari")


@dataclass(frozen=True)
class Effect:
    """What happens where somebody types a form: what else is found, and where to try it."""

    typed: str
    found: tuple[str, ...]
    in_capitals: bool
    url: str


@dataclass(frozen=True)
class Row:
    """A group as the page shows it; without a number it comes with the program."""

    kind: str
    forms: tuple[str, ...]
    effects: list[Effect]
    number: int | None = None

    @property
    def is_mutual(self) -> bool:
        """Whether every form leads to every other that does not hold it, in small letters too."""
        leading = {effect.typed for effect in self.effects}
        found = {form for effect in self.effects for form in effect.found}
        return leading == found == set(self.forms) and not any(effect.in_capitals for effect in self.effects)


@blueprint.get(PATH)
def synonyms() -> Response:
    """Both lists, and the form, filled where a question brought the reader here."""
    _editor()
    return _page(SynonymForm(formdata=None, data={"first": cleaned(request.args.get("kata", ""))}))


@blueprint.get(f"{PATH}.csv")
def synonyms_csv() -> Response:
    """Both lists for spreadsheets, in Indonesian."""
    _editor()
    with house().database.read() as session, force_locale("id"):
        own = [_cells("sendiri", row.group) for row in own_synonyms.groups(session)]
        shipped = [_cells("bawaan", group) for group in shipped_groups()]
    return download(as_csv(HEADER, [*own, *shipped]), "sinonim.csv")


@blueprint.post(PATH)
def add() -> Response:
    """Add a group."""
    actor, form = _editor(), SynonymForm()
    if not form.validate():
        return _page(form, 400)
    try:
        with house().database.write() as session:
            made = synonym_actions.add(
                session,
                actor,
                form.chosen_kind,
                form.forms,
                is_one_way=form.is_one_way.data,
                in_capitals=form.in_capitals.data,
                now=house().clock(),
            )
            first, *_others = made.group.effects()
    except (Invalid, Conflict) as error:
        form.refuse(error)
        return answered(_page(form), error)
    flash(gettext("Tersimpan. Yang mencari “%(typed)s” kini juga menemukan: %(found)s.", **_said(*first)))
    return redirect(PATH, 303)


@blueprint.post(f"{PATH}/{NUMBER}/hapus")
def remove(number: int) -> Response:
    """Remove an own group."""
    actor = _editor()
    with house().database.write() as session:
        synonym_actions.remove(session, actor, number, now=house().clock())
    flash(gettext("Sinonim dihapus."))
    return redirect(PATH, 303)


def _editor() -> Actor:
    actor = current.actor()
    require(may_curate(actor))
    return actor


def _page(form: SynonymForm, status: int = 200) -> Response:
    sought = cleaned(request.args.get("cari", ""))
    with house().database.read() as session:
        rows = own_synonyms.groups(session)
    own = [_row(row.group, row) for row in rows if _holds(row.group, sought)]
    shipped = [_row(group) for group in shipped_groups() if _holds(group, sought)]
    page = render_template(
        "insight/synonyms.html",
        form=form,
        sought=sought,
        own=own[:MOST_SHOWN],
        own_total=len(own),
        shipped=shipped[:MOST_SHOWN],
        shipped_total=len(shipped),
    )
    return make_response(page, status)


def _holds(group: Group, sought: str) -> bool:
    """Whether one of its forms holds what is looked for in the list."""
    return any(normal(sought) in normal(form) for form in group.forms)


def _row(group: Group, own: OwnSynonyms | None = None) -> Row:
    effects = [
        Effect(typed, found, typed in group.capitals, addresses.search(q=typed)) for typed, found in group.effects()
    ]
    return Row(str(KINDS[group.kind]), group.forms, effects, own.id if own else None)


def _said(typed: str, found: Iterable[str]) -> dict[str, str]:
    return {"typed": typed, "found": ", ".join(found)}


def _cells(origin: str, group: Group) -> list[str | int]:
    first, *others = group.forms
    one_way, capitals, asked_only = (
        "; ".join(form for form in group.forms if form in chosen)
        for chosen in (group.one_way, group.capitals, group.asked_only)
    )
    return [origin, str(KINDS[group.kind]), first, "; ".join(others), one_way, capitals, asked_only]
