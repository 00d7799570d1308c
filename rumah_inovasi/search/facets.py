"""What narrows a list: the values of every filter with their counts, and the chosen ones, each as a link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rumah_inovasi.search.choices import LABELS, Choices
from rumah_inovasi.search.selection import Selection

MOST_SHOWN = 8  # values of a facet that stand open
MOST_LISTED = 40  # values of a facet on the page at all; the others are reached by searching more closely
OPEN = ("urusan", "wilayah", "replikasi", "keberlanjutan", "tahun")
CONTENT = {"wilayah", "direplikasi_di", "unit", "tag", "penghargaan"}
Counts = Sequence[tuple[str, int]]


@dataclass(slots=True)  # not frozen: a page makes two hundred, and freezing takes as long as all else about them
class FacetValue:
    """A value that narrows the list, or widens it again where it is chosen."""

    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One filter with its values: those that stand open, those that are folded, and how many are left out.

    `is_content` where values are names and words of write-ups, which stay Indonesian on English pages.
    """

    name: str
    label: str
    shown: Sequence[FacetValue]
    folded: Sequence[FacetValue]
    left_out: int
    is_open: bool
    is_content: bool


@dataclass(frozen=True)
class Chip:
    """A chosen value, and the address of the list without it."""

    filter: str
    value: str
    url: str
    is_content: bool


def facets(counts: Mapping[str, Counts], selection: Selection, choices: Choices) -> list[Facet]:
    """The panel: facets that have a value, in their order."""
    found = []
    for name in LABELS:
        chosen = selection.values(name)
        ordered = _with_chosen(ordered_counts(name, counts.get(name, ()), choices), chosen)
        if ordered:
            listed = _values(name, ordered[:MOST_LISTED], selection, choices)
            shown = max(MOST_SHOWN, len(chosen))
            found.append(
                Facet(
                    name=name,
                    label=str(LABELS[name]),
                    shown=listed[:shown],
                    folded=listed[shown:],
                    left_out=max(0, len(ordered) - MOST_LISTED),
                    is_open=name in OPEN or bool(chosen),
                    is_content=name in CONTENT,
                )
            )
    return found


def chips(selection: Selection, choices: Choices) -> list[Chip]:
    """The chosen values, each with the address of the list without it."""
    return [
        Chip(str(LABELS[name]), choices.label(name, value), selection.toggled(name, value).url(), name in CONTENT)
        for name, value in selection.chosen
    ]


def ordered_counts(name: str, counts: Counts, choices: Choices) -> Counts:
    """Counts as people look through them: years from the newest on, all else by count."""
    if name == "unit":
        return choices.succession.folded(tuple(counts))
    return sorted(counts, reverse=True) if name == "tahun" else counts


def _with_chosen(counts: Counts, chosen: Sequence[str]) -> Counts:
    """The chosen values first, also those that nothing is left of, then the others."""
    if not chosen:
        return counts
    known = dict(counts)
    return [(value, known.get(value, 0)) for value in chosen] + [item for item in counts if item[0] not in chosen]


def _values(name: str, counts: Counts, selection: Selection, choices: Choices) -> list[FacetValue]:
    if name == "unit":
        choices.load_units(value for value, _count in counts)
    chosen = selection.values(name)
    urls = selection.toggled_urls(name, [value for value, _count in counts])
    return [
        FacetValue(choices.label(name, value), count, url, value in chosen)
        for (value, count), url in zip(counts, urls, strict=True)
    ]
