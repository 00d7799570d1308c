"""All models in one place, for the migrations and for tests that make a database at once."""

from rumah_inovasi import audit, outbox, public_version
from rumah_inovasi.catalogue import model as catalogue
from rumah_inovasi.database import Base
from rumah_inovasi.organisations import model as organisations
from rumah_inovasi.replication import model as replication
from rumah_inovasi.vocabulary import model as vocabulary

__all__ = ["audit", "catalogue", "metadata", "organisations", "outbox", "public_version", "replication", "vocabulary"]

metadata = Base.metadata
