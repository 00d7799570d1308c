"""What may be typed: words, `starts*`, `"phrases"`, `-not wanted`, and `filter:value`. Whatever else is typed is words.

Only words and phrases can be not wanted: `-filter:value` is told as what it is and looked for in no way.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from rumah_inovasi.search.language.tokens import normal, tokens, word_spans
from rumah_inovasi.search.port import FACETS, Clause

# In signs; the search page accepts fewer. What follows is not read.
LONGEST = 1000
STAR = "*"  # ends what words shall begin with
SHORTEST_START = 3  # letters; fewer begin too many words to tell anything

# Typographic quotes and minus signs count as those of the keyboard; sign for sign, so that places stay.
_PLAIN_SIGNS = str.maketrans("“”„‟″−", '"""""-')
_UNSEEN = re.compile(r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_NAMES = "|".join(sorted(FACETS, key=len, reverse=True))
_BARRED = rf'(?<!\S)(?P<barred>-(?ai:{_NAMES}):(?:"[^"]*"|[^\s"]+))'
_FILTER = rf'(?<!\S)(?P<name>(?ai:{_NAMES})):(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"]+))'
_ITEM = re.compile(rf'{_BARRED}|{_FILTER}|(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<chunk>[^\s"]+))')


@dataclass(frozen=True)
class Parsed:
    """What was typed: words and phrases, filters as (name, value), each once, and the text without its filters.

    `barred` are filters not wanted, as typed; they stay in the text.
    """

    clauses: tuple[Clause, ...]
    filters: tuple[tuple[str, str], ...] = ()
    barred: tuple[str, ...] = ()
    rest: str = field(default="", compare=False)  # one line; how the same is written makes no other query


def _any_value(_name: str, _value: str) -> bool:
    return True


def parse(text: str, is_value: Callable[[str, str], bool] = _any_value) -> Parsed:
    """Read a query. Never raises, whatever was typed.

    `is_value` tells whether a filter has a value; where it has not, name and value are words, as is any other
    `name:value`. A quote without a partner is passed over. A query of signs alone is one word.
    """
    written = _UNSEEN.sub("", text[:LONGEST])
    readable = written.translate(_PLAIN_SIGNS)
    pieces, done = [], 0
    clauses: list[Clause] = []
    filters: dict[tuple[str, str], None] = {}
    barred: list[str] = []
    for item in _ITEM.finditer(readable):
        name, value = _filter(item)
        if item["barred"]:
            barred.append(item["barred"])
        elif value and is_value(name, value):
            filters[name, value] = None
            pieces.append(written[done : item.start()])
            done = item.end()
        else:
            clauses += _clauses(item)
    if not clauses and not filters and not barred and readable.strip():
        clauses = [Clause((readable.strip(),))]
    rest = " ".join("".join([*pieces, written[done:]]).split())
    return Parsed(tuple(clauses), tuple(filters), tuple(dict.fromkeys(barred)), rest)


def corrected(text: str, corrections: Mapping[str, str]) -> str:
    """The query with words replaced by their corrections, case aside; all other signs and the filters stay."""
    wanted = {normal(word): correction for word, correction in corrections.items()}
    pieces, done = [], 0
    for item in re.finditer(f"{_BARRED}|{_FILTER}", text.translate(_PLAIN_SIGNS)):
        pieces += [_replaced(text[done : item.start()], wanted), text[item.start() : item.end()]]
        done = item.end()
    return "".join([*pieces, _replaced(text[done:], wanted)])


def _replaced(text: str, wanted: Mapping[str, str]) -> str:
    pieces, done = [], 0
    # A compound comes before its parts: where both are wanted, it is the word.
    for token in sorted(tokens(text), key=lambda it: (it.start, -it.end)):
        if token.start >= done and token.surface in wanted:
            pieces += [text[done : token.start], wanted[token.surface]]
            done = token.end
    return "".join([*pieces, text[done:]])


def _filter(item: re.Match[str]) -> tuple[str, str]:
    return (item["name"] or "").lower(), " ".join((item["quoted"] or item["value"] or "").split())


def _clauses(item: re.Match[str]) -> list[Clause]:
    if item["name"]:
        quoted = item["quoted"]
        value = [Clause(_words(quoted), is_phrase=True)] if quoted and _words(quoted) else _plain(item["value"] or "")
        return [*_plain(item["name"]), *value]
    if item["minus"]:
        start = _start(item["chunk"] or "")
        if start:
            return [Clause((start,), is_start=True, is_excluded=True)]
        words = _words(item["phrase"] or item["chunk"] or "")
        is_phrase = item["phrase"] is not None or len(words) > 1  # -kab/kota: both together, not each alone
        return [Clause(words, is_phrase=is_phrase, is_excluded=True)] if words else []
    if item["phrase"] is not None:
        words = _words(item["phrase"])
        return [Clause(words, is_phrase=True)] if words else []
    start = _start(item["chunk"])
    return [Clause((start,), is_start=True)] if start else _plain(item["chunk"])


def _start(chunk: str) -> str:
    """What words shall begin with, where a star ends the chunk; empty where it is no such thing."""
    word = chunk.removesuffix(STAR)
    is_one = word != chunk and _words(word) == (word,) and len(tokens(word)) == 1
    return word if is_one and len(normal(word)) >= SHORTEST_START else ""


def _plain(chunk: str) -> list[Clause]:
    return [Clause((word,)) for word in _words(chunk)]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in word_spans(text))
