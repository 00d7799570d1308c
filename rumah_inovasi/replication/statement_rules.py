"""What a statement has to be like before it is kept."""

import re
from dataclasses import dataclass

from rumah_inovasi.errors import Invalid
from rumah_inovasi.files.enclosures import Enclosure
from rumah_inovasi.personal_data import refuse_personal_numbers
from rumah_inovasi.replication.claim import LONGEST, Claim
from rumah_inovasi.replication.model import CANCELLED, CLASS_OF_STAGE, DECLINED, StageClass, stages_after
from rumah_inovasi.schema import Problem, Text
from rumah_inovasi.vocabulary.queries import Vocabularies

IN_USE = (StageClass.APPLIED, StageClass.ONCE)
_PARTS_OF_ADDRESS = re.compile(r"[/?&=#:;]+")


@dataclass(frozen=True)
class Proof:
    """What a unit can show to those who decide: in words, and as a file."""

    text: str = ""
    file: Enclosure | None = None


def require_following(before: str | None, stage: str) -> None:
    """Refuse a stage that an adopter cannot report after the one that is known.

    Raises:
        Invalid: it is the origin's to tell, or goes back.
    """
    if stage == DECLINED:
        raise Invalid("Hanya unit asal yang dapat menyatakan belum dapat memenuhi.", field="tahap")
    if stage == CANCELLED and before is None:
        raise Invalid("Belum ada catatan yang dapat dibatalkan. Tarik saja pernyataan yang menunggu.", field="tahap")
    if stage not in stages_after(before):
        raise Invalid(
            "Tahap tidak dapat mundur dari yang sudah tercatat. Bila catatannya keliru, tarik kembali pernyataannya "
            "atau minta kurator menghapusnya.",
            field="tahap",
        )


def require_sound(claim: Claim, proof: Proof, today: str) -> None:
    """Refuse what nobody could check, and what nobody may read.

    Raises:
        Invalid: a number of a person; a beginning or an end still to come; no degree or no evidence of what is in use.
    """
    require_no_numbers(claim.note, "catatan")
    require_no_numbers(proof.text, "proof")
    require_no_numbers_in_address(claim.source)
    require_past(claim, today)
    if CLASS_OF_STAGE[claim.stage] not in IN_USE:
        return
    if not claim.degree:
        raise Invalid("Pilih seberapa utuh inovasinya diterapkan.", field="derajat")
    if not (claim.source or proof.text or proof.file):
        raise Invalid("Sebut sumber atau bukti bahwa ini sudah diterapkan.", field="proof")


def require_past(claim: Claim, today: str) -> None:
    """Refuse that something is in use whose beginning, or over whose end, is still to come.

    Raises:
        Invalid: it is; `today` is a day such as 2026-11-22.
    """
    if CLASS_OF_STAGE[claim.stage] not in IN_USE:
        return
    if claim.started and claim.started > today[: len(claim.started)]:
        raise Invalid("Tanggal mulai masih akan datang; pilih tahap rencana atau kesepakatan.", field="mulai")
    if claim.ended and claim.ended > today[: len(claim.ended)]:
        raise Invalid("Tanggal selesai masih akan datang.", field="selesai")


def checked_text(text: str, field: str) -> str:
    """One line as files hold it, without numbers of persons; empty where nothing was typed.

    Raises:
        Invalid: it is too long, holds a sign that cannot be read, or a number of a person.
    """
    if not text.strip():
        return ""
    problems: list[Problem] = []
    line = Text(LONGEST).read(text, (field,), problems, Vocabularies({}, "id"))
    for problem in problems:
        raise Invalid(problem.message, field=field, **problem.values)
    require_no_numbers(line, field)
    return str(line)


def require_no_numbers(text: str | None, field: str) -> None:
    """Refuse numbers of persons in a text.

    Raises:
        Invalid: there is one.
    """
    refuse_personal_numbers(text or "", field)


def require_no_numbers_in_address(address: str | None, field: str = "sumber") -> None:
    """Refuse numbers of persons in the parts of a web address, which in running text are passed over.

    Raises:
        Invalid: there is one.
    """
    for part in _PARTS_OF_ADDRESS.split(address or ""):
        refuse_personal_numbers(part, field)
