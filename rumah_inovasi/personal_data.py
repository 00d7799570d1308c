"""Finds numbers of persons in text: NIK and KK (identity and family card) and mobile telephones.

Used on write-ups and on the words of attachments: a find warns on a draft and stops a publication (UU 27/2022). A
warning that is often wrong is soon ignored, so a number must also be built like one: NIK and KK are region (6), date
(6) and serial (4), a woman's day of birth counting from 41 (PP 37/2007, article 37); mobile numbers begin 081, 082,
083, 085, 087, 088 or 089. Amounts with points between thousands, lists of years, landlines, account numbers named as
such, checksums and numbers inside web addresses are passed over.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rumah_inovasi.errors import Invalid


class NumberKind(StrEnum):
    """What a found number is."""

    NIK = "nik"
    KK = "kk"
    MOBILE = "ponsel"


@dataclass(frozen=True)
class Finding:
    """A number of a person: `text[start:end]`."""

    kind: NumberKind
    start: int
    end: int


@dataclass(frozen=True)
class _Group:
    """Digits without a break, with their place in the text."""

    digits: str
    start: int
    end: int


# Up to three signs may part the digits of one number; a line break or a tab (next cell) may not.
_RUN = re.compile(r"\d+(?:[ .()\u00a0\u2007\u2009\u202f\u2010-\u2015\-]{1,3}\d+)*")
_DIGITS = re.compile(r"\d+")
_CHECKSUM = re.compile(r"\b[0-9a-fA-F]{32,}\b|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_TELEPHONE_ADDRESS = re.compile(r"//(?:wa\.me|api\.whatsapp\.com|t\.me)/", re.IGNORECASE)
_FRACTION = re.compile(r"(?<!\d)\d{1,3}[.,]$")

_IDENTITY_LENGTH = 16
# How people part sixteen digits; other ways are columns of a table that happen to add up to sixteen.
_IDENTITY_GROUPINGS = frozenset({
    (16,), (4, 4, 4, 4), (6, 6, 4), (2, 2, 2, 6, 4), (2, 2, 2, 2, 2, 2, 4), (6, 2, 2, 2, 4), (12, 4), (6, 10), (8, 8),
})  # fmt: skip
_MOST_GROUPS = max(map(len, _IDENTITY_GROUPINGS))
_YEAR = re.compile(r"(19|20)\d\d")
_PROVINCES = frozenset({
    *range(11, 20), 21, *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77), 81, 82, *range(91, 98),
})  # fmt: skip
_LAST_DAY, _LAST_MONTH, _WOMAN = 31, 12, 40

_MOBILE_START = re.compile(r"8[1235789]\d")
_MOBILE_LENGTHS = range(9, 13)  # digits after the 0 or 62
_SHORTEST_FIRST_GROUP = 3
_COUNTRY = ("62", "0062")

MOST_NAMED = 3  # numbers in one message
_LOOK_BACK = 32
_FAMILY_CARD = re.compile(r"\b(?:kk|kartu\s+keluarga)\b", re.IGNORECASE)
_IDENTITY_CARD = re.compile(r"\b(?:nik|ktp)\b", re.IGNORECASE)
_ACCOUNT = re.compile(r"\b(?:rek|rekening|norek|virtual account|va|a/c|invoice|resi)\b", re.IGNORECASE)
_TELEPHONE = re.compile(r"\b(?:hp|wa|whatsapp|telp?|telepon|tlp|ponsel|kontak|hubungi|seluler)\b", re.IGNORECASE)


def find_personal_numbers(text: str) -> list[Finding]:
    """Return every number of a person in reading order, without overlaps; the time is linear in the text."""
    passed_over = [found.span() for found in _CHECKSUM.finditer(text)]
    addresses = [found.span() for found in _ADDRESS.finditer(text) if not _TELEPHONE_ADDRESS.search(found[0])]
    findings: list[Finding] = []
    for run in _RUN.finditer(text):
        groups = [
            _Group("".join(str(int(sign)) for sign in found[0]), run.start() + found.start(), run.start() + found.end())
            for found in _DIGITS.finditer(run[0])
        ]
        findings += _in_run(text, groups)
    return list(_outside(findings, sorted(passed_over + addresses)))


def refuse_personal_numbers(text: str, field: str) -> None:
    """Refuse what somebody without an account writes while a number of a person stands in it.

    Raises:
        Invalid: one does; the first few are named.
    """
    numbers = [text[item.start : item.end] for item in find_personal_numbers(text)]
    if numbers:
        raise Invalid(
            "Ada nomor NIK, KK, atau ponsel perorangan (%(numbers)s). Hapus nomornya, lalu kirim lagi.",
            field=field,
            numbers=", ".join(numbers[:MOST_NAMED]),
        )


def _in_run(text: str, groups: list[_Group]) -> Iterator[Finding]:
    position = 0
    while position < len(groups):
        found = _identity_at(text, groups, position) or _mobile_at(text, groups, position)
        if found is None:
            position += 1
            continue
        count, finding = found
        yield finding
        position += count


def _identity_at(text: str, groups: Sequence[_Group], position: int) -> tuple[int, Finding] | None:
    for count in range(1, min(_MOST_GROUPS, len(groups) - position) + 1):
        window = groups[position : position + count]
        digits = "".join(group.digits for group in window)
        if len(digits) > _IDENTITY_LENGTH:
            return None
        if tuple(len(group.digits) for group in window) not in _IDENTITY_GROUPINGS or not _built_like_nik(digits):
            continue
        years = all(_YEAR.fullmatch(group.digits) for group in window)
        if not years and not _FRACTION.search(text[max(0, window[0].start - 5) : window[0].start]):
            start, end = window[0].start, window[-1].end
            family = _last_word(text, start, _FAMILY_CARD) > _last_word(text, start, _IDENTITY_CARD)
            return count, Finding(NumberKind.KK if family else NumberKind.NIK, start, end)
    return None


def _built_like_nik(digits: str) -> bool:
    day, month = int(digits[6:8]), int(digits[8:10])
    day -= _WOMAN if day > _WOMAN else 0
    known = int(digits[:2]) in _PROVINCES and digits[2:4] != "00" and digits[4:6] != "00"
    return known and 1 <= day <= _LAST_DAY and 1 <= month <= _LAST_MONTH and digits[-4:] != "0000"


def _mobile_at(text: str, groups: Sequence[_Group], position: int) -> tuple[int, Finding] | None:
    """Try the groups from here on as one mobile number, and take the longest way that is one."""
    best = None
    for count in range(1, min(_MOST_GROUPS, len(groups) - position) + 1):
        window = groups[position : position + count]
        if _is_mobile([group.digits for group in window], text[window[0].start : window[-1].end]):
            best = count
            if count == 1:
                break  # whole without a break: what follows is another number
    if best is None:
        return None
    start, end = groups[position].start, groups[position + best - 1].end
    before = text[max(0, start - 5) : start]
    account = _last_word(text, start, _ACCOUNT) > _last_word(text, start, _TELEPHONE)
    if account or _FRACTION.search(before):
        return None
    return best, Finding(NumberKind.MOBILE, start - before.endswith("+"), end)


def _is_mobile(groups: list[str], written: str) -> bool:
    first, *rest = groups
    if first in _COUNTRY and rest:
        if rest[0] == "0":  # +62 (0) 812 …
            rest = rest[1:]
        # 62.812.345.678 is an amount of money
        thousands = written.count(".") == len(groups) - 1 and all(len(group) == len("000") for group in rest)
        if thousands or not rest:
            return False
        first, *rest = rest
    elif first.startswith("0062"):
        first = first.removeprefix("0062")
    elif first.startswith("62"):
        first = first.removeprefix("62")
    elif first.startswith("0"):
        first = first.removeprefix("0")
        if len(first) + 1 < _SHORTEST_FIRST_GROUP:
            return False
    else:
        return False
    digits = "".join([first, *rest])
    whole_groups = all(len(group) > 1 for group in rest)
    return whole_groups and len(digits) in _MOBILE_LENGTHS and _MOBILE_START.match(digits) is not None


def _last_word(text: str, start: int, pattern: re.Pattern[str]) -> int:
    """Say how far before a number, on the same line, the last such word ends: the nearer the larger, at most 0."""
    before = text[max(0, start - _LOOK_BACK) : start].rpartition("\n")[2]
    return max((found.end() - len(before) for found in pattern.finditer(before)), default=-_LOOK_BACK - 1)


def _outside(findings: list[Finding], spans: list[tuple[int, int]]) -> Iterator[Finding]:
    """Leave out what lies in one of the spans; both lists are in order."""
    waiting = iter(spans)
    span = next(waiting, None)
    for finding in findings:
        while span is not None and span[1] <= finding.start:
            span = next(waiting, None)
        if span is None or finding.end <= span[0]:
            yield finding
