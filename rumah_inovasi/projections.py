"""What the relay keeps equal to the database. Apart from `app.py`, so that the relay need not load the web."""

from rumah_inovasi.house import House
from rumah_inovasi.interoperability.projection import ArchiveProjection
from rumah_inovasi.relay.projections import Projection
from rumah_inovasi.search import engines
from rumah_inovasi.search.projection import SearchProjection


def build_projections(house: House) -> tuple[Projection, ...]:
    """All projections of a house; what people wait for comes first."""
    settings, database = house.settings, house.database
    return (
        SearchProjection(database, engines.build(settings), settings.index_dir),
        ArchiveProjection(database, settings.content_dir, house.files, house.clock),
    )
