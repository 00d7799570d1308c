"""Plain data becomes typed values and back; every problem is told with its place."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumah_inovasi import schema
from rumah_inovasi.schema import (
    Choice,
    Kind,
    ListOf,
    Moment,
    Number,
    PartialDate,
    Pattern,
    Problem,
    Record,
    Text,
    Url,
    Value,
    spec,
)


class Colours:
    """A vocabulary of two terms."""

    def has(self, kind: str, term: str) -> bool:
        return (kind, term) in {("warna", "merah"), ("warna", "biru")}


@dataclass(frozen=True, kw_only=True)
class Door:
    """A part within a whole."""

    name: str = spec("nama", Text(10), required=True)
    width: int | None = spec("lebar", Number(1, 300))


@dataclass(frozen=True, kw_only=True)
class Building:
    """Something of every kind."""

    title: str = spec("judul", Text(20), required=True)
    code: str | None = spec("kode", Pattern(r"[a-z]+", "Huruf kecil saja."))
    colours: tuple[str, ...] = spec("warna", ListOf(Choice("warna"), 2))
    doors: tuple[Door, ...] = spec("pintu", ListOf(Record(Door)))
    main_door: Door | None = spec("utama", Record(Door))
    built: str | None = spec("dibangun", PartialDate())
    opened: datetime | None = spec("dibuka", Moment())
    page: str | None = spec("laman", Url())
    state: str = spec("keadaan", Text(), default="baik")


FULL: dict[str, Value] = {
    "judul": "Balai",
    "kode": "balai",
    "warna": ["merah", "biru"],
    "pintu": [{"nama": "Timur", "lebar": "90"}, {"nama": "Barat"}],
    "utama": {"nama": "Selatan"},
    "dibangun": "2019-11",
    "dibuka": "2026-11-22T03:15:00Z",
    "laman": "https://balai.example/a?b=c",
    "keadaan": "rusak",
}


def read(raw: dict[str, Value]) -> tuple[Building | None, list[Problem]]:
    problems: list[Problem] = []
    return schema.read(Building, raw, problems, Colours()), problems


def one(kind: Kind, raw: Value) -> tuple[Any, list[Problem]]:
    problems: list[Problem] = []
    return kind.read(raw, ("kunci",), problems, Colours()), problems


def test_what_was_written_is_read_back_the_same() -> None:
    building, problems = read(FULL)
    assert problems == []
    assert building is not None
    assert schema.write(building) == FULL
    assert list(schema.write(building)) == schema.keys(Building)


def test_values_are_typed() -> None:
    building, _ = read(FULL)
    assert building is not None
    assert building.doors[0].width == 90
    assert building.opened == datetime(2026, 11, 22, 3, 15, tzinfo=UTC)
    assert building.main_door == Door(name="Selatan")


def test_empty_values_count_as_left_out() -> None:
    building, problems = read({"judul": "Balai", "kode": "", "warna": [], "utama": {}})
    assert problems == []
    assert building == Building(title="Balai")
    assert schema.write(building) == {"judul": "Balai", "keadaan": "baik"}


@pytest.mark.parametrize("raw", [{}, {"judul": ""}, {"judul": " \t"}])
def test_required_field_needs_more_than_spaces(raw: dict[str, Value]) -> None:
    building, problems = read(raw)
    assert building is None
    assert [problem.path for problem in problems] == [("judul",)]


def test_all_problems_are_told_at_once_each_with_its_place() -> None:
    building, problems = read(
        {
            "kode": "A1",
            "warna": ["merah", "hijau"],
            "pintu": [{"nama": "Timur", "lebar": "0"}, {"lebar": "90", "tinggi": "2"}],
            "dibangun": "2019-02-30",
        }
    )
    assert building is None
    assert {problem.path for problem in problems} == {
        ("judul",),
        ("kode",),
        ("warna", 1),
        ("pintu", 0, "lebar"),
        ("pintu", 1, "nama"),
        ("pintu", 1, "tinggi"),
        ("dibangun",),
    }


def test_messages_have_their_values_filled_in() -> None:
    _, problems = read({"judul": "x" * 21, "warna": ["hijau"]})
    assert "21 huruf" in str(problems[0])
    assert "“hijau” tidak ada dalam daftar warna" in str(problems[1])


def test_unknown_keys_are_problems() -> None:
    (problem,) = schema.unknown_keys({"judul": "a", "100%": "b"}, {"judul"}, ("atas",))
    assert problem.path == ("atas", "100%")
    assert "“100%”" in str(problem)


def test_text_is_one_line_without_doubled_spaces() -> None:
    assert one(Text(), "  Balai \n  Warga ") == ("Balai Warga", [])
    assert one(Text(5), "ab   cd") == ("ab cd", [])


@pytest.mark.parametrize("raw", ["\u200b", "\u2060\ufeff", "\u202e", "\u0301", " \u00ad "])
def test_text_that_nobody_can_see_is_refused(raw: str) -> None:
    value, problems = one(Text(), raw)
    assert value is None
    assert "tidak terlihat" in str(problems[0])


@pytest.mark.parametrize("sign", ["\x01", "\x1b", "\x7f", "\x9f", "\ufffe", "\uffff", "\U0001fffe", "\ufdd0"])
def test_sign_that_no_feed_can_hold_is_refused_by_its_number(sign: str) -> None:
    value, problems = one(Text(), f"kendali {sign} uji")
    assert value is None
    assert f"U+{ord(sign):04X}" in str(problems[0])


def test_signs_that_turn_the_direction_of_reading_are_left_out() -> None:
    assert one(Text(), "Balai\u202e Warga\u2066") == ("Balai Warga", [])
    assert one(Text(), "مكتبة") == ("مكتبة", [])


@pytest.mark.parametrize("kind", [Text(), Number(), PartialDate(), Moment(), Url(), Choice("warna")])
@pytest.mark.parametrize("raw", [["a"], {"a": "b"}])
def test_list_or_mapping_is_no_single_value(kind: Kind, raw: Value) -> None:
    value, problems = one(kind, raw)
    assert value is None
    assert len(problems) == 1


@pytest.mark.parametrize("kind", [ListOf(Text()), Record(Door)])
def test_single_value_is_no_list_and_no_mapping(kind: Kind) -> None:
    value, problems = one(kind, "satu")
    assert not value
    assert [problem.path for problem in problems] == [("kunci",)]


def test_doubled_items_are_told_unless_they_mean_something() -> None:
    _, problems = one(ListOf(Text()), ["a", "b", " a"])
    assert [problem.path for problem in problems] == [("kunci", 2)]
    assert one(ListOf(Text(), distinct=False), ["a", "a"]) == (("a", "a"), [])


def test_list_has_a_bound() -> None:
    _, problems = one(ListOf(Text(), 2), ["a", "b", "c"])
    assert [problem.path for problem in problems] == [("kunci",)]
    assert "2" in str(problems[0])


@pytest.mark.parametrize("text", ["2019", "2019-11", "2019-11-21", "2020-02-29", "1900"])
def test_date_may_be_a_year_a_month_or_a_day(text: str) -> None:
    assert one(PartialDate(), text) == (text, [])


@pytest.mark.parametrize(
    "text",
    [
        "19",
        "2019-1",
        "2019-13",
        "2019-02-29",
        "21-11-2019",
        "2019-11-21T00:00:00Z",
        "1899",
        "0000",
        "٢٠١٩",
        "2019\n-11",
    ],
)
def test_other_dates_are_refused(text: str) -> None:
    value, problems = one(PartialDate(), text)
    assert value is None
    assert len(problems) == 1


@pytest.mark.parametrize("text", ["", "1,5", "-1", "+2", "0", "301", "1e2", "٣", "9" * 5000])
def test_number_out_of_bounds_or_of_another_form_is_refused(text: str) -> None:
    value, problems = one(Number(1, 300), text)
    assert value is None
    assert len(problems) == 1


@pytest.mark.parametrize(
    "text",
    [
        "balai.example",
        "javascript:alert(1)",
        "https://",
        "https://[a",
        "ftp://balai.example",
        "https://balai.example/a b",
        "https://balai.example/\x00",
        "https://balai.example/" + "a" * 2000,
    ],
)
def test_only_whole_web_addresses_are_links(text: str) -> None:
    value, problems = one(Url(), text)
    assert value is None
    assert len(problems) == 1


@pytest.mark.parametrize(
    "text", ["2026-11-22", "2026-11-22T03:15:00", "2026-11-22T03:15:00+07:00", "2026-11-22T03:15:61Z"]
)
def test_moment_is_written_in_utc_to_the_second(text: str) -> None:
    value, problems = one(Moment(), text)
    assert value is None
    assert len(problems) == 1


def test_moment_of_another_zone_is_written_in_utc() -> None:
    moment = datetime(2026, 11, 22, 10, 15, tzinfo=timezone(timedelta(hours=7)))
    assert Moment().write(moment) == "2026-11-22T03:15:00Z"


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_makes_a_reader_fail(text: str) -> None:
    for kind in (Text(), Number(), PartialDate(), Moment(), Url(), Choice("warna"), Pattern("[a-z]+", "Huruf kecil.")):
        value, problems = one(kind, text)
        assert (value is None) == bool(problems)
        assert all(str(problem) for problem in problems)


@settings(deadline=None)
@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001 - the strategy adds the zone
def test_moments_survive_writing_and_reading(moment: datetime) -> None:
    assert one(Moment(), Moment().write(moment)) == (moment.replace(microsecond=0), [])
