"""Many write and read at once: no error page, and nothing confirmed is lost. `bench write` does so for longer."""

from pathlib import Path

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.house import House
from tests.backup.houses import environ_of
from tests.bench import crowd
from tests.bench.site import serving
from tests.people import government, person

EACH = 8
SECONDS = 3.0


def test_eight_write_and_eight_read_at_once(any_house: House, tmp_path: Path) -> None:
    any_house.settings.content_dir.mkdir()
    place = government(any_house)
    authors = [person(any_house, f"Penulis {number}", (Role.AUTHOR, place)).email for number in range(EACH)]
    admin = person(any_house, "Admin", (Role.LOCAL_ADMIN, place)).email
    any_house.database.close()
    settings = {name: value for name, value in environ_of(any_house).items() if name.startswith("RUMAH_")}
    with serving(tmp_path, settings=settings) as site:
        found = crowd.run(site, authors, admin, readers=EACH, seconds=SECONDS)
    assert found["published"] >= EACH
    assert found["pages_read"] >= EACH
