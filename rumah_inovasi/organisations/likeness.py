"""Which regencies and cities are like another: of the same kind, with about as many people.

No more is known of all of them alike than kind, population, area and numbers of kecamatan and villages; how many people
an office serves says most of what fits it.
"""

from collections.abc import Iterable

from rumah_inovasi.organisations.model import Region

MOST = 8


def alike(region: Region, regions: Iterable[Region]) -> list[Region]:
    """The MOST others of its kind whose population is nearest by ratio, the nearest first."""
    others = [other for other in regions if other.kind == region.kind and other.code != region.code]
    return sorted(others, key=lambda other: (_times(region, other), other.code))[:MOST]


def _times(one: Region, other: Region) -> float:
    """How many times as many people the larger has."""
    return max(one.population, other.population) / max(1, min(one.population, other.population))
