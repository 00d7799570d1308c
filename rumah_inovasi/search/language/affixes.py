"""The affixes of Indonesian as tables: what stands before a root, what behind it, and which exclude each other.

`docs/stemmer.md` explains each rule with examples and tells which grammar it is taken from.
"""

import enum
from collections.abc import Mapping
from typing import NamedTuple


class Behind(enum.IntFlag):
    """The suffixes that make words. Particles and possessives may follow any of them."""

    NOTHING = 1
    KAN = 2
    AN = 4
    I = 8  # noqa: E741 - the suffix -i


class Before(NamedTuple):
    """A prefix: how many signs it takes, what its root begins with instead, and what may stand behind the root.

    A nasal takes the place of a first k, p, s or t: `menulis` is men- and tulis.
    """

    length: int
    restored: str
    behind: int


_VERB = int(Behind.NOTHING | Behind.KAN | Behind.I)  # never me-…-an, di-…-an
_NOUN = int(Behind.NOTHING | Behind.AN)  # never ke-…-i, ke-…-kan, pe-…-i
_STATE = int(Behind.NOTHING | Behind.KAN | Behind.AN)  # never ber-…-i
_ANY = int(Behind.NOTHING | Behind.KAN | Behind.AN | Behind.I)


def _nasal(first: str, behind: int) -> dict[str, tuple[Before, ...]]:
    """The forms of meN- and peN-, by the letters a word begins with; `first` is what comes before the nasal.

    Of two roots that fit, the one is taken that needs no restored letter; `data/irregular.txt` lists the others.
    """
    bare, long = Before(2, "", behind), Before(3, "", behind)
    by_vowel: dict[str, tuple[Before, ...]] = {}
    for vowel in "aiueo":
        by_vowel[f"{first}m{vowel}"] = (bare, Before(3, "p", behind))  # memasak; memilih
        by_vowel[f"{first}n{vowel}"] = (bare, Before(3, "t", behind))  # menilai; menulis
    return {
        **{f"{first}{letter}": (bare,) for letter in "lrwy"},  # melayani, merawat, mewakili, meyakinkan
        f"{first}m": (long,),  # membantu, memproses
        f"{first}n": (long,),  # mendaftar
        **by_vowel,
        f"{first}ny": (bare, Before(4, "s", behind)),  # menyanyi; menyusun
        f"{first}ng": (Before(4, "", behind), Before(4, "k", behind)),  # mengajar, menggali; mengirim
        f"{first}nge": (Before(4, "", behind), Before(4, "k", behind), Before(5, "", behind)),  # mengecek
    }


# By the letters that a word begins with: those of the most letters hold.
PREFIXES: Mapping[str, tuple[Before, ...]] = {
    **_nasal("me", _VERB),
    **_nasal("pe", _NOUN),
    "pe": (Before(2, "", _NOUN),),  # petani, pekerja
    "per": (Before(3, "", _ANY), Before(2, "", _NOUN)),  # perizinan, perbaiki; perawat
    "pel": (Before(2, "", _NOUN), Before(3, "", _NOUN)),  # pelayan; pelajar
    "di": (Before(2, "", _VERB),),
    "ku": (Before(2, "", _VERB),),
    "kau": (Before(3, "", _VERB),),
    "be": (Before(2, "", _STATE),),  # bekerja: before a first syllable with -er-
    "ber": (Before(3, "", _STATE), Before(2, "", _STATE)),  # berusaha; berenang
    "bel": (Before(3, "", _STATE),),  # belajar alone
    "te": (Before(2, "", _VERB),),  # tepercaya
    "ter": (Before(3, "", _VERB), Before(2, "", _VERB)),  # terbuka; terendah
    "ke": (Before(2, "", _NOUN),),
    "se": (Before(2, "", _NOUN),),
}
# Prefixes that stand between another prefix and the root: memper-, diber-, keter-, kepen-, berke-, menge(sampingkan).
INNER = frozenset({"pe", "be", "te", "ke"})
# What follows every suffix: -lah -kah -tah -pun last, -ku -mu -nya before them.
PARTICLES = frozenset({"lah", "kah", "tah", "pun"})
POSSESSIVES = frozenset({"ku", "mu"})
THIRD_PERSON = "nya"
