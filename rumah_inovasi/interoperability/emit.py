"""Writes front matter and Markdown in one canonical form: the same content always gives the same bytes.

What is written here reads back to the same text, by `front_matter.parse` and by ordinary YAML tools alike: text that
YAML could take for something else (`NO`, `1e3`, `12:30`, `35.10`) is double-quoted. Only whole numbers and dates stay
plain, because that is how people write them. The form is that of the example under "A write-up in `content/`".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rumah_inovasi.interoperability.front_matter import MAX_BYTES, canonical_body
from rumah_inovasi.interoperability.strict_yaml import KEY, MAX_DEPTH, MAX_ITEMS, MAX_KEYS, Path, Value, is_text

# The categories of Unicode differ between versions of Python, and files must not: signs are therefore listed.
# Escaped are controls, and what an editor would not show: odd spaces, line separators, marks of direction, tags.
# The joiners U+200C and U+200D stay as they are, since scripts and emoji need them.
_ESCAPED = re.compile(
    "[\\x00-\\x1f\\x7f-\\xa0\\xad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180e\\u2000-\\u200b\\u200e\\u200f"
    "\\u2028-\\u202f\\u205f-\\u206f\\u3000\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\ufffe\\uffff\\U000e0000-\\U000e007f]"
)
_SHORT_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}

_WHOLE_NUMBER = re.compile("0|[1-9][0-9]{0,14}")  # up to 15 digits every tool reads exactly
_MONTH = re.compile("[0-9]{4}-(?:0[1-9]|1[0-2])")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
# Whatever some YAML version may read as a number, a time of day or a moment.
_NUMBERLIKE = re.compile("[0-9][0-9a-fxo_.:+/-]*|[0-9]+-[0-9]+-[0-9].*", re.IGNORECASE)
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})

_BAD_START = re.compile("[-?:,\\[\\]{}#&*!|>'\"%@`=<~+. ]")
_BAD_INSIDE = re.compile(": | #|[: ]$")
_BAD_IN_FLOW = re.compile("[,?\\[\\]{}]")


@dataclass(frozen=True)
class Layout:
    """What the shape of the values does not tell: the keys (at any level) whose text is a code and always quoted."""

    codes: frozenset[str] = frozenset()


# Write-ups and workshops alike: "35" is a region's code, though it looks like a number.
STANDARD = Layout(codes=frozenset({"wilayah"}))


def emit(mapping: Mapping[str, Value], body: str, *, layout: Layout = STANDARD) -> str:
    """Write one file: keys in the order of `mapping`, the body after it, LF, one newline at the end.

    Empty values are left out at every level, and the body is written in its canonical form.

    Raises:
        ValueError: something that `front_matter.parse` would refuse (NUL, a limit, an odd key); the path is named.
        TypeError: a value that is neither text, list nor mapping; numbers and dates come as text.
    """
    if not is_text(body):
        raise ValueError("body: NUL or half of a surrogate pair")
    kept = _kept_mapping(mapping, ())
    lines = ["---", *(line for key, value in kept.items() for line in _entry(key, value, layout)), "---"]
    if text := canonical_body(body):
        lines.append(text)
    result = "\n".join(lines) + "\n"
    if len(result.encode()) > MAX_BYTES:
        raise ValueError(f"larger than {MAX_BYTES} bytes")
    return result


def _kept(value: Value, path: Path) -> Value:
    """The value without what is empty, after a look at everything that could not be read back."""
    if isinstance(value, str):
        if not is_text(value):
            raise ValueError(f"{path}: NUL or half of a surrogate pair")
        return value
    if isinstance(value, Mapping):
        return _kept_mapping(value, path)
    if not isinstance(value, list):
        raise TypeError(f"{path}: {type(value).__name__} instead of text, list or mapping")
    if len(path) >= MAX_DEPTH:
        raise ValueError(f"{path}: more than {MAX_DEPTH} levels")
    items = [kept for place, item in enumerate(value) if (kept := _kept(item, (*path, place)))]
    if len(items) > MAX_ITEMS:
        raise ValueError(f"{path}: more than {MAX_ITEMS} items")
    return items


def _kept_mapping(mapping: Mapping[str, Value], path: Path) -> dict[str, Value]:
    if len(path) >= MAX_DEPTH:
        raise ValueError(f"{path}: more than {MAX_DEPTH} levels")
    kept = {key: value for key, given in mapping.items() if (value := _kept(given, (*path, key)))}
    if len(kept) > MAX_KEYS:
        raise ValueError(f"{path}: more than {MAX_KEYS} keys")
    for key in kept:
        if not KEY.fullmatch(key):
            raise ValueError(f"{path}: {key!r} is no key")
    return kept


def _entry(key: str, value: Value, layout: Layout) -> Iterator[str]:
    """The lines of one key at the top: one line, or a line for each item where items are mappings."""
    code = key in layout.codes
    if isinstance(value, str):
        yield f"{_key(key)}: {_scalar(value, code=code, flow=False)}"
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        yield f"{_key(key)}:"
        for item in value:
            yield f"  - {_flow(item, layout, code=code)}"
    else:
        yield f"{_key(key)}: {_flow(value, layout, code=code)}"


def _flow(value: Value, layout: Layout, *, code: bool) -> str:
    if isinstance(value, str):
        return _scalar(value, code=code, flow=True)
    if isinstance(value, list):
        return f"[{', '.join(_flow(item, layout, code=code) for item in value)}]"
    pairs = (f"{_key(key)}: {_flow(item, layout, code=key in layout.codes)}" for key, item in value.items())
    return f"{{{', '.join(pairs)}}}"


def _key(key: str) -> str:
    return f'"{key}"' if key in _WORDS else key


def _scalar(text: str, *, code: bool, flow: bool) -> str:
    if not code and (_is_whole_number_or_date(text) or _is_plain(text, flow=flow)):
        return text
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_ESCAPED.sub(_escape, quoted)}"'


def _is_whole_number_or_date(text: str) -> bool:
    if _WHOLE_NUMBER.fullmatch(text) or _MONTH.fullmatch(text):
        return True
    # A day that no calendar has must be quoted: YAML tools stop at it.
    try:
        if _DAY.fullmatch(text):
            date.fromisoformat(text)
            return True
        if _MOMENT.fullmatch(text):
            datetime.fromisoformat(text)
            return True
    except ValueError:
        pass
    return False


def _is_plain(text: str, *, flow: bool) -> bool:
    """Whether every YAML reader takes the unquoted text for exactly this text."""
    if text.lower() in _WORDS or _NUMBERLIKE.fullmatch(text) or _ESCAPED.search(text):
        return False
    if _BAD_START.match(text) or _BAD_INSIDE.search(text):
        return False
    return not (flow and _BAD_IN_FLOW.search(text))


def _escape(found: re.Match[str]) -> str:
    sign = found.group()
    if sign in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[sign]
    code = ord(sign)
    if code <= 0xFF:  # noqa: PLR2004 - YAML's three widths of escapes
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004
