"""What arrives is normalised, and what no person writes is refused with its line."""

import pytest

from rumah_inovasi.markup.errors import MarkupError, TextTooDeep, TextTooLong, UnreadableText
from rumah_inovasi.markup.source import MAX_LINE_SIGNS, MAX_TEXT_BYTES, normalised


def test_line_ends_and_invisible_signs_become_one_form() -> None:
    assert normalised("\ufeffa\r\nb\rc\x0bd\u2028e\x02\x03\x9f\x7ff") == "a\nb\nc\nd\nef"


@pytest.mark.parametrize(
    ("text", "line", "code"), [("a\r\nb\0", 2, "U+0000"), ("\0", 1, "U+0000"), ("a\n\n\ud800", 3, "U+D800")]
)
def test_sign_of_no_text_is_refused_with_its_line(text: str, line: int, code: str) -> None:
    with pytest.raises(UnreadableText) as refused:
        normalised(text)
    assert f"Baris {line} " in str(refused.value)
    assert code in str(refused.value)


def test_text_is_measured_in_bytes() -> None:
    lines = ("é" * 99 + "\n") * (MAX_TEXT_BYTES // 199)
    assert normalised(lines) == lines
    with pytest.raises(TextTooLong, match="paling banyak 200 KiB"):
        normalised(lines + "é" * 199)
    with pytest.raises(TextTooLong):
        normalised("a\n" * MAX_TEXT_BYTES)


def test_longest_line_passes_and_a_longer_one_is_named() -> None:
    assert normalised("a" * MAX_LINE_SIGNS)
    with pytest.raises(TextTooLong, match="Baris 3 terlalu panjang"):
        normalised("a\n\n" + "a" * (MAX_LINE_SIGNS + 1))


@pytest.mark.parametrize(
    "line",
    [
        "> " * 13 + "a",
        ">" * 13 + "a",
        "- " * 13 + "a",
        "> - " * 7 + "a",
        "1. " * 13 + "a",
        " " * 65 + "- a",
        "\t" * 17 + "a",
    ],
)
def test_deep_nesting_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(TextTooDeep, match="Baris 2:"):
        normalised("a\n" + line)


@pytest.mark.parametrize(
    "line",
    [
        "> " * 12 + "a",
        "- " * 40,
        "* " * 40,
        "> " + "-" * 300,
        "_" * 300,
        " " * 64 + "- a",
        " " * 300,
        "-" * 300,
        "--- --- ---",
        "1.250.000.000.000.000",
        "10.00-12.00 - 13.00-14.00",
    ],
)
def test_rules_numbers_and_usual_depth_pass(line: str) -> None:
    assert normalised(line) == line


def test_code_may_be_indented_as_it_likes() -> None:
    code = "```\n" + " " * 80 + "x\n" + "> " * 30 + "\n```"
    assert normalised(code) == code


def test_messages_can_be_translated_and_filled() -> None:
    with pytest.raises(MarkupError) as refused:
        normalised("x" * (MAX_LINE_SIGNS + 1))
    assert refused.value.message % refused.value.values == str(refused.value)
