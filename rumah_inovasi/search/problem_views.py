"""Describing a problem: asked for and answered by POST, so that the text stands in no address, cookie, cache or log.

Only the count of questions from a network address is kept (`accounts.throttle`), never what was asked.
"""

import logging
from dataclasses import dataclass

from flask import Blueprint, make_response, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi import addresses
from rumah_inovasi.accounts import current as accounts
from rumah_inovasi.accounts import throttle
from rumah_inovasi.errors import TooMany
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.likeness import alike
from rumah_inovasi.organisations.model import Region
from rumah_inovasi.search import problem
from rumah_inovasi.search.choices import Choices
from rumah_inovasi.search.problem import Answer
from rumah_inovasi.search.problem_forms import ProblemForm
from rumah_inovasi.web.current import base_url, house, vocabularies
from rumah_inovasi.web.errors import answered
from rumah_inovasi.web.links import Link

blueprint = Blueprint("problem", __name__)
EXAMPLE = "contoh"
WIDER = "tanpa-saringan"
# Not translated: write-ups are Indonesian, and so are the words by which they are found.
EXAMPLES = {
    "1": "Pasien lansia menunggu obat berjam-jam di apotek rumah sakit, padahal rumahnya jauh.",
    "2": "Bayi yang baru lahir lama tidak punya akta kelahiran karena orang tuanya harus bolak-balik ke kantor.",
    "3": "Sawah habis dimakan tikus, dan ada petani yang tersengat listrik jebakannya sendiri.",
}
log = logging.getLogger("rumah_inovasi.search")


@dataclass(frozen=True)
class _Likeness:
    """A region, and those like it to which an answer keeps."""

    region: Region
    others: list[Region]


@blueprint.get("/masalah")
def ask() -> Response:
    """The form, empty or with one of the examples."""
    form = ProblemForm(formdata=None, data={"masalah": EXAMPLES.get(request.args.get(EXAMPLE, ""), "")})
    with house().database.read() as session:
        form.offer(vocabularies(session), organisations.regions(session))
        return _page(form, examples=[Link(text, addresses.problem(contoh=each)) for each, text in EXAMPLES.items()])


@blueprint.post("/masalah")
@accounts.tokenless
def solve() -> Response:
    """Write-ups that solve the problem. What was typed stays in the form, whatever comes of it."""
    form = ProblemForm()
    with house().database.read() as session:
        form.offer(vocabularies(session), organisations.regions(session))
    if WIDER in request.form:
        form.widen()
    if not form.validate():
        return make_response(_page(form), 400)
    try:
        _count()
    except TooMany as error:
        form.refuse(error)
        return answered(_page(form), error)
    with house().database.read() as session:
        likeness = _likeness(session, form.serupa.data or "")
        found = problem.answer(
            session,
            form.masalah.data or "",
            Choices(session, vocabularies(session)),
            unit_kind=form.jenis_unit.data or "",
            regions=[region.code for region in likeness.others] if likeness else (),
        )
        return _page(form, found, likeness)


def _likeness(session: Session, code: str) -> _Likeness | None:
    regions = organisations.regions(session)
    return _Likeness(regions[code], alike(regions[code], regions.values())) if code else None


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
            wider=WIDER,
            examples=examples or [],
            canonical=base_url() + addresses.problem() if is_asking else None,
        )
    )
