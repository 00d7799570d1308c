"""What somebody may have meant by a word that the index does not know."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from string import ascii_lowercase

SHORTEST = 4  # letters; of shorter words nearly everything is one edit away
SHORTEST_FOR_TWO = 7
TWO = 2
# How easily fingers slip so, as shares of the easiest: neighbours swapped, or a letter doubled or not doubled.
SWAP = DOUBLE = 1.0
LEFT_OUT = ADDED = 0.5
REPLACED = 0.1
AT_THE_START = 0.2  # of these; the first letter is seldom wrong
Frequency = Callable[[str], float]


def near(word: str) -> Mapping[str, float]:
    """Everything within one edit of a word, and how easily one slips so; nothing where the word is no slip.

    An edit: a letter too much, missing or another one, or two neighbours swapped. Only words of letters are slips, and
    no short ones: a year that is not there is none.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return {}
    found: dict[str, float] = {}
    for each, ease in _one_edit(word):
        found[each] = max(ease, found.get(each, 0))
    found.pop(word, None)
    return found


def far(word: str, known: Iterable[str]) -> Mapping[str, float]:
    """Those of known words that are within two edits, their first letter the same."""
    return {each: 1.0 for each in known if each != word and _is_within_two(word, each)}


def may_be_far(word: str) -> bool:
    """Whether somebody may have slipped twice in a word: in longer ones of letters alone."""
    return len(word) >= SHORTEST_FOR_TWO and word.isalpha()


def likeliest(words: Mapping[str, float], frequencies: Sequence[Frequency]) -> str | None:
    """The likeliest word: the more so, the more frequent it is and the more easily one slips so.

    Of equally likely words the alphabetically first is taken.

    Args:
        words: words that may be meant, and how easily one slips so.
        frequencies: how frequent a word is, where 0 keeps it from being meant; each is asked where those before it
            leave no word.
    """
    for frequency in frequencies:
        likely = [(-ease * frequency(word), word) for word, ease in words.items() if word.isalpha()]
        minus, word = min(likely, default=(0.0, ""))
        if minus:
            return word
    return None


def _one_edit(word: str) -> Iterator[tuple[str, float]]:
    """Everything one edit away, and how easily one slips so.

    There are some 55 for each letter: asking for each is faster than walking all words.
    """
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        share = 1.0 if place else AT_THE_START
        is_double = place < len(word) and after[0] in {before[-1:], after[1:2]}
        yield before + after[1:], DOUBLE if is_double else share * ADDED
        yield before + after[1:2] + after[:1] + after[2:], share * SWAP
        for letter in ascii_lowercase:
            is_double = letter in {before[-1:], after[:1]}
            yield before + letter + after, DOUBLE if is_double else share * LEFT_OUT
            yield before + letter + after[1:], share * REPLACED


def _is_within_two(word: str, other: str) -> bool:
    """Whether two edits at most lead from one word to the other; length and letters tell nearly all pairs apart."""
    if not other.startswith(word[0]) or abs(len(word) - len(other)) > TWO:
        return False
    letters, others = set(word), set(other)
    if len(letters - others) > TWO or len(others - letters) > TWO:
        return False
    return _edits(word, other) <= TWO


def _edits(word: str, other: str) -> int:
    """How many edits lead from one word to the other; no part is edited twice."""
    earlier: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(word, 1):
        line = [row]
        for column, sign in enumerate(other, 1):
            edits = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != sign))
            if row > 1 and column > 1 and letter == other[column - 2] and word[row - 2] == sign:
                edits = min(edits, earlier[column - 2] + 1)
            line.append(edits)
        earlier, above = above, line
    return above[-1]
