"""What people type to do harm, and what nobody types: for tests, and for the bench at its sizes."""

import random
from collections.abc import Iterator, Sequence

HOSTILE = [
    '"',
    '""',
    '"kartu',
    'kartu "keluarga" "',
    "-",
    "- -",
    "-desa",
    "--desa",
    "*",
    "****",
    "* * *",
    "a* b* *",
    "kes* pel* mas* ber* men* kat* " * 50,
    "-kes* -pel* desa*",
    "?",
    "%",
    "_",
    "\\",
    "'; DROP TABLE innovation; --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "..",
    "../../etc/passwd",
    "a" * 20_000,
    "a " * 10_000,
    "desa " * 10_000,
    " ".join(f"kata{number}" for number in range(10_000)),
    '"' + "desa kota " * 5_000 + '"',
    "-desa " * 5_000,
    "e-" * 5_000 + "ktp",
    "\x00",
    "desa\x00kota",
    "\x1b[31mdesa",
    "\u202edesa\u202c",
    "\u200f\u200e",
    "مستشفى",
    "中文搜索",
    "🙂" * 500,
    "e\u0301" * 2_000,
    "\u0301" * 5_000,
    "\ud800",
    "ﷺ" * 200,
    "ß" * 1_000,
    "\u0130" * 500,
    "\n\r\t",
    "wilayah:",
    "wilayah:35.15 wilayah:35.15",
    "status:draft",
    "AND OR NOT",
    "(desa OR kota) AND NOT sawah",
    "desa^5",
    "desa~2",
    "[a TO z]",
    "title:desa",
    "=kopi pahit",
    "judul 7",
]
SIGNS = list('abdeks "-*:.~^()\\%\x00\x1b\u0301\u200b\u202e\ud800é🙂中')


def random_queries(count: int, words: Sequence[str]) -> Iterator[str]:
    """Queries of some words and of strange signs, always the same ones."""
    dice = random.Random(11)
    for _ in range(count):
        pieces = dice.choices([*words, "".join(dice.choices(SIGNS, k=dice.randrange(1, 12)))], k=dice.randrange(1, 9))
        yield dice.choice(["", " "]).join(pieces)
