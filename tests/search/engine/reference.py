"""The rules for finding and counting, written down plainly: every document is looked at for every question."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rumah_inovasi.search.answering import FEW
from rumah_inovasi.search.language.stemming import is_root, stem
from rumah_inovasi.search.language.tokens import tokens
from rumah_inovasi.search.plan import Form, Need, Plan, Reading
from rumah_inovasi.search.port import FACETS, SearchDocument, SearchQuery


@dataclass(frozen=True)
class Answer:
    """What a page says, scores and texts aside."""

    numbers: frozenset[int]
    complete: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]


def answer(documents: Sequence[SearchDocument], query: SearchQuery, plan: Plan) -> Answer:
    """What an engine has to answer."""
    content = [divided(documents, need) for need in plan.needs if need.is_content]
    enough = len(content) if query.all_words else min(1, len(content))
    met = [
        each
        for each in documents
        if sum(has(each, need) for need in content) >= enough and not any(has(each, need) for need in plan.excluded)
    ]
    left = [each for each in met if passes(each, query.filters)]
    return Answer(
        numbers=frozenset(each.number for each in left),
        complete=sum(all(has(each, need) for need in content) for each in left),
        facets={name: counts(met, query.filters, name) for name in FACETS},
    )


def divided(documents: Sequence[SearchDocument], need: Need) -> Need:
    """The need with the word written in two, wherever some document writes it so."""
    word = need.text.lower()
    if (
        not word.isalpha()
        or sum(has(each, Need(word, (Reading(Form.SURFACE, (word,), 1.0),))) for each in documents) > FEW
    ):
        return need
    pairs = [Reading(Form.SURFACE, pair, 1.0) for pair in in_two(word)]
    pairs += [Reading(Form.STEM, pair, 1.0) for pair in in_two(stem(word, word)) if all(map(is_root, pair))]
    written = [pair for pair in pairs if any(stands(text, pair) for each in documents for text in each.texts.values())]
    return replace(need, readings=(*need.readings, *written))


def in_two(word: str) -> list[tuple[str, str]]:
    return [(word[:end], word[end:]) for end in range(2, len(word) - 1)]


def has(document: SearchDocument, need: Need) -> bool:
    return any(stands(text, reading) for reading in need.readings for text in document.texts.values())


def stands(text: str, reading: Reading) -> bool:
    words = {(token.position, token.surface if reading.form is Form.SURFACE else token.stem) for token in tokens(text)}
    return any(
        all((start + distance, word) in words for distance, word in enumerate(reading.tokens)) for start, _ in words
    )


def passes(document: SearchDocument, filters: Mapping[str, Sequence[str]]) -> bool:
    return all(set(values) & set(document.facets.get(name, ())) for name, values in filters.items() if values)


def counts(
    met: Sequence[SearchDocument], filters: Mapping[str, Sequence[str]], name: str
) -> tuple[tuple[str, int], ...]:
    others = {other: values for other, values in filters.items() if other != name}
    counted = Counter(value for each in met if passes(each, others) for value in each.facets.get(name, ()))
    chosen = dict.fromkeys(filters.get(name, ()), 0)
    return tuple(sorted({**chosen, **counted}.items(), key=lambda item: (-item[1], item[0])))
