"""Units to choose from in forms: all of a small tree, or those that were looked for by name or number."""

from dataclasses import dataclass

from flask import request
from sqlalchemy.orm import Session

from rumah_inovasi.membership import member_queries
from rumah_inovasi.membership.member_queries import Place

MOST_OFFERED = 60
LONGEST_WORDS = 200


@dataclass(frozen=True)
class Offer:
    """Choices of a form, and how they were found. `is_searched` says that the tree is too large to be listed."""

    choices: list[tuple[int, str]]
    words: str
    is_searched: bool
    total: int

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are shown."""
        return self.total > len(self.choices)


def offered(session: Session, units: frozenset[int] | None) -> Offer:
    """Active units of a tree (None stands for all), narrowed by the words in the address where they are many."""
    is_searched = units is None or len(units) > MOST_OFFERED
    words = request.args.get("cari", "").strip()[:LONGEST_WORDS] if is_searched else ""
    if is_searched and not words:
        return Offer([], "", is_searched, 0)
    found, total = member_queries.places(session, units, words, most=MOST_OFFERED)
    several = len({place.region.code for place in found}) > 1 or units is None
    return Offer([(place.unit.id, label(place, with_region=several)) for place in found], words, is_searched, total)


def label(place: Place, *, with_region: bool) -> str:
    """The name of a unit, with its region where names of several regions meet and the name does not say it."""
    name, region = place.unit.name, place.region.full_name
    return f"{name}, {region}" if with_region and region not in name else name
