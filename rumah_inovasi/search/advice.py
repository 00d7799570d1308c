"""What helps a reader on: the word that was meant, and ways out of an empty list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from rumah_inovasi.search import finding, grammar
from rumah_inovasi.search.choices import LABELS, Choices
from rumah_inovasi.search.selection import Selection
from rumah_inovasi.web.links import Counted, Link

MOST_WAYS = 5  # of each kind; every one is a question to the engine


@dataclass(frozen=True)
class WaysOut:
    """Lists that are not empty: without a filter, and of single words."""

    without_filter: Sequence[Counted] = ()
    single_words: Sequence[Counted] = ()


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


def _with_hits(lists: Sequence[tuple[str, Selection]], choices: Choices) -> list[Counted]:
    counted = [Counted(label, each.url(), finding.count(each, choices)) for label, each in lists]
    return [way for way in counted if way.count]
