"""Metadata for tests: a small valid one, the shipped vocabularies, and any that the schema allows."""

from dataclasses import fields
from datetime import date, datetime
from functools import cache
from typing import Any
from unicodedata import category

import yaml
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rumah_inovasi import schema
from rumah_inovasi.catalogue import metadata as facts
from rumah_inovasi.catalogue.metadata import Metadata
from rumah_inovasi.schema import (
    Choice,
    ListOf,
    Moment,
    Number,
    PartialDate,
    Pattern,
    Problem,
    Record,
    Text,
    Url,
    Value,
)
from rumah_inovasi.vocabulary import shipped

SMALL: dict[str, Value] = {"judul": "Antrean Ringkas", "ringkasan": "Nomor dari rumah.", "wilayah": "35.15"}


class Shipped:
    """The vocabularies as they are shipped, without a database."""

    def __init__(self) -> None:
        rows = yaml.safe_load(shipped.FILE.read_text("utf-8"))
        self.terms = {kind: [term["id"] for term in terms] for kind, terms in rows.items()}

    def has(self, kind: str, term: str) -> bool:
        return term in self.terms.get(kind, [])


@cache
def vocabulary() -> Shipped:
    """Read the shipped vocabularies once."""
    return Shipped()


def parse(**changed: Value) -> tuple[Metadata | None, list[str]]:
    """Read the small metadata with changes; problems as `path: message`."""
    problems: list[Problem] = []
    found = facts.parse(SMALL | changed, problems, vocabulary())
    return found, [f"{'.'.join(map(str, problem.path))}: {problem}" for problem in problems]


def metadata(**changed: Value) -> Metadata:
    """Small valid metadata with changes."""
    found, problems = parse(**changed)
    assert found is not None
    assert problems == []
    return found


# What a file can hold: no NUL and no half of a surrogate pair (the loader refuses them). Signs that turn the direction
# of reading are no part of a text, control characters and noncharacters are refused.
_TURNING = "\ufeff\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SIGNS = st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters=_TURNING)


def texts(longest: int) -> SearchStrategy[str]:
    """One line of text as the schema keeps it."""
    lines = st.text(_SIGNS, min_size=1, max_size=min(longest, 40)).map(lambda text: " ".join(text.split()))
    return lines.filter(lambda line: any(category(sign)[0] in "LNPS" for sign in line))


def _dates() -> SearchStrategy[str]:
    days = st.dates(date(schema.EARLIEST_YEAR, 1, 1), date(schema.LATEST_YEAR, 12, 31)).map(date.isoformat)
    return st.tuples(days, st.sampled_from([4, 7, 10])).map(lambda pair: pair[0][: pair[1]])


def of_kind(kind: Any) -> SearchStrategy[Any]:  # noqa: PLR0911 - a table of kinds
    """Plain values that a kind of the schema allows."""
    match kind:
        case Text():
            return texts(kind.longest)
        case Pattern():
            return st.from_regex(kind.pattern, fullmatch=True, alphabet=_SIGNS).filter(
                lambda text: text == text.strip()
            )
        case Choice():
            return st.sampled_from(vocabulary().terms[kind.kind])
        case Number():
            return st.integers(kind.least, kind.most).map(str)
        case PartialDate():
            return _dates()
        case Moment():
            return st.datetimes(datetime(1900, 1, 1), datetime(2100, 12, 31)).map(lambda at: at.strftime(Moment.FORM))  # noqa: DTZ001 - Hypothesis wants bounds without a zone
        case Url():
            return st.builds("https://{}.go.id/{}".format, st.from_regex(r"[a-z]{1,9}", fullmatch=True), _paths())
        case ListOf():
            items = of_kind(kind.kind)
            return st.lists(items, max_size=min(kind.most, 4), unique_by=repr)
        case Record():
            return of_dataclass(kind.of)
        case _:
            raise AssertionError(f"no values known of {kind}")


def _paths() -> SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20)


def of_dataclass(of: type[Any]) -> SearchStrategy[dict[str, Value]]:
    """Plain data of a dataclass made with `spec`; what may be left out sometimes is."""
    kinds = {item.metadata["key"]: item.metadata for item in fields(of)}
    required = {key: of_kind(meta["kind"]) for key, meta in kinds.items() if meta["required"]}
    optional = {key: of_kind(meta["kind"]) for key, meta in kinds.items() if not meta["required"]}
    return st.fixed_dictionaries(required, optional=optional)


@st.composite
def any_metadata(draw: st.DrawFn) -> Metadata:
    """Any metadata that the schema allows."""
    raw: dict[str, Any] = draw(of_dataclass(Metadata))
    names = [attachment["nama"] for attachment in raw.get("berkas", [])]
    if len(set(names)) < len(names):
        del raw["berkas"]
        names = []
    laws = raw.pop("dasar_hukum", [])
    for law in laws:
        if law.get("berkas") not in names:  # a decree's file is one of the attachments
            law.pop("berkas", None)
    raw["dasar_hukum"] = [law for position, law in enumerate(laws) if law not in laws[:position]]
    problems: list[Problem] = []
    found = facts.parse(raw, problems, vocabulary())
    assert found is not None
    assert problems == []
    return found
