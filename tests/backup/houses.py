"""Houses to be kept and houses to be filled, and all that there is to be compared of them."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, select, text

from rumah_inovasi import outbox
from rumah_inovasi.app import PANELS, create_app
from rumah_inovasi.backup.sequences import last_ids
from rumah_inovasi.catalogue.model import Attachment
from rumah_inovasi.house import House, build
from rumah_inovasi.models import metadata
from rumah_inovasi.settings import load
from tests.access.doors import lines, path_of
from tests.access.world import NOBODY, World, undone
from tests.factories import put, write_up
from tests.fixtures import START

# Each form gets a token of its own moment.
TOKEN = re.compile(rb'name="csrf_token" value="[^"]*"')
# These tell of the machine and the moment rather than of the house.
MOMENT = START + timedelta(minutes=20)
LOOKING = "ALS"  # an author, a local admin, who runs the site
OF_THE_MOMENT = {"/admin", "/admin/antrean", "/admin/catatan", "/admin/catatan.csv", "/readyz", "/metrics", "/healthz"}
# Tables whose ids say so to SQLite.
NEVER_TWICE = ("account_request", "letter", "membership", "proposal", "saved_search")
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class State:
    """Everything that a house consists of."""

    rows: Rows
    last_ids: Mapping[str, int]
    content: Mapping[str, bytes]
    files: Mapping[str, bytes]
    secret: str | None = field(repr=False)


def state_of(house: House) -> State:
    """A house as it is now, what a restore records and asks of the relay aside."""
    settings = house.settings
    secret = settings.data_dir / "kunci-rahasia"
    with house.database.read() as session:
        rows = {
            table.name: [dict(row) for row in session.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in metadata.sorted_tables
        }
        ids = last_ids(session.connection(), metadata)
    rows["outbox"] = [row for row in rows["outbox"] if row["kind"] != outbox.REBUILD]
    rows["audit_entry"] = [row for row in rows["audit_entry"] if row["verb"] != "restored"]
    rows["site_state"] = [{**row, "archive_folder": None} for row in rows["site_state"]]
    return State(
        rows=rows,
        last_ids={table: ids[table] for table in NEVER_TWICE if ids.get(table)},
        content=tree(settings.content_dir),
        files={key: house.files.read(key) for key in house.files.keys()},  # noqa: SIM118 - no dictionary
        secret=secret.read_text() if secret.exists() else None,
    )


def attached(house: House) -> str:
    """A write-up with a file; gives the key of the file."""
    stored = house.files.put(b"%PDF-1.4 isi")
    number = put(house, write_up("Antrean Mangga")).number
    with house.database.write() as session:
        session.add(
            Attachment(
                innovation_number=number,
                name="isi.pdf",
                key=stored.key,
                sha256=stored.sha256,
                media_type="application/pdf",
                size=stored.size,
                is_open=False,
                created_at=house.clock(),
            )
        )
    return stored.key


def tree(folder: Path) -> dict[str, bytes]:
    """The files below a folder that are not hidden."""
    places = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {
        str(place): (folder / place).read_bytes()
        for place in sorted(places)
        if not any(word.startswith(".") for word in place.parts)
    }


def at(folder: Path, url: str | None = None) -> House:
    """A house in a folder where nothing has to be yet, with its database there or at an address."""
    return build(load(environ(folder, url)), PANELS)


def environ(folder: Path, url: str | None = None) -> dict[str, str]:
    """Settings of a house in a folder."""
    return {
        "RUMAH_DATA_DIR": str(folder / "data"),
        "RUMAH_CONTENT_DIR": str(folder / "content"),
        "RUMAH_INDEX_DIR": str(folder / "index"),
        **({"RUMAH_DATABASE_URL": url} if url else {}),
    }


def environ_of(house: House) -> dict[str, str]:
    """The settings by which a process finds a house, and no others of whoever runs the tests."""
    settings = house.settings
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RUMAH_")}
    return kept | {
        "RUMAH_DATA_DIR": str(settings.data_dir),
        "RUMAH_CONTENT_DIR": str(settings.content_dir),
        "RUMAH_INDEX_DIR": str(settings.index_dir),
        "RUMAH_DATABASE_URL": settings.sqlalchemy_url,
    }


def tables(house: House) -> set[str]:
    """Names of the tables in the database."""
    with house.database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def version_of(house: House) -> str:
    """The step of the database."""
    with house.database.read() as session:
        found: str = session.scalars(text("SELECT version_num FROM alembic_version")).one()
        return found


def every_page(world: World, house: House) -> dict[tuple[str, str], tuple[int, bytes]]:
    """What a house answers at every door at one moment, to people of the world with the sessions that they had."""
    closed = replace(undone(house), clock=lambda: MOMENT)
    app, found = create_app(closed), {}
    for url in sorted(_urls(world)):
        for sign in (NOBODY, *LOOKING):
            client = app.test_client()
            if sign != NOBODY:
                client.set_cookie("sesi", world.cookies[sign])
            with client.get(url) as answer:
                found[sign, url] = (answer.status_code, TOKEN.sub(b"", answer.get_data()))
    closed.database.close()
    return found


def _urls(world: World) -> set[str]:
    doors = [(address, states) for method, address, states in lines() if method == "GET"]
    return {
        path_of(world, address, state) for address, states in doors for state in states if address not in OF_THE_MOMENT
    }
