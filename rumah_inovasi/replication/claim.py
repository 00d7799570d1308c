"""A replication as it is written in files and forms: typed and checked, not yet tied to rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rumah_inovasi.catalogue.metadata import REGION_CODE
from rumah_inovasi.organisations.model import name_key
from rumah_inovasi.replication.model import CLASS_OF_STAGE, OVER, StageClass
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
    ended: str | None = spec("selesai", PartialDate())
    note: str | None = spec("catatan", Text(LONGEST))
    source: str | None = spec("sumber", Url())
    reply: str | None = spec("tanggapan", Text(LONGEST))

    @property
    def adopter_key(self) -> tuple[str | None, ...]:
        """By which two claims agree to be about the same adopter: spelling of case and spaces aside.

        A stated sum is nobody of that name.
        """
        names = (self.unit, self.adopter)
        kind = "sum" if self.stated_sum is not None else None
        return (self.region, *(name_key(name) if name else None for name in names), kind)


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
        if claim.ended is not None and CLASS_OF_STAGE[claim.stage] is not StageClass.ONCE:
            problems.append(Problem((*path, "selesai"), "Tanggal selesai hanya untuk yang sudah berhenti."))
        if claim.started and claim.ended and claim.ended < claim.started[: len(claim.ended)]:
            problems.append(Problem((*path, "selesai"), "Tanggal selesai mendahului tanggal mulai."))
        is_told = any(problem.path == (*path, "sumber") for problem in problems)
        if claim.evidence == "klaim-media" and claim.source is None and not is_told:
            problems.append(Problem((*path, "sumber"), "Klaim media wajib menyebut alamat sumbernya."))
    _require_once_each(claims, problems)
    return claims


def _require_once_each(claims: Sequence[Claim], problems: list[Problem]) -> None:
    """An adopter has one replication that is not over; what is over stays beside it."""
    known: set[tuple[str | None, ...]] = set()
    for position, claim in enumerate(claims):
        if CLASS_OF_STAGE[claim.stage] in OVER:
            continue
        if claim.adopter_key in known and claim not in claims[:position]:  # the very same is refused already
            problems.append(Problem((KEY, position), "Penerima ini sudah disebut di atas. Gabungkan catatannya."))
        known.add(claim.adopter_key)
