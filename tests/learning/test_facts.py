"""The facts of a workshop: what may stand in them, and what a date that is not told whole means."""

from datetime import date
from typing import Any

import pytest

from rumah_inovasi.learning import facts as facts_of
from rumah_inovasi.learning.facts import Facts, earliest, latest
from rumah_inovasi.schema import Problem

LEAST: dict[str, Any] = {
    "judul": "Bimtek",
    "ringkasan": "Peserta berlatih.",
    "mulai": "2026-12-02",
    "penyelenggara": "Bagian Organisasi",
    "wilayah": "35.15",
}


class AnyWord:
    """A vocabulary that knows every term."""

    def has(self, _kind: str, _term: str) -> bool:
        return True


def parsed(**more: Any) -> tuple[Facts | None, list[str]]:
    problems: list[Problem] = []
    facts = facts_of.parse({**LEAST, **more}, problems, AnyWord())
    return facts, [".".join(map(str, problem.path)) for problem in problems]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2024-09-13", date(2024, 9, 13), date(2024, 9, 13)),
    ],
)
def test_date_that_is_not_told_whole_may_be_any_of_its_days(text: str, first: date, last: date) -> None:
    assert (earliest(text), latest(text)) == (first, last)


@pytest.mark.parametrize("key", LEAST)
def test_what_every_workshop_has_must_be_there(key: str) -> None:
    assert parsed(**{key: ""}) == (None, [key])


@pytest.mark.parametrize(
    ("starts", "ends", "problems"),
    [
        ("2026-12-02", "2026-12-01", ["selesai"]),
        ("2026-12-02", "2026-11", ["selesai"]),
        ("2026-12-02", "2026-12-02", []),
        ("2026-12-02", "2026-12", []),
        ("2026-12", "2027", []),
    ],
)
def test_workshop_does_not_end_before_it_begins(starts: str, ends: str, problems: list[str]) -> None:
    assert parsed(mulai=starts, selesai=ends)[1] == problems


def test_days_are_compared_before_all_else_is_filled_in() -> None:
    assert parsed(judul="", mulai="2026-12-02", selesai="2026-12-01") == (None, ["judul", "selesai"])
    assert parsed(mulai="2026-13", selesai="2026-12-01") == (None, ["mulai"])


def test_calendar_needs_days() -> None:
    dated = [("2026-12-02", None), ("2026-12-02", "2026-12-04")]
    undated = [("2026-12", None), ("2026", None), ("2026-12-02", "2026-12"), ("2026-12", "2026-12-04")]
    for pairs, expected in ((dated, True), (undated, False)):
        for starts, ends in pairs:
            facts, _problems = parsed(mulai=starts, **({"selesai": ends} if ends else {}))
            assert facts
            assert facts.is_dated == expected, (starts, ends)


@pytest.mark.parametrize(
    ("material", "problem"),
    [
        ({"judul": "Salindia"}, "bahan.0.url"),
        ({"judul": "Salindia", "url": "https://contoh.id/a", "berkas": "a.pdf"}, "bahan.0.url"),
        ({"judul": "Salindia", "url": "https://contoh.id/a", "sha256": "0" * 64}, "bahan.0.sha256"),
        ({"judul": "Salindia", "url": "javascript:1"}, "bahan.0.url"),
        ({"judul": "Salindia", "berkas": "../a.pdf"}, "bahan.0.berkas"),
        ({"url": "https://contoh.id/a"}, "bahan.0.judul"),
    ],
)
def test_material_is_a_link_or_a_file(material: dict[str, str], problem: str) -> None:
    assert problem in parsed(bahan=[material])[1]


def test_one_file_is_one_material() -> None:
    twice = [{"judul": "Satu", "berkas": "a.pdf"}, {"judul": "Dua", "berkas": "a.pdf"}]
    assert parsed(bahan=twice)[1] == ["bahan.1.berkas"]


def test_facts_survive_the_database() -> None:
    facts, problems = parsed(
        selesai="2026-12-03",
        jenis="bimtek",
        narasumber=["Widyaiswara"],
        jp="16",
        kuota="150",
        inovasi=["3", "1"],
        bahan=[{"judul": "Salindia", "berkas": "a.pdf", "sha256": "0" * 64}],
        sumber=[{"judul": "Undangan", "tanggal": "2026-11"}],
    )
    assert problems == []
    assert facts
    assert facts_of.restore(facts_of.dump(facts)) == facts
    assert facts.innovations == (3, 1)
