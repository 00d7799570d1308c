"""The way from a text to safe HTML: normalise → Markdown → clean → check. The order is the point.

Cleaning before Markdown would let attacks come back through reference links and titles; changing HTML after cleaning
would undo it. This function is pure, and may take very long on a hostile text: call it through `client.Renderer`.
"""

import markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension

from rumah_inovasi.markup.check import checked
from rumah_inovasi.markup.errors import too_hard
from rumah_inovasi.markup.rendered import MARKUP_VERSION, Heading, Rendered
from rumah_inovasi.markup.sanitise import sanitise
from rumah_inovasi.markup.source import normalised
from rumah_inovasi.markup.words import count_words

__all__ = ["MARKUP_VERSION", "Heading", "Rendered", "render"]

# A definition repeated by a thousand references can blow a small text up; honest HTML is about twice its text.
MAX_HTML_SIGNS = 2 * 1024 * 1024


def render(text: str) -> Rendered:
    """Safe HTML of `text`, its headings, words and version.

    Raises MarkupError: UnreadableText, TextTooLong and TextTooDeep say what to change; MarkupTooHard when recursion,
    memory or the size of the result end it; UnsafeResult when our own check refuses what the cleaner gave.
    """
    source = normalised(text)
    try:
        dirty = _parser().convert(source)
        if len(dirty) > MAX_HTML_SIGNS:
            raise too_hard()
        html = sanitise(dirty)
        headings = checked(html)
    except (RecursionError, MemoryError):
        raise too_hard() from None
    return Rendered(html, headings, count_words(source), MARKUP_VERSION)


def _parser() -> markdown.Markdown:
    """A fresh parser (they keep state between texts), its extensions as objects: looking names up is slow."""
    extensions: list[Extension] = [
        TableExtension(use_align_attribute=True),  # an attribute we can turn into a class, instead of a style
        FencedCodeExtension(lang_prefix=""),
        # Numbered in the order of their definitions: ordering by first use fails on a footnote still empty.
        FootnoteExtension(BACKLINK_TITLE="Kembali ke catatan kaki %d dalam teks"),
        TocExtension(marker="", permalink=False),  # ids for headings; pages make their own table of contents
        SaneListExtension(),
        AbbrExtension(),
        DefListExtension(),
        AdmonitionExtension(),
    ]
    return markdown.Markdown(extensions=extensions, output_format="html")
