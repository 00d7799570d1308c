"""The allow list: which tags, attributes and classes the HTML of a text may hold. Everything else is text or gone.

The cleaner and the check behind it read the same list, but apply it with different code.
"""

HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
VOID_TAGS = frozenset({"br", "hr", "img"})
_BLOCKS = {"blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "li", "ol", "p", "pre", "ul"}
_TABLES = {"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
_EDITS = {"del", "ins", "s"}
_WORDS = {"a", "abbr", "b", "code", "em", "i", "kbd", "small", "span", "strong", "sub", "sup"}
TAGS = HEADINGS | VOID_TAGS | _BLOCKS | _TABLES | _EDITS | _WORDS
INLINE_TAGS = frozenset(_EDITS | _WORDS)

EVERYWHERE = frozenset({"class", "id"})
ATTRIBUTES = {
    "a": frozenset({"href", "rel", "title"}),
    "abbr": frozenset({"title"}),
    "img": frozenset({"alt", "src", "title"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
}

# A link of a text may lead anywhere, so it earns no search rank (nofollow); the other two matter where the HTML
# travels without our headers, in feeds and in the archive.
EXTERNAL_REL = "nofollow noopener noreferrer"

ALIGNMENTS = {"left": "align-left", "center": "align-center", "right": "align-right"}
ADMONITIONS = frozenset(
    {"catatan", "penting", "perhatian", "bahaya", "tips", "contoh", "info"}
    | {"note", "important", "warning", "caution", "danger", "tip", "hint", "example"},
)
CLASSES = (
    frozenset({"footnote", "footnote-ref", "footnote-backref", "admonition", "admonition-title"})
    | frozenset(ALIGNMENTS.values())
    | ADMONITIONS
)

# Every id of a text begins so: no text can take an id that the page itself or its scripts rely on.
ID_PREFIX = "u-"


def attributes_of(tag: str) -> frozenset[str]:
    """The attributes that `tag` may carry in the end."""
    return ATTRIBUTES.get(tag, frozenset()) | EVERYWHERE
