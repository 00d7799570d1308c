"""The table at the top of a local admin's desk: what each unit of the own tree has written, and what has not."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from rumah_inovasi import addresses
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.catalogue import proposal_counts
from rumah_inovasi.catalogue.proposal import ProposalState
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import Unit, UnitState
from rumah_inovasi.vocabulary.queries import Vocabularies

HEADER = ("Nomor unit", "Unit", "Jenis", "Kode wilayah", "Draf", "Diajukan", "Perlu perbaikan", "Terbit")
SHEET = "Unit"


@dataclass(frozen=True)
class UnitRow:
    """One unit with its four figures."""

    unit: Unit
    drafts: int
    submitted: int
    to_mend: int
    published: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in its row."""
        return not (self.drafts or self.submitted or self.to_mend or self.published)

    @property
    def url(self) -> str:
        """The public page of the unit."""
        return addresses.unit(self.unit.ref)


@dataclass(frozen=True)
class UnitTable:
    """The rows of all units, by name."""

    rows: list[UnitRow]

    @property
    def filled(self) -> list[UnitRow]:
        """The rows in which something stands."""
        return [row for row in self.rows if not row.is_empty]

    @property
    def without_published(self) -> int:
        """How many units that are at work have published nothing yet."""
        return sum(1 for row in self.rows if not row.published and row.unit.state == UnitState.ACTIVE)

    def total(self, figure: str) -> int:
        """The sum of a figure over all units."""
        return sum(getattr(row, figure) for row in self.rows)


def of(session: Session, actor: Actor) -> UnitTable:
    """The table of all trees whose local admin the actor is; units that have ended stand there if they have texts."""
    units = actor.units_with(Role.LOCAL_ADMIN) or frozenset()
    waiting = proposal_counts.open_by_unit(session, units)
    published = proposal_counts.published_by_unit(session, units)
    found = organisations.units_by_id(session, set(units)).values()
    rows = [_row(unit, waiting.get(unit.id, {}), published.get(unit.id, 0)) for unit in found]
    shown = [row for row in rows if row.unit.state == UnitState.ACTIVE or not row.is_empty]
    return UnitTable(sorted(shown, key=lambda row: (row.unit.name.casefold(), row.unit.id)))


def cells(table: UnitTable, words: Vocabularies) -> list[list[str | int]]:
    """All rows for spreadsheets."""
    return [
        [
            row.unit.id,
            row.unit.name,
            words.name("jenis-unit", row.unit.kind),
            row.unit.region_code,
            row.drafts,
            row.submitted,
            row.to_mend,
            row.published,
        ]
        for row in table.rows
    ]


def _row(unit: Unit, waiting: dict[str, int], published: int) -> UnitRow:
    return UnitRow(
        unit=unit,
        drafts=waiting.get(ProposalState.DRAFT, 0),
        submitted=waiting.get(ProposalState.SUBMITTED, 0) + waiting.get(ProposalState.IN_REVIEW, 0),
        to_mend=waiting.get(ProposalState.CHANGES_REQUESTED, 0),
        published=published,
    )
