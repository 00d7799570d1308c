"""Ending the letters of a saved search by the link in one of them, without signing in.

Looking changes nothing: programs that check letters for harm look at every link. Mail programs post to the same address
on their own, from nowhere and without cookies (RFC 8058), and follow no redirect; so the answer is the page itself.
"""

from flask import Blueprint, Response, make_response, render_template

from rumah_inovasi.accounts import current
from rumah_inovasi.saved import actions, own_endings
from rumah_inovasi.saved.endings import PATH
from rumah_inovasi.web.current import house
from rumah_inovasi.web.origin import from_anywhere

blueprint = Blueprint("saved_endings", __name__)


@blueprint.get(f"{PATH}/<token>")
def ask(token: str) -> Response:
    """A page with one button."""
    own_endings.endings().number(token)
    return _page(token, is_ended=False)


@blueprint.post(f"{PATH}/<token>")
@current.tokenless
@from_anywhere
def end(token: str) -> Response:
    """End them, at once."""
    number = own_endings.endings().number(token)
    with house().database.write() as session:
        actions.end_letters(session, number, now=house().clock(), letters_end=own_endings.link(number))
    return _page(token, is_ended=True)


def _page(token: str, *, is_ended: bool) -> Response:
    """It says nothing of the search, which only its owner sees, and nobody keeps it."""
    response = make_response(render_template("saved/end.html", url=f"{PATH}/{token}", is_ended=is_ended))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
