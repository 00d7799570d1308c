"""A query answered from an execution: planned, guessed where words are unknown, listed and marked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import nsmallest
from itertools import islice

from rumah_inovasi.search import snippets
from rumah_inovasi.search.corrections import far, likeliest, may_be_far, near
from rumah_inovasi.search.execution import Execution, Marks
from rumah_inovasi.search.language.stemming import is_root, stem
from rumah_inovasi.search.language.stop_words import is_stop_word
from rumah_inovasi.search.language.synonyms import Synonyms
from rumah_inovasi.search.language.tokens import parts, tokens
from rumah_inovasi.search.plan import SPELLING_WEIGHT, STEM_WEIGHT, Form, Need, Plan, Reading, plan, weightiest
from rumah_inovasi.search.port import PASSAGES, SHOWN_WHOLE, Clause, Frequencies, Hit, SearchPage, SearchQuery

MOST_UNKNOWN = 4  # words of one query that are looked into
LONGEST_ACRONYM = 6
MOST_STARTS = 4  # of one query; what else ends with a star is a word without it
MOST_STARTING = 32  # words that begin with one of them, the most frequent ones
SHORTEST_PART = 2  # letters of a word that is written in two
# Documents that have a word up to which it is looked for in two: what more of them write in one is written so.
FEW, FEW_OF_ALL = 20, 0.03
MOST_GUESSES = 3  # words that may stand for one that is unknown


def page(execution: Execution, query: SearchQuery) -> SearchPage:
    """Answer a query.

    Raises:
        IndexUnusable: the index cannot be read.
    """
    asked = _divided(execution, _opened(execution, plan(query.clauses, query.synonyms)))
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


def _opened(execution: Execution, asked: Plan) -> Plan:
    """The plan with the words that begin so in the place of each start of a word."""
    starts = dict.fromkeys(need.start for need in (*asked.needs, *asked.excluded) if need.start)
    words = {start: _starting(execution, start) for start in islice(starts, MOST_STARTS)}
    if not any(words.values()):
        return asked

    def opened(need: Need) -> Need:
        return need.opened(found) if (found := words.get(need.start)) else need

    return replace(asked, needs=tuple(map(opened, asked.needs)), excluded=tuple(map(opened, asked.excluded)))


def _starting(execution: Execution, start: str) -> Sequence[str]:
    def found() -> Sequence[str]:
        held = execution.starting(start)
        return nsmallest(MOST_STARTING, held, key=lambda word: (-held[word], word))

    return execution.remembered(("start", start), found)


def _divided(execution: Execution, asked: Plan) -> Plan:
    """The plan with words that texts also write in two: `nontunai` is `non tunai`, as `kerjasama` is `bekerja sama`."""
    needs = []
    for need in asked.needs:
        others = _in_two(execution, need.text.lower()) if _may_be_two(execution, need) else ()
        needs.append(replace(need, readings=weightiest([*need.readings, *others])) if others else need)
    return replace(asked, needs=tuple(needs))


def _may_be_two(execution: Execution, need: Need) -> bool:
    word = need.text.lower()
    is_word = (
        need.is_content and not need.start and len(word) >= 2 * SHORTEST_PART and word.isascii() and word.isalpha()
    )
    return is_word and _holding(execution, word) <= max(FEW, execution.documents * FEW_OF_ALL)


def _in_two(execution: Execution, word: str) -> Sequence[Reading]:
    """Known words that make up a word, and roots that make up its stem, where they stand side by side in some text."""

    def found() -> Sequence[Reading]:
        pairs = _pairs(word)
        known = set(execution.known([part for pair in pairs for part in pair]))
        surfaces = [Reading(Form.SURFACE, pair, SPELLING_WEIGHT) for pair in pairs if known.issuperset(pair)]
        roots = [pair for pair in _pairs(stem(word, word)) if all(map(is_root, pair))]
        stems = [Reading(Form.STEM, pair, SPELLING_WEIGHT * STEM_WEIGHT) for pair in roots]
        return [reading for reading in (*surfaces, *stems) if execution.count(Need(word, (reading,)))]

    return execution.remembered(("in two", word), found)


def _pairs(word: str) -> Sequence[tuple[str, str]]:
    return [(word[:end], word[end:]) for end in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)]


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

    @classmethod
    def of(cls, execution: Execution, asked: Plan, query: SearchQuery) -> "_Unknown":
        content = [need for need in asked.needs if need.is_content and not need.start]
        unknown = [need for need in content if not _is_known(execution, need)]
        single = {need.text: found[0].surface for need in unknown if len(found := tokens(need.text)) == 1}
        words = dict(islice(single.items(), MOST_UNKNOWN))
        nearby = {text: _nearby(execution, word, query.synonyms) for text, word in words.items()}
        return cls(execution, asked, query, words, nearby)

    @cached_property
    def guesses(self) -> Mapping[str, tuple[str, ...]]:
        """The words that are looked for in the place of each unknown one."""
        found = {text: self._guesses(text) for text in self.nearby if not self._is_right(text)}
        return {text: words for text, words in found.items() if words}

    def guessed(self) -> Plan:
        """The plan with guesses in the place of what is unknown.

        Where a stop word was most likely meant, that is no content any more.
        """
        if not self.guesses:
            return self.asked
        needs = [self._guess(need) for need in self.asked.needs]
        if not any(need.is_content for need in needs):
            return self.asked
        return replace(self.asked, needs=tuple(needs))

    def corrections(self) -> Mapping[str, str]:
        """Words that were probably meant: such as stand together with the words that are known, else any."""
        beside = [need for need in self.asked.needs if need.is_content]
        meant = {text: self._meant(text, beside) for text in self.nearby if not self._is_right(text)}
        return {text: word for text, word in meant.items() if word}

    def _is_right(self, text: str) -> bool:
        """Whether a word is no slip though no document has it: a root of the language, a form of one, or an acronym."""
        word = self.words[text]
        return is_root(stem(word, word)) or (len(text) <= LONGEST_ACRONYM and text.isupper())

    def _further(self, text: str) -> Mapping[str, float]:
        return _further(self.execution, self.words[text], self.query.synonyms)

    def _guesses(self, text: str) -> tuple[str, ...]:
        likely = self._likely(self.nearby[text]) or self._likely(self._further(text))
        best = sorted((-likelihood, word) for word, likelihood in likely.items())[:MOST_GUESSES]
        words = tuple(word for _, word in best)
        return (
            words[:1] if words and is_stop_word(words[0]) else tuple(each for each in words if not is_stop_word(each))
        )

    def _likely(self, words: Mapping[str, float]) -> Mapping[str, float]:
        """How likely each of some words is meant; what nobody can mean is left out."""
        found = {
            word: ease * (_holding(self.execution, word) if is_stop_word(word) else self._frequency(word))
            for word, ease in words.items()
            if word.isalpha()
        }
        return {word: likelihood for word, likelihood in found.items() if likelihood}

    def _guess(self, need: Need) -> Need:
        words = self.guesses.get(need.text)
        if not words:
            return need
        if is_stop_word(words[0]):
            return replace(need, readings=(Reading(Form.SURFACE, words, 1.0),), is_content=False)
        meant = [other for word in words for other in plan([Clause((word,))], self.query.synonyms).needs]
        return replace(need, readings=weightiest(each for other in meant for each in other.readings), is_guess=True)

    def _meant(self, text: str, beside: Sequence[Need]) -> str | None:
        def in_company(word: str) -> float:
            return self._frequency(word, beside)

        frequencies = (in_company, self._frequency)
        return likeliest(self.nearby[text], frequencies) or likeliest(self._further(text), frequencies)

    def _frequency(self, word: str, beside: Sequence[Need] = ()) -> int:
        """How many documents somebody may mean by a word: those with it, or if it stands nowhere, what it leads to."""
        if is_stop_word(word):
            return 0
        own = _to_the_letter(word)
        if not self.execution.known([word]):
            needs = plan([Clause((word,))], self.query.synonyms).needs
            own = Need(word, tuple(reading for need in needs for reading in need.readings))
        return self.execution.count(own, self.query.hidden, beside)


def _nearby(execution: Execution, word: str, synonyms: Synonyms) -> Mapping[str, float]:
    """The known words within one edit, stop words too, and how easily one slips so."""

    def found() -> Mapping[str, float]:
        candidates = near(word)
        led = {other for other in candidates if other in synonyms.words or is_stop_word(other)}
        return {other: candidates[other] for other in sorted({*execution.known(list(candidates)), *led})}

    return execution.remembered(("near", word, synonyms), found)


def _further(execution: Execution, word: str, synonyms: Synonyms) -> Mapping[str, float]:
    """The known words within two edits."""

    def found() -> Mapping[str, float]:
        return far(word, {*execution.resembling(word), *synonyms.words}) if may_be_far(word) else {}

    return execution.remembered(("far", word, synonyms), found)


def _to_the_letter(word: str) -> Need:
    return Need(word, (Reading(Form.SURFACE, (word,), 1.0),))


def _holding(execution: Execution, word: str) -> int:
    return execution.count(_to_the_letter(word))


def _is_known(execution: Execution, need: Need) -> bool:
    return any(
        all(_stands(execution, reading.form, word) for word in reading.tokens)
        for reading in need.readings
        if reading.tokens
    )


def _stands(execution: Execution, form: Form, word: str) -> bool:
    return execution.count(Need(word, (Reading(form, (word,), 1.0),))) > 0
