"""Roots found by taking affixes off: confix stripping, checked against the list of roots at every step.

Written for speed: an index of a nation's write-ups meets some hundred thousand different words.
"""

from collections.abc import Mapping

from rumah_inovasi.search.language.affixes import (
    INNER,
    PARTICLES,
    POSSESSIVES,
    PREFIXES,
    THIRD_PERSON,
    Before,
    Behind,
)

MOST_PREFIXES = 3  # dipersembahkan has two, keberterimaan too
LEFT = 4  # letters at least of a root that no list has
_NOTHING, _KAN, _AN, _I = int(Behind.NOTHING), int(Behind.KAN), int(Behind.AN), int(Behind.I)
_Body = tuple[str, int]  # a word without its endings, and which suffix the last of them is


class Stripper:
    """Finds the root of a word. Nothing in it ever changes, so threads share it."""

    def __init__(self, known: frozenset[str], irregular: Mapping[str, str], spellings: Mapping[str, str]) -> None:
        self._known = known
        self._irregular = irregular
        self._spellings = spellings

    def stem(self, word: str) -> str:
        """The root of a word in its usual spelling; of an unknown root, the word without what surely hangs on it."""
        root = self.root(word)
        return self._spellings.get(root, root) if root else _guessed(word)

    def root(self, word: str) -> str | None:
        """The root of a word; none where no root of the list makes it. The least that can be taken off is."""
        if word in self._known:
            return word
        irregular = self._irregular
        if word in irregular:
            return irregular[word]
        bodies = _bodies(word)
        for body, _ in bodies:
            if body in self._known:
                return body
            if body in irregular:
                return irregular[body]
        found = self._after_prefix(bodies, 0, MOST_PREFIXES)
        if found is None and word[1:2] == "e" and word[0] == word[2:3]:  # pepohonan: its first sound doubled
            found = next((body[2:] for body, _ in bodies if body[2:] in self._known), None)
        return found

    def _after_prefix(self, bodies: list[_Body], behind: int, most: int) -> str | None:
        """The root behind the prefix that a word begins with, where what ends it may do so."""
        word = bodies[0][0]
        options = _options(word)
        if options is None:
            return None
        known = self._known
        for length, restored, allowed in options:
            ends = allowed | behind
            for body, ending in bodies:
                if ending & ends and (root := restored + body[length:]) in known:
                    return root
        if most == 1:
            return None
        for length, restored, allowed in options:
            if restored + word[length : length + 2 - len(restored)] in INNER:
                inner = [(restored + body[length:], ending) for body, ending in bodies]
                found = self._after_prefix(inner, behind | allowed, most - 1)
                if found:
                    return found
        return None


def _options(word: str) -> tuple[Before, ...] | None:
    return PREFIXES.get(word[:5]) or PREFIXES.get(word[:4]) or PREFIXES.get(word[:3]) or PREFIXES.get(word[:2])


def _guessed(word: str) -> str:
    """A word of an unknown root without -nya, and without me-…-kan or di-…-kan, which no other word has."""
    if word.endswith(THIRD_PERSON) and len(word) >= LEFT + len(THIRD_PERSON):
        word = word[: -len(THIRD_PERSON)]
    if word.endswith("kan") and word.startswith(("me", "di")) and (options := _options(word)):
        # Of restored letters k is the least likely: mengV is mostly a bare vowel.
        likely = options[0] if options[-1].restored in {"", "k"} else options[-1]
        root = likely.restored + word[likely.length : -len("kan")]
        return root if len(root) >= LEFT else word
    return word


def _bodies(word: str) -> list[_Body]:
    """The word, and what is left of it without a particle, then a possessive, then a suffix."""
    bodies = [(word, _NOTHING)]
    if word[-3:] in PARTICLES:
        word = word[:-3]
        bodies.append((word, _NOTHING))
    if word[-3:] == THIRD_PERSON:
        word = word[:-3]
        bodies.append((word, _NOTHING))
    elif word[-2:] in POSSESSIVES:
        word = word[:-2]
        bodies.append((word, _NOTHING))
    if word[-2:] == "an":
        if word[-3:] == "kan":
            bodies.append((word[:-3], _KAN))
        bodies.append((word[:-2], _AN))
    elif word[-1:] == "i":
        bodies.append((word[:-1], _I))
    return bodies
