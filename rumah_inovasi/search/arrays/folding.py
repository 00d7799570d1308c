"""Facets folded: few columns to count instead of one for each facet.

Documents that have the same values of several facets have the same profile. Counting profiles, and adding up their
values afterwards, costs as much as counting one facet.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Profiles of one column: as many cost about as much as the documents that are counted.
MOST_PROFILES = 4096
NAMES = tuple(f"fold{number}" for number in range(32))


def folded(codes: Mapping[str, NDArray[np.int32]]) -> dict[str, NDArray[Any]]:
    """Columns of profiles from the sets of values that documents have, by facet.

    For each column: the profile of each document, the set of each facet in each profile, and which facets these are.
    """
    facets = list(codes)
    distinct = {name: int(codes[name].max(initial=-1)) + 1 for name in facets}
    columns: list[tuple[list[str], NDArray[np.int64]]] = []
    for name in sorted(facets, key=lambda each: distinct[each]):
        own = codes[name].astype(np.int64)
        if columns and distinct[name] <= MOST_PROFILES:
            names, profiles = columns[-1]
            both = np.unique(profiles * distinct[name] + own, return_inverse=True)[1]
            if int(both.max(initial=-1)) < MOST_PROFILES:
                columns[-1] = ([*names, name], both)
                continue
        columns.append(([name], own))
    arrays: dict[str, NDArray[Any]] = {}
    for kept, (names, profiles) in zip(NAMES, columns, strict=False):
        firsts = np.unique(profiles, return_index=True)[1]
        arrays[kept] = np.unique(profiles, return_inverse=True)[1].astype(np.int32)
        arrays[f"{kept}_sets"] = np.stack([codes[name][firsts] for name in names], axis=1).astype(np.int32)
        arrays[f"{kept}_facets"] = np.array([facets.index(name) for name in names], np.int8)
    return arrays
