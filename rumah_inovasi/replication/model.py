"""Replications and the rules of counting them."""

import enum
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from rumah_inovasi.database import Base, Instant
from rumah_inovasi.organisations.model import PROVINCE


class StageClass(enum.StrEnum):
    """Stages of one class count alike; different classes are never added up."""

    VISIT = "visit"
    PLAN = "plan"
    COMMITMENT = "commitment"
    APPLIED = "applied"
    ONCE = "once"
    VOID = "void"


CLASS_OF_STAGE = {
    "kunjungan": StageClass.VISIT,
    "minat": StageClass.PLAN,
    "penjajakan": StageClass.PLAN,
    "rencana": StageClass.PLAN,
    "kesepakatan": StageClass.COMMITMENT,
    "penyesuaian": StageClass.COMMITMENT,
    "diterapkan": StageClass.APPLIED,
    "dievaluasi": StageClass.APPLIED,
    "berlanjut": StageClass.APPLIED,
    "bertransformasi": StageClass.APPLIED,
    "berhenti": StageClass.ONCE,
    "ditolak": StageClass.VOID,
    "dibatalkan": StageClass.VOID,
}


class Replication(Base):
    """One adopter of one innovation: a region of ours, a place outside, or a sum that a source states."""

    __tablename__ = "replication"

    id: Mapped[int] = mapped_column(primary_key=True)
    innovation_number: Mapped[int] = mapped_column(ForeignKey("innovation.number"), index=True)
    position: Mapped[int]
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    unit_name: Mapped[str | None]
    adopter: Mapped[str | None]
    stated_sum: Mapped[int | None]
    stage: Mapped[str]
    degree: Mapped[str | None]
    evidence: Mapped[str]
    started: Mapped[str | None]
    note: Mapped[str | None]
    source: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def stage_class(self) -> StageClass:
        """The class of its stage."""
        return CLASS_OF_STAGE[self.stage]

    @property
    def is_applied(self) -> bool:
        """In use, by the word of its evidence."""
        return self.stage_class is StageClass.APPLIED

    def is_expansion(self, origin_region: str) -> bool:
        """Another unit of the region where the innovation was born: shown, never counted across regencies."""
        return self.region_code is not None and self.region_code == origin_region


def applied_regencies(origin_region: str, replications: Iterable[Replication]) -> set[str]:
    """The kabupaten/kota, other than the origin, in which an innovation is applied."""
    return {
        found.region_code
        for found in replications
        if found.is_applied
        and found.region_code is not None
        and found.region_code != PROVINCE
        and not found.is_expansion(origin_region)
    }
