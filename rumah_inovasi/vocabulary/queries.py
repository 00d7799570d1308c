"""What the vocabularies hold, read once and then asked often."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from rumah_inovasi.errors import NotFound
from rumah_inovasi.vocabulary.model import Term


@dataclass(frozen=True)
class Vocabularies:
    """All terms by vocabulary, in their order."""

    terms: Mapping[str, Mapping[str, Term]]
    language: str = "id"

    def has(self, kind: str, term: str) -> bool:
        """Tell whether `term` is one of vocabulary `kind`."""
        return term in self.terms.get(kind, {})

    def name(self, kind: str, term: str) -> str:
        """The name that people see; the id itself where the term is gone."""
        found = self.terms.get(kind, {}).get(term)
        if found is None:
            return term
        return found.name_en if self.language == "en" else found.name

    def of(self, kind: str) -> list[Term]:
        """The terms of one vocabulary in order."""
        return list(self.terms.get(kind, {}).values())

    def offered(self, kind: str, *kept: str) -> list[Term]:
        """The terms that forms offer: those that are not retired, and those that a text holds already."""
        return [term for term in self.of(kind) if not term.is_retired or term.id in kept]

    def names(self, kind: str) -> dict[str, str]:
        """The names that people see of all terms of one vocabulary, by their ids."""
        return {term.id: self.name(kind, term.id) for term in self.of(kind)}


def load(session: Session, language: str = "id") -> Vocabularies:
    """All vocabularies, named in `language`."""
    terms: dict[str, dict[str, Term]] = {}
    for term in session.scalars(select(Term).order_by(Term.kind, Term.position)):
        terms.setdefault(term.kind, {})[term.id] = term
    return Vocabularies(terms, language)


def terms(session: Session, kind: str) -> list[Term]:
    """The terms of one vocabulary in order, retired ones too."""
    return list(session.scalars(select(Term).where(Term.kind == kind).order_by(Term.position, Term.id)))


def term(session: Session, kind: str, name: str) -> Term:
    """The term of a vocabulary with this id.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Term, (kind, name))
    if found is None:
        raise NotFound("Pilihan “%(term)s” tidak ada di daftar ini.", term=name)
    return found
