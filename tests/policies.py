"""The table of who may do what: ``python -m tests.policies`` writes it from the policies themselves.

Each line names a deed in Indonesian and asks the predicate that the actions ask. Columns are roles in the unit of the
text, and two of another regency.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rumah_inovasi.accounts.actor import EVERYWHERE, Actor, Grant, Role
from rumah_inovasi.catalogue import policy as catalogue
from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.catalogue.proposal import Proposal, ProposalState
from rumah_inovasi.feedback import policy as feedback
from rumah_inovasi.insight import policy as insight
from rumah_inovasi.insight.model import Need, NeedState
from rumah_inovasi.learning import policy as learning
from rumah_inovasi.learning.model import Workshop, WorkshopProposal
from rumah_inovasi.membership import policy as membership
from rumah_inovasi.organisations import policy as organisations
from rumah_inovasi.organisations.model import GOVERNMENT, Unit
from rumah_inovasi.replication import policy as replication
from rumah_inovasi.replication.statement import SILENCE, Statement, StatementState
from rumah_inovasi.saved import policy as saved
from rumah_inovasi.saved.model import SavedSearch

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "siapa-boleh-apa.md"
HERE, ELSEWHERE = 1, 2
BELOW = 10  # added to a unit gives the one below it
COLUMNS = {
    "petugas": (Role.OFFICER, HERE),
    "penyusun": (Role.AUTHOR, HERE),
    "narasumber": (Role.TRAINER, HERE),
    "admin lokal": (Role.LOCAL_ADMIN, HERE),
    "penyusun lain": (Role.AUTHOR, ELSEWHERE),
    "admin lokal lain": (Role.LOCAL_ADMIN, ELSEWHERE),
    "kurator": (Role.CURATOR, HERE),
    "pengelola": (Role.SYSTEM_ADMIN, HERE),
}
OFFICER = Grant(Role.OFFICER, HERE, frozenset({HERE}))
CURATOR = Grant(Role.CURATOR, HERE, None)
UNIT = Unit(id=HERE, kind="opd-kab", parent_id=9, region_code="35.15")
CHILD = Unit(id=HERE + BELOW, kind="puskesmas", parent_id=HERE, region_code="35.15")
ROOT = Unit(id=HERE, kind=GOVERNMENT, parent_id=None, region_code="35.15")
STATEMENT = Statement(
    unit_id=ELSEWHERE,
    account_id=1,
    state=StatementState.WAITING.value,
    created_at=datetime(2026, 11, 22, tzinfo=UTC),
)
FOREIGN_SEARCH = SavedSearch(account_id=1)
HEAD = """\
# Siapa boleh apa

Tabel ini dibuat dari aturan program (`python -m tests.policies`); sebuah tes menjaga keduanya tetap sama. “Lain”
berarti dari daerah lain. Kurator dan pengelola bekerja untuk seluruh provinsi. Tidak seorang pun memutuskan tulisan
yang pernah disuntingnya sendiri.

"""


def actor(column: str) -> Actor:
    """Somebody with the role of a column and no other."""
    role, unit = COLUMNS[column]
    return Actor(
        7, column, grants=(Grant(role, unit, None if role in EVERYWHERE else frozenset({unit, unit + BELOW})),)
    )


def proposal(state: ProposalState, *, author: int = 1) -> Proposal:
    """A proposal of the unit, begun by somebody else."""
    return Proposal(state=state.value, unit_id=HERE, author_id=author, hands=[author])


def plan(state: ProposalState, *, author: int = 1) -> WorkshopProposal:
    """A proposal for a workshop of the unit, begun by somebody else."""
    return WorkshopProposal(state=state.value, unit_id=HERE, author_id=author, hands=[author])


def innovation(state: State = State.PUBLISHED, provenance: str = "unit") -> Innovation:
    """A write-up of the unit."""
    return Innovation(state=state.value, unit_id=HERE, provenance=provenance)


def confirms(who: Actor) -> bool:
    """Whether somebody answers for the origin what another unit has stated."""
    return replication.may_confirm(who, STATEMENT, innovation())


def verifies(who: Actor, *, after: timedelta) -> bool:
    """Whether somebody decides in place of an origin that has been silent for so long."""
    return replication.may_verify(who, STATEMENT, innovation(), has_origin=True, now=STATEMENT.created_at + after)


def deeds() -> dict[str, Callable[[Actor], bool]]:
    """Every deed and whether somebody may do it."""
    p, s = proposal, ProposalState
    return {
        "Menulis inovasi baru atas nama unit": lambda who: catalogue.may_write(who, HERE),
        "Membaca draf": lambda who: catalogue.may_see(who, p(s.DRAFT)),
        "Membaca usulan yang diajukan": lambda who: catalogue.may_see(who, p(s.SUBMITTED)),
        "Menyunting draf": lambda who: catalogue.may_edit(who, p(s.DRAFT)),
        "Menyunting usulan yang sedang ditinjau": lambda who: catalogue.may_edit(who, p(s.IN_REVIEW)),
        "Mengomentari usulan yang diajukan": lambda who: catalogue.may_comment(who, p(s.SUBMITTED)),
        "Meninjau: minta perbaikan, menyetujui, menolak": lambda who: catalogue.may_review(who, p(s.SUBMITTED)),
        "Menyetujui tulisan sendiri": lambda who: catalogue.may_review(who, p(s.SUBMITTED, author=7)),
        "Membuka lampiran untuk umum": lambda who: catalogue.may_open(who, HERE),
        "Menarik tulisan yang terbit": lambda who: catalogue.may_withdraw(who, innovation()),
        "Mengambil alih tulisan redaksi (“Saya dari unit ini”)": lambda who: catalogue.may_claim(
            who, innovation(provenance="redaksi")
        ),
        "Menyerahkan pekerjaan orang lain": lambda who: catalogue.may_hand_over(who, p(s.DRAFT)),
        "Menangani laporan “Informasi ini keliru”": lambda who: feedback.may_handle(who, innovation()),
        "Menyatakan replikasi atas nama unit": lambda who: replication.may_state(who, HERE),
        "Mengonfirmasi replikasi inovasi unit": confirms,
        "Memverifikasi replikasi sebelum 14 hari": lambda who: verifies(who, after=SILENCE / 2),
        "Memverifikasi replikasi setelah unit asal diam 14 hari": lambda who: verifies(who, after=SILENCE),
        "Mencatat penerima di luar Jawa Timur menurut sumber": lambda who: replication.may_note(who, innovation()),
        "Menanggapi catatan replikasi inovasi unit": lambda who: replication.may_reply(who, innovation()),
        "Menghapus catatan replikasi yang keliru": replication.may_remove,
        "Menulis pelatihan atas nama unit": lambda who: learning.may_write(who, HERE),
        "Membaca draf pelatihan": lambda who: catalogue.may_see(who, plan(s.DRAFT)),
        "Menyunting draf pelatihan": lambda who: catalogue.may_edit(who, plan(s.DRAFT)),
        "Menyetujui atau menolak usulan pelatihan": lambda who: catalogue.may_review(who, plan(s.SUBMITTED)),
        "Menyetujui pelatihan yang ditulisnya sendiri": lambda who: catalogue.may_review(
            who, plan(s.SUBMITTED, author=7)
        ),
        "Membuka bahan pelatihan untuk umum": lambda who: catalogue.may_open(who, HERE),
        "Menarik pelatihan yang terbit": lambda who: catalogue.may_withdraw(
            who, Workshop(state=State.PUBLISHED.value, unit_id=HERE)
        ),
        "Menyerahkan pelatihan orang lain": lambda who: catalogue.may_hand_over(who, plan(s.DRAFT)),
        "Mengelola anggota unit": lambda who: membership.may_manage(who, HERE),
        "Memberi peran penyusun": lambda who: membership.may_grant(who, Role.AUTHOR, HERE),
        "Memberi peran kurator atau pengelola": lambda who: membership.may_grant(who, Role.CURATOR, HERE),
        "Menjawab permintaan akun": lambda who: membership.may_decide(who, HERE),
        "Membuat tautan atur ulang sandi petugas unit": lambda who: membership.may_reset(who, 1, [OFFICER]),
        "Membuat tautan atur ulang sandi kurator": lambda who: membership.may_reset(who, 1, [CURATOR]),
        "Menambah unit, mengubah nama unit": lambda who: organisations.may_rename(who, UNIT),
        "Mengubah nama pemerintah daerah": lambda who: organisations.may_rename(who, ROOT),
        "Memindah, menggabung, menutup unit": lambda who: organisations.may_reshape(who, CHILD, UNIT),
        "Menambah dan menghapus sinonim, membaca apa yang dicari tanpa hasil": insight.may_curate,
        "Membaca, meneruskan, dan menyelesaikan kebutuhan pembaca": lambda who: insight.may_read_need(
            who, Need(state=NeedState.NEW.value)
        ),
        "Melihat atau mengubah pencarian tersimpan orang lain": lambda who: saved.is_own(who, FOREIGN_SEARCH),
        "Membaca antrean, catatan, daftar istilah, semua akun": organisations.is_keeper,
    }


def table() -> str:
    """The table as it stands in the document."""
    rows = [["", *COLUMNS], ["---"] * (len(COLUMNS) + 1)]
    rows += [[deed, *("ya" if may(actor(name)) else "–" for name in COLUMNS)] for deed, may in deeds().items()]
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    DOCUMENT.write_text(table(), "utf-8")
