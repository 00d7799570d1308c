"""The names of the kabupaten and kota as they are shipped: facts that need no database."""

import csv
from collections.abc import Sequence
from functools import cache

from rumah_inovasi.organisations.shipped import DATA


@cache
def districts() -> frozenset[str]:
    """The names of kecamatan that are one word, as they are compared."""
    with (DATA / "kecamatan.csv").open(encoding="utf-8", newline="") as lines:
        return frozenset(row["name"].lower() for row in csv.DictReader(lines) if row["name"].isalpha())


@cache
def regions() -> Sequence[dict[str, str]]:
    """The rows of the shipped list: the province, its regencies and cities."""
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@cache
def names() -> frozenset[str]:
    """The words in the names of the province, its regencies and cities and their capitals."""
    return frozenset(
        word for row in regions() for name in (row["name"], row["capital"]) for word in name.lower().split()
    )
