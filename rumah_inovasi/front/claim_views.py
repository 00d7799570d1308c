"""Claims, “Saya dari unit ini”: the owning unit confirms, corrects or objects to what editors have compiled."""

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi import addresses
from rumah_inovasi.accounts import current
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import notices, policy, proposal_actions, queries
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.catalogue.write_up_kind import WRITE_UPS
from rumah_inovasi.errors import Conflict, Forbidden, Invalid
from rumah_inovasi.feedback import actions as feedback
from rumah_inovasi.web.current import base_url, house, vocabularies
from rumah_inovasi.web.errors import spoken
from rumah_inovasi.web.routes import NUMBER

blueprint = Blueprint("claims", __name__)
AT = f"/ruang-kerja/inovasi/{NUMBER}/klaim"
DESK = "/ruang-kerja"


@blueprint.get(AT)
def claim(number: int) -> Response:
    """The three ways of the owning unit."""
    return _page(number)


@blueprint.post(AT)
def decide(number: int) -> Response:
    """Go one of them."""
    ways = {"konfirmasi": _confirm, "perbaiki": _correct, "keberatan": _object}
    way = ways.get(request.form.get("aksi", ""))
    if way is None:
        return _page(number, gettext("Pilih salah satu: konfirmasi, perbaiki, atau keberatan."), 400)
    actor = current.actor()
    try:
        with house().database.write() as session:
            found = queries.published(session, number)
            target, message = way(session, actor, found)
    except (Invalid, Conflict) as error:
        return _page(number, spoken(error), 409 if isinstance(error, Conflict) else 400)
    flash(message)
    return redirect(target, 303)


def _confirm(session: Session, actor: Actor, found: Innovation) -> tuple[str, str]:
    now = house().clock()
    made = proposal_actions.claim(session, actor, found, queries.read(session, found).revision, now=now)
    proposal_actions.submit(
        session,
        actor,
        made,
        version=made.version,
        is_authorised=request.form.get("authorised") == "y",
        vocabulary=vocabularies(session),
        now=now,
    )
    notices.submitted(session, made, link=base_url() + WRITE_UPS.url(made.id), now=now)
    return WRITE_UPS.url(made.id), gettext("Terima kasih. Konfirmasi Anda menunggu tinjauan admin lokal.")


def _correct(session: Session, actor: Actor, found: Innovation) -> tuple[str, str]:
    base = queries.read(session, found).revision
    made = proposal_actions.claim(session, actor, found, base, now=house().clock())
    return f"/ruang-kerja/usulan/{made.id}/sunting", gettext("Perbaiki teksnya di sini, lalu ajukan.")


def _object(session: Session, actor: Actor, found: Innovation) -> tuple[str, str]:
    policy.require(policy.may_claim(actor, found))
    feedback.object(session, actor, found, request.form.get("body", ""), base_url=base_url(), now=house().clock())
    return DESK, gettext("Keberatan Anda sampai kepada admin lokal dan kurator provinsi.")


def _page(number: int, refusal: str | None = None, status: int = 200) -> Response:
    actor = current.actor()
    with house().database.read() as session:
        found = queries.published(session, number)
    if not policy.may_claim(actor, found):
        raise Forbidden(
            "Hanya penyusun dan admin lokal unit pemilik yang dapat mengambil alih tulisan redaksi ini. Minta akun "
            "lewat admin lokal Anda, atau pakai “Informasi ini keliru” pada tulisannya."
        )
    page = render_template(
        "writing/claim.html",
        innovation=found,
        url=addresses.write_up(found.ref),
        refusal=refusal,
        typed=request.form.get("body", ""),
    )
    return make_response(page, status)
