"""How a document is kept: its words by field in both forms, its names, a card of facts, and the texts to show."""

import json
import struct
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, FieldType, Schema
from whoosh.formats import Positions

from rumah_inovasi.search.arrays.collected import name_words
from rumah_inovasi.search.arrays.packed import encoded
from rumah_inovasi.search.arrays.phrases import Phrase, phrases_of
from rumah_inovasi.search.arrays.places import MARKED
from rumah_inovasi.search.language.tokens import Token
from rumah_inovasi.search.plan import Form
from rumah_inovasi.search.port import FACETS, FIELDS, INDEX_FORMAT, SearchDocument

# The second number is raised whenever this folder, or `arrays/`, keeps documents in another way.
FORMAT = f"{INDEX_FORMAT}.2"
INDEX_NAME = "MAIN"
NUMBER, CARD, TEXTS, NAMES = "number", "card", "texts", "names"
# From so many documents of a segment on, Whoosh writes where each value begins, instead of adding lengths up anew.
OFFSETS_FROM = 64
_LENGTHS = struct.Struct(f"<{len(MARKED)}I")


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a document beside its words."""

    number: int
    digest: str
    title_key: str
    updated: int
    applied_in: int
    prior: float
    facets: Mapping[str, tuple[str, ...]]
    lengths: Mapping[str, int]  # words by field; fields without words are left out
    phrases: tuple[Phrase, ...]  # that complete what is typed


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


SCHEMA = Schema(
    **{
        NUMBER: ID(unique=True),
        CARD: COLUMN(VarBytesColumn(write_offsets_cutoff=OFFSETS_FROM)),
        TEXTS: COLUMN(VarBytesColumn(write_offsets_cutoff=OFFSETS_FROM)),
        NAMES: Words(),
        **{words_field(field, form): Words() for field in FIELDS for form in Form},
    }
)


def row(document: SearchDocument, found: Mapping[str, Sequence[Token]]) -> dict[str, Any]:
    """The values of a document by the names in the schema; `found` holds the tokens of its texts by field."""
    values: dict[str, Any] = {
        NUMBER: str(document.number),
        CARD: json.dumps(_card(document, found), separators=(",", ":")).encode(),
        TEXTS: _kept(document.texts),
        NAMES: [(name, 0) for name in name_words(document.texts)],
    }
    for field, words in found.items():
        values[words_field(field, Form.SURFACE)] = [(token.surface, token.position) for token in words]
        values[words_field(field, Form.STEM)] = [(token.stem, token.position) for token in words]
    return values


def card(kept: bytes, known: dict[Any, Any]) -> Card:
    """A card as it was kept. `known` holds values met before: equal ones take memory once."""
    number, digest, title_key, updated, applied_in, prior, facets, lengths, phrases = json.loads(kept)

    def once(value: Any) -> Any:  # noqa: ANN401 - any value that can be a key
        return known.setdefault(value, value)

    return Card(
        number=number,
        digest=digest,
        title_key=title_key,
        updated=updated,
        applied_in=applied_in,
        prior=prior,
        facets={
            name: once(tuple(once(value) for value in values))
            for name, values in zip(FACETS, facets, strict=True)
            if values
        },
        lengths={field: length for field, length in zip(FIELDS, lengths, strict=True) if length},
        phrases=tuple(once(tuple(phrase)) for phrase in phrases),
    )


def texts(kept: bytes) -> dict[str, str]:
    """The texts of a document that are shown, by field."""
    found, start = {}, _LENGTHS.size
    for field, length in zip(MARKED, _LENGTHS.unpack_from(kept), strict=True):
        found[field] = kept[start : start + length].decode("utf-8", "surrogatepass")
        start += length
    return found


def _kept(written: Mapping[str, str]) -> bytes:
    parts = [encoded(written.get(field, "")) for field in MARKED]
    return _LENGTHS.pack(*map(len, parts)) + b"".join(parts)


def _card(document: SearchDocument, found: Mapping[str, Sequence[Token]]) -> list[Any]:
    facets = [list(dict.fromkeys(document.facets.get(name, ()))) for name in FACETS]
    lengths = [words[-1].position + 1 if words else 0 for words in found.values()]
    facts = [document.title_key, document.updated, document.applied_in, document.prior]
    return [document.number, document.digest, *facts, facets, lengths, phrases_of(document.texts)]
