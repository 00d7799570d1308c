"""Which stage may follow which: forward, with steps skipped, to an end after which nothing follows."""

import pytest

from rumah_inovasi.replication.model import CLASS_OF_STAGE, stages_after

USE = "diterapkan dievaluasi berlanjut bertransformasi berhenti"
ALL = f"kunjungan minat penjajakan rencana kesepakatan penyesuaian {USE}"
AFTER = {
    None: ALL,
    "kunjungan": f"{ALL} dibatalkan",
    "minat": f"minat penjajakan rencana kesepakatan penyesuaian {USE} dibatalkan",
    "penjajakan": f"penjajakan rencana kesepakatan penyesuaian {USE} dibatalkan",
    "rencana": f"rencana kesepakatan penyesuaian {USE} dibatalkan",
    "kesepakatan": f"kesepakatan penyesuaian {USE} dibatalkan",
    "penyesuaian": f"penyesuaian {USE} dibatalkan",
    "diterapkan": USE,
    "dievaluasi": "dievaluasi berlanjut bertransformasi berhenti",
    "berlanjut": "berlanjut bertransformasi berhenti",
    "bertransformasi": "bertransformasi berhenti",
    "berhenti": "",
    "ditolak": "",
    "dibatalkan": "",
}


def test_every_stage_has_its_line_here() -> None:
    assert set(AFTER) == {None, *CLASS_OF_STAGE}


@pytest.mark.parametrize("stage", AFTER)
def test_stages_that_may_follow(stage: str | None) -> None:
    assert " ".join(stages_after(stage)) == AFTER[stage]


def test_visit_may_come_before_anything_and_after_nothing() -> None:
    assert set(stages_after("kunjungan")) >= set(stages_after(None))
    assert {stage for stage in CLASS_OF_STAGE if "kunjungan" in stages_after(stage)} == {"kunjungan"}


def test_what_is_not_over_can_be_said_again_with_newer_facts() -> None:
    over = {"berhenti", "ditolak", "dibatalkan"}
    assert {stage for stage in CLASS_OF_STAGE if stage in stages_after(stage)} == set(CLASS_OF_STAGE) - over


def test_only_what_is_not_in_use_yet_can_be_cancelled() -> None:
    before_use = {"kunjungan", "minat", "penjajakan", "rencana", "kesepakatan", "penyesuaian"}
    assert {stage for stage in AFTER if "dibatalkan" in stages_after(stage)} == before_use


def test_adopter_never_declines_for_the_origin() -> None:
    assert not any("ditolak" in stages_after(stage) for stage in AFTER)
