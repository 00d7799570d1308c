"""Requests for an account, as those see them who decide."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from rumah_inovasi.accounts import current
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.errors import Conflict, Forbidden, Invalid, NotFound
from rumah_inovasi.files import enclosures
from rumah_inovasi.membership import member_queries, policy, request_actions, request_queries, roles
from rumah_inovasi.membership.forms import NEW_UNIT, AcceptForm, DeclineForm
from rumah_inovasi.membership.model import AccountRequest
from rumah_inovasi.membership.request_actions import NewUnit
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import GOVERNMENT, Unit
from rumah_inovasi.web.current import base_url, house, vocabularies
from rumah_inovasi.web.errors import answered
from rumah_inovasi.web.files import as_attachment
from rumah_inovasi.web.routes import NUMBER

blueprint = Blueprint("decisions", __name__)
REQUEST = f"/ruang-kerja/permintaan/{NUMBER}"
MOST_UNITS = 2_000  # of one region


@blueprint.get(REQUEST)
def wish(number: int) -> str:
    """What somebody asks for, and the two answers."""
    actor = current.actor()
    with house().database.read() as session:
        found = request_queries.readable_request(session, actor, number)
        form = _accept_form(session, actor, found)
        if not form.unit.data:
            form.unit.data = str(found.unit_id or "")
        if _may_make(actor):
            form.new_name.data = found.unit_name
        return _page(session, actor, found, form, DeclineForm())


@blueprint.get(f"{REQUEST}/surat")
def letter(number: int) -> Response:
    """The letter that came with the request, to be kept on disk rather than opened here."""
    actor = current.actor()
    with house().database.read() as session:
        found = request_queries.readable_request(session, actor, number)
    if found.letter_key is None:
        raise NotFound("Permintaan ini tidak memuat surat.")
    file = house().files.open(found.letter_key)
    return as_attachment(file, found.letter_name or "surat", found.letter_media_type or "application/octet-stream")


@blueprint.post(f"{REQUEST}/terima")
def accept(number: int) -> AnyResponse:
    """Let the person in; the link stands on the answer, this once."""
    actor = current.actor()
    with house().database.read() as session:
        found = request_queries.readable_request(session, actor, number)
        form = _accept_form(session, actor, found)
        if not form.validate():
            return make_response(_page(session, actor, found, form, DeclineForm(formdata=None)), 400)
    try:
        with house().database.write() as session:
            found = request_queries.readable_request(session, actor, number, to_decide=True)
            place, key = _place(session, form), found.letter_key
            account, handed = request_actions.accept(
                session, actor, found, Role(form.role.data), place, site=base_url(), now=house().clock()
            )
    except (Invalid, Conflict, Forbidden) as error:
        form.refuse(error)
        with house().database.read() as session:
            found = request_queries.readable_request(session, actor, number)
            return answered(_page(session, actor, found, form, DeclineForm(formdata=None)), error)
    enclosures.forget(house().files, key)
    return make_response(render_template("membership/invited.html", account=account, handed=handed))


@blueprint.post(f"{REQUEST}/tolak")
def decline(number: int) -> AnyResponse:
    """Say no; the reason goes to the person by letter."""
    actor, form = current.actor(), DeclineForm()
    if not form.validate():
        with house().database.read() as session:
            found = request_queries.readable_request(session, actor, number)
            accepting = _accept_form(session, actor, found, fresh=True)
            return make_response(_page(session, actor, found, accepting, form), 400)
    with house().database.write() as session:
        found = request_queries.readable_request(session, actor, number, to_decide=True)
        key = found.letter_key
        request_actions.decline(session, actor, found, form.reason.data or "", site=base_url(), now=house().clock())
    enclosures.forget(house().files, key)
    flash(gettext("Permintaan ditolak. Alasannya dikirim ke surel pemohon, dan datanya sudah dihapus."))
    return redirect("/ruang-kerja/anggota" if actor.manages else "/ruang-kerja", 303)


def _accept_form(session: Session, actor: Actor, found: AccountRequest, *, fresh: bool = False) -> AcceptForm:
    form = AcceptForm(formdata=None) if fresh else AcceptForm()
    units = _region_units(session, actor, found.region_code)
    own = [(unit.id, unit.name) for unit in units]
    new = [(NEW_UNIT, gettext("Buat unit baru"))] if _may_make(actor) else []
    form.unit.choices = [("", "–"), *((str(number), name) for number, name in own), *new]
    form.role.choices = roles.choices(everything=policy.runs_site(actor))
    if new:
        known = vocabularies(session)
        kinds = [term.id for term in known.of("jenis-unit") if term.id != GOVERNMENT and not term.is_retired]
        form.parent.choices, form.kind.choices = (
            own,
            [("", "–"), *((kind, known.name("jenis-unit", kind)) for kind in kinds)],
        )
    else:
        del form.new_name, form.parent, form.kind
    return form


def _may_make(actor: Actor) -> bool:
    """Curators decide, but the trees are not theirs."""
    return policy.managed_units(actor) != frozenset()


def _region_units(session: Session, actor: Actor, region_code: str) -> list[Unit]:
    """Active units of the region in which the actor may let somebody in, the government first."""
    found, _total = member_queries.places(session, None, "", most=MOST_UNITS, region=region_code)
    return [place.unit for place in found if policy.may_decide(actor, place.unit.id)]


def _place(session: Session, form: AcceptForm) -> Unit | NewUnit:
    if form.makes_unit:
        return NewUnit(form.new_name.data or "", form.kind.data, organisations.unit(session, form.parent.data))
    return organisations.unit(session, int(form.unit.data))


def _page(session: Session, actor: Actor, found: AccountRequest, form: AcceptForm, declining: DeclineForm) -> str:
    return render_template(
        "membership/request.html",
        request=found,
        region=organisations.region(session, found.region_code),
        unit=organisations.unit(session, found.unit_id) if found.unit_id else None,
        form=form,
        declining=declining,
        may_make=_may_make(actor),
        manages=actor.manages,
    )
