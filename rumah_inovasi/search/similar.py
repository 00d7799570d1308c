"""Write-ups like another, for its page: found by its own telling words, as `problem` finds by those of a problem.

What is found is kept until anything public or the index changes, so that most readers wait for none of it.
"""

import math
import threading
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import current_app
from sqlalchemy.orm import Session

from rumah_inovasi import public_version
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.metadata import Metadata
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.catalogue.presentation import Card
from rumah_inovasi.catalogue.queries import Listed, Read
from rumah_inovasi.catalogue.section_texts import STANDARD
from rumah_inovasi.catalogue.sections import section_html
from rumah_inovasi.catalogue.showing import cards_of
from rumah_inovasi.markup.plain_text import plain_text
from rumah_inovasi.search import current, own_synonyms
from rumah_inovasi.search.plan import name_key
from rumah_inovasi.search.port import SearchQuery
from rumah_inovasi.search.telling import clauses_of, telling
from rumah_inovasi.vocabulary.queries import Vocabularies

MOST = 4
WORDS = 10
FEWEST_KEYWORDS = 3  # by fewer, nothing is like anything
TAGS_COUNT = 4  # as often as if a tag were said so many times: people chose them to say what the text is about
SHARED = 2  # a word that stands in no other write-up finds none
MOST_TAGS = 8  # of one write-up
STRANGE = 0.2  # what words alone are worth, without a tag or topic in common
NAMED = 2.0  # times what another tag counts: what a write-up is called by is its subject
LOOKED_AT = 20  # hits, of which those go that the page shows elsewhere
WORTH = 0.01  # of the score that a write-up has by its own words
BACKGROUND = STANDARD[0]
KEPT = 5_000  # pages, some 10 MB
_KEEPER = "rumah_inovasi_similar"
Key = tuple[object, int, str, int]


@dataclass
class _Keeper:
    """What was found lately; the first that came goes first."""

    found: dict[Key, list[Card]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, key: Key, cards: list[Card]) -> None:
        with self.lock:
            self.found[key] = cards
            while len(self.found) > KEPT:
                del self.found[next(iter(self.found))]


def on_write_up(session: Session, innovation: Innovation, words: Vocabularies) -> list[Card]:
    """The nearest, without itself and what its page shows elsewhere; none while there is no index to ask."""
    keeper: _Keeper = current_app.extensions.setdefault(_KEEPER, _Keeper())
    key = current.engine().stamp(), public_version.current(session), words.language, innovation.number
    cards = keeper.found.get(key)
    if cards is None:
        nearest = _nearest(session, innovation)
        if nearest is None:  # which may pass while neither the index nor anything public changes
            return []
        cards = cards_of(session, nearest)
        keeper.keep(key, cards)
    return cards


def _nearest(session: Session, innovation: Innovation) -> list[Listed] | None:
    """Those that are worth showing, the nearest first; none at all while there is no index to ask."""
    reading = catalogue.read(session, innovation)
    synonyms = own_synonyms.present(session)
    told = telling(_text(reading), synonyms, WORDS, SHARED)
    if told is None:
        return None
    if len(told) < FEWEST_KEYWORDS:
        return []
    asked = SearchQuery(clauses_of(told), size=LOOKED_AT, with_facets=False, with_highlights=False, synonyms=synonyms)
    scores = _scores(asked, _weights(reading.metadata))
    if scores is None:
        return None
    numbers = _worth_showing(scores, innovation.number)
    elsewhere = _shown_elsewhere(session, reading)
    rows = catalogue.by_number(session, [number for number in numbers if number not in elsewhere])
    return [row for row in rows if row.innovation.title_key != innovation.title_key][:MOST]


def _text(reading: Read) -> str:
    """What a write-up is about: its summary, tags and the problem that it begins with."""
    facts = reading.metadata
    tags = ". ".join(tag.replace("-", " ") for tag in facts.tags)
    sections = {title.casefold(): html for title, html in section_html(reading.revision.html).items()}
    background = plain_text(sections.get(BACKGROUND.casefold(), ""))
    return "\n".join([facts.long_form or "", facts.summary, *[tags] * TAGS_COUNT, background])


def _weights(facts: Metadata) -> Mapping[tuple[str, str], float]:
    """How much it counts to share each tag or topic: more for a tag that the very name of the write-up says."""
    named = f" {name_key(facts.title)} {name_key(facts.long_form or '')} "
    said = {tag: f" {name_key(tag.replace('-', ' '))} " in named for tag in facts.tags[:MOST_TAGS]}
    weights = {("tag", tag): NAMED if is_said else 1.0 for tag, is_said in said.items()}
    return weights | {("urusan", topic): 1.0 for topic in facts.topics}


def _scores(asked: SearchQuery, weights: Mapping[tuple[str, str], float]) -> Mapping[int, tuple[float, float]] | None:
    """How near write-ups are by words alone; and with what they share, which tells the more the fewer have it."""
    page, known = current.find(asked), current.frequencies(())
    if page is None or known is None:
        return None
    scores = {hit.number: hit.score for hit in page.hits}
    shared: defaultdict[int, float] = defaultdict(float)
    for (name, value), weight in weights.items():
        sharing = current.find(replace(asked, filters={name: [value]}))
        every = current.find(replace(asked, clauses=(), filters={name: [value]}, size=0))
        if sharing is None or every is None:
            return None
        for hit in sharing.hits:
            scores[hit.number] = hit.score
            shared[hit.number] += weight * math.log(known.documents / (every.total or 1))
    return {number: (score, score * (STRANGE + shared[number])) for number, score in scores.items()}


def _worth_showing(scores: Mapping[int, tuple[float, float]], own: int) -> list[int]:
    """The numbers whose score is a fair part of what the write-up itself has by its words, the nearest first."""
    least = WORTH * scores[own][0] if own in scores else math.inf
    kept = {number: near for number, (_, near) in scores.items() if number != own and near >= least}
    return sorted(kept, key=lambda number: (-kept[number], number))


def _shown_elsewhere(session: Session, reading: Read) -> set[int]:
    links = catalogue.links(session, reading.innovation.number)
    return {*links.series, *links.pointing, *reading.metadata.series, *reading.metadata.related}
