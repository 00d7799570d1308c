"""/admin/unit: the trees of units, and what can be done with each unit."""

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi import addresses
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.errors import Conflict, Invalid
from rumah_inovasi.front import gate, unit_deeds
from rumah_inovasi.front.unit_deeds import DEEDS, Deed
from rumah_inovasi.organisations import policy, queries
from rumah_inovasi.organisations.model import Unit
from rumah_inovasi.organisations.queries import UnitBranch
from rumah_inovasi.web.current import house, vocabularies
from rumah_inovasi.web.forms import BaseForm
from rumah_inovasi.web.links import Counted, Link
from rumah_inovasi.web.routes import NUMBER

blueprint = Blueprint("admin_units", __name__, url_prefix="/admin/unit")
MOST_FOUND = 100
LONGEST_QUERY = 200
SURE = "yakin"
DEED = f"/{NUMBER}/<any(tambah,nama,alias,pindah,gabung,tutup):word>"


@blueprint.get("")
def units() -> str:
    """The trees that the actor keeps; of all 39 one after choosing it."""
    actor, words = gate.manager(), request.args.get("q", "").strip()[:LONGEST_QUERY]
    with house().database.read() as session:
        found = queries.named_like(session, words, unit_deeds.reach(actor), MOST_FOUND) if words else None
        return render_template(
            "admin/units.html",
            q=words,
            found=found,
            most=MOST_FOUND,
            trees=[] if words else _trees(session, actor),
            regions=_regions(session) if actor.holds(Role.SYSTEM_ADMIN) else [],
            kinds=vocabularies(session).names("jenis-unit"),
            region_names={code: region.full_name for code, region in queries.regions(session).items()},
        )


@blueprint.get(f"/{NUMBER}")
def unit(number: int) -> str:
    """One unit: its data, what is below it, and links to what can be done."""
    actor = gate.manager()
    with house().database.read() as session:
        found = _kept(session, actor, number)
        above = queries.unit(session, found.parent_id) if found.parent_id else None
        return render_template(
            "admin/unit.html",
            unit=found,
            kind=vocabularies(session).name("jenis-unit", found.kind),
            region=queries.region(session, found.region_code),
            above=Link(above.name, f"/admin/unit/{above.id}") if above else None,
            may_open_above=above is not None and policy.may_administer(actor, above),
            names=queries.former_names(session, found.id),
            successors=[Link(item.name, f"/admin/unit/{item.id}") for item in queries.successors(session, found.id)],
            children=queries.children(session, found.id),
            writings=len(catalogue.numbers_of_unit(session, found.id)),
            public_url=addresses.unit(found.ref),
            deeds=unit_deeds.offered(actor, found),
        )


@blueprint.get(DEED)
def deed(number: int, word: str) -> Response:
    """The form of a deed."""
    actor, chosen = gate.manager(), DEEDS[word]
    with house().database.read() as session:
        found = _kept(session, actor, number)
        policy.require(chosen in unit_deeds.offered(actor, found))
        form = chosen.form(formdata=None, data={"name": found.name} if word == "nama" else {})
        unit_deeds.fill(session, actor, found, form, vocabularies(session))
        return _deed_page(found, chosen, form)


@blueprint.post(DEED)
def do(number: int, word: str) -> Response:
    """Do it; what cannot be undone is asked once more before."""
    actor, chosen = gate.manager(), DEEDS[word]
    form = chosen.form()
    with house().database.read() as session:
        found = _kept(session, actor, number)
        unit_deeds.fill(session, actor, found, form, vocabularies(session))
        if not form.validate():
            return _deed_page(found, chosen, form, 400)
        if chosen.warn and SURE not in request.form:
            policy.require(chosen.may(actor, found))
            warnings = chosen.warn(session, found, form)
            return make_response(
                render_template("admin/confirm.html", unit=found, deed=chosen, form=form, warnings=warnings, sure=SURE)
            )
    try:
        with house().database.write() as session:
            now = house().clock()
            outcome = chosen.do(session, actor, queries.unit(session, number), form, now)
            goal = outcome.id
    except (Invalid, Conflict) as error:
        form.refuse(error)
        return _deed_page(found, chosen, form, 409 if isinstance(error, Conflict) else 400)
    flash(gettext("Perubahan tersimpan."))
    return redirect(f"/admin/unit/{goal}", 303)


def _deed_page(found: Unit, chosen: Deed, form: BaseForm, status: int = 200) -> Response:
    return make_response(render_template("admin/deed.html", unit=found, deed=chosen, form=form), status)


def _kept(session: Session, actor: Actor, number: int) -> Unit:
    found = queries.unit(session, number)
    policy.require(policy.may_administer(actor, found))
    return found


def _trees(session: Session, actor: Actor) -> list[UnitBranch]:
    if not actor.holds(Role.SYSTEM_ADMIN):
        roots = sorted({grant.unit for grant in actor.grants if grant.role == Role.LOCAL_ADMIN})
        return [queries.branch(session, queries.unit(session, number)) for number in roots]
    code = request.args.get("wilayah")
    return [queries.tree(session, queries.region(session, code).code)] if code else []


def _regions(session: Session) -> list[Counted]:
    counts = queries.counts_by_region(session)
    return [
        Counted(region.full_name, f"/admin/unit?wilayah={code}", counts.get(code, 0))
        for code, region in queries.regions(session).items()
    ]
