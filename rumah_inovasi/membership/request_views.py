"""Asking for an account, without one."""

from flask import Blueprint, make_response, redirect, render_template
from werkzeug.wrappers import Response

from rumah_inovasi.accounts import current, sizes, throttle
from rumah_inovasi.accounts import queries as accounts
from rumah_inovasi.errors import Invalid, TooMany
from rumah_inovasi.files import enclosures
from rumah_inovasi.files.enclosures import Enclosure
from rumah_inovasi.membership import request_actions
from rumah_inovasi.membership.forms import AskForm
from rumah_inovasi.membership.request_actions import Wish
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.web.current import base_url, house
from rumah_inovasi.web.errors import answered

blueprint = Blueprint("requests", __name__)
MOST_FIELDS = sizes.MIB // 2
MOST_BYTES = enclosures.MOST_BYTES + sizes.MIB  # the letter and the fields around it


@blueprint.get("/minta-akun")
def form() -> str:
    """The form."""
    return _page(_form())


@blueprint.post("/minta-akun")
@sizes.takes(MOST_BYTES, fields=MOST_FIELDS, parts=50, is_for_all=True)
@current.tokenless
def ask() -> Response:
    """Pass the wish on; the answer is the same where the address has an account or has asked already."""
    asked = _form()
    if not asked.validate():
        asked.ask_again_for_files()
        return make_response(_page(asked), 400)
    wish = _wish(asked)
    try:
        request_actions.require_no_numbers(wish)
        _count(wish)
        letter = enclosures.keep(house().files, asked.letter.data, "letter")
    except (Invalid, TooMany) as error:
        asked.refuse(error)
        asked.ask_again_for_files()
        return answered(_page(asked), error)
    _pass_on(wish, letter)
    return redirect("/minta-akun/terkirim", 303)


@blueprint.get("/minta-akun/terkirim")
def asked() -> str:
    """What happens next."""
    return render_template("membership/asked.html")


def _count(wish: Wish) -> None:
    now, email = house().clock(), accounts.plain_email(wish.email)
    with house().database.write() as session:
        throttle.take(session, throttle.REQUEST_FROM_ADDRESS, current.address_key(), now=now)
        throttle.take(session, throttle.REQUEST_OF_EMAIL, current.key_of(email), now=now)


def _pass_on(wish: Wish, letter: Enclosure | None) -> None:
    made = None
    try:
        with house().database.write() as session:
            made = request_actions.ask(session, wish, letter, site=base_url(), now=house().clock())
    finally:
        if made is None:  # nobody will look at it
            enclosures.forget(house().files, letter.key if letter else None)


def _form() -> AskForm:
    made = AskForm()
    with house().database.read() as session:
        regions = organisations.regions(session).values()
    made.region.choices = [("", "–"), *((region.code, region.full_name) for region in regions)]
    return made


def _wish(asked: AskForm) -> Wish:
    return Wish(
        name=_line(asked.name.data),
        email=_line(asked.email.data),
        position=_line(asked.position.data),
        office_contact=_line(asked.office_contact.data),
        region_code=asked.region.data,
        unit_name=_line(asked.unit_name.data),
        note=(asked.note.data or "").strip() or None,
    )


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _page(asked: AskForm) -> str:
    return render_template("membership/ask.html", form=asked)
