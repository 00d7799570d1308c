"""Migrations: from any released form to the present one, once, whole or not at all."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, inspect, select, text
from sqlalchemy.orm import Session

from rumah_inovasi import outbox, public_version
from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.database import Database
from rumah_inovasi.errors import Unusable
from rumah_inovasi.house import House
from rumah_inovasi.migrations import upgrade as migrations
from rumah_inovasi.models import metadata
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations import shipped
from rumah_inovasi.replication.model import Replication
from tests.fixtures import START
from tests.postgres import Cluster

PACKAGED = migrations.FOLDER
# Upgrades a database and is killed, as by a power cut, right before the statement that begins so.
KILLED = """
import os, signal, sys
from sqlalchemy import event
from rumah_inovasi.database import Database
from rumah_inovasi.migrations.upgrade import upgrade
database = Database(sys.argv[1])
def watch(connection, cursor, statement, *more):
    if statement.strip().startswith(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
event.listen(database.engine, "before_cursor_execute", watch)
if sys.argv[2] == "COMMIT":
    event.listen(database.engine, "commit", lambda connection: watch(connection, None, "COMMIT"))
upgrade(database)
"""
# Waits for a line, so that several can start at the same moment.
WAITING = """
import sys
from rumah_inovasi.database import Database
from rumah_inovasi.migrations.upgrade import upgrade
import alembic.command
database = Database(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
upgrade(database)
"""
LATER = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "{number:04}", "{before:04}"
def upgrade():
    op.create_table("later_{number}", sa.Column("id", sa.Integer(), primary_key=True))
    {then}
"""


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without any table."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/kosong.sqlite3")
        yield database
        database.close()
        return
    cluster: Cluster = request.getfixturevalue("postgres_cluster")
    database = Database(cluster.create("rumah_kosong"))
    yield database
    database.close()
    cluster.drop("rumah_kosong")


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The steps of a release to come, which a test adds to."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrations.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrations, "FOLDER", folder)
    return folder


def add_step(folder: Path, number: int, then: str = "pass") -> None:
    text = LATER.format(number=number, before=number - 1, then=then)
    (folder / "versions" / f"v{number:04}_later.py").write_text(text, "utf-8")


def an_innovation(session: Session) -> Innovation:
    return Innovation(
        number=1,
        state=State.PUBLISHED,
        title="Antrean",
        title_key="antrean",
        summary="Antrean dari rumah.",
        region_code="35.15",
        unit_id=organisations.government(session, "35.15").id,
        sustainability="tidak-terkonfirmasi",
        provenance="redaksi",
        revision=1,
        first_published_at=START,
        updated_at=START,
    )


def tables(database: Database) -> set[str]:
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_upgrade_makes_what_the_models_say(empty: Database) -> None:
    assert migrations.upgrade(empty)
    with empty.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert migrations.version(empty) == migrations.HEAD


def test_second_upgrade_has_nothing_to_do(empty: Database) -> None:
    migrations.upgrade(empty)
    before = tables(empty)
    assert not migrations.upgrade(empty)
    assert tables(empty) == before


def test_head_is_the_newest_file_of_one_line() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations.FOLDER))
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [migrations.HEAD]
    numbers = [step.revision for step in script.walk_revisions()]
    assert numbers == sorted(numbers, reverse=True)
    files = sorted(path.name[1:5] for path in (migrations.FOLDER / "versions").glob("v*.py"))
    assert files == sorted(numbers)


def test_database_of_a_newer_program_is_refused_and_left_alone(any_house: House) -> None:
    with any_house.database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unusable, match="versi yang lebih baru") as caught:
        migrations.upgrade(any_house.database)
    assert "9999" in str(caught.value)
    assert migrations.version(any_house.database) == "9999"


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE unit_name", "CREATE TABLE outbox", "INSERT INTO site_state", "COMMIT"]
)
def test_killed_migration_leaves_the_former_form(empty: Database, statement: str) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, empty.url, statement], check=False, capture_output=True)
    assert killed.returncode == -9, killed.stderr.decode()
    assert tables(empty) == set()
    assert migrations.upgrade(empty)


def test_step_that_fails_takes_back_the_steps_before_it(
    any_house: House, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tables(any_house.database)
    add_step(later, int(migrations.HEAD) + 1)
    add_step(later, int(migrations.HEAD) + 2, then="raise ZeroDivisionError")
    former = migrations.HEAD
    monkeypatch.setattr(migrations, "HEAD", f"{int(former) + 2:04}")
    with pytest.raises(ZeroDivisionError):
        migrations.upgrade(any_house.database)
    assert migrations.version(any_house.database) == former
    assert tables(any_house.database) == before


def test_later_step_keeps_what_is_there(any_house: House, later: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    number = int(migrations.HEAD) + 1
    add_step(later, number)
    monkeypatch.setattr(migrations, "HEAD", f"{number:04}")
    assert migrations.upgrade(any_house.database)
    assert f"later_{number}" in tables(any_house.database)
    with any_house.database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM region")) == 39


def test_database_of_the_first_release_gets_an_outbox_and_keeps_what_it_holds(empty: Database, later: Path) -> None:
    with pytest.MonkeyPatch.context() as former:
        former.setattr(migrations, "HEAD", "0001")
        for path in (later / "versions").glob("v*.py"):
            if path.name > "v0002":
                path.unlink()
        migrations.upgrade(empty)
    assert "outbox" not in tables(empty)
    with empty.write() as session:
        session.execute(text("UPDATE site_state SET public_version = 42, starter_imported = true"))
        session.execute(text("INSERT INTO term VALUES ('urusan', 'sosial', 'Sosial', 'Social', NULL, 0)"))
    shutil.copytree(PACKAGED / "versions", later / "versions", dirs_exist_ok=True)
    assert migrations.upgrade(empty)
    with empty.read() as session:
        state = public_version.state(session)
        assert (state.public_version, state.starter_imported) == (42, True)
        assert session.scalar(text("SELECT name FROM term")) == "Sosial"
        assert outbox.status(session).pending == 0
    with empty.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_replications_are_kept_when_their_table_is_made_anew(empty: Database, later: Path) -> None:
    with pytest.MonkeyPatch.context() as former:
        former.setattr(migrations, "HEAD", "0003")
        for path in (later / "versions").glob("v*.py"):
            if path.name > "v0004":
                path.unlink()
        migrations.upgrade(empty)
    columns = "innovation_number, position, adopter, stage, evidence, created_at"
    with empty.write() as session:
        shipped.install(session, now=START)  # whose tables are the same by now
        session.add(an_innovation(session))
        session.flush()
        for number in (1, 2):
            values = f"1, {number}, 'Kabupaten Sumedang', 'minat', 'dokumen', '2026-11-22 00:00:00'"
            session.execute(text(f"INSERT INTO replication ({columns}) VALUES ({values})"))
    shutil.copytree(PACKAGED / "versions", later / "versions", dirs_exist_ok=True)
    assert migrations.upgrade(empty)
    with empty.write() as session:
        rows = session.scalars(select(Replication).order_by(Replication.id)).all()
        assert [(row.position, row.adopter, row.reply) for row in rows] == [
            (1, "Kabupaten Sumedang", None),
            (2, "Kabupaten Sumedang", None),
        ]
        last = rows[-1].id
        session.delete(rows[-1])
        session.flush()
        session.add(Replication(innovation_number=1, position=2, stage="minat", evidence="dokumen", created_at=START))
        session.flush()
        assert session.scalars(select(Replication.id).order_by(Replication.id.desc())).first() == last + 1


def test_several_upgrades_at_once_take_turns(empty: Database) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WAITING, empty.url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate()[1] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], said
    assert migrations.version(empty) == migrations.HEAD


def test_sqlite_migration_begins_immediate(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/baru.sqlite3")
    said: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    migrations.upgrade(database)
    database.close()
    # One look at the version, then one transaction for everything.
    assert [line for line in said if line.startswith("BEGIN")] == ["BEGIN", "BEGIN IMMEDIATE"]


def test_database_that_does_not_answer_is_told() -> None:
    database = Database("postgresql+psycopg://rumah:sandi@127.0.0.1:1/rumah")
    with pytest.raises(Unusable, match="RUMAH_DATABASE_URL") as caught:
        migrations.upgrade(database)
    assert "sandi" not in str(caught.value)
    database.close()


def test_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "surat.txt"
    path.write_text("Dengan hormat, " * 1000)
    database = Database(f"sqlite:///{path}")
    with pytest.raises(Unusable, match="tidak dapat dibuka"):
        migrations.upgrade(database)
    database.close()
    assert path.read_text().startswith("Dengan hormat")


def test_database_that_cannot_hold_every_letter_is_refused(postgres_cluster: Cluster) -> None:
    with psycopg.connect(postgres_cluster.url("postgres").replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
    database = Database(postgres_cluster.url("ascii"))
    with pytest.raises(Unusable, match="createdb --encoding=UTF8"):
        migrations.upgrade(database)
    assert tables(database) == set()
    database.close()
    postgres_cluster.drop("ascii")
