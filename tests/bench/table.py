"""The figures of a bench as text for people, which can be put into `docs/benchmarks.md` as it is."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.bench.figures import Spread, seconds, size


def written(found: Mapping[str, Any]) -> str:
    """All of it in Markdown: the machine, then a table for each part."""
    lines = [f"# {found['bench']}", ""]
    lines += [f"- {name}: {_listed(value)}" for name, value in found["machine"].items()]
    for part, figures in found["results"].items():
        lines += ["", f"## {part}", "", "| what | figure |", "|---|---|"]
        is_time = part in {"starts", "publishing", "crowd"}
        lines += [f"| {name.replace('_', ' ')} | {text} |" for name, text in _rows(figures, is_time=is_time)]
    return "\n".join(lines)


def _rows(figures: Mapping[str, Any], *, is_time: bool, above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in figures.items():
        whole = f"{above}, {name}" if above else name
        if isinstance(value, Mapping):
            yield from _rows(value, is_time=is_time, above=whole)
        elif value is not None:
            yield whole, _shown(value, is_time=is_time)


def _shown(value: object, *, is_time: bool) -> str:
    unit = seconds if is_time else size
    if isinstance(value, Spread):
        return f"{unit(value.median)} ({unit(value.least)} to {unit(value.most)}, {value.count} times)"
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, int) and not is_time and value >= 1000:
        return size(value)
    return str(value)


def _listed(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {version}" for name, version in value.items())
    return str(value)
