"""What replications show on the pages of write-ups and regions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from rumah_inovasi import addresses
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import Region, slug
from rumah_inovasi.organisations.tiles import TileMap, tile_map
from rumah_inovasi.replication import queries
from rumah_inovasi.replication.model import Replication, StageClass, applied_regencies
from rumah_inovasi.vocabulary.queries import Vocabularies
from rumah_inovasi.web.links import Link

ENOUGH_FOR_A_MAP = 5  # fewer are told in a sentence instead of 33 empty tiles


@dataclass(frozen=True)
class Entry:
    """One replication in words."""

    adopter: Link
    region: Link | None
    unit: str | None
    is_outside: bool
    is_expansion: bool
    stated_sum: int | None
    stage_label: str
    stage_class: str
    degree_label: str | None
    evidence_label: str
    started: str | None
    ended: str | None
    note: str | None
    source: str | None
    reply: str | None


@dataclass(frozen=True)
class Group:
    """Entries of one class, which are never added to those of another."""

    id: str
    title: str
    explanation: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Summary:
    """All that a write-up's page tells of its replications."""

    entries: Sequence[Entry]
    groups: Sequence[Group]
    applied_regencies: int
    sentence: str
    map: TileMap | None


def on_write_up(session: Session, innovation: Innovation, vocabularies: Vocabularies) -> Summary:
    """Who applies an innovation, who prepares to, and who came to look."""
    rows = queries.of_innovation(session, innovation.number)
    regions = organisations.regions(session)
    applied = applied_regencies(innovation.region_code, rows)
    made = entries(rows, innovation.region_code, regions, vocabularies)
    return Summary(
        entries=made,
        groups=groups(made),
        applied_regencies=len(applied),
        sentence=_sentence(rows, innovation.region_code, applied, regions),
        map=_map(applied, regions) if len(applied) >= ENOUGH_FOR_A_MAP else None,
    )


def _map(applied: Iterable[str], regions: Mapping[str, Region]) -> TileMap:
    return tile_map(
        [region for region in regions.values() if region.tile_column is not None],
        dict.fromkeys(applied, 1),
        gettext("Kabupaten/kota yang menerapkan"),
        gettext("Menerapkan"),
    )


def entries(
    rows: Iterable[Replication], origin_region: str, regions: Mapping[str, Region], vocabularies: Vocabularies
) -> list[Entry]:
    """Replications in words."""
    return [_entry(row, origin_region, regions, vocabularies) for row in rows]


def groups(made: Iterable[Entry]) -> list[Group]:
    """Entries by class, expansions within the same region apart; empty groups are left out."""
    found: dict[str, list[Entry]] = {}
    for entry in made:
        key = "expansion" if entry.is_expansion else entry.stage_class
        found.setdefault(key, []).append(entry)
    return [
        Group(key, title(), explanation(), found[key]) for key, (title, explanation) in GROUPS.items() if key in found
    ]


# In the order in which they matter to a reader. Functions, because the words depend on the reader's language.
GROUPS: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
    StageClass.APPLIED.value: (
        lambda: gettext("Diterapkan"),
        lambda: gettext("Sudah dipakai oleh penerima menurut sumber yang disebut."),
    ),
    StageClass.COMMITMENT.value: (
        lambda: gettext("Komitmen"),
        lambda: gettext("Sudah ada kesepakatan atau penyesuaian, penerapannya belum dinyatakan."),
    ),
    StageClass.PLAN.value: (
        lambda: gettext("Rencana"),
        lambda: gettext("Baru minat, penjajakan, atau rencana."),
    ),
    StageClass.VISIT.value: (
        lambda: gettext("Kunjungan"),
        lambda: gettext("Datang belajar; tidak dihitung sebagai replikasi."),
    ),
    "expansion": (
        lambda: gettext("Perluasan di wilayah sendiri"),
        lambda: gettext("Unit lain di wilayah yang sama; tidak dihitung sebagai replikasi antarwilayah."),
    ),
    StageClass.ONCE.value: (
        lambda: gettext("Pernah diterapkan"),
        lambda: gettext("Pernah dipakai, lalu berhenti."),
    ),
    StageClass.VOID.value: (
        lambda: gettext("Tidak berlanjut"),
        lambda: gettext("Belum dapat dipenuhi atau dibatalkan sebelum diterapkan."),
    ),
}


def _entry(row: Replication, origin_region: str, regions: Mapping[str, Region], vocabularies: Vocabularies) -> Entry:
    region = regions.get(row.region_code) if row.region_code else None
    return Entry(
        adopter=_adopter(row, region),
        region=Link(region.full_name, addresses.region(region.ref)) if region else None,
        unit=row.unit_name,
        is_outside=region is None,
        is_expansion=row.is_expansion(origin_region),
        stated_sum=row.stated_sum,
        stage_label=vocabularies.name("tahap-replikasi", row.stage),
        stage_class=row.stage_class.value,
        degree_label=vocabularies.name("derajat-replikasi", row.degree) if row.degree else None,
        evidence_label=vocabularies.name("bukti-replikasi", row.evidence),
        started=row.started,
        ended=row.ended,
        note=row.note,
        source=row.source,
        reply=row.reply,
    )


def _adopter(row: Replication, region: Region | None) -> Link:
    """Who takes it up; linked where there is a page about exactly that."""
    if region is None:
        return Link(", ".join(filter(None, (row.unit_name, row.adopter))), "")
    if row.unit_name is None:
        return Link(region.full_name, addresses.region(region.ref))
    return Link(row.unit_name, addresses.unit(f"{row.unit_id}-{slug(row.unit_name)}") if row.unit_id else "")


def _sentence(rows: Sequence[Replication], origin_region: str, applied: set[str], regions: Mapping[str, Region]) -> str:
    outside = sum(row.is_applied and row.region_code is None and row.stated_sum is None for row in rows)
    parts = []
    if applied:
        names = ", ".join(regions[code].label for code in sorted(applied)[:ENOUGH_FOR_A_MAP])
        counted = ngettext(
            "Diterapkan di %(num)s kabupaten/kota lain di Jawa Timur",
            "Diterapkan di %(num)s kabupaten/kota lain di Jawa Timur",
            len(applied),
        )
        parts.append(f"{counted}: {names}." if len(applied) <= ENOUGH_FOR_A_MAP else f"{counted}.")
    if outside:
        parts.append(
            ngettext(
                "Ada %(num)s catatan penerapan lain yang tidak dihitung per kabupaten/kota.",
                "Ada %(num)s catatan penerapan lain yang tidak dihitung per kabupaten/kota.",
                outside,
            )
        )
    parts += [
        gettext("Menurut sumber, diterapkan oleh %(who)s.", who=row.adopter)
        for row in rows
        if row.is_applied and row.stated_sum is not None
    ]
    if not parts:
        expansions = [row for row in rows if row.is_applied and row.is_expansion(origin_region)]
        if expansions:
            return str(gettext("Diperluas di wilayah sendiri; belum ada catatan penerapan di wilayah lain."))
        return str(gettext("Belum ada catatan penerapan di tempat lain."))
    return " ".join(parts)
