"""Which parts of a card match the query, as plain segments: templates mark them, never as HTML from here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rumah_inovasi.catalogue.presentation import Card

Segments = list[tuple[str, bool]]


@dataclass(frozen=True)
class Hit:
    """A card with its matching parts told apart: (text, does it match)."""

    card: Card
    title: Segments
    long_form: Segments
    summary: Segments


def hits(cards: Sequence[Card], words: Sequence[str]) -> list[Hit]:
    """Cards with the words of the query marked."""
    return [
        Hit(card, segments(card.title, words), segments(card.long_form or "", words), segments(card.summary, words))
        for card in cards
    ]


def segments(text: str, words: Sequence[str]) -> Segments:
    """The text in runs that match a word and runs that do not, case aside."""
    if not words:
        return [(text, False)]
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile("(" + "|".join(map(re.escape, longest_first)) + ")", re.IGNORECASE)
    return [(part, position % 2 == 1) for position, part in enumerate(pattern.split(text)) if part]
