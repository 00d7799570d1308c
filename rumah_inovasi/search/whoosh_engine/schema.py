"""How a document is kept: its words by field in both forms, a card that readers hold in memory, and its texts."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from whoosh.columns import CompressedBytesColumn, VarBytesColumn
from whoosh.fields import COLUMN, ID, FieldType, Schema
from whoosh.formats import Positions

from rumah_inovasi.search.language.tokens import Token, tokens
from rumah_inovasi.search.plan import Form
from rumah_inovasi.search.port import FACETS, FIELDS, INDEX_FORMAT, SearchDocument

# The second number is raised whenever this folder keeps documents in another way.
FORMAT = f"{INDEX_FORMAT}.1"
NUMBER, CARD, TEXTS = "number", "card", "texts"
# Fields whose texts complete what is typed, best first, and what parts several phrases in one text.
COMPLETING: Mapping[str, str | None] = {"title": None, "long_form": None, "tags": "; ", "unit": "; ", "region": None}


@dataclass(frozen=True, slots=True)
class Card:
    """What readers know of a document without touching the disk."""

    number: int
    digest: str
    title_key: str
    updated: int
    applied_in: int
    facets: Mapping[str, tuple[str, ...]]
    lengths: Mapping[str, int]  # words by field; fields without words are left out
    phrases: tuple[tuple[str, str], ...]  # (field, phrase) that complete what is typed


class Words(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field of Whoosh that takes words with their positions, so that a text is parted once for both its forms."""

    def __init__(self) -> None:
        super().__init__(format=Positions(), analyzer=None)

    def index(self, value: Sequence[tuple[str, int]], **_options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:  # noqa: ANN401 - Whoosh's own options
        """The postings of one document: (word, how often, weight, positions as Whoosh keeps them)."""
        places: dict[str, list[int]] = defaultdict(list)
        for word, position in value:
            places[word].append(position)
        for word, positions in places.items():
            yield encoded(word), len(positions), float(len(positions)), self.format.encode(positions)


def words_field(field: str, form: Form) -> str:
    """The name in Whoosh of a field in one form."""
    return f"{field}_{form}"


def encoded(word: str) -> bytes:
    """A word as Whoosh keeps it; also one with signs that are no valid text, which a query may hold."""
    return word.encode("utf-8", "surrogatepass")


SCHEMA = Schema(
    **{
        NUMBER: ID(unique=True),
        CARD: COLUMN(VarBytesColumn()),
        TEXTS: COLUMN(CompressedBytesColumn()),
        **{words_field(field, form): Words() for field in FIELDS for form in Form},
    }
)


def row(document: SearchDocument) -> dict[str, Any]:
    """The values of a document by the names in the schema."""
    found = {field: tokens(document.texts.get(field, "")) for field in FIELDS}
    values: dict[str, Any] = {
        NUMBER: str(document.number),
        CARD: _dumped(_card(document, found)),
        TEXTS: _dumped(dict(document.texts)),
    }
    for field, words in found.items():
        values[words_field(field, Form.SURFACE)] = [(token.surface, token.position) for token in words]
        values[words_field(field, Form.STEM)] = [(token.stem, token.position) for token in words]
    return values


def _card(document: SearchDocument, found: Mapping[str, Sequence[Token]]) -> list[Any]:
    facets = [list(dict.fromkeys(document.facets.get(name, ()))) for name in FACETS]
    lengths = [words[-1].position + 1 if words else 0 for words in found.values()]
    phrases = [
        (field, phrase)
        for field, parting in COMPLETING.items()
        for phrase in (document.texts.get(field, "").split(parting) if parting else [document.texts.get(field, "")])
        if phrase
    ]
    sorting = [document.title_key, document.updated, document.applied_in]
    return [document.number, document.digest, *sorting, facets, lengths, phrases]


def card(kept: bytes, known: dict[Any, Any]) -> Card:
    """A card as it was kept. `known` holds values met before: equal ones take memory once."""
    number, digest, title_key, updated, applied_in, facets, lengths, phrases = json.loads(kept)

    def once(value: Any) -> Any:  # noqa: ANN401 - any value that can be a key
        return known.setdefault(value, value)

    return Card(
        number=number,
        digest=digest,
        title_key=title_key,
        updated=updated,
        applied_in=applied_in,
        facets={
            name: once(tuple(once(value) for value in values))
            for name, values in zip(FACETS, facets, strict=True)
            if values
        },
        lengths={field: length for field, length in zip(FIELDS, lengths, strict=True) if length},
        phrases=tuple(once((field, once(phrase))) for field, phrase in phrases),
    )


def texts(kept: bytes) -> dict[str, str]:
    """The texts of a document as they were kept, by field."""
    found: dict[str, str] = json.loads(kept)
    return found


def _dumped(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
