"""Which engine serves: the embedded one, until a distributed one joins."""

from rumah_inovasi.search.port import Engine
from rumah_inovasi.search.whoosh_engine.engine import WhooshEngine
from rumah_inovasi.settings import Settings


def build(settings: Settings) -> Engine:
    """The engine over the index folder of the settings; nothing is opened before the first question."""
    return WhooshEngine(settings.index_dir)
