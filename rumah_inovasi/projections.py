"""What the relay keeps equal to the database. Apart from `app.py`, so that the relay need not load the web."""

from rumah_inovasi.house import House
from rumah_inovasi.relay.projections import Projection
from rumah_inovasi.search import engines
from rumah_inovasi.search.projection import SearchProjection


def build_projections(house: House) -> tuple[Projection, ...]:
    """All projections of a house."""
    return (SearchProjection(house.database, engines.build(house.settings), house.settings.index_dir),)
