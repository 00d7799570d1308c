"""What the loader of `content/` reads, and what it refuses with the line to mend."""

import re
from contextlib import suppress
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rumah_inovasi.interoperability.front_matter import Document, FrontMatterError, canonical_body, parse

NAME = "17-super-keren.md"


def read(header: str, body: str = "") -> Document:
    return parse(f"---\n{header}---\n{body}".encode(), name=NAME)


def refusal(data: str | bytes) -> FrontMatterError:
    """The error for a front matter (text) or for a whole file (bytes)."""
    if isinstance(data, str):
        data = f"---\n{data}---\n".encode()
    with pytest.raises(FrontMatterError) as caught:
        parse(data, name=NAME)
    return caught.value


def places(error: FrontMatterError) -> list[tuple[int, str | None]]:
    return [(problem.line, problem.key) for problem in error.problems]


# What is read


def test_text_lists_and_mappings_of_a_write_up_are_read() -> None:
    document = read(
        "judul: SUPER KEREN\n"
        "sdg: [5, 10]\n"
        "untuk_warga: {siapa: perempuan, biaya: gratis}\n"
        "replikasi:\n"
        '  - {wilayah: "35.05", mulai: 2020}\n'
        "  - penerima: Kabupaten Sumedang\n"
        "    tahap: diterapkan\n",
        "## Latar belakang\n\nTeks.\n",
    )
    assert document.name == NAME
    assert document.mapping == {
        "judul": "SUPER KEREN",
        "sdg": ["5", "10"],
        "untuk_warga": {"siapa": "perempuan", "biaya": "gratis"},
        "replikasi": [
            {"wilayah": "35.05", "mulai": "2020"},
            {"penerima": "Kabupaten Sumedang", "tahap": "diterapkan"},
        ],
    }
    assert document.body == "## Latar belakang\n\nTeks."


@pytest.mark.parametrize(
    "text",
    ["35.10", "NO", "yes", "12:30", "null", "~", "1e3", "0x1F", "017", "2021-11-20", "2019", ".inf", "=", "1_000"],
)
def test_plain_scalars_stay_text(text: str) -> None:
    assert read(f"nilai: {text}\n").mapping == {"nilai": text}


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Program#1", "Program#1"),
        ('"Program #1"', "Program #1"),
        ("'Program #1'", "Program #1"),
        ('"satu\\ndua # tiga"', "satu\ndua # tiga"),
        ("|\n  # satu\n  dua #2", "# satu\ndua #2\n"),
        ("https://contoh.id/?p=1#isi", "https://contoh.id/?p=1#isi"),
    ],
)
def test_number_sign_inside_a_value_is_text(written: str, text: str) -> None:
    assert read(f"judul: {written}\nbentuk: x\n").mapping == {"judul": text, "bentuk": "x"}


def test_empty_values_count_as_left_out_at_every_level() -> None:
    document = read(
        'judul: ada\nkosong:\nkutip: ""\ndaftar: []\ntag: ["", satu, ""]\nkontak: {jabatan: , unit: ""}\n'
        "sumber:\n  - {url: ''}\n  - {url: x, judul: }\n"
    )
    assert document.mapping == {"judul": "ada", "tag": ["satu"], "sumber": [{"url": "x"}]}
    assert document.line_of(("sumber", 0)) == 10


def test_empty_front_matter_and_empty_body_are_read() -> None:
    document = parse(b"---\n---", name=NAME)
    assert (document.mapping, document.body) == ({}, "")


def test_byte_order_mark_and_windows_line_ends_are_normalised() -> None:
    document = parse(b"\xef\xbb\xbf---\r\njudul: Satu\r\n---\r\nBaris\r\n\r\nBaris\rakhir\r\n", name=NAME)
    assert document.mapping == {"judul": "Satu"}
    assert document.body == "Baris\n\nBaris\nakhir"


def test_rules_and_anything_else_in_the_body_are_left_alone() -> None:
    body = "# Judul\n---\n&a *a !tag\n\tkode\n...\n--- x"
    assert read("judul: x\n", body).body == body


def test_empty_lines_around_the_body_are_dropped() -> None:
    assert canonical_body("\n\r\n  kode\r\n\r\n") == "  kode"


def test_blanks_after_the_three_dashes_are_accepted() -> None:
    assert parse(b"--- \njudul: x\n---\t\nisi", name=NAME).body == "isi"


def test_line_of_a_value_is_told_by_its_path() -> None:
    document = read(
        "judul: x\nreplikasi:\n  - {tahap: minat}\n  -\n  - tahap: diterapkan\n    unit: y\nsdg: [5,\n 10]\n"
    )
    assert document.line_of(("judul",)) == 2
    assert document.line_of(("replikasi",)) == 3
    assert document.line_of(("replikasi", 0, "tahap")) == 4
    assert document.line_of(("replikasi", 1, "unit")) == 7
    assert document.line_of(("sdg", 1)) == 9


def test_line_of_what_is_missing_is_that_of_what_surrounds_it() -> None:
    document = read("judul: x\nreplikasi:\n  - {tahap: minat}\n")
    assert document.line_of(("replikasi", 0, "wilayah")) == 4
    assert document.line_of(("replikasi", 7)) == 3
    assert document.line_of(("ringkasan",)) == 1
    assert document.line_of(()) == 1


# What would be cut, joined or repeated silently


def test_value_cut_by_a_number_sign_is_refused_with_advice() -> None:
    error = refusal("nomor: 1\njudul: Program #1\n")
    assert places(error) == [(3, "judul")]
    assert '"Program #1"' in error.message


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("# awal\njudul: x\n  # tengah\n", [(2, None), (4, None)]),
        ("judul: x\n# akhir\n", [(3, None)]),
        ("# hanya ini\n", [(2, None)]),
        ('judul: "x" # catatan\n', [(2, "judul")]),
        ("judul: # catatan\n  x\n", [(2, "judul")]),
        ("isi: | # catatan\n  x\n", [(2, "isi")]),
        ("tag: [a, # catatan\n  b]\n", [(2, "tag")]),
        ("sumber:\n  - {url: x} # satu\n  - {url: y #2\n    }\n", [(3, "sumber.url"), (4, "sumber.url")]),
    ],
)
def test_comments_are_refused_wherever_they_stand(header: str, expected: list[tuple[int, str | None]]) -> None:
    assert places(refusal(header)) == expected


def test_duplicate_keys_are_refused_with_both_lines() -> None:
    error = refusal("judul: a\nkontak: {unit: x, unit: y}\njudul:\n")
    assert places(error) == [(3, "kontak.unit"), (4, "judul")]
    assert "baris 2" in error.problems[1].message


def test_comma_that_would_make_a_key_without_value_is_refused() -> None:
    assert places(refusal("untuk_warga: {siapa: perempuan, lansia}\n")) == [(2, "untuk_warga.lansia")]
    assert places(refusal("? judul\n")) == [(2, "judul")]


@pytest.mark.parametrize(
    ("header", "line", "word"),
    [
        ("a: x\nb: &jangkar y\n", 3, "&"),
        ("a: &x y\n", 2, "&"),
        ("a: *x\n", 2, "*"),
        ("a: *** x\n", 2, "*"),
        ("a: & x\n", 2, "&"),
        ("a: {<<: {b: c}}\n", 2, "<<"),
        ("<<: {b: c}\n", 2, "<<"),
        ("a: !!python/object/apply:os.system [ls]\n", 2, "!"),
        ("a: !lokal x\n", 2, "!"),
        ("a: ! x\n", 2, "!"),
        ("a: !e!x y\n", 2, "!"),
    ],
)
def test_anchors_aliases_merge_keys_and_tags_are_refused(header: str, line: int, word: str) -> None:
    error = refusal(header)
    assert error.line == line
    assert word in error.message


@pytest.mark.parametrize("header", ["a: x\n--- b: y\n", "a: x\n...\n", "a: x\n...\n...\n", "a: x\n--- # y\n"])
def test_several_yaml_documents_are_refused(header: str) -> None:
    assert refusal(header).line == 3


@pytest.mark.parametrize("header", ["%YAML 1.1\na: x\n", "%TAG ! x\na: x\n", f"%YAML 1.{'9' * 5000}\na: x\n"])
def test_yaml_directives_are_refused(header: str) -> None:
    assert refusal(header).line in {2, 3}


@pytest.mark.parametrize("header", ["Judul: x\n", '"": x\n', "2019: x\n", "jenis unit: x\n", "jenis-unit: x\n"])
def test_keys_are_lower_case_words(header: str) -> None:
    assert "huruf kecil" in refusal(header).message


@pytest.mark.parametrize("header", ["? [a]\n: b\n", "{? {a: b} : c}\n", "*x : b\n"])
def test_keys_that_are_no_text_are_refused(header: str) -> None:
    assert any("kunci harus" in problem.message for problem in refusal(header).problems)


@pytest.mark.parametrize("header", ["- a\n", "judul\n", "[a, b]\n", '"judul"\n'])
def test_front_matter_that_is_no_mapping_is_refused(header: str) -> None:
    assert "kunci: nilai" in refusal(header).message


# What cannot be read at all


@pytest.mark.parametrize(
    ("header", "line", "key", "word"),
    [
        ("a: x\nb:\n\t- y\n", 4, None, "tab"),
        ("a: x\ty\n", 2, "a", "tab"),
        ('a: x\nb: "terbuka\nc: y\n', 3, "b", "kutip"),
        ("a: 'terbuka\n", 2, "a", "kutip"),
        ('a: "C:\\dir"\n', 2, "a", "garis miring"),
        ("a: x\njudul: A: B\n", 3, "judul", "titik dua"),
        ("a: x\njudul saja\nb: y\n", 3, None, "titik dua"),
        ("a: x\nb: [c, d\ne: f\n", 3, "b", "kurung"),
        ("a: x\nb: {u: https://contoh.id/?p=1}\n", 3, "b", "kutip ganda"),
        ("a: @x\n", 2, "a", "kutip ganda"),
        ("a: - b\n", 2, "a", "baris baru"),
        ("a: | b\n", 2, "a", "baris berikutnya"),
        ('a: "x" y\n', 2, "a", "kutip penutup"),
        ("a:\n  b: c\n d: e\n", 4, None, "menjorok"),
        ('a: "\\UFFFFFFFF"\n', 2, "a", "kode tanda"),
        ('a: "\\U00110000"\n', 2, "a", "kode tanda"),
        ('a: "\\ud83d\\ude00"\n', 2, "a", "kode"),
        ('a: "\\0"\n', 2, "a", "kode"),
        ("a: x\nb: y\u0085z\n", 3, None, "U+0085"),
        ("a: x\u2028y\n", 2, None, "U+2028"),
        ("a: x\x07y\n", 2, None, "U+0007"),
        ("a: \ufeffx\n", 2, None, "U+FEFF"),
    ],
)
def test_unreadable_yaml_is_explained_at_its_line(header: str, line: int, key: str | None, word: str) -> None:
    error = refusal(header)
    assert places(error) == [(line, key)]
    assert word in error.message


@pytest.mark.parametrize(
    "data", [b"", b"judul: x\n", b"\n---\njudul: x\n---\n", b"----\njudul: x\n---\n", b"--- x\n---\n"]
)
def test_file_without_opening_dashes_is_refused(data: bytes) -> None:
    error = refusal(data)
    assert (error.line, error.key) == (1, None)
    assert "baris pertama" in error.message


def test_file_without_closing_dashes_is_refused() -> None:
    assert "tidak ditutup" in refusal(b"---\njudul: x\n## Latar belakang\n----\n").message


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 3),
        ("---\njudul: x\n---\n".encode("utf-16"), 1),
        (b"---\njudul: x\n---\nisi\0\n", 4),
        ("---\njudul: x\nringkasan: caf\xe9\n---\n".encode("latin-1"), 3),
        (b"---\njudul: \xed\xa0\xbd\n---\n", 2),
    ],
)
def test_file_that_is_no_utf8_text_is_refused(data: bytes, line: int) -> None:
    error = refusal(data)
    assert error.line == line
    assert "UTF-8" in error.message


# Limits


def test_file_may_have_256_kib_and_no_byte_more() -> None:
    start = b"---\njudul: x\n---\n"
    largest = start + b"x" * (256 * 1024 - len(start))
    assert len(parse(largest, name=NAME).body) == 256 * 1024 - len(start)
    assert "256 KiB" in refusal(largest + b"x").message
    assert "256 KiB" in refusal(b"\0" * 300 * 1024).message


def test_mapping_may_have_sixty_keys() -> None:
    lines = [f"k{number}: x\n" for number in range(61)]
    assert len(read("".join(lines[:60])).mapping) == 60
    assert places(refusal("".join(lines))) == [(62, "k59")]


def test_list_may_have_five_hundred_items() -> None:
    items = ["x"] * 501
    assert read(f"tag: [{', '.join(items[:500])}]\n").mapping == {"tag": items[:500]}
    assert "500" in refusal(f"tag: [{', '.join(items)}]\n").message


def test_limits_count_what_is_empty_too() -> None:
    assert "60" in refusal("".join(f"k{number}:\n" for number in range(61))).message
    assert "500" in refusal("tag:\n" + "  -\n" * 501).message


def test_four_levels_are_read_and_a_fifth_is_refused() -> None:
    assert read("a: [{b: [c]}]\n").mapping == {"a": [{"b": ["c"]}]}
    assert places(refusal("x: y\na: [{b: [{c: d}]}]\n")) == [(3, "a.b")]
    assert places(refusal("a:\n  b:\n    c:\n      d:\n        e: f\n")) == [(6, "a.b.c.d")]


@pytest.mark.parametrize(
    "header",
    [
        "a0: &x0 [x]\n" + "".join(f"a{n}: &x{n} [{f'*x{n - 1}, ' * 9}]\n" for n in range(1, 50)),
        "a0: &x0 {k: v}\n" + "".join(f"a{n}: &x{n} {{<<: [{f'*x{n - 1}, ' * 9}]}}\n" for n in range(1, 50)),
        "a: " + "[" * 250_000 + "\n",
        "a: " + "{b: " * 60_000 + "\n",
        "a:\n" + "- " * 120_000 + "\n",
        "? " * 120_000 + "\n",
        "#\n" * 120_000,
    ],
    ids=["aliases", "merge keys", "brackets", "braces", "dashes", "question marks", "comments"],
)
def test_bombs_are_refused_before_anything_is_expanded(header: str) -> None:
    assert 1 <= len(refusal(header).problems) <= 20


# Whatever is typed

_STRUCTURE = [
    ": ",
    "- ",
    "? ",
    "\n",
    "\n",
    "\n  ",
    "# ",
    " #",
    "|\n",
    ">-\n",
    "&a ",
    "*a",
    "!!str ",
    "<<: ",
    "---",
    "...",
]
_PIECES = st.sampled_from([*_STRUCTURE, *"ab: #,[]{}'\"\\%@\té", "a: x\n", "b: [c, d]\n"])


@given(st.lists(_PIECES, max_size=25).map("".join), st.binary(max_size=20))
@settings(deadline=None)
def test_any_input_is_either_refused_or_read_without_losing_a_sign(header: str, noise: bytes) -> None:
    for data in (noise, b"---\n" + noise + b"\n---\n", f"---\n{header}\n---\n".encode()):
        with suppress(FrontMatterError):
            document = parse(data, name=NAME)
            lines = data.decode().replace("\r", "\n")
            text = re.split(r"^---[ \t]*$", lines, maxsplit=2, flags=re.MULTILINE)[1]
            assert document.mapping == filled(yaml.load(text, Loader=yaml.BaseLoader) or {})
            assert text.count("#") == str(document.mapping).count("#")


def filled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: kept for key, item in value.items() if (kept := filled(item))}
    if isinstance(value, list):
        return [kept for item in value if (kept := filled(item))]
    return value


# The error itself


def test_error_says_file_line_and_key_of_every_problem() -> None:
    error = refusal("# satu\njudul: Program #1\njudul: x\n")
    assert [line.partition(":")[0] for line in str(error).split("\n")] == [
        f"{NAME}, baris 2",
        f"{NAME}, baris 3 (judul)",
        f"{NAME}, baris 4 (judul)",
    ]
    assert (error.name, error.line, error.key) == (NAME, 2, None)
    assert re.search(r"baris 2: \S+", str(error))
