"""A problem told in sentences → write-ups that solve it: by its telling words, with what is known of replicating each.

The text itself goes no further than here: the engine and the address to share get keywords alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from sqlalchemy.orm import Session

from rumah_inovasi import addresses
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.presentation import WriteUp
from rumah_inovasi.catalogue.queries import Read
from rumah_inovasi.catalogue.sections import section_html
from rumah_inovasi.catalogue.showing import panels_of, shown
from rumah_inovasi.markup.plain_text import plain_text
from rumah_inovasi.search import current, finding, grammar, snippets
from rumah_inovasi.search.choices import Choices
from rumah_inovasi.search.finding import Result
from rumah_inovasi.search.plan import Plan, plan
from rumah_inovasi.search.port import Clause, Hit, SearchQuery
from rumah_inovasi.search.telling import clauses_of, slips, telling

MOST = 8
PASSAGES = 2
WORTH = 0.2  # of the best score: what has less meets the problem in a side matter
NEEDS = ("syarat replikasi", "sumber daya")  # sections that say what a replication takes
Filters = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Solution:
    """A write-up that may solve the problem: which keywords it has, and what is known of replicating it."""

    result: Result
    has: Sequence[str]
    writeup: WriteUp
    needs: Sequence[tuple[str, Markup]]
    panels: Mapping[str, Any]

    @property
    def is_costed(self) -> bool:
        """Whether anything is recorded of what it takes."""
        return bool(self.needs or self.writeup.cost or self.writeup.staff)


@dataclass(frozen=True)
class Answer:
    """What was understood and found. Without an index nothing is known of the words.

    `mended` are words as typed that were taken for slips, and the keyword that each was taken for.
    """

    keywords: Sequence[str] = ()
    solutions: Sequence[Solution] = ()
    mended: Mapping[str, str] = field(default_factory=dict)
    has_index: bool = True

    @property
    def text(self) -> str:
        """The keywords as a query."""
        return " ".join(self.keywords)

    @property
    def share_url(self) -> str:
        """An ordinary search for the keywords: all that is told on."""
        return addresses.search(q=self.text)


def answer(
    session: Session, text: str, choices: Choices, *, unit_kind: str = "", regions: Sequence[str] = ()
) -> Answer:
    """Write-ups that solve a problem, of units of a kind, born or applied in some regions where any are given."""
    mended = slips(text, choices.synonyms)
    told = telling(grammar.corrected(text, mended), choices.synonyms)
    if told is None:
        return Answer(has_index=False)
    clauses = clauses_of(told)
    if not clauses:
        return Answer()
    searched = {word for clause in clauses for word in clause.words}
    mended = {slip: word for slip, word in mended.items() if word in searched}
    base = {"jenis_unit": [unit_kind]} if unit_kind else {}
    narrowed: list[Filters] = [{**base, name: regions} for name in ("wilayah", "direplikasi_di")] if regions else [base]
    hits = _hits(clauses, narrowed, choices)
    if hits is None:
        return Answer(has_index=False)
    asked = plan(clauses, choices.synonyms)
    solutions = [_solution(session, result, told, asked) for result in finding.results(session, hits)]
    return Answer(told, solutions, mended)


def _hits(clauses: Sequence[Clause], narrowed: Sequence[Filters], choices: Choices) -> list[Hit] | None:
    """The best of all narrowed lists together, each write-up once."""
    found: dict[int, Hit] = {}
    for filters in narrowed:
        query = SearchQuery(
            tuple(clauses),
            filters,
            size=MOST,
            with_facets=False,
            hidden=choices.hidden,
            passages=PASSAGES,
            synonyms=choices.synonyms,
        )
        page = current.find(query)
        if page is None:
            return None
        found |= {hit.number: hit for hit in page.hits}
    best = sorted(found.values(), key=lambda hit: (-hit.score, hit.number))[:MOST]
    return [hit for hit in best if hit.score >= WORTH * best[0].score]


def _solution(session: Session, result: Result, told: Sequence[str], asked: Plan) -> Solution:
    found = result.row.innovation
    reading = catalogue.read(session, found)
    sections = {title.casefold(): (title, html) for title, html in section_html(reading.revision.html).items()}
    return Solution(
        result=result,
        has=_had(_text(reading), told, asked),
        writeup=shown(session, reading),
        needs=[sections[name] for name in NEEDS if name in sections],
        panels=panels_of(session, found),
    )


def _had(text: str, told: Sequence[str], asked: Plan) -> list[str]:
    """The keywords of which a text has every word, in any form of it."""
    needs = snippets.shown_needs(asked)
    met = {needs[match.need].text for match in snippets.matches(text, asked)}
    return [keyword for keyword in told if met.issuperset(keyword.split())]


def _text(reading: Read) -> str:
    facts = reading.metadata
    tags = " ".join(tag.replace("-", " ") for tag in facts.tags)
    return "\n".join((facts.title, facts.long_form or "", facts.summary, tags, plain_text(reading.revision.html)))
