"""The page of a draft's files: upload, caption, remove."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Generic

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi.accounts import current
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.accounts.sizes import MIB, takes
from rumah_inovasi.catalogue import policy, queries, upload_actions
from rumah_inovasi.catalogue.draft import FILES
from rumah_inovasi.catalogue.kind import Row, TextKind
from rumah_inovasi.catalogue.model import KeptFile
from rumah_inovasi.catalogue.presentation import FILE_KINDS
from rumah_inovasi.catalogue.proposal import UnderReview
from rumah_inovasi.catalogue.upload_actions import PICTURE_TYPES, Upload
from rumah_inovasi.catalogue.upload_forms import MaterialForm, UploadForm
from rumah_inovasi.catalogue.write_up_kind import WRITE_UPS
from rumah_inovasi.errors import Conflict, Invalid, NotFound, Unusable
from rumah_inovasi.files.inspection import inspect, safe_name, searched, text_of
from rumah_inovasi.personal_data import find_personal_numbers
from rumah_inovasi.web.current import house
from rumah_inovasi.web.routes import NUMBER

MOST_FIELDS = 20
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ListedFile:
    """A file as the page lists it; `line` is what puts it into the text."""

    row: KeptFile
    url: str
    caption: str
    kind: str
    line: str
    is_picture: bool
    is_in_text: bool


class UploadPages(Generic[Row]):
    """The files of drafts of one kind."""

    def __init__(self, kind: TextKind[Row]) -> None:
        self._kind = kind

    def blueprint(self, name: str) -> Blueprint:
        """The addresses of these pages."""
        made = Blueprint(name, __name__)
        at = f"{self._kind.FOLDER}/{NUMBER}/berkas"
        made.add_url_rule(at, "files", self.files)
        made.add_url_rule(at, "upload", self.upload, methods=["POST"])
        made.add_url_rule(f"{at}/<name>/keterangan", "caption", self.caption, methods=["POST"])
        made.add_url_rule(f"{at}/<name>/hapus", "remove", self.remove, methods=["POST"])
        return made

    def files(self, number: int) -> Response:
        """The files of a draft."""
        return self._page(number, self._form())

    @takes(26 * MIB, fields=MIB, parts=MOST_FIELDS)
    def upload(self, number: int) -> Response:
        """Take a file in: inspect it, keep its bytes, and name it in the draft."""
        actor, form = current.actor(), self._form()
        with house().database.read() as session:
            found = self._kind.find(session, actor, number).proposal
        policy.require(policy.may_edit(actor, found))
        if not form.validate():
            return self._page(number, form, 400)
        try:
            taken = _taken(form)
        except Invalid as error:  # every reason of the inspection is one
            form.refuse(error if error.field else Invalid(error.message, field="file", **error.values))
            return self._page(number, form, 400)
        try:
            with house().database.write() as session:
                fresh = self._kind.find(session, actor, number).proposal
                row = upload_actions.add(session, actor, fresh, taken, now=house().clock())
        except (Invalid, Conflict) as error:
            forget([taken.stored.key])
            form.refuse(error)
            return self._page(number, form, 409 if isinstance(error, Conflict) else 400)
        except BaseException:
            forget([taken.stored.key])
            raise
        flash(gettext("%(name)s tersimpan.", name=row.name))
        return redirect(self._url(number), 303)

    def _form(self) -> UploadForm:
        return UploadForm() if self._kind.IS_ARTICLE else MaterialForm()

    def caption(self, number: int, name: str) -> Response:
        """Say what a file shows."""

        def deed(session: Session, actor: Actor, found: UnderReview) -> None:
            text = request.form.get("caption", "")
            upload_actions.set_caption(session, actor, found, name, text, now=house().clock())

        return self._done(number, deed, gettext("Keterangan tersimpan."))

    def remove(self, number: int, name: str) -> Response:
        """Take a file out of the draft; its bytes go where nothing else names them."""
        keys: list[str] = []

        def deed(session: Session, actor: Actor, found: UnderReview) -> None:
            key = upload_actions.remove(session, actor, found, name, now=house().clock())
            keys.extend([key] if key else [])

        answer = self._done(number, deed, gettext("%(name)s dihapus dari draf.", name=name))
        forget(keys)
        return answer

    def _done(self, number: int, deed: Callable[[Session, Actor, UnderReview], None], message: str) -> Response:
        actor = current.actor()
        with house().database.write() as session:
            deed(session, actor, self._kind.find(session, actor, number).proposal)
        flash(message)
        return redirect(self._url(number), 303)

    def _page(self, number: int, form: UploadForm, status: int = 200) -> Response:
        actor = current.actor()
        with house().database.read() as session:
            row = self._kind.find(session, actor, number)
            found = row.proposal
            kept = queries.files_of(session, found.FILE, found.text_number)
        items = [item for item in found.stored.get(FILES) or [] if item["nama"] in kept]
        page = render_template(
            "writing/files.html",
            row=row,
            kind=self._kind,
            form=form,
            files=[self._listed(found, kept[item["nama"]], item) for item in items],
            may_edit=policy.may_edit(actor, found),
        )
        return make_response(page, status)

    def _listed(self, proposal: UnderReview, row: KeptFile, item: dict[str, str]) -> ListedFile:
        caption = item.get("keterangan", "")
        place = f"{row.text_number}/{row.name}"
        is_picture = row.media_type in PICTURE_TYPES
        plain = "".join(f"\\{sign}" if sign in "\\[]*_`<" else sign for sign in caption or row.name)
        return ListedFile(
            row=row,
            url=self._kind.file_url(row.text_number, row.name),
            caption=caption,
            kind=FILE_KINDS.get(row.media_type, row.media_type),
            line=f"{'!' if is_picture else ''}[{plain}]({place})",
            is_picture=is_picture,
            is_in_text=place in proposal.body,
        )

    def _url(self, number: int) -> str:
        return f"{self._kind.url(number)}/berkas"


blueprint = UploadPages(WRITE_UPS).blueprint("uploads")


def forget(keys: Iterable[str]) -> None:
    """Remove bytes that nothing names; what cannot be removed now stays as an orphan."""
    for key in keys:
        try:
            house().files.delete(key)
        except (NotFound, Unusable) as error:
            log.warning("the bytes under %s stay in the store: %s", key, error)


def _taken(form: UploadForm) -> Upload:
    """Inspect the sent file and keep its bytes.

    Raises:
        Invalid: it may not enter.
        Unusable: the store cannot be written.
    """
    sent = form.file.data
    name = sent.filename or ""
    inspected = inspect(sent.stream.read(), name)
    is_harmless = bool(form.harmless.data)
    upload_actions.require_consent(inspected.kind, is_given=is_harmless)
    words = text_of(inspected.data, inspected.kind)
    found = find_personal_numbers(f"{name}\n{words}")
    kept = replace(house().files.put(inspected.data), words=searched(words))
    wanted = safe_name(name, inspected.extension)
    return Upload(wanted, kept, inspected.kind, form.caption.data or "", bool(found), is_harmless)
