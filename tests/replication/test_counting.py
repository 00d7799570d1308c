"""How replications count: stages fall into classes, and only what is applied elsewhere is counted."""

from typing import Any

import pytest

from rumah_inovasi.replication.model import CLASS_OF_STAGE, Replication, StageClass, applied_regencies
from tests.catalogue.facts import vocabulary

STAGES = {
    StageClass.VISIT: ["kunjungan"],
    StageClass.PLAN: ["minat", "penjajakan", "rencana"],
    StageClass.COMMITMENT: ["kesepakatan", "penyesuaian"],
    StageClass.APPLIED: ["diterapkan", "dievaluasi", "berlanjut", "bertransformasi"],
    StageClass.ONCE: ["berhenti"],
    StageClass.VOID: ["ditolak", "dibatalkan"],
}
ORIGIN = "35.15"


def row(stage: str = "diterapkan", region: str | None = "35.05", **values: Any) -> Replication:
    return Replication(stage=stage, region_code=region, **values)


def test_stages_of_the_vocabulary_are_those_that_have_a_class() -> None:
    assert sorted(vocabulary().terms["tahap-replikasi"]) == sorted(CLASS_OF_STAGE)


@pytest.mark.parametrize(("found", "stage"), [(found, stage) for found, stages in STAGES.items() for stage in stages])
def test_stage_belongs_to_one_class_and_only_applied_counts(found: StageClass, stage: str) -> None:
    assert row(stage).stage_class is found
    assert row(stage).is_applied is (found is StageClass.APPLIED)
    assert applied_regencies(ORIGIN, [row(stage)]) == ({"35.05"} if found is StageClass.APPLIED else set())


def test_visit_plan_and_commitment_of_one_regency_do_not_add_up_to_an_application() -> None:
    assert applied_regencies(ORIGIN, [row("kunjungan"), row("rencana"), row("kesepakatan")]) == set()


def test_regency_counts_once_however_many_of_its_units_apply_it() -> None:
    units = [row(unit_id=number) for number in (1, 2, 3)]
    assert applied_regencies(ORIGIN, [*units, row(region="35.06"), row("minat", "35.07")]) == {"35.05", "35.06"}


def test_another_unit_of_the_same_region_is_an_expansion_and_not_counted() -> None:
    own = row(region=ORIGIN, unit_id=7)
    assert own.is_expansion(ORIGIN)
    assert applied_regencies(ORIGIN, [own]) == set()


def test_province_places_outside_and_stated_sums_are_no_regencies() -> None:
    others = [row(region="35"), row(region=None, adopter="Sumedang"), row(region=None, adopter="Banyak", stated_sum=19)]
    assert applied_regencies(ORIGIN, others) == set()
    assert not any(other.is_expansion(ORIGIN) for other in others)


def test_what_the_province_made_counts_in_every_regency_that_applies_it() -> None:
    assert applied_regencies("35", [row(region="35.15"), row(region="35.78"), row(region="35")]) == {"35.15", "35.78"}
