"""What can be done with a unit on its page: each deed with its words, its form, its right and its action."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.organisations import actions, policy, queries
from rumah_inovasi.organisations.forms import NameForm, NewUnitForm, SuccessorsForm, TargetForm
from rumah_inovasi.organisations.model import GOVERNMENT, Unit, UnitState, fits
from rumah_inovasi.vocabulary.queries import Vocabularies
from rumah_inovasi.web.forms import BaseForm

Do = Callable[[Session, Actor, Unit, Any, datetime], Unit]


@dataclass(frozen=True)
class Deed:
    """One deed. `word` is its part of the address; `warn` says what will happen, for those that are asked twice."""

    word: str
    title: str
    explanation: str
    button: str
    form: type[BaseForm]
    may: Callable[[Actor, Unit], bool]
    do: Do
    is_for_ended: bool = False
    warn: Callable[[Session, Unit, Any], list[str]] | None = None


def _add(session: Session, actor: Actor, unit: Unit, form: NewUnitForm, now: datetime) -> Unit:
    kind = str(form.kind.data)
    return actions.create(session, actor, unit.region_code, form.name.data or "", kind, now=now, parent=unit)


def _rename(session: Session, actor: Actor, unit: Unit, form: NameForm, now: datetime) -> Unit:
    actions.rename(session, actor, unit, form.name.data or "", now=now)
    return unit


def _alias(session: Session, actor: Actor, unit: Unit, form: NameForm, now: datetime) -> Unit:
    actions.add_alias(session, actor, unit, form.name.data or "", now=now)
    return unit


def _move(session: Session, actor: Actor, unit: Unit, form: TargetForm, now: datetime) -> Unit:
    actions.move(session, actor, unit, queries.unit(session, int(form.unit.data)), now=now)
    return unit


def _merge(session: Session, actor: Actor, unit: Unit, form: TargetForm, now: datetime) -> Unit:
    into = queries.unit(session, int(form.unit.data))
    actions.merge(session, actor, unit, into, now=now)
    return into


def _close(session: Session, actor: Actor, unit: Unit, form: SuccessorsForm, now: datetime) -> Unit:
    heirs = [queries.unit(session, number) for number in form.chosen]
    actions.close(session, actor, unit, heirs, now=now)
    return unit


def _on_merge(session: Session, unit: Unit, form: TargetForm) -> list[str]:
    into = queries.unit(session, int(form.unit.data)).name
    below = len(queries.children(session, unit.id))
    return [
        gettext("“%(name)s” berakhir dan dilanjutkan oleh “%(into)s”.", name=unit.name, into=into),
        gettext("Alamat halamannya dialihkan ke halaman “%(into)s”, dan namanya tetap dikenali.", into=into),
        _writings(session, unit),
        ngettext(
            "%(num)s unit di bawahnya pindah ke bawah “%(into)s”.",
            "%(num)s unit di bawahnya pindah ke bawah “%(into)s”.",
            below,
            into=into,
        ),
        gettext("Penggabungan tidak dapat dibatalkan."),
    ]


def _on_close(session: Session, unit: Unit, form: SuccessorsForm) -> list[str]:
    heirs = [queries.unit(session, number).name for number in form.chosen]
    if heirs:
        first = gettext("“%(name)s” berakhir. Penerusnya: %(heirs)s.", name=unit.name, heirs=", ".join(heirs))
    else:
        first = gettext("“%(name)s” berakhir tanpa penerus.", name=unit.name)
    return [
        first,
        gettext("Halamannya tetap ada dan menyebut bahwa unit ini sudah tidak aktif."),
        _writings(session, unit),
        gettext("Penutupan tidak dapat dibatalkan."),
    ]


def _writings(session: Session, unit: Unit) -> str:
    count = len(catalogue.numbers_of_unit(session, unit.id))
    return str(ngettext("%(num)s tulisannya tetap ada.", "%(num)s tulisannya tetap ada.", count))


DEEDS = {
    deed.word: deed
    for deed in (
        Deed(
            "tambah",
            lazy_gettext("Tambah unit di bawahnya"),
            lazy_gettext("Unit baru langsung tampil untuk umum di halaman wilayah."),
            lazy_gettext("Tambah unit"),
            NewUnitForm,
            policy.may_administer,
            _add,
        ),
        Deed(
            "nama",
            lazy_gettext("Ganti nama"),
            lazy_gettext("Nama lama tetap mengarah ke unit ini, dan alamat lamanya dialihkan."),
            lazy_gettext("Ganti nama"),
            NameForm,
            policy.may_rename,
            _rename,
            is_for_ended=True,
        ),
        Deed(
            "alias",
            lazy_gettext("Tambah nama lain"),
            lazy_gettext("Singkatan atau ejaan lain yang juga dikenali sebagai unit ini."),
            lazy_gettext("Tambah nama"),
            NameForm,
            policy.may_administer,
            _alias,
            is_for_ended=True,
        ),
        Deed(
            "pindah",
            lazy_gettext("Pindahkan"),
            lazy_gettext("Unit ini dan semua yang di bawahnya pindah ke bawah unit yang Anda pilih."),
            lazy_gettext("Pindahkan"),
            TargetForm,
            policy.may_reshape,
            _move,
        ),
        Deed(
            "gabung",
            lazy_gettext("Gabungkan ke unit lain"),
            lazy_gettext("Unit ini berakhir; unit yang Anda pilih melanjutkan pekerjaannya."),
            lazy_gettext("Gabungkan"),
            TargetForm,
            policy.may_reshape,
            _merge,
            warn=_on_merge,
        ),
        Deed(
            "tutup",
            lazy_gettext("Tutup unit"),
            lazy_gettext("Unit ini berakhir, dengan atau tanpa penerus."),
            lazy_gettext("Tutup unit"),
            SuccessorsForm,
            policy.may_reshape,
            _close,
            warn=_on_close,
        ),
    )
}


def offered(actor: Actor, unit: Unit) -> list[Deed]:
    """What the actor may do with the unit as it stands."""
    is_active = unit.state == UnitState.ACTIVE
    return [deed for deed in DEEDS.values() if (is_active or deed.is_for_ended) and deed.may(actor, unit)]


def reach(actor: Actor) -> frozenset[int] | None:
    """The units that the actor keeps; None stands for all."""
    return actor.units_with(Role.LOCAL_ADMIN, Role.SYSTEM_ADMIN)


def fill(session: Session, actor: Actor, unit: Unit, form: BaseForm, words: Vocabularies) -> None:
    """Give a form its choices: kinds of units, or other units of the same tree."""
    if isinstance(form, NewUnitForm):
        form.offer(
            [
                (term.id, words.name(term.kind, term.id))
                for term in words.offered("jenis-unit")
                if term.id != GOVERNMENT and fits(term.id, unit.region_code)
            ]
        )
    elif isinstance(form, TargetForm | SuccessorsForm):
        active = queries.active_units(session, unit.region_code, reach(actor))
        names = {item.id: item.name for item in active}
        form.offer([(str(item.id), _label(item, names)) for item in active if item.id != unit.id])


def _label(unit: Unit, names: dict[int, str]) -> str:
    above = names.get(unit.parent_id or 0)
    return f"{unit.name} ({above})" if above else unit.name
