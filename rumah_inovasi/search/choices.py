"""Which values the filters may hold, and what people call filters and values."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from flask_babel import lazy_gettext
from sqlalchemy.orm import Session

from rumah_inovasi import outbox
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.metadata import SLUG
from rumah_inovasi.errors import Invalid
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import PROVINCE, Region, Unit, name_key
from rumah_inovasi.remembered import remembered
from rumah_inovasi.search import own_synonyms
from rumah_inovasi.search.language.synonyms import Synonyms
from rumah_inovasi.search.succession import Succession
from rumah_inovasi.vocabulary.queries import Vocabularies

# The filters of `port.FACETS` in the order of the panel.
LABELS = {
    "urusan": lazy_gettext("Urusan"),
    "wilayah": lazy_gettext("Wilayah asal"),
    "replikasi": lazy_gettext("Replikasi"),
    "keberlanjutan": lazy_gettext("Keberlanjutan"),
    "tahun": lazy_gettext("Tahun mulai"),
    "jenis": lazy_gettext("Jenis"),
    "bentuk": lazy_gettext("Bentuk"),
    "tahapan": lazy_gettext("Tahapan"),
    "jenis_unit": lazy_gettext("Jenis unit"),
    "unit": lazy_gettext("Unit"),
    "direplikasi_di": lazy_gettext("Diterapkan juga di"),
    "penghargaan": lazy_gettext("Penghargaan"),
    "tag": lazy_gettext("Kata kunci"),
    "sdg": lazy_gettext("TPB/SDGs"),
    "cettar": lazy_gettext("CETTAR"),
}
LONGEST = 200  # letters of any value
_FORMS = {"unit": "[1-9][0-9]{0,8}", "tag": SLUG.pattern, "tahun": "[0-9]{4}"}
_VOCABULARIES = {
    "urusan": "urusan",
    "sdg": "sdg",
    "cettar": "cettar",
    "bentuk": "bentuk",
    "jenis": "jenis",
    "tahapan": "tahapan",
    "jenis_unit": "jenis-unit",
    "keberlanjutan": "keberlanjutan",
}
_REPLICATED = {
    "ada": lazy_gettext("Sudah diterapkan di tempat lain"),
    "tidak": lazy_gettext("Belum diterapkan di tempat lain"),
}
_ADVICE = {
    "wilayah": lazy_gettext("Tulis kode wilayah seperti 35.15, atau 35 untuk provinsi."),
    "direplikasi_di": lazy_gettext("Tulis kode kabupaten/kota seperti 35.15."),
    "unit": lazy_gettext("Tulis nomor unit yang ada, seperti dalam alamat halamannya."),
    "tag": lazy_gettext("Tulis dengan huruf kecil, angka, dan tanda hubung, misalnya gizi-anak."),
    "tahun": lazy_gettext("Tulis tahun dengan empat angka."),
    "penghargaan": lazy_gettext("Tulis nama ajang, paling panjang 200 huruf."),
}
_SHOWN_OF_VALUE = 60  # letters of a refused value that the message repeats


def _names(region: Region) -> set[str]:
    return {name_key(name) for name in (region.name, region.full_name, region.label)}


class Choices:
    """The values of all filters as the database knows them now."""

    def __init__(self, session: Session, vocabularies: Vocabularies) -> None:
        self._session = session
        self._vocabularies = vocabularies
        self._regions = organisations.regions(session)
        self._units: dict[str, Unit] = {}
        self.succession = remembered(session, "succession", lambda: Succession(session))

    @cached_property
    def hidden(self) -> frozenset[int]:
        """Write-ups that are not public any more, though the index does not know it yet."""
        # When the index knows more, those that it did not know of do no harm: they are not public in this state.
        return remembered(self._session, "hidden", self._hidden)

    def _hidden(self) -> frozenset[int]:
        changed = outbox.entities(self._session, outbox.INNOVATION)
        return frozenset(catalogue.hidden_among(self._session, map(int, changed)))

    @cached_property
    def synonyms(self) -> Synonyms:
        """What else is meant by words: not a filter, but asked for together with them."""
        return own_synonyms.present(self._session)

    def allow(self, name: str, value: str) -> bool:
        """Whether the filter may hold the value."""
        if len(value) > LONGEST or not re.fullmatch(_FORMS.get(name, ".+"), value):
            return False
        if name in _VOCABULARIES:
            return self._vocabularies.has(_VOCABULARIES[name], value)
        if name == "replikasi":
            return value in _REPLICATED
        if name == "unit":
            return self._unit(value) is not None
        if name in {"wilayah", "direplikasi_di"}:
            return value in self._regions and (name == "wilayah" or value != PROVINCE)
        return True

    def meant(self, name: str, typed: str) -> list[str]:
        """The values that a reader means who types a value or what people call it; none where there is no such.

        A name that several have, such as Malang, means all of them.
        """
        if self.allow(name, typed):
            return [typed]
        wanted = typed.casefold()
        if name in _VOCABULARIES:
            terms = self._vocabularies.of(_VOCABULARIES[name])
            return [term.id for term in terms if wanted in {term.id, term.name.casefold(), term.name_en.casefold()}]
        if name in {"wilayah", "direplikasi_di"}:
            named = [code for code, region in self._regions.items() if name_key(typed) in _names(region)]
            return [code for code in named if self.allow(name, code)]
        as_slug = wanted.replace(" ", "-")
        return [as_slug] if name == "tag" and self.allow(name, as_slug) else []

    def check(self, name: str, value: str) -> None:
        """Refuse a value that the filter may not hold.

        Raises:
            Invalid: with the filter, the value and what is allowed.
        """
        if self.allow(name, value):
            return
        shown = value if len(value) <= _SHOWN_OF_VALUE else value[:_SHOWN_OF_VALUE] + "…"
        if name in _ADVICE:
            raise Invalid(
                "Nilai “%(value)s” untuk %(name)s tidak dikenal. %(advice)s",
                field=name,
                value=shown,
                name=name,
                advice=_ADVICE[name],
            )
        kind = _VOCABULARIES.get(name)
        allowed = [term.id for term in self._vocabularies.of(kind)] if kind else list(_REPLICATED)
        raise Invalid(
            "Nilai “%(value)s” untuk %(name)s tidak dikenal. Pilihannya: %(allowed)s.",
            field=name,
            value=shown,
            name=name,
            allowed=", ".join(allowed),
        )

    def label(self, name: str, value: str) -> str:
        """What people call the value; the value itself where its name is not known any more."""
        if name in _VOCABULARIES:
            term = self._vocabularies.name(_VOCABULARIES[name], value)
            return f"{value}. {term}" if name == "sdg" else term
        if name == "replikasi":
            return str(_REPLICATED.get(value, value))
        if name == "unit":
            unit = self._unit(value)
            return unit.name if unit else value
        if name in {"wilayah", "direplikasi_di"} and value in self._regions:
            return self._regions[value].label
        return value

    def load_units(self, numbers: Iterable[str]) -> None:
        """Fetch several units at once, whose labels are asked for next."""
        wanted = {int(number) for number in numbers if number.isdigit() and number not in self._units}
        self._units |= {str(unit.id): unit for unit in organisations.units_by_id(self._session, wanted).values()}

    def for_engine(self, name: str, values: Sequence[str]) -> list[str]:
        """The values by which the engine finds all that these stand for."""
        return self.succession.with_work(values) if name == "unit" else list(values)

    def _unit(self, number: str) -> Unit | None:
        if number not in self._units:
            self.load_units([number])
        return self._units.get(number)
