"""Who takes up from whom: regencies against regencies, for one class of stages at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext

from rumah_inovasi import addresses
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.organisations.model import PROVINCE, Region, Unit
from rumah_inovasi.replication.model import Replication, StageClass
from rumah_inovasi.vocabulary.queries import Vocabularies
from rumah_inovasi.web.links import Link

Pair = tuple[Innovation, Replication]
# Classes in the words of addresses, the most telling first.
CLASSES = {
    "diterapkan": StageClass.APPLIED,
    "komitmen": StageClass.COMMITMENT,
    "rencana": StageClass.PLAN,
    "kunjungan": StageClass.VISIT,
    "pernah": StageClass.ONCE,
    "tidak-berlanjut": StageClass.VOID,
}
CLASS_WORDS = {
    StageClass.VISIT.value: (lazy_gettext("Kunjungan"), lazy_gettext("datang belajar")),
    StageClass.PLAN.value: (lazy_gettext("Rencana"), lazy_gettext("minat, penjajakan, atau rencana")),
    StageClass.COMMITMENT.value: (lazy_gettext("Komitmen"), lazy_gettext("kesepakatan atau penyesuaian")),
    StageClass.APPLIED.value: (
        lazy_gettext("Diterapkan"),
        lazy_gettext("dipakai, dievaluasi, berlanjut, atau bertransformasi"),
    ),
    StageClass.ONCE.value: (lazy_gettext("Pernah diterapkan"), lazy_gettext("pernah dipakai, lalu berhenti")),
    StageClass.VOID.value: (lazy_gettext("Tidak berlanjut"), lazy_gettext("belum dapat dipenuhi atau dibatalkan")),
}
HEADER = (
    "Nomor inovasi",
    "Inovasi",
    "Alamat",
    "Kode wilayah asal",
    "Wilayah asal",
    "Unit asal",
    "Kode wilayah penerima",
    "Wilayah penerima",
    "Unit penerima",
    "Penerima lain",
    "Jumlah yang disebut",
    "Perluasan di wilayah sendiri",
    "Tahap",
    "Kelas",
    "Derajat",
    "Bukti",
    "Mulai",
    "Selesai",
    "Catatan",
    "Tanggapan unit asal",
    "Sumber",
)


@dataclass(frozen=True)
class Head:
    """A regency at the edge of the matrix, with how many innovations it gave away or took up."""

    link: Link
    short: str
    total: int


@dataclass(frozen=True)
class Cell:
    """How many innovations went from one regency to another, and where they are listed."""

    count: int
    url: str | None
    label: str


@dataclass(frozen=True)
class Row:
    """What one regency gave to each of the others."""

    origin: Head
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Matrix:
    """Origins down, adopters across; only those with anything to show."""

    adopters: Sequence[Head]
    rows: Sequence[Row]


def matrix(pairs: Iterable[Pair], regions: Mapping[str, Region], kind: StageClass) -> Matrix:
    """Innovations of one class between regions of ours; expansions at home are left out, and so are stated sums."""
    found: dict[tuple[str, str], set[int]] = {}
    for innovation, row in pairs:
        if row.stage_class is kind and row.region_code and not row.is_expansion(innovation.region_code):
            found.setdefault((innovation.region_code, row.region_code), set()).add(innovation.number)
    given = {code: {n for (origin, _), some in found.items() if origin == code for n in some} for code, _ in found}
    taken = {code: {n for (_, adopter), some in found.items() if adopter == code for n in some} for _, code in found}
    adopters = [_head(regions[code], len(taken[code])) for code in sorted(taken)]
    rows = [
        Row(
            _head(regions[origin], len(given[origin])),
            [_cell(len(found.get((origin, code), ())), regions[origin], regions[code], kind) for code in sorted(taken)],
        )
        for origin in sorted(given)
    ]
    return Matrix(adopters, rows)


def cells(
    innovation: Innovation,
    row: Replication,
    origin: Unit,
    regions: Mapping[str, Region],
    words: Vocabularies,
    base_url: str,
) -> list[str | int]:
    """A record as a line of the table."""
    adopter = regions.get(row.region_code) if row.region_code else None
    return [
        innovation.number,
        innovation.title,
        base_url + addresses.write_up(innovation.ref),
        innovation.region_code,
        regions[innovation.region_code].full_name,
        origin.name,
        row.region_code or "",
        adopter.full_name if adopter else "",
        row.unit_name or "",
        row.adopter or "",
        row.stated_sum or "",
        "ya" if row.is_expansion(innovation.region_code) else "tidak",
        words.name("tahap-replikasi", row.stage),
        str(CLASS_WORDS[row.stage_class.value][0]),
        words.name("derajat-replikasi", row.degree) if row.degree else "",
        words.name("bukti-replikasi", row.evidence),
        row.started or "",
        row.ended or "",
        row.note or "",
        row.reply or "",
        row.source or "",
    ]


def _head(region: Region, total: int) -> Head:
    return Head(Link(region.label, addresses.region(region.ref)), region.abbreviation, total)


def _cell(count: int, origin: Region, adopter: Region, kind: StageClass) -> Cell:
    # The search knows where among the 38 an innovation is in use, and nothing else.
    is_listed = bool(count) and kind is StageClass.APPLIED and adopter.code != PROVINCE
    url = addresses.search(wilayah=origin.code, direplikasi_di=adopter.code) if is_listed else None
    return Cell(count, url, f"{origin.label} → {adopter.label}")
