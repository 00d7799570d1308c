"""Whether weekly letters leave a site, and what writes them in the relay's process."""

from rumah_inovasi.accounts.secret import secret_of
from rumah_inovasi.house import House
from rumah_inovasi.saved.digest import Digest
from rumah_inovasi.saved.endings import Endings
from rumah_inovasi.search import engines
from rumah_inovasi.settings import Settings


def has_letters(settings: Settings) -> bool:
    """Whether there is a mail server, and an address of the site to lead back to, which no request tells the relay."""
    return bool(settings.smtp_url and settings.base_url)


def build_digest(house: House) -> Digest:
    """What looks at the saved searches of a house."""
    settings = house.settings
    site = settings.base_url if has_letters(settings) else None
    return Digest(house.database, engines.build(settings), Endings(secret_of(settings)), site, house.clock)
