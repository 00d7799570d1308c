"""Puts the shipped terms into the database; running twice is harmless."""

from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from rumah_inovasi.vocabulary.model import Term

FILE = Path(__file__).parent / "data" / "vocabulary.yaml"


def install(session: Session) -> None:
    """Add terms that are new, mend names that changed; terms added and names given by people stay."""
    present = {(term.kind, term.id): term for term in session.scalars(select(Term))}
    shipped: dict[str, list[dict[str, Any]]] = yaml.safe_load(FILE.read_text("utf-8"))
    for kind, rows in shipped.items():
        for position, row in enumerate(rows):
            term = present.get((kind, row["id"]))
            if term is None:
                term = Term(kind=kind, id=row["id"])
                session.add(term)
            if not term.is_edited:
                term.name, term.name_en = row["nama"], row["en"]
            term.group, term.position = row.get("kelompok"), position
