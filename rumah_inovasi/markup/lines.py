"""Lines of a source, told apart as Markdown does: text, or fenced code in which no sign has a meaning."""

import re
from enum import Enum

_OPENING = re.compile(r"(~{3,}|`{3,}) *(?:\{.*\}|\.?[\w#.+-]*) *")


class Kind(Enum):
    """What a line is."""

    TEXT = "text"
    FENCE = "fence"
    CODE = "code"


def classified(source: str) -> list[tuple[Kind, str]]:
    """Each line with its kind. A fence without its closing twin is plain text, as in Markdown."""
    lines = source.split("\n")
    last_seen = {line.rstrip(" "): at for at, line in enumerate(lines) if line.startswith(("```", "~~~"))}
    result: list[tuple[Kind, str]] = []
    fence: str | None = None
    for at, line in enumerate(lines):
        if fence is not None:
            closing = line.rstrip(" ") == fence
            fence = None if closing else fence
            result.append((Kind.FENCE if closing else Kind.CODE, line))
            continue
        opening = _OPENING.fullmatch(line)
        if opening is not None and last_seen.get(opening[1], -1) > at:
            fence = opening[1]
            result.append((Kind.FENCE, line))
        else:
            result.append((Kind.TEXT, line))
    return result
