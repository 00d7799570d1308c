"""What helps a reader on: the word that was meant, and ways out where nothing has all that was asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy.orm import Session

from rumah_inovasi import addresses
from rumah_inovasi.search import current, finding, grammar
from rumah_inovasi.search.choices import LABELS, Choices
from rumah_inovasi.search.language.stop_words import is_stop_word
from rumah_inovasi.search.port import IndexUnusable
from rumah_inovasi.search.selection import Selection
from rumah_inovasi.search.suggestions import suggestions
from rumah_inovasi.web.links import Counted, Link

MOST_WORDS = 12  # that are looked into
MOST_NEAR = 3  # unknown words that are looked into, and what is offered in their place
SHORTEST_BEGINNING = 5  # letters
MOST_WAYS = 5  # of each kind; every one is a question to the engine


@dataclass(frozen=True)
class WaysOut:
    """Lists that are not empty: without a filter, and of single words."""

    without_filter: Sequence[Counted] = ()
    single_words: Sequence[Counted] = ()


@dataclass(frozen=True)
class Widening:
    """Ways on where no write-up has all the words.

    `unknown` are words that none has in any form, `fewer` the question with words left out so that some have all that
    is left, `near` what stands in write-ups and begins as an unknown word does, `need` where to tell what is needed.
    """

    unknown: Sequence[str] = ()
    fewer: Sequence[Counted] = ()
    near: Sequence[Link] = ()
    need: str = ""


def meant(selection: Selection, corrections: Mapping[str, str], choices: Choices) -> Link | None:
    """The words as they were probably meant, with the same filters; none where they find nothing there."""
    text = grammar.corrected(selection.text, corrections)
    if text == selection.text:
        return None
    said = selection.saying(text)
    return Link(text, said.url()) if finding.count(said, choices) else None


def ways_out(selection: Selection, choices: Choices) -> WaysOut:
    """What to try where nothing was found."""
    names = list(dict.fromkeys(name for name, _value in selection.chosen))[:MOST_WAYS]
    lists = [(gettext("tanpa saringan %(name)s", name=LABELS[name]), selection.without(name)) for name in names]
    if len(names) > 1:
        lists.append((gettext("tanpa saringan apa pun"), selection.without()))
    words = selection.words if len(selection.words) > 1 else []
    return WaysOut(
        without_filter=_with_hits(lists, choices),
        single_words=_with_hits([(word, selection.without().saying(word)) for word in words[:MOST_WAYS]], choices),
    )


def widening(session: Session, selection: Selection, choices: Choices) -> Widening:
    """What to try, and where to ask, where no write-up has all the words."""
    words = selection.words[:MOST_WORDS]
    if not words:
        return Widening()
    try:
        known = current.engine().frequencies(words).having
    except IndexUnusable:
        return Widening()
    unknown = [word for word in words if word not in known and not _may_be_known(word)]
    return Widening(
        unknown=unknown,
        fewer=_fewer(selection, words, unknown, choices),
        near=[Link(text, selection.without().saying(text).url()) for text in _near(session, unknown)],
        need=addresses.need(selection.text),
    )


def _fewer(selection: Selection, words: Sequence[str], unknown: Sequence[str], choices: Choices) -> list[Counted]:
    """The question without its unknown words, else without one more of them; the longest list first."""
    known = [word for word in words if word not in unknown]
    shorter = [[word for word in known if word != lost] for lost in known]
    for tried in ([known] if unknown else [], shorter):
        lists = [selection.saying(" ".join(left)) for left in tried if left]
        ways = [Counted(said.text, said.url(), finding.count_complete(said, choices)) for said in lists]
        if any(way.count for way in ways):
            return sorted((way for way in ways if way.count), key=lambda way: -way.count)[:MOST_WAYS]
    return []


def _near(session: Session, unknown: Sequence[str]) -> list[str]:
    """What is offered for the beginnings of unknown words: for most of a word, else for half of it."""
    found: dict[str, None] = {}
    for word in unknown[:MOST_NEAR]:
        for length in (len(word) * 3 // 4, len(word) // 2):
            offered = suggestions(session, word[:length]) if length >= SHORTEST_BEGINNING else []
            if offered:
                found |= dict.fromkeys(offered)
                break
    return list(found)[:MOST_NEAR]


def _with_hits(lists: Sequence[tuple[str, Selection]], choices: Choices) -> list[Counted]:
    counted = [Counted(label, each.url(), finding.count(each, choices)) for label, each in lists]
    return [way for way in counted if way.count]


def _may_be_known(word: str) -> bool:
    """Whether a word is known though no document was counted for it."""
    return word.endswith(grammar.STAR) or is_stop_word(word.lower())
