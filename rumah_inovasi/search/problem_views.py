"""Describing a problem: asked for and answered by POST, so that the text stands in no address, cookie, cache or log.

Only the count of questions from a network address is kept (`accounts.throttle`), never what was asked.
"""

import logging
from dataclasses import dataclass

from flask import Blueprint, make_response, render_template, request
from flask_babel import lazy_gettext
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi import addresses
from rumah_inovasi.accounts import current as accounts
from rumah_inovasi.accounts import throttle
from rumah_inovasi.errors import TooMany
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.likeness import alike
from rumah_inovasi.search import problem
from rumah_inovasi.search.choices import Choices
from rumah_inovasi.search.problem import Answer
from rumah_inovasi.search.problem_forms import ProblemForm
from rumah_inovasi.web.current import base_url, house, vocabularies
from rumah_inovasi.web.errors import answered
from rumah_inovasi.web.links import Link

blueprint = Blueprint("problem", __name__)
EXAMPLE = "contoh"
EXAMPLES = (
    lazy_gettext("Pasien lansia menunggu obat berjam-jam di apotek rumah sakit, padahal rumahnya jauh."),
    lazy_gettext(
        "Bayi yang baru lahir lama tidak punya akta kelahiran karena orang tuanya harus bolak-balik ke kantor."
    ),
    lazy_gettext("Sawah habis dimakan tikus, dan ada petani yang tersengat listrik jebakannya sendiri."),
)
log = logging.getLogger("rumah_inovasi.search")


@dataclass(frozen=True)
class _Likeness:
    """The regions to which an answer keeps, and the one that they are like."""

    label: str
    names: list[str]


@blueprint.get("/masalah")
def ask() -> Response:
    """The form, empty or with one of the examples."""
    chosen = request.args.get(EXAMPLE, "")
    known = {str(number): text for number, text in enumerate(EXAMPLES, 1)}
    form = ProblemForm(formdata=None, data={"masalah": str(known.get(chosen, ""))})
    with house().database.read() as session:
        form.offer(vocabularies(session), organisations.regions(session))
        return _page(form, examples=[Link(str(text), addresses.problem(contoh=each)) for each, text in known.items()])


@blueprint.post("/masalah")
@accounts.tokenless
def solve() -> Response:
    """Write-ups that solve the problem. What was typed stays in the form, whatever comes of it."""
    form = ProblemForm()
    with house().database.read() as session:
        form.offer(vocabularies(session), organisations.regions(session))
    try:
        _count()
    except TooMany as error:
        form.refuse(error)
        return answered(_page(form), error)
    if not form.validate():
        return make_response(_page(form), 400)
    with house().database.read() as session:
        return _answer(session, form)


def _answer(session: Session, form: ProblemForm) -> Response:
    likeness, codes = None, []
    regions = organisations.regions(session)
    if form.serupa.data:
        own = regions[form.serupa.data]
        others = alike(own, regions.values())
        likeness, codes = _Likeness(own.label, [other.label for other in others]), [other.code for other in others]
    choices = Choices(session, vocabularies(session))
    found = problem.answer(
        session, form.masalah.data or "", choices, unit_kind=form.jenis_unit.data or "", regions=codes
    )
    return _page(form, found, likeness)


def _count() -> None:
    """Count a question from this network address.

    Raises:
        TooMany: there were so many that somebody else may have to wait.
    """
    try:
        with house().database.write() as session:
            throttle.take(session, throttle.PROBLEM_FROM_ADDRESS, accounts.address_key(), now=house().clock())
    except SQLAlchemyError:
        log.warning("a description of a problem was not counted: the database takes no changes")


def _page(
    form: ProblemForm,
    answer: Answer | None = None,
    likeness: _Likeness | None = None,
    examples: list[Link] | None = None,
) -> Response:
    is_asking = request.method in {"GET", "HEAD"}
    return make_response(
        render_template(
            "search/problem.html",
            form=form,
            answer=answer,
            likeness=likeness,
            is_narrowed=bool(form.jenis_unit.data or form.serupa.data),
            examples=examples or [],
            canonical=base_url() + addresses.problem() if is_asking else None,
        )
    )
