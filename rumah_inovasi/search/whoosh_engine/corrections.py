"""What somebody may have meant by a word that the index does not know."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from string import ascii_lowercase

SHORTEST = 4  # letters; of shorter words nearly everything is one edit away
SHORTEST_FOR_TWO = 7
TWO = 2


def correction(word: str, known: AbstractSet[str], frequency: Callable[[str], int]) -> str | None:
    """The most frequent known word within one edit, else within two.

    An edit: a letter too much, missing or another one, or two neighbours swapped. Two are tried on longer words alone,
    and their first letter stays. Only words of letters are corrected: a year that is not there is no slip. Of equally
    frequent words the alphabetically first is taken.

    Args:
        word: as the index would know it.
        known: every word that may be meant.
        frequency: how many documents have a word; 0 keeps it from being meant.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return None
    near = {each for each in _one_edit(word) if each in known}
    meant = _most_frequent(near, frequency)
    if meant is None and len(word) >= SHORTEST_FOR_TWO:
        meant = _most_frequent({each for each in known if _is_within_two(word, each)}, frequency)
    return meant


def _most_frequent(words: AbstractSet[str], frequency: Callable[[str], int]) -> str | None:
    counted = [(-frequency(word), word) for word in words if word.isalpha()]
    count, word = min(counted, default=(0, ""))
    return word if count else None


def _one_edit(word: str) -> Iterator[str]:
    """Everything one edit away. There are some 55 for each letter: asking for each is faster than walking all words."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after
            yield before + letter + after[1:]


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
