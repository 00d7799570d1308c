"""What those who write for a unit do with its write-ups: begin a change, restore a revision, withdraw."""

from collections.abc import Callable
from datetime import date, datetime

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi import addresses
from rumah_inovasi.accounts import current
from rumah_inovasi.catalogue import actions, policy, proposal_actions, proposal_queries, queries
from rumah_inovasi.catalogue.model import PublicText
from rumah_inovasi.catalogue.stewardship_forms import WithdrawalForm
from rumah_inovasi.catalogue.write_up_kind import WRITE_UPS
from rumah_inovasi.errors import Conflict, Invalid, NotFound
from rumah_inovasi.web.current import house
from rumah_inovasi.web.filters import WIB
from rumah_inovasi.web.routes import NUMBER

blueprint = Blueprint("stewardship", __name__)
AT = f"/ruang-kerja/inovasi/{NUMBER}"
LONGEST_NUMBER = 9


@blueprint.post(f"{AT}/revisi")
def change(number: int) -> Response:
    """Begin a change, from the present revision or from a former one (`dari`) that is to be restored."""
    actor = current.actor()
    wanted = _revision()
    with house().database.write() as session:
        found = queries.innovation(session, number)
        known = proposal_queries.open_of(session, number)
        if known and policy.may_see(actor, known):
            flash(gettext("Tulisan ini sudah punya usulan yang terbuka; lanjutkan yang ini."))
            return redirect(f"/ruang-kerja/usulan/{known.id}", 303)
        base = queries.read(session, found, wanted).revision
        message = f"Dipulihkan dari revisi {wanted}" if wanted and wanted != found.revision else ""
        made = proposal_actions.start_revision(session, actor, found, base, message=message, now=house().clock())
    return redirect(f"/ruang-kerja/usulan/{made.id}/sunting", 303)


@blueprint.route(f"{AT}/tarik", methods=["GET", "POST"])
def withdraw(number: int) -> Response:
    """Take a write-up from the public, with a reason that stays readable."""
    actor = current.actor()
    with house().database.read() as session:
        found = queries.published(session, number)
        policy.require(policy.may_withdraw(actor, found))

    def deed(session: Session, reason: str, on: date, now: datetime) -> None:
        actions.withdraw(session, actor, queries.innovation(session, number), reason, on=on, now=now)

    return ask_and_withdraw(found, WRITE_UPS.SHELF, addresses.write_up(found.ref), deed)


def ask_and_withdraw(
    found: PublicText, shelf: str, url: str, deed: Callable[[Session, str, date, datetime], None]
) -> Response:
    """Ask for the reason, and do the deed with it today.

    `shelf` tells the kind of the text (see `TextKind`), `url` is its page.
    """
    form = WithdrawalForm()
    if form.validate_on_submit():
        try:
            with house().database.write() as session:
                now = house().clock()
                deed(session, form.reason.data or "", now.astimezone(WIB).date(), now)
            flash(gettext("Sudah ditarik. Di alamatnya tinggal judul, tanggal, dan alasan."))
            return redirect("/ruang-kerja", 303)
        except (Invalid, Conflict) as error:
            form.refuse(error)
    status = 400 if form.is_submitted() else 200
    page = render_template("writing/withdraw.html", form=form, text=found, shelf=shelf, url=url, here=request.path)
    return make_response(page, status)


def _revision() -> int | None:
    text = request.form.get("dari", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise NotFound("Revisi ini tidak ada.")
    return int(text)
