"""Results for programs: one form for `/cari.json` and `/api/v1/inovasi`."""

from collections.abc import Mapping
from typing import Any

from rumah_inovasi.search import advice
from rumah_inovasi.search.choices import LABELS, Choices
from rumah_inovasi.search.facets import Counts, ordered_counts
from rumah_inovasi.search.finding import Found, Result
from rumah_inovasi.search.port import PASSAGES, Segments
from rumah_inovasi.search.selection import Selection


def as_json(found: Found, selection: Selection, choices: Choices, base_url: str) -> dict[str, Any]:
    """The results, the counts of all facets, and the words that were probably meant.

    Texts in `highlights` are lists of [text, does it match]. `limited` says that there is no index at the moment:
    filters are not applied then, and words are looked for in titles, summaries, tags, units and regions only.
    """
    meant = advice.meant(selection, found.corrections, choices)
    return {
        "items": [_item(result, base_url) for result in found.results],
        "total": found.total,
        "page": selection.page,
        "facets": {name: _values(name, found.facets[name], choices) for name in LABELS if name in found.facets},
        "suggestion": meant.label if meant else None,
        "limited": found.is_limited,
    }


def _item(result: Result, base_url: str) -> dict[str, Any]:
    return {
        "id": result.card.number,
        "title": result.card.title,
        "url": base_url + result.card.url,
        "score": round(result.score, 4),
        "highlights": {name: [list(run) for run in runs] for name, runs in _marked(result).items() if runs},
    }


def _marked(result: Result) -> Mapping[str, Segments]:
    first = result.passages[:1]
    return {**result.highlights, **({PASSAGES: first[0]} if first else {})}


def _values(name: str, counts: Counts, choices: Choices) -> list[dict[str, Any]]:
    counts = ordered_counts(name, counts, choices)
    if name == "unit":
        choices.load_units(value for value, _count in counts)
    return [{"value": value, "label": choices.label(name, value), "count": count} for value, count in counts]
