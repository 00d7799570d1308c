"""What is sent by the forms of those who write: a draft, and where a new one begins."""

from flask import request
from flask_babel import lazy_gettext
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.catalogue import draft_form, references, section_texts, writing_fields
from rumah_inovasi.catalogue.draft import BODY, Draft
from rumah_inovasi.catalogue.proposal import Proposal
from rumah_inovasi.catalogue.writing_page import WHOLE, Wanted
from rumah_inovasi.catalogue.writing_remarks import MESSAGE
from rumah_inovasi.vocabulary.queries import Vocabularies
from rumah_inovasi.web.forms import BaseForm, number

NUMBERED = ("seri", "terkait")  # lists of numbers of write-ups


class StartForm(BaseForm):
    """A new write-up: for which unit, under which working title."""

    unit = RadioField(
        lazy_gettext("Unit pemilik inovasi"), coerce=number, validators=[InputRequired()], validate_choice=False
    )
    title = StringField(
        lazy_gettext("Judul sementara"),
        validators=[DataRequired(), Length(max=200)],
        description=lazy_gettext("Nama inovasinya. Dapat diganti kapan saja sebelum terbit."),
    )


def typed(proposal: Proposal, actor: Actor, vocabularies: Vocabularies) -> Draft:
    """The draft as this request brings it."""
    offered = writing_fields.offered(vocabularies)
    sent = request.form.to_dict(flat=False)
    facts = draft_form.read(sent, proposal.stored, offered, provenance=asks_provenance(actor))
    return Draft(
        references.as_numbers(facts, NUMBERED, request.host), _body(), draft_form.plain(request.form.get(MESSAGE, ""))
    )


def wanted(actor: Actor) -> Wanted:
    """How the form is to be shown."""
    mode = request.form.get("mode") or request.args.get("mode", "")
    return Wanted(mode, request.args.get("tambah", ""), asks_provenance(actor))


def asks_provenance(actor: Actor) -> bool:
    """Only the curator says whether editors or the unit speak."""
    return actor.holds(Role.CURATOR)


def version() -> int:
    """Which version of the draft was changed; none at all counts as an old one."""
    try:
        return number(request.form.get("version", ""))
    except ValueError:
        return 0


def _body() -> str:
    if request.form.get("mode") == WHOLE or BODY in request.form:
        return section_texts.canonical(draft_form.plain(request.form.get(BODY, "")))
    titles = {writing_fields.section_name(title): title for title in section_texts.ORDER}
    # In the order of the form, which is that of the text.
    return section_texts.join({titles[name]: draft_form.plain(text) for name, text in _once(titles)})


def _once(names: dict[str, str]) -> list[tuple[str, str]]:
    return [(name, request.form[name]) for name in request.form if name in names]
