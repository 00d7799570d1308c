"""Regions and units, and the rules on them that need no database."""

import enum
import re
import unicodedata
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rumah_inovasi.database import Base, Instant
from rumah_inovasi.errors import Invalid

PROVINCE = "35"
GOVERNMENT = "pemda"  # kind of the root unit of each region's tree
# Kinds of units after who keeps them (law 23/2014 on regional government); others stand in any tree.
PROVINCIAL_KINDS = frozenset({"opd-prov", "upt-prov", "rs-prov", "sekolah-prov", "samsat"})
LOCAL_KINDS = frozenset({
    "opd-kab", "upt-kab", "setda", "kecamatan", "kelurahan", "desa", "puskesmas", "rsud", "sekolah-kab", "mpp",
    "bumdes",
})  # fmt: skip
LONGEST_NAME = 200


def fits(kind: str, region_code: str) -> bool:
    """Whether a unit of this kind belongs into the tree of a region: no provincial office below a regency."""
    return kind not in (LOCAL_KINDS if region_code == PROVINCE else PROVINCIAL_KINDS)


class RegionKind(enum.StrEnum):
    """A province, a kabupaten or a kota."""

    PROVINCE = "provinsi"
    KABUPATEN = "kabupaten"
    KOTA = "kota"


class UnitState(enum.StrEnum):
    """What has become of a unit."""

    ACTIVE = "active"
    CLOSED = "closed"
    MERGED = "merged"


class Region(Base):
    """The province or one of the 38. Code after Kemendagri, such as 35.15."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(primary_key=True)
    bps_code: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str]
    full_name: Mapped[str]
    label: Mapped[str]
    abbreviation: Mapped[str]
    capital: Mapped[str]
    population: Mapped[int]
    area_km2: Mapped[float]
    kecamatan_count: Mapped[int]
    kelurahan_count: Mapped[int]
    desa_count: Mapped[int]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    tile_column: Mapped[int | None]
    tile_row: Mapped[int | None]
    neighbours: Mapped[list[str]] = mapped_column(JSON)

    @property
    def is_city(self) -> bool:
        """True for a Kota."""
        return self.kind == RegionKind.KOTA

    @property
    def ref(self) -> str:
        """Its part of an address: the code decides, the name is for readers."""
        return f"{self.code}-{slug(self.full_name if self.kind != RegionKind.KABUPATEN else self.name)}"


class Unit(Base):
    """An office or institution within the tree of a region."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str]
    kecamatan_code: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default=UnitState.ACTIVE.value)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def ref(self) -> str:
        """Its part of an address: the number decides, the name is for readers."""
        return f"{self.id}-{slug(self.name)}"

    def end(self, state: UnitState, *, now: datetime) -> None:
        """Close or merge the unit; only an active one can end."""
        if self.state != UnitState.ACTIVE:
            raise Invalid("Unit “%(name)s” sudah tidak aktif.", name=self.name)
        self.state = state.value
        self.ended_at = now


class UnitName(Base):
    """A name under which a unit is known in its region, present or former. A name leads to one unit only."""

    __tablename__ = "unit_name"
    __table_args__ = (UniqueConstraint("region_code", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    key: Mapped[str]
    name: Mapped[str]
    is_current: Mapped[bool]


class UnitSuccession(Base):
    """Which unit carries on the work of one that was closed or merged."""

    __tablename__ = "unit_succession"
    __table_args__ = (UniqueConstraint("unit_id", "successor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)


def name_key(name: str) -> str:
    """The form in which two spellings of one name agree: case, spaces and punctuation aside.

    A name of signs alone keeps them, or all such names would be one.
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(re.findall(r"\w+", plain)) or " ".join(plain.split())


def slug(text: str, longest: int = 80) -> str:
    """A readable part of an address: ASCII letters, digits and hyphens; never empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    return words[:longest].rstrip("-") or "tanpa-judul"


def region_values(row: dict[str, str]) -> dict[str, Any]:
    """Column values of a region from a row of the shipped `regions.csv`."""
    return {
        "bps_code": row["code_bps"],
        "kind": row["type"],
        "name": row["name"],
        "full_name": row["full_name"],
        "label": row["label"],
        "abbreviation": row["abbr"],
        "capital": row["capital"],
        "population": int(row["population"]),
        "area_km2": float(row["area_km2"]),
        "kecamatan_count": int(row["kecamatan"]),
        "kelurahan_count": int(row["kelurahan"]),
        "desa_count": int(row["desa"]),
        "latitude": float(row["lat"]) if row["lat"] else None,
        "longitude": float(row["lon"]) if row["lon"] else None,
        "tile_column": int(row["tile_col"]) if row["tile_col"] else None,
        "tile_row": int(row["tile_row"]) if row["tile_row"] else None,
        "neighbours": row["neighbours"].split("|") if row["neighbours"] else [],
    }
