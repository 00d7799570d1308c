"""Where a unit states that it takes up an innovation."""

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi import addresses
from rumah_inovasi.accounts import current, sizes
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.errors import Conflict, Forbidden, Invalid, TooMany
from rumah_inovasi.files import enclosures
from rumah_inovasi.files.enclosures import Enclosure
from rumah_inovasi.organisations import picker as pickers
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.picker import Picker
from rumah_inovasi.replication import notices, policy, queries, statement_actions
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.replication.forms import StatementForm
from rumah_inovasi.replication.model import CANCELLED, STAGES, stages_after
from rumah_inovasi.replication.policy import MEMBERS
from rumah_inovasi.replication.statement import Statement
from rumah_inovasi.replication.statement_rules import Proof
from rumah_inovasi.web.current import base_url, house, vocabularies
from rumah_inovasi.web.errors import answered
from rumah_inovasi.web.filters import WIB
from rumah_inovasi.web.routes import NUMBER

blueprint = Blueprint("statements", __name__)
AT = f"/ruang-kerja/inovasi/{NUMBER}/replikasi"
MOST_FIELDS = sizes.MIB // 2
MOST_BYTES = enclosures.MOST_BYTES + sizes.MIB  # the file and the fields around it


@blueprint.get(AT)
def form(number: int) -> Response:
    """The form, with what is public about the only unit, or about the one that `unit` names."""
    actor, asked = current.actor(), StatementForm(request.args if "unit" in request.args else None)
    with house().database.read() as session:
        found = catalogue.published(session, number)
        picker = _prepare(session, actor, asked)
        known = _known(session, found, picker.picked)
        if known:
            asked.show(known)
        return _page(found, asked, picker, _stages(session, picker, known))


@blueprint.post(AT)
@sizes.takes(MOST_BYTES, fields=MOST_FIELDS, parts=50)
def state(number: int) -> Response:
    """Keep what the unit says. Whatever is wrong with it, what was typed is shown again."""
    actor, asked = current.actor(), StatementForm()
    with house().database.read() as session:
        found = catalogue.published(session, number)
        picker = _prepare(session, actor, asked)
        said = asked.claim(vocabularies(session), wilayah=found.region_code) if asked.validate() else None
        stages = _stages(session, picker, _known(session, found, picker.picked), typed=asked.tahap.data)
    if said is None:
        asked.ask_again_for_files()
        return make_response(_page(found, asked, picker, stages), 400)
    try:
        made = _keep(number, asked, said)
    except (Invalid, Conflict, TooMany, Forbidden) as error:
        asked.refuse(error)
        asked.ask_again_for_files()
        return answered(_page(found, asked, picker, stages), error)
    flash(_thanks(made))
    return redirect(f"/ruang-kerja/replikasi/{made.id}", 303)


def _keep(number: int, asked: StatementForm, said: Claim) -> Statement:
    file = enclosures.keep(house().files, asked.file.data, "file")
    made = None
    try:
        made = _state(number, asked, said, file)
    finally:
        if made is None:  # nobody will look at it
            enclosures.forget(house().files, file.key if file else None)
    return made


def _state(number: int, asked: StatementForm, said: Claim, file: Enclosure | None) -> Statement:
    actor, now = current.actor(), house().clock()
    proof = Proof((asked.proof.data or "").strip(), file)
    with house().database.write() as session:
        innovation = catalogue.published(session, number)
        unit = organisations.unit(session, asked.unit.data)
        today = now.astimezone(WIB).date()
        made = statement_actions.state(session, actor, innovation, unit, said, proof, today=today, now=now)
        earlier = session.get(Statement, made.replaces) if made.replaces is not None else None
        # The origin has been asked just that already where only the details are new.
        if earlier is None or made.stage_class is not earlier.stage_class:
            notices.stated(session, made, site=base_url(), now=now)
        return made


def _prepare(session: Session, actor: Actor, asked: StatementForm) -> Picker:
    """Set what may be chosen, for an actor who has a unit to speak for."""
    if not policy.states_anything(actor):
        raise Forbidden(
            "Replikasi dinyatakan oleh anggota unit penerimanya. Minta peran petugas kepada admin lokal unit itu."
        )
    asked.offer(vocabularies(session), (*STAGES, CANCELLED))
    return pickers.picker(
        session, actor.units_with(*MEMBERS), actor.own_units, request.values.get("cari", ""), _chosen(asked)
    )


def _chosen(asked: StatementForm) -> int | None:
    return asked.unit.data if isinstance(asked.unit.data, int) else None


def _known(session: Session, found: Innovation, unit_id: int | None) -> Claim | None:
    if unit_id is None:
        return None
    row = queries.record_of_unit(session, found.number, organisations.unit(session, unit_id))
    return queries.claim_of(row) if row else None


def _stages(session: Session, picker: Picker, known: Claim | None, typed: str | None = None) -> list[tuple[str, str]]:
    """What may follow; everything while it is open for which unit. What was typed stays, to be seen and changed."""
    words, every = vocabularies(session), (*STAGES, CANCELLED)
    may_follow = stages_after(known.stage if known else None) if picker.picked else every
    stages = [stage for stage in every if stage in may_follow or stage == typed]
    return [("", "–"), *((stage, words.name("tahap-replikasi", stage)) for stage in stages)]


def _thanks(made: Statement) -> str:
    if not made.is_open:
        return str(gettext("Tercatat: tahapnya sudah diperbarui. Keterangan lain pada catatan umum tetap."))
    if made.is_public:
        return str(gettext("Tercatat dan tampil menurut sumbernya. Unit asal diminta mengonfirmasi."))
    return str(gettext("Tercatat. Setelah unit asal mengonfirmasi, replikasi ini tampil untuk umum."))


def _page(found: Innovation, asked: StatementForm, picker: Picker, stages: list[tuple[str, str]]) -> Response:
    asked.tahap.choices = stages
    page = render_template(
        "replication/state.html",
        innovation=found,
        url=addresses.write_up(found.ref),
        form=asked,
        picker=picker,
    )
    return make_response(page)
