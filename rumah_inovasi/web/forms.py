"""What all forms share: WTForms speaking the language of the answer, and fields that keep what was typed.

The token of those who are signed in is printed by the template (`form_start`) and checked for the whole request, so
forms themselves know nothing of it.
"""

from pathlib import Path
from typing import Any

from flask_babel import Domain, get_locale, gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Form

from rumah_inovasi.errors import DomainError, Invalid
from rumah_inovasi.web.errors import spoken
from rumah_inovasi.web.routes import LONGEST_NUMBER

TRANSLATIONS = Path(__file__).parent.parent / "translations" / "wtforms"
_domain = Domain(translation_directories=[str(TRANSLATIONS)], domain="wtforms")


class _Translations:
    """WTForms' own messages, from our catalogue."""

    def gettext(self, string: str) -> str:
        return str(_domain.gettext(string)) if get_locale() else string

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        # WTForms fills the placeholders itself, which the domain's own `ngettext` would try to do.
        return str(_domain.get_translations().ungettext(singular, plural, n)) if get_locale() else singular


def number(text: object) -> int:
    """A number as databases hold them.

    Raises:
        ValueError: it is none.
    """
    plain = str(text)
    if not (plain.isascii() and plain.isdigit() and len(plain) <= LONGEST_NUMBER):
        raise ValueError(plain)
    return int(plain)


def _without_nul(value: object) -> object:
    return value.replace("\0", "") if isinstance(value, str) else value


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Parent of all forms."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # as above
        """No token of its own, and messages in the language of the answer."""

        csrf = False

        def bind_field(self, form: Form, unbound_field: Any, options: dict[str, Any]) -> Any:  # noqa: ANN401 - as above
            """Take out of every text what PostgreSQL could not keep."""
            filters = (_without_nul, *unbound_field.kwargs.get("filters", ()))
            return unbound_field.bind(form=form, **{**options, "filters": filters})

        def get_translations(self, _form: Form) -> Any:  # noqa: ANN401 - WTForms' own
            """Messages of WTForms in the language of the answer."""
            return _Translations()

    def require_valid(self) -> None:
        """Refuse what was typed where something is wrong with it; the fields tell what.

        Raises:
            Invalid: something is.
        """
        if not self.validate():
            raise Invalid("Perbaiki isian yang ditandai.")

    def ask_again_for_files(self) -> None:
        """Say at each file that was chosen that it has to be chosen again: browsers send it once and forget it."""
        for field in self._fields.values():
            if isinstance(field, FileField) and getattr(field.data, "filename", None) and not field.errors:
                field.errors = [gettext("Pilih lagi berkasnya; peramban tidak menyimpannya.")]

    def refuse(self, error: DomainError) -> None:
        """Show an error of the domain at its field, or above the form where it belongs to none."""
        field = self._fields.get(error.field) if error.field else None
        (field.errors if field is not None else self.form_errors).append(spoken(error))
