"""A query answered from an execution: planned, guessed where words are unknown, listed and marked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rumah_inovasi.search import snippets
from rumah_inovasi.search.corrections import far, likeliest, near
from rumah_inovasi.search.execution import Execution, Marks
from rumah_inovasi.search.language.stop_words import is_stop_word
from rumah_inovasi.search.language.synonyms import Synonyms
from rumah_inovasi.search.language.tokens import parts, tokens
from rumah_inovasi.search.plan import GUESS_WEIGHT, STEM_WEIGHT, Form, Need, Plan, Reading, plan, weightiest
from rumah_inovasi.search.port import PASSAGES, SHOWN_WHOLE, Clause, Frequencies, Hit, SearchPage, SearchQuery

MOST_UNKNOWN = 4  # words of one query that are looked into
MOST_GUESSES = 3  # words that may stand for one that is unknown


def page(execution: Execution, query: SearchQuery) -> SearchPage:
    """Answer a query.

    Raises:
        IndexUnusable: the index cannot be read.
    """
    asked = plan(query.clauses, query.synonyms)
    unknown = _Unknown.of(execution, asked, query)
    guessed = unknown.guessed()
    found = execution.listing(guessed, query)
    return SearchPage(
        total=found.total,
        complete=found.complete,
        hits=_hits(execution, guessed, found.rows, query),
        facets=found.facets,
        corrections=unknown.corrections(),
        guesses=unknown.guesses,
    )


def frequencies(execution: Execution, words: Iterable[str]) -> Frequencies:
    """How many documents have each word. Raises as `page`."""
    having = {word: execution.count(_in_all_forms(word)) for word in words}
    return Frequencies(execution.documents, {word: count for word, count in having.items() if count})


def _in_all_forms(word: str) -> Need:
    found = parts(word)
    surfaces, stems = tuple(part.surface for part in found), tuple(part.stem for part in found)
    return Need(word, (Reading(Form.SURFACE, surfaces, 1.0), Reading(Form.STEM, stems, STEM_WEIGHT)))


def _hits(execution: Execution, asked: Plan, rows: Sequence[tuple[int, float]], query: SearchQuery) -> tuple[Hit, ...]:
    if not query.with_highlights:
        return tuple(Hit(number, score, {}) for number, score in rows)
    numbers = [number for number, _ in rows]
    marks = execution.marks(asked, numbers)
    texts = execution.texts(numbers)
    return tuple(_hit(marks, number, score, texts[number], query.passages) for number, score in rows)


def _hit(marks: Marks, number: int, score: float, texts: Mapping[str, str], passages: int) -> Hit:
    whole = {
        field: snippets.marked(texts[field], marks.matches(number, field, texts[field]))
        for field in SHOWN_WHOLE
        if texts.get(field)
    }
    text = texts.get(PASSAGES, "")
    return Hit(number, score, whole, snippets.passages(text, marks.matches(number, PASSAGES, text), passages))


@dataclass(frozen=True)
class _Unknown:
    """The content words of a plan that the index knows in no form, and what is known near them, by their text."""

    execution: Execution
    asked: Plan
    query: SearchQuery
    words: Mapping[str, str]
    nearby: Mapping[str, Mapping[str, float]]
    guesses: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, execution: Execution, asked: Plan, query: SearchQuery) -> "_Unknown":
        content = [need for need in asked.needs if need.is_content]
        unknown = [need for need in content if not _is_known(execution, need)]
        single = {need.text: found[0].surface for need in unknown if len(found := tokens(need.text)) == 1}
        words = dict(islice(single.items(), MOST_UNKNOWN))
        nearby = {text: _nearby(execution, word, query.synonyms) for text, word in words.items()}
        guesses = {text: _guesses(execution, near, query) for text, near in nearby.items()}
        return cls(execution, asked, query, words, nearby, {text: each for text, each in guesses.items() if each})

    def guessed(self) -> Plan:
        """The plan with guesses in the place of what is unknown."""
        if not self.guesses:
            return self.asked
        return replace(self.asked, needs=tuple(self._guess(need) for need in self.asked.needs))

    def corrections(self) -> Mapping[str, str]:
        """Words that were probably meant: such as stand together with the words that are known, else any."""
        if not self.words:
            return {}
        beside = [need for need in self.asked.needs if need.is_content]
        meant = {text: self._meant(text, word, beside) for text, word in self.words.items()}
        return {text: word for text, word in meant.items() if word}

    def _guess(self, need: Need) -> Need:
        words = self.guesses.get(need.text)
        if not words:
            return need
        readings = [
            replace(reading, weight=reading.weight * GUESS_WEIGHT)
            for word in words
            for meant in plan([Clause((word,))], self.query.synonyms).needs
            for reading in meant.readings
        ]
        return replace(need, readings=weightiest(readings), is_guess=True)

    def _meant(self, text: str, word: str, beside: Sequence[Need]) -> str | None:
        def in_company(other: str) -> float:
            return _frequency(self.execution, other, self.query, beside)

        def everywhere(other: str) -> float:
            return _frequency(self.execution, other, self.query)

        frequencies = (in_company, everywhere)
        meant = likeliest(self.nearby[text], frequencies)
        if meant:
            return meant
        further = {*self.execution.beginning(word[:1]), *self.query.synonyms.words}
        return likeliest(far(word, further), frequencies)


def _nearby(execution: Execution, word: str, synonyms: Synonyms) -> Mapping[str, float]:
    """The known words within one edit, and how easily one slips so."""
    candidates = near(word)
    known = {*execution.known(list(candidates)), *synonyms.words.intersection(candidates)} if candidates else ()
    return {other: candidates[other] for other in sorted(known)}


def _guesses(execution: Execution, nearby: Mapping[str, float], query: SearchQuery) -> tuple[str, ...]:
    """The likeliest of the words within one edit."""
    likely = {word: ease * _frequency(execution, word, query) for word, ease in nearby.items() if word.isalpha()}
    best = sorted((-likelihood, word) for word, likelihood in likely.items() if likelihood)
    return tuple(word for _, word in best[:MOST_GUESSES])


def _frequency(execution: Execution, word: str, query: SearchQuery, beside: Sequence[Need] = ()) -> int:
    """How many documents somebody may mean by a word: those with it, or where it stands nowhere, what it leads to."""
    if is_stop_word(word):
        return 0
    own = Need(word, (Reading(Form.SURFACE, (word,), 1.0),))
    if not execution.known([word]):
        own = Need(
            word, tuple(each for need in plan([Clause((word,))], query.synonyms).needs for each in need.readings)
        )
    return execution.count(own, query.hidden, beside)


def _is_known(execution: Execution, need: Need) -> bool:
    return any(
        all(_stands(execution, reading.form, word) for word in reading.tokens)
        for reading in need.readings
        if reading.tokens
    )


def _stands(execution: Execution, form: Form, word: str) -> bool:
    return execution.count(Need(word, (Reading(form, (word,), 1.0),))) > 0
