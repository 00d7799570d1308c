"""The own account: how one is called, what one may do where, which devices are signed in."""

from flask import Blueprint, flash, make_response, redirect, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from rumah_inovasi.accounts import actions, current
from rumah_inovasi.accounts import queries as accounts
from rumah_inovasi.accounts.forms import ProfileForm
from rumah_inovasi.errors import Invalid
from rumah_inovasi.membership import queries, roles
from rumah_inovasi.web.current import house
from rumah_inovasi.web.errors import answered

blueprint = Blueprint("own", __name__)


@blueprint.get("/akun")
def account() -> str:
    """The page."""
    current.actor()
    return _page(ProfileForm(obj=current.account()))


@blueprint.post("/akun")
def rename() -> Response:
    """Change how one is called."""
    actor, form = current.actor(), ProfileForm()
    if not form.validate():
        return make_response(_page(form), 400)
    try:
        with house().database.write() as session:
            own = accounts.account(session, actor.account or 0)
            actions.rename(session, actor, own, form.name.data or "", form.position.data, now=house().clock())
    except Invalid as error:
        form.refuse(error)
        return answered(_page(form), error)
    flash(gettext("Nama dan jabatan sudah disimpan."))
    return redirect("/akun", 303)


def _page(form: ProfileForm) -> str:
    number, now = current.actor().account or 0, house().clock()
    with house().database.read() as session:
        sessions = [row for row in accounts.sessions_of(session, number) if not row.is_over(now)]
        held = accounts.digest(current.word() or "")
        return render_template(
            "membership/account.html",
            form=form,
            account=accounts.account(session, number),
            posts=queries.posts_of(session, [number])[number],
            roles=roles.NAMES,
            sessions=[(row, row.token_hash == held) for row in sessions],
        )
