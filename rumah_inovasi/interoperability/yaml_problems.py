"""Says in Indonesian what PyYAML found unreadable, and what the writer can do about it."""

from typing import Literal

import yaml

# Words in PyYAML's own account · whether the place to mend is where the construct began ("context") or where reading
# failed ("problem") · what to tell. The first entry that fits is taken: special cases stand above general ones.
_EXPLANATIONS: tuple[tuple[str, Literal["context", "problem"], str], ...] = (
    ("escape", "problem", "garis miring terbalik di dalam kutip ganda harus ditulis dua kali (\\\\)"),
    ("document separator", "context", "kutip yang dibuka di sini tidak ditutup; tutup dengan tanda kutip yang sama"),
    ("quoted scalar", "context", "kutip yang dibuka di sini tidak ditutup; tutup dengan tanda kutip yang sama"),
    ("found character '\\t'", "problem", "ada tanda tab; pakai spasi, baik untuk menjorok maupun di antara kata"),
    ("scanning an alias", "problem", "nilai yang diawali * harus diapit kutip ganda"),
    ("scanning an anchor", "problem", "nilai yang diawali & harus diapit kutip ganda"),
    ("tag", "problem", "penanda jenis (!) tidak dipakai; nilai yang diawali ! harus diapit kutip ganda"),
    (
        "cannot start any token",
        "problem",
        "nilai yang diawali tanda khusus seperti @, ` atau % harus diapit kutip ganda",
    ),
    ("mapping values", "problem", "titik dua diikuti spasi di dalam nilai; apit seluruh nilai dengan kutip ganda"),
    (
        "sequence entries",
        "problem",
        "tanda - harus mulai di baris baru di bawah kuncinya; bila bagian dari nilai, apit dengan kutip ganda",
    ),
    (
        "block scalar",
        "problem",
        "teks sesudah | atau > harus mulai di baris berikutnya; atau apit nilai dengan kutip ganda",
    ),
    (
        "flow",
        "context",
        "kurung {…} atau […] tidak lengkap, atau nilai di dalamnya memuat , ? [ ] { } tanpa kutip ganda",
    ),
    ("simple key", "context", "baris ini bukan kunci: nilai; beri titik dua dan spasi sesudah kunci"),
    ("<block end>", "problem", "baris ini menjorok tidak sama dengan baris lain, atau ada teks sesudah kutip penutup"),
)
_OTHERWISE = "susunan kunci: nilai di sini tidak terbaca; apit nilai yang memuat tanda khusus dengan kutip ganda"


def explain(error: yaml.MarkedYAMLError) -> tuple[int, str]:
    """The line (counted from 0 in the text that PyYAML read) to mend, and the Indonesian message for it."""
    account = f"{error.context or ''}: {error.problem or ''}"
    for fragment, place, message in _EXPLANATIONS:
        if fragment in account:
            mark = error.context_mark if place == "context" else error.problem_mark
            return _line(mark or error.problem_mark), message
    return _line(error.problem_mark), _OTHERWISE


def _line(mark: yaml.Mark | None) -> int:
    return mark.line if mark else 0
