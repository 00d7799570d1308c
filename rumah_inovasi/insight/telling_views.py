"""/kebutuhan: telling what is needed, without an account. Who tells it is asked nowhere."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from rumah_inovasi.accounts import current, throttle
from rumah_inovasi.errors import Invalid, TooMany
from rumah_inovasi.insight import need_actions
from rumah_inovasi.insight.forms import NeedForm
from rumah_inovasi.insight.need_actions import Wish
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.web.current import house, vocabularies
from rumah_inovasi.web.errors import answered
from rumah_inovasi.web.typed import cleaned

blueprint = Blueprint("telling_needs", __name__)
PATH = "/kebutuhan"
SENT = "terkirim"


@blueprint.get(PATH)
def form() -> str:
    """The form, filled with what was looked for in vain; or thanks for what was sent."""
    return _form_page(_form(cleaned(request.args.get("q", ""))))


@blueprint.post(PATH)
@current.tokenless
def tell() -> Response:
    """Keep what is needed."""
    asked = _form()
    if not asked.validate():
        return make_response(_form_page(asked), 400)
    words = cleaned(asked.q.data or "")
    wish = Wish(asked.body.data or "", words, asked.unit_kind.data, asked.region.data)
    try:
        with house().database.write() as session:
            now = house().clock()
            throttle.take(session, throttle.NEED_FROM_ADDRESS, current.address_key(), now=now)
            need_actions.tell(session, wish, now=now)
    except (Invalid, TooMany) as error:
        asked.refuse(error)
        return answered(_form_page(asked), error)
    return redirect(f"{PATH}?{SENT}=1", 303)


def _form(words: str = "") -> NeedForm:
    made = NeedForm(data={"q": words, "body": words})
    with house().database.read() as session:
        words_of = vocabularies(session)
        kinds = [(term.id, words_of.name(term.kind, term.id)) for term in words_of.offered("jenis-unit")]
        made.offer(kinds, [(region.code, region.full_name) for region in organisations.regions(session).values()])
    return made


def _form_page(asked: NeedForm) -> str:
    words = cleaned(asked.q.data or "")
    is_sent = request.method == "GET" and SENT in request.args
    return render_template("insight/need_form.html", form=asked, words=words, is_sent=is_sent)
