"""The few figures of the home page, each honest and each a link to what it counts."""

from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy.orm import Session

from rumah_inovasi import addresses
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.replication import queries as replication


@dataclass(frozen=True)
class Figure:
    """A number that means something."""

    value: int
    label: str
    url: str


def of_house(session: Session) -> list[Figure]:
    """How many innovations there are, how many are applied elsewhere, from how many of the 38 they come."""
    numbers = [item.number for item in catalogue.all_published(session)]
    applied = len(replication.applied_counts(session, numbers))
    born = sum(1 for code in catalogue.counts_by_region(session) if "." in code)
    return [
        Figure(len(numbers), gettext("inovasi tercatat"), addresses.search()),
        Figure(applied, gettext("diterapkan di tempat lain"), addresses.search(replikasi="ada")),
        Figure(born, gettext("kabupaten/kota asal"), "/wilayah"),
    ]
