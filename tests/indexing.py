"""Bringing the index of a test's house up to its database, by the real projection."""

from rumah_inovasi.house import House
from rumah_inovasi.search import engines
from rumah_inovasi.search.projection import SearchProjection


def settle(house: House) -> None:
    """Make the index equal to the database, as the relay does soon after each commit."""
    SearchProjection(house.database, engines.build(house.settings), house.settings.index_dir).rebuild()
