"""All models in one place, for the migrations and for tests that make a database at once."""

from rumah_inovasi import audit, outbox, public_version
from rumah_inovasi.accounts import model as accounts
from rumah_inovasi.catalogue import model as catalogue
from rumah_inovasi.catalogue import proposal
from rumah_inovasi.database import Base
from rumah_inovasi.feedback import model as feedback
from rumah_inovasi.insight import model as insight
from rumah_inovasi.interoperability import archive_entry
from rumah_inovasi.learning import model as learning
from rumah_inovasi.mail import letters
from rumah_inovasi.membership import model as membership
from rumah_inovasi.organisations import model as organisations
from rumah_inovasi.replication import model as replication
from rumah_inovasi.replication import statement
from rumah_inovasi.saved import model as saved
from rumah_inovasi.search import model as search
from rumah_inovasi.vocabulary import model as vocabulary

__all__ = [
    "accounts",
    "archive_entry",
    "audit",
    "catalogue",
    "feedback",
    "insight",
    "learning",
    "letters",
    "membership",
    "metadata",
    "organisations",
    "outbox",
    "proposal",
    "public_version",
    "replication",
    "saved",
    "search",
    "statement",
    "vocabulary",
]

metadata = Base.metadata
