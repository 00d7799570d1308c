"""The canonical form of files in `content/`, and that whatever is written reads back unchanged."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rumah_inovasi.interoperability.emit import STANDARD, Layout, emit
from rumah_inovasi.interoperability.front_matter import Value, canonical_body, parse

CANONICAL = """\
---
nomor: 17
judul: SUPER KEREN
kepanjangan: Suara Perempuan, Anak & Kelompok Rentan
ringkasan: "Warga bertanya: siapa yang mendengar?"
wilayah: "35.03"
jenis_unit: opd-kab
mulai: 2019
urusan: [sosial]
inovator: [Bidang Pemberdayaan Perempuan, "Bidang Sosial, Anak"]
untuk_warga: {siapa: semua perempuan, biaya: gratis, jam: "08.00-15.00"}
sdg: [5, 10]
layanan: https://contoh.id/?p=1
seri: [12]
keberlanjutan: {status: tidak-terkonfirmasi, per: 2021-11, sumber: https://contoh.id/a}
replikasi:
  - {wilayah: "35.05", tahap: diterapkan, mulai: 2020, sumber: "https://contoh.id/?p=2"}
  - {penerima: 19 daerah, jumlah: 19, tahap: diterapkan}
sumber:
  - {url: https://contoh.id/a, judul: "Jarik Ma'Siti, Kabar \\"Baik\\"", tanggal: 2021-11-20}
bahasa: id
lisensi: CC-BY-4.0
terbit: 2026-11-22T03:15:00Z
revisi: 3
---
## Latar belakang

Isi.
"""

# One a line: each stays without quotes at the top of the front matter.
PLAIN = """\
SUPER KEREN
19 daerah
Program#1
A, B {C} [D]?
Jarik Ma'Siti
17
0
2019
2021-11
2021-11-20
2026-11-22T03:15:00Z
https://contoh.id/?p=1#x
(x)
/x
4,5 juta
3 x 24 jam
Añé – “ya”
👩\u200d👧
صحة"""

QUOTED_WORDS = """
35.03 35.10 1e3 12:30 0x1F 0o17 017 1_000 -5 +62 .5 1234567890123456 0341-552233 2020-2021
2021-13-45 2021-02-30 0000-01-01 2021-1-2 2021-13 2026-11-22T25:15:00Z
NO yes Y On null ~ << = - -- --- ... ? | > A: #1 &a *a !a @a `a` %a 'a' [a] {a} :a ,a
"""
QUOTED_TEXTS = ["2021-11-20 10:00:00", "A: B", "A #1", "- a", "? a", " a", "a ", ", a"]


def written(value: Value, layout: Layout = STANDARD) -> str:
    """What stands behind the key `nilai` at the top."""
    return emit({"nilai": value}, "", layout=layout).removeprefix("---\nnilai: ").removesuffix("\n---\n")


def without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: kept for key, item in value.items() if (kept := without_empty(item))}
    if isinstance(value, list):
        return [kept for item in value if (kept := without_empty(item))]
    return value


# The form


def test_canonical_file_comes_out_as_it_went_in() -> None:
    document = parse(CANONICAL.encode(), name="17.md")
    assert emit(document.mapping, document.body) == CANONICAL


def test_form_typed_by_hand_becomes_canonical() -> None:
    by_hand = (
        b"\xef\xbb\xbf---\r\njudul:   'Satu'\r\nwilayah: 35\r\ntag:\r\n- a\r\n- b\r\nkosong:\r\n"
        b"kontak:\r\n  unit: Dinas\r\nsumber: [{url: x}]\r\n---\r\n\r\nIsi\r\n\r\n"
    )
    document = parse(by_hand, name="baru.md")
    assert emit(document.mapping, document.body) == (
        '---\njudul: Satu\nwilayah: "35"\ntag: [a, b]\nkontak: {unit: Dinas}\nsumber:\n  - {url: x}\n---\nIsi\n'
    )


@pytest.mark.parametrize("text", PLAIN.splitlines())
def test_text_that_nobody_misreads_stays_plain(text: str) -> None:
    assert written(text) == text


@pytest.mark.parametrize("text", [*QUOTED_WORDS.split(), *QUOTED_TEXTS])
def test_text_that_yaml_could_misread_is_double_quoted(text: str) -> None:
    assert written(text) == f'"{text}"'
    assert yaml.safe_load(f"nilai: {written(text)}") == {"nilai": text}


@pytest.mark.parametrize("text", ["A, B", "A?", "[A]", "A {b}"])
def test_signs_of_structure_are_quoted_inside_lists_and_mappings(text: str) -> None:
    assert written([text]) == f'["{text}"]'


def test_what_an_editor_does_not_show_is_escaped() -> None:
    assert written('a\nb\tc\rd"e\\f') == '"a\\nb\\tc\\rd\\"e\\\\f"'
    assert (
        written("a\xa0b\u0085c\u2028d\u202ee\ufefff\U000e0041") == '"a\\xa0b\\x85c\\u2028d\\u202ee\\ufefff\\U000e0041"'
    )


def test_codes_are_quoted_at_every_level_though_they_look_like_numbers() -> None:
    layout = Layout(codes=frozenset({"kode"}))
    text = emit(
        {"kode": "35", "daftar": [{"kode": "17", "nomor": "17"}], "isi": {"kode": ["1", "a"]}}, "", layout=layout
    )
    assert text == '---\nkode: "35"\ndaftar:\n  - {kode: "17", nomor: 17}\nisi: {kode: ["1", "a"]}\n---\n'


def test_keys_that_yaml_takes_for_a_truth_value_are_quoted() -> None:
    assert emit({"no": "x", "isi": {"y": "z"}}, "") == '---\n"no": x\nisi: {"y": z}\n---\n'


def test_order_of_keys_is_the_callers() -> None:
    assert emit({"b": "1", "a": {"d": "2", "c": "3"}}, "") == "---\nb: 1\na: {d: 2, c: 3}\n---\n"


def test_long_text_is_never_wrapped() -> None:
    text = "kata " * 500 + "akhir"
    assert written(text) == text
    assert written([text + ","]) == f'["{text},"]'


def test_list_with_some_mappings_has_a_line_for_each_item() -> None:
    value: Value = ["a, b", {"c": "d"}, ["e", {"f": "g"}]]
    assert emit({"daftar": value}, "") == '---\ndaftar:\n  - "a, b"\n  - {c: d}\n  - [e, {f: g}]\n---\n'


def test_body_ends_with_exactly_one_newline() -> None:
    assert emit({"a": "b"}, "\n\nsatu\r\ndua\r\n\r\n") == "---\na: b\n---\nsatu\ndua\n"
    assert emit({}, "") == "---\n---\n"


def test_empty_values_are_left_out() -> None:
    assert emit({"a": "", "b": [], "c": {"d": [""]}, "e": ["", "f"], "g": " "}, "") == '---\ne: [f]\ng: " "\n---\n'


# What is refused


@pytest.mark.parametrize(
    "mapping",
    [
        {"a": "x\0"},
        {"a": ["\ud83d"]},
        {"A": "x"},
        {"a b": "x"},
        {"": "x"},
        {"a": {"B": "x"}},
        {f"k{number}": "x" for number in range(61)},
        {"a": ["x"] * 501},
        {"a": [{"b": [{"c": "d"}]}]},
        {"a": {"b": {"c": {"d": ["e"]}}}},
        {"a": "x" * 256 * 1024},
    ],
)
def test_what_the_loader_would_refuse_is_not_written(mapping: Mapping[str, Value]) -> None:
    with pytest.raises(ValueError, match=r"NUL|key|levels|items|larger"):
        emit(mapping, "")


@pytest.mark.parametrize("body", ["x\0", "\ud83d", "é" * 128 * 1024])
def test_body_that_the_loader_would_refuse_is_not_written(body: str) -> None:
    with pytest.raises(ValueError, match=r"NUL|larger"):
        emit({"a": "x"}, body)


@pytest.mark.parametrize("value", [1, None, True, 1.5, ("a",), b"a"])
def test_values_that_are_no_text_are_a_mistake_of_the_caller(value: Any) -> None:
    with pytest.raises(TypeError, match="'b'"):
        emit({"a": {"b": value}}, "")


# Round trips

NUMBER_OR_DATE = re.compile("[0-9]{1,15}|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?")
_SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_HIDDEN_SIGNS = "\n\r\t\xa0\x7f\u0085\u2028\ufeff\u202e\u200d\ufffe\U000e0020"
_YAML_SIGNS = "-?:,[]{}#&*!|>'\"%@`\\ ~=<+._019xeTZ"
_HARD = st.sampled_from(
    [*_HIDDEN_SIGNS, *_YAML_SIGNS, ": ", " #", "- ", "---", "yes", "NO", "null", "12:30", "2021-11-20", "👩", "ا"]
)
_TEXT = st.text(_SIGNS, max_size=30) | st.lists(_HARD, max_size=6).map("".join)
_KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True) | st.sampled_from(["y", "no", "on", "null", "wilayah"])


def _mappings(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(_KEYS, values, max_size=4)


_INNER = _TEXT | st.lists(_TEXT, max_size=3) | _mappings(_TEXT)
_CONTENT = _mappings(_INNER | st.lists(_INNER, max_size=3) | _mappings(_INNER))
_BODIES = st.text(_SIGNS, max_size=60) | st.lists(_HARD, max_size=8).map("".join)


@given(_CONTENT, _BODIES)
@settings(deadline=None)
def test_whatever_is_written_reads_back_and_is_written_the_same_again(mapping: dict[str, Value], body: str) -> None:
    text = emit(mapping, body)
    document = parse(text.encode(), name="x.md")
    assert document.mapping == without_empty(mapping)
    assert list(document.mapping) == list(without_empty(mapping))
    assert document.body == canonical_body(body)
    assert emit(document.mapping, document.body) == text


@given(_TEXT.filter(bool))
@settings(deadline=None)
def test_ordinary_yaml_tools_read_the_same_text(text: str) -> None:
    at_the_top = yaml.safe_load(f"nilai: {written(text)}")["nilai"]
    inside = yaml.safe_load(f"nilai: {written([text])}")["nilai"][0]
    assert at_the_top == inside
    assert at_the_top == text or NUMBER_OR_DATE.fullmatch(text)


@given(st.dates(), st.integers(min_value=0, max_value=10**15 - 1))
@settings(deadline=None)
def test_ordinary_yaml_tools_read_whole_numbers_and_days_as_such(day: date, number: int) -> None:
    assert yaml.safe_load(written(day.isoformat())) == day
    assert yaml.safe_load(written(str(number))) == number
