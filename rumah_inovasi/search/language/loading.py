"""Loading what every question needs, before the first one is asked."""

from rumah_inovasi.search.language import regions, stop_words
from rumah_inovasi.search.language.stemming import stem
from rumah_inovasi.search.language.synonyms import Synonyms


def load() -> None:
    """Read roots, synonyms, stop words and regions, so that processes forked later share them."""
    stem("pelayanan", "pelayanan")
    Synonyms.shipped()
    stop_words.is_stop_word("yang")
    regions.mentions(["kediri"])
