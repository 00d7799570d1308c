"""What can go wrong with a text. Every message says what is wrong, where, and what its author can do."""

from rumah_inovasi.errors import Invalid


class MarkupError(Invalid):
    """A text that cannot become HTML; the text itself is never altered or lost by this."""


class UnreadableText(MarkupError):
    """The text holds signs that belong to no text: NUL, or half of a surrogate pair."""


class TextTooLong(MarkupError):
    """The whole text or one of its lines is longer than any real write-up."""


class TextTooDeep(MarkupError):
    """Quotes, lists or HTML elements lie in each other more deeply than a reader could follow."""


class MarkupTooHard(MarkupError):
    """Rendering took more time, memory or recursion than one text may cost."""


class UnsafeResult(MarkupError):
    """The cleaned HTML did not pass our own check, so nothing of it is shown."""


class MarkupUnavailable(MarkupError):
    """The renderer itself is busy or cannot start; the same text may well succeed later."""


# The worker names the class of an error, the client raises it again.
KINDS: dict[str, type[MarkupError]] = {
    kind.__name__: kind
    for kind in (
        MarkupError,
        UnreadableText,
        TextTooLong,
        TextTooDeep,
        MarkupTooHard,
        UnsafeResult,
        MarkupUnavailable,
    )
}


def too_hard() -> MarkupTooHard:
    """The error for a text that cost too much, wherever that is noticed."""
    return MarkupTooHard(
        "Teks ini terlalu rumit untuk ditampilkan. Kurangi tanda kurung, kutipan, atau daftar yang bertumpuk, "
        "atau bagi menjadi beberapa bagian, lalu coba lagi.",
    )
