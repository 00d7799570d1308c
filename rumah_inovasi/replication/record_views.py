"""Looking after the public records of an innovation: adding what a source states, answering, removing."""

from flask import Blueprint, flash, make_response, redirect, render_template
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi import addresses
from rumah_inovasi.accounts import current
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.errors import Conflict, Invalid
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.replication import actions, notices, panels, policy, queries
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.replication.forms import NoteForm, RemovalForm, ReplyForm
from rumah_inovasi.replication.model import Replication
from rumah_inovasi.replication.statement_rules import checked_text
from rumah_inovasi.schema import Value
from rumah_inovasi.web.current import base_url, house, vocabularies
from rumah_inovasi.web.errors import answered
from rumah_inovasi.web.filters import WIB
from rumah_inovasi.web.routes import HIGHEST_NUMBER, NUMBER

blueprint = Blueprint("replication_records", __name__)
AT = f"/ruang-kerja/inovasi/{NUMBER}/catatan-replikasi"
RECORD = f"{AT}/<int(max={HIGHEST_NUMBER}):record>"


@blueprint.get(AT)
def records(number: int) -> str:
    """All records of an innovation, with what the actor may do with each."""
    actor = current.actor()
    with house().database.read() as session:
        found = _readable(session, actor, number)
        rows = queries.of_innovation(session, number)
        regions, words = organisations.regions(session), vocabularies(session)
        entries = panels.entries(rows, found.region_code, regions, words)
        return render_template(
            "replication/records.html",
            innovation=found,
            url=addresses.write_up(found.ref),
            rows=list(zip(rows, entries, strict=True)),
            may_reply=policy.may_reply(actor, found),
            may_remove=policy.may_remove(actor),
        )


@blueprint.get(f"{AT}/tambah")
def ask_note(number: int) -> Response:
    """The form for an adopter that has no account here."""
    actor = current.actor()
    with house().database.read() as session:
        return _note_page(session, _readable(session, actor, number), NoteForm(formdata=None))


@blueprint.post(f"{AT}/tambah")
def note(number: int) -> Response:
    """Record what a source states."""
    actor, form = current.actor(), NoteForm()
    with house().database.read() as session:
        found = _readable(session, actor, number)
        said = _noted(session, form)
        if said is None:
            return make_response(_note_page(session, found, form), 400)
    try:
        with house().database.write() as session:
            fresh = catalogue.published(session, number)
            now = house().clock()
            actions.note(session, actor, fresh, said, today=now.astimezone(WIB).date(), now=now)
    except (Invalid, Conflict) as error:
        form.refuse(error)
        with house().database.read() as session:
            return answered(_note_page(session, found, form), error)
    flash(gettext("Catatan ditambahkan menurut sumbernya."))
    return redirect(_address(number), 303)


@blueprint.get(f"{RECORD}/tanggapan")
def ask_reply(number: int, record: int) -> Response:
    """The form for the origin's answer."""
    actor = current.actor()
    with house().database.read() as session:
        found, row = _answerable(session, actor, number, record)
        form = ReplyForm(formdata=None, data={"tanggapan": row.reply})
        return _row_page("replication/reply.html", session, found, row, form)


@blueprint.post(f"{RECORD}/tanggapan")
def reply(number: int, record: int) -> Response:
    """Keep the origin's answer."""
    actor, form = current.actor(), ReplyForm()
    with house().database.read() as session:
        _answerable(session, actor, number, record)
    try:
        form.require_valid()
        with house().database.write() as session:
            found, row = _row(session, number, record)
            actions.reply(session, actor, found, row, form.tanggapan.data or "", now=house().clock())
    except Invalid as error:
        form.refuse(error)
        with house().database.read() as session:
            found, row = _row(session, number, record)
            return answered(_row_page("replication/reply.html", session, found, row, form), error)
    flash(gettext("Tanggapan disimpan dan tampil di samping catatannya."))
    return redirect(_address(number), 303)


@blueprint.get(f"{RECORD}/hapus")
def ask_removal(number: int, record: int) -> Response:
    """Ask for the reason first."""
    actor = current.actor()
    with house().database.read() as session:
        found, row = _removable(session, actor, number, record)
        return _row_page("replication/remove.html", session, found, row, RemovalForm(formdata=None))


@blueprint.post(f"{RECORD}/hapus")
def remove(number: int, record: int) -> Response:
    """Take a record away; those whom it concerns are told why."""
    actor, form = current.actor(), RemovalForm()
    with house().database.read() as session:
        _removable(session, actor, number, record)
    try:
        form.require_valid()
        with house().database.write() as session:
            found, row = _row(session, number, record)
            now, reason = house().clock(), checked_text(form.reason.data or "", "reason")
            notices.removed(session, found, row, reason, site=base_url(), now=now)
            actions.remove(session, actor, found, row, now=now)
    except Invalid as error:
        form.refuse(error)
        with house().database.read() as session:
            found, row = _row(session, number, record)
            return answered(_row_page("replication/remove.html", session, found, row, form), error)
    flash(gettext("Catatan dihapus. Alasannya dikirim kepada yang berkepentingan."))
    return redirect(_address(number), 303)


def _readable(session: Session, actor: Actor, number: int) -> Innovation:
    found = catalogue.published(session, number)
    policy.require(policy.may_note(actor, found))
    return found


def _answerable(session: Session, actor: Actor, number: int, record: int) -> tuple[Innovation, Replication]:
    found, row = _row(session, number, record)
    policy.require(policy.may_reply(actor, found))
    return found, row


def _removable(session: Session, actor: Actor, number: int, record: int) -> tuple[Innovation, Replication]:
    found, row = _row(session, number, record)
    policy.require(policy.may_remove(actor))
    return found, row


def _row(session: Session, number: int, record: int) -> tuple[Innovation, Replication]:
    return catalogue.published(session, number), queries.record(session, number, record)


def _noted(session: Session, form: NoteForm) -> Claim | None:
    _offer(session, form)
    if not form.validate():
        return None
    names = ("wilayah", "penerima", "unit", "jumlah")
    adopter: dict[str, Value] = {name: (form[name].data or "").strip() for name in names}
    if bool(adopter["wilayah"]) == bool(adopter["penerima"]):
        form.refuse(Invalid("Pilih kabupaten/kota, atau tulis penerima lain; salah satu saja.", field="wilayah"))
        return None
    return form.claim(vocabularies(session), **adopter)


def _offer(session: Session, form: NoteForm) -> None:
    form.offer(vocabularies(session))
    regions = organisations.regions(session).values()
    form.wilayah.choices = [("", "–"), *((region.code, region.full_name) for region in regions)]


def _note_page(session: Session, found: Innovation, form: NoteForm) -> Response:
    _offer(session, form)
    page = render_template("replication/note.html", innovation=found, url=addresses.write_up(found.ref), form=form)
    return make_response(page)


def _row_page(
    template: str, session: Session, found: Innovation, row: Replication, form: ReplyForm | RemovalForm
) -> Response:
    entry = panels.entries([row], found.region_code, organisations.regions(session), vocabularies(session))[0]
    page = render_template(template, innovation=found, row=row, item=entry, at=_address(found.number), form=form)
    return make_response(page)


def _address(number: int) -> str:
    return f"/ruang-kerja/inovasi/{number}/catatan-replikasi"
