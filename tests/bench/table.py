"""The figures of a bench as text for people, which can be put into `docs/benchmarks.md` as it is."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.bench.figures import Ratio, Spread, seconds, size

SIZES = ("bytes", "html", "linked", "all")  # names of what is counted in bytes


def written(found: Mapping[str, Any]) -> str:
    """All of it in Markdown: the machine, then a table for each part."""
    lines = [f"# {found['bench']}", ""]
    lines += [f"- {name}: {_listed(value)}" for name, value in found["machine"].items()]
    for part, figures in found["results"].items():
        lines += ["", f"## {part}", "", "| what | figure |", "|---|---|"]
        lines += [f"| {name.replace('_', ' ')} | {text} |" for name, text in _rows(figures)]
    return "\n".join(lines)


def _rows(figures: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    for name, value in figures.items():
        names = (*above, name)
        if isinstance(value, Mapping):
            yield from _rows(value, names)
        elif value is not None:
            yield ", ".join(names), _shown(value, is_size=any(word.startswith(SIZES) for word in names))


def _shown(value: object, *, is_size: bool) -> str:
    unit = size if is_size else seconds
    if isinstance(value, Spread):
        return f"{unit(value.median)} ({unit(value.least)} to {unit(value.most)}, {value.count} times)"
    if isinstance(value, Ratio):
        return f"{value:.2f}"
    return unit(value) if isinstance(value, float) or (is_size and isinstance(value, int)) else str(value)


def _listed(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {version}" for name, version in value.items())
    return str(value)
