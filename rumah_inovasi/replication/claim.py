"""A replication as it is written in files and forms: typed and checked, not yet tied to rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from rumah_inovasi.catalogue.metadata import REGION_CODE
from rumah_inovasi.schema import (
    Choice,
    ListOf,
    Number,
    PartialDate,
    Problem,
    Record,
    Text,
    Url,
    Value,
    Vocabulary,
    spec,
)

KEY = "replikasi"
MOST = 300
LONGEST = 1_000  # of what was adapted, and of the origin's reply


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Who takes it up, how far, how completely, on what evidence."""

    region: str | None = spec("wilayah", REGION_CODE)
    adopter: str | None = spec("penerima", Text())
    stated_sum: int | None = spec("jumlah", Number(2, 100_000))
    unit: str | None = spec("unit", Text())
    stage: str = spec("tahap", Choice("tahap-replikasi"), required=True)
    degree: str | None = spec("derajat", Choice("derajat-replikasi"))
    evidence: str = spec("bukti", Choice("bukti-replikasi"), required=True)
    started: str | None = spec("mulai", PartialDate())
    note: str | None = spec("catatan", Text(LONGEST))
    source: str | None = spec("sumber", Url())
    reply: str | None = spec("tanggapan", Text(LONGEST))


CLAIMS = ListOf(Record(Claim), MOST)


def parse(raw: Mapping[str, Value], problems: list[Problem], vocabulary: Vocabulary) -> tuple[Claim, ...]:
    """Read the claims under `replikasi`; what is wrong is appended to `problems`."""
    claims = CLAIMS.read(raw.get(KEY, []), (KEY,), problems, vocabulary)
    for position, claim in enumerate(claims):
        path = (KEY, position)
        if (claim.region is None) == (claim.adopter is None):
            problems.append(Problem(path, "Tulis salah satu: wilayah (kode kabupaten/kota) atau penerima (nama)."))
        if claim.stated_sum is not None and claim.region is not None:
            problems.append(Problem((*path, "jumlah"), "Jumlah hanya untuk penerima yang disebut tanpa rincian."))
        if claim.evidence == "klaim-media" and claim.source is None:
            problems.append(Problem((*path, "sumber"), "Klaim media wajib menyebut alamat sumbernya."))
    return claims
