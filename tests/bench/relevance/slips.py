"""Questions as somebody types them who slips once: always the same slip in the same question."""

import re
import zlib
from string import ascii_lowercase

SHORTEST = 5  # letters of a word in which slips are made
_WORD = re.compile(r"[^\W\d_]+")


def slipped(text: str) -> str | None:
    """The text with one slip in its longest word (the first of those); none where all its words are short.

    A letter is left out, another is put in or takes its place, or two neighbours swap. The first letter stays.
    """
    longest = max(_WORD.finditer(text), key=lambda match: len(match[0]), default=None)
    if longest is None or len(longest[0]) < SHORTEST:
        return None
    dice = zlib.crc32(text.encode())
    word = longest[0]
    place = 1 + dice // 4 % (len(word) - 2)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    other = ascii_lowercase[dice // 1024 % len(ascii_lowercase)]
    other = "x" if other == letter.lower() else other
    swapped = after[0] + letter + after[1:] if after[0] != letter else other + after
    made = (after, other + after, other + letter + after, swapped)[dice % 4]
    return text[: longest.start()] + before + made + text[longest.end() :]
