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


# How far a replication has come. The last three are ends, but what continues may still change or stop.
STAGES = (
    "kunjungan",
    "minat",
    "penjajakan",
    "rencana",
    "kesepakatan",
    "penyesuaian",
    "diterapkan",
    "dievaluasi",
    "berlanjut",
    "bertransformasi",
    "berhenti",
)
CANCELLED, DECLINED, STOPPED = "dibatalkan", "ditolak", "berhenti"
WISHES = frozenset({StageClass.PLAN, StageClass.COMMITMENT})  # which the origin may be unable to fulfil
BEFORE_USE = frozenset({StageClass.VISIT, StageClass.PLAN, StageClass.COMMITMENT})
OVER = frozenset({StageClass.ONCE, StageClass.VOID})  # after these, the same adopter begins another replication


def stages_after(stage: str | None) -> tuple[str, ...]:
    """The stages that an adopter may report when the last known one is this; None where nothing is known yet.

    Forward only, with steps skipped as they were in life; the same stage again brings newer facts about it. What is not
    in use yet can be cancelled. Source of the order: Replication in the rules of the field.
    """
    if stage is None:
        return STAGES
    if CLASS_OF_STAGE[stage] in OVER:
        return ()
    later = STAGES[STAGES.index(stage) :]
    return (*later, CANCELLED) if CLASS_OF_STAGE[stage] in BEFORE_USE else later


class Replication(Base):
    """One adopter of one innovation: a region of ours, a place outside, or a sum that a source states."""

    __tablename__ = "replication"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - a form never means another record than it showed

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
    ended: Mapped[str | None]
    note: Mapped[str | None]
    source: Mapped[str | None]
    reply: Mapped[str | None]  # of the origin, which has the right to answer what is said about it
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


def is_applied_elsewhere(origin_region: str, replications: Iterable[Replication]) -> bool:
    """Whether anybody outside the region where the innovation was born applies it, named or not."""
    return any(found.is_applied and not found.is_expansion(origin_region) for found in replications)


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
