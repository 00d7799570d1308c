"""The index as one commit left it: what all readers share, never changed once it is made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from whoosh.index import TOC

from rumah_inovasi.search.plan import Reading
from rumah_inovasi.search.port import FIELDS, Sort
from rumah_inovasi.search.whoosh_engine.bounded import Bounded
from rumah_inovasi.search.whoosh_engine.completion import Completion
from rumah_inovasi.search.whoosh_engine.files import readable
from rumah_inovasi.search.whoosh_engine.schema import SCHEMA, Card
from rumah_inovasi.search.whoosh_engine.segment import Segment
from rumah_inovasi.search.whoosh_engine.store import Current, Store
from rumah_inovasi.search.whoosh_engine.trouble import reading
from rumah_inovasi.search.whoosh_engine.writing import INDEX_NAME, newest_toc

KEPT_SCORES = 200_000  # documents in the scores of words that are remembered, some 20 MB
_ORDERS = {
    Sort.TITLE: lambda card: (card.title_key, card.number),
    Sort.NEWEST: lambda card: (-card.updated, card.number),
    Sort.REPLICATION: lambda card: (-card.applied_in, card.number),
}


@dataclass(frozen=True)
class Part:
    """A segment, and the places of its documents that are dropped."""

    segment: Segment
    dropped: frozenset[int]

    def live(self) -> Iterator[tuple[int, Card]]:
        """The places and cards of the documents that are not dropped."""
        return ((place, card) for place, card in enumerate(self.segment.cards) if place not in self.dropped)

    def counts(self, field: str, sought: Reading) -> Iterator[tuple[int, int]]:
        """Numbers of the documents with a reading in a field, and how often it stands there.

        Raises:
            IndexDamaged, IndexClosed: it cannot be read.
        """
        cards, dropped = self.segment.cards, self.dropped
        found = (
            self.segment.counts(field, sought.form, sought.tokens[0])
            if len(sought.tokens) == 1
            else self._phrases(field, sought)
        )
        return ((cards[place].number, count) for place, count in found if place not in dropped)

    def _phrases(self, field: str, sought: Reading) -> list[tuple[int, int]]:
        if not sought.tokens:
            return []
        holding = [dict(self.segment.counts(field, sought.form, word)) for word in dict.fromkeys(sought.tokens)]
        common = set(holding[0]).intersection(*holding[1:])
        if not common:
            return []
        stands = {
            word: self.segment.positions(field, sought.form, word, common) for word in dict.fromkeys(sought.tokens)
        }
        counted = []
        for place in sorted(common):
            starts = stands[sought.tokens[0]][place]
            for distance, word in enumerate(sought.tokens):
                starts = starts & {position - distance for position in stands[word][place]}
            if starts:
                counted.append((place, len(starts)))
        return counted


class Snapshot:
    """An open commit. Documents are known by their numbers."""

    def __init__(self, current: Current, commit: int, parts: Mapping[str, Part]) -> None:
        self.generation = current.generation
        self.stamp = current.stamp
        self.name = f"{current.generation}-{commit}"
        self.parts = parts
        self.homes: Mapping[int, tuple[Segment, int]] = {
            card.number: (part.segment, place) for part in parts.values() for place, card in part.live()
        }
        self.cards: Mapping[int, Card] = {
            number: segment.cards[place] for number, (segment, place) in self.homes.items()
        }
        self.scores: Bounded[tuple[Reading, ...], Mapping[int, float]] = Bounded(KEPT_SCORES)

    @classmethod
    def opened(cls, store: Store, current: Current, before: "Snapshot | None") -> "Snapshot":
        """The newest commit of the index in use; segments of this generation that are open already are taken over.

        Raises:
            IndexDamaged, IndexClosed: it cannot be read.
        """
        place = store.place(current.generation)
        files = readable(place)
        commit, name = newest_toc(place)
        store.verify(current, name)
        with reading():
            contents = TOC.read(files, INDEX_NAME, gen=commit, schema=SCHEMA)
        # Names of segments are their own within a generation only.
        earlier = before if before and before.generation == current.generation else None
        parts = {}
        for segment in contents.segments:
            name = segment.make_filename(segment.COMPOUND_EXT)
            if earlier and name in earlier.parts:
                opened = earlier.parts[name].segment
            else:
                store.verify(current, name)
                opened = Segment(files, segment)
            parts[name] = Part(opened, frozenset(segment.deleted_docs()))
        return cls(current, commit, parts)

    def texts(self, number: int) -> Mapping[str, str]:
        """The texts of a document by field.

        Raises:
            IndexDamaged, IndexClosed: they cannot be read.
        """
        segment, place = self.homes[number]
        return segment.texts(place)

    @cached_property
    def average_lengths(self) -> Mapping[str, float]:
        """How many words a field has where it has any."""
        averages = {}
        for field in FIELDS:
            lengths = [card.lengths[field] for card in self.cards.values() if field in card.lengths]
            averages[field] = sum(lengths) / len(lengths) if lengths else 1.0
        return averages

    @cached_property
    def ranks(self) -> Mapping[Sort, Mapping[int, int]]:
        """Which place each document has in each order that does not hang on the query."""
        return {
            sort: {card.number: rank for rank, card in enumerate(sorted(self.cards.values(), key=key))}
            for sort, key in _ORDERS.items()
        }

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word as it is written in the documents; some of documents that are dropped may be among them.

        Raises:
            IndexDamaged, IndexClosed: they cannot be read.
        """
        return frozenset().union(*(part.segment.words for part in self.parts.values()))

    @cached_property
    def completion(self) -> Completion:
        """What completes what is typed."""
        return Completion(phrase for card in self.cards.values() for phrase in card.phrases)
