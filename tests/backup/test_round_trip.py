"""What was kept comes back: from each kind of database to each, with everybody's sessions, texts and files."""

import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import JSON, delete, select, text
from sqlalchemy.exc import DBAPIError

from rumah_inovasi import audit, maintenance, outbox, public_version
from rumah_inovasi.accounts import secret
from rumah_inovasi.accounts.actor import SYSTEM, Role
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.audit import Wanted
from rumah_inovasi.backup.form import form_of
from rumah_inovasi.backup.making import make
from rumah_inovasi.backup.restoring import restore
from rumah_inovasi.commands.relaying import carry_over
from rumah_inovasi.errors import Conflict
from rumah_inovasi.front import audit_words
from rumah_inovasi.house import House
from rumah_inovasi.membership.model import Membership
from rumah_inovasi.migrations.upgrade import HEAD, upgrade_within
from rumah_inovasi.models import metadata
from rumah_inovasi.organisations import actions as organisations
from rumah_inovasi.organisations import queries as organisation_queries
from rumah_inovasi.search import engines
from tests.access.world import World, inhabit
from tests.backup.conftest import Maker
from tests.backup.houses import at, every_page, state_of, tree, version_of
from tests.factories import put, write_up
from tests.people import government, person, unit


def test_every_column_is_of_a_kind_that_lines_of_json_hold() -> None:
    kinds = {
        column.type.python_type
        for table in form_of(HEAD).sorted_tables
        for column in table.columns
        if not isinstance(column.type, JSON)
    }
    assert kinds <= {int, str, bool, float, date, datetime}


def filled(house: House) -> World:
    """Everybody and everything; a unit that is older than the one above it; files that only people put there."""
    child = unit(house, "Puskesmas Tua")
    parent = unit(house, "Dinas Muda", kind="opd-kab")
    with house.database.write() as session:
        found = [organisation_queries.unit(session, number) for number in (child, parent)]
        organisations.move(session, SYSTEM, *found, now=house.clock())
    secret.secret_of(house.settings)
    world = inhabit(house)
    carry_over(house)
    content = house.settings.content_dir
    (content / "README.md").write_text("Arsip kami.\n")
    (content / ".git").mkdir()
    (content / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    return world


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_house_is_the_same_in_another_place(any_house: House, elsewhere: Maker, tmp_path: Path, kind: str) -> None:
    world = filled(any_house)
    before, other = state_of(any_house), elsewhere(kind)
    is_looked_at = any_house.database.is_sqlite and not other.database.is_sqlite  # once: it takes a while
    pages = every_page(world, any_house) if is_looked_at else {}
    world.house.database.close()
    made = make(any_house, tmp_path / "cadangan.zip")
    assert made.problems == ()
    restored = restore(other, tmp_path / "cadangan.zip", replace=False)
    assert restored.kept == ()
    assert state_of(other) == before
    assert version_of(other) == HEAD
    carry_over(other)
    assert maintenance.differences(other) == []
    assert maintenance.index_differences(other, engines.build(other.settings)) == []
    assert outbox_is_empty(other)
    assert not (other.settings.content_dir / ".git").exists()
    if is_looked_at:  # and so is whatever anybody sees of it
        assert every_page(world, other) == pages
        assert {status for status, _body in pages.values()} >= {200, 302, 403, 404}


def test_restore_is_in_the_record_of_deeds(any_house: House, tmp_path: Path) -> None:
    made = make(any_house, tmp_path / "cadangan.zip").manifest.created_at
    restore(any_house, tmp_path / "cadangan.zip", replace=True)
    with any_house.database.read() as session:
        entry = audit.entries(session, Wanted(verb="restored"))[0]
    assert entry.at > made
    assert (entry.actor, entry.entity) == (None, "site")
    assert audit_words.details(entry) == f"cadangan dibuat: {made:%Y-%m-%d %H:%M} UTC"
    assert "restored" in audit_words.VERBS
    assert "site" in audit_words.ENTITIES


def outbox_is_empty(house: House) -> bool:
    with house.database.read() as session:
        return outbox.status(session).pending == 0


def test_ids_that_were_given_out_are_not_given_again(any_house: House, elsewhere: Maker, tmp_path: Path) -> None:
    somebody = person(
        any_house, "Ani", (Role.AUTHOR, unit(any_house, "Puskesmas")), (Role.OFFICER, unit(any_house, "X"))
    )
    with any_house.database.write() as session:
        session.execute(delete(Membership).where(Membership.account_id == somebody.id))
    make(any_house, tmp_path / "cadangan.zip")
    for kind in ("sqlite", "postgres"):
        other = elsewhere(kind)
        restore(other, tmp_path / "cadangan.zip", replace=False)
        person(other, "Budi", (Role.AUTHOR, government(other)))
        with other.database.read() as session:
            assert session.scalars(select(Membership.id)).all() == [3]
            assert session.scalars(select(Account.id).order_by(Account.id)).all() == [1, 2]


def test_changes_that_waited_still_reach_index_and_archive(any_house: House, elsewhere: Maker, tmp_path: Path) -> None:
    put(any_house, write_up("Antrean Mangga"))
    make(any_house, tmp_path / "cadangan.zip")
    other = elsewhere("sqlite")
    restore(other, tmp_path / "cadangan.zip", replace=False)
    carry_over(other)
    assert maintenance.differences(other) == []
    assert [path.name for path in other.settings.content_dir.rglob("*.md")] == ["1-antrean-mangga.md"]


def test_replaced_house_is_kept_and_can_be_had_back(any_house: House, tmp_path: Path) -> None:
    put(any_house, write_up("Antrean Mangga"))
    carry_over(any_house)
    secret.secret_of(any_house.settings)
    wanted = state_of(any_house)
    make(any_house, tmp_path / "dulu.zip")
    put(any_house, write_up("Antrean Durian"), name="lain.md")
    carry_over(any_house)
    (any_house.settings.data_dir / secret.FILE).write_text("k" * 64 + "\n")
    (any_house.settings.content_dir / "catatan.txt").write_text("dengan tangan")
    former = state_of(any_house)
    with pytest.raises(Conflict, match="--replace"):
        restore(any_house, tmp_path / "dulu.zip", replace=False)
    assert state_of(any_house) == former

    kept = restore(any_house, tmp_path / "dulu.zip", replace=True).kept
    assert state_of(any_house) == wanted
    carry_over(any_house)
    assert maintenance.differences(any_house) == []
    places = {path.name.partition("sebelum-pemulihan-")[0]: path for path in kept}
    assert places["kunci-rahasia."].read_text() == "k" * 64 + "\n"
    assert tree(places["."]) == former.content
    if any_house.database.is_sqlite:
        shutil.copy(places["rumah.sqlite3."], tmp_path / "kembali.sqlite3")
        back = at(tmp_path / "kembali", f"sqlite:///{tmp_path / 'kembali.sqlite3'}")
    else:
        back = at(tmp_path / "kembali")
        restore(back, places[""], replace=False)
    assert state_of(back).rows == former.rows
    back.close()


def test_content_that_is_the_same_already_stays_untouched(any_house: House, tmp_path: Path) -> None:
    put(any_house, write_up("Antrean Mangga"), folder=any_house.settings.content_dir)
    carry_over(any_house)
    (file,) = any_house.settings.content_dir.rglob("*.md")
    make(any_house, tmp_path / "cadangan.zip")
    before = file.stat().st_ino
    restore(any_house, tmp_path / "cadangan.zip", replace=True)
    assert file.stat().st_ino == before
    assert [path.name for path in any_house.settings.content_dir.iterdir()] == ["inovasi"]


def test_archive_that_lacked_a_file_is_made_whole(house: House, tmp_path: Path) -> None:
    put(house, write_up("Antrean Mangga"))
    carry_over(house)
    next(house.settings.content_dir.rglob("*.md")).unlink()
    make(house, tmp_path / "cadangan.zip")
    restore(house, tmp_path / "cadangan.zip", replace=True)
    carry_over(house)
    assert maintenance.differences(house) == []


def test_index_that_stands_there_from_before_is_made_anew(any_house: House, tmp_path: Path) -> None:
    index = any_house.settings.index_dir
    put(any_house, write_up("Antrean Mangga"))
    carry_over(any_house)
    shutil.copytree(index, tmp_path / "dulu")
    put(any_house, write_up("Antrean Durian"), name="lain.md")
    carry_over(any_house)
    make(any_house, tmp_path / "cadangan.zip")
    shutil.rmtree(index)
    shutil.copytree(tmp_path / "dulu", index)
    restore(any_house, tmp_path / "cadangan.zip", replace=True)
    carry_over(any_house)
    assert maintenance.index_differences(any_house, engines.build(any_house.settings)) == []


def test_file_edited_by_hand_comes_back_as_one(house: House, elsewhere: Maker, tmp_path: Path) -> None:
    put(house, write_up("Antrean Mangga"), folder=house.settings.content_dir)
    carry_over(house)
    (file,) = house.settings.content_dir.rglob("*.md")
    file.write_text(file.read_text() + "\nTambahan.\n")
    make(house, tmp_path / "cadangan.zip")
    other = elsewhere("sqlite")
    restore(other, tmp_path / "cadangan.zip", replace=False)
    carry_over(other)
    assert [(item.kind, Path(item.path).name) for item in maintenance.differences(other)] == [("berbeda", file.name)]
    assert "Tambahan." in (other.settings.content_dir / file.relative_to(house.settings.content_dir)).read_text()


def test_key_of_the_settings_is_neither_kept_nor_replaced(house: House, elsewhere: Maker, tmp_path: Path) -> None:
    secret.secret_of(house.settings)
    chosen = replace(house, settings=replace(house.settings, secret_key="a1b2c3d4" * 4))
    assert not make(chosen, tmp_path / "tanpa.zip").manifest.has_secret
    assert make(house, tmp_path / "dengan.zip").manifest.has_secret
    other = elsewhere("sqlite")
    restore(
        replace(other, settings=replace(other.settings, secret_key="x" * 8 + "abcdefgh" * 3)),
        tmp_path / "dengan.zip",
        replace=False,
    )
    assert not (other.settings.data_dir / secret.FILE).exists()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_backup_of_an_older_form_is_brought_to_the_present_one(elsewhere: Maker, tmp_path: Path, kind: str) -> None:
    old = elsewhere(kind)
    old.database.make_file()
    with old.database.write() as session:
        upgrade_within(session.connection(), "0001")
        session.execute(text("UPDATE site_state SET public_version = 42, starter_imported = true"))
        session.execute(text("INSERT INTO term VALUES ('urusan', 'sosial', 'Sosial', 'Social', NULL, 0)"))
    assert make(old, tmp_path / "lama.zip").manifest.schema == "0001"
    for target in ("sqlite", "postgres"):
        other = elsewhere(target)
        restore(other, tmp_path / "lama.zip", replace=False)
        assert version_of(other) == HEAD
        with other.database.read() as session:
            state = public_version.state(session)
            assert (state.public_version, state.starter_imported) == (42, True)
            assert session.scalar(text("SELECT name FROM term")) == "Sosial"
        with other.database.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    restore(old, tmp_path / "lama.zip", replace=True)  # over the older form too
    assert version_of(old) == HEAD


def test_record_of_deeds_stays_append_only(any_house: House, elsewhere: Maker, tmp_path: Path) -> None:
    person(any_house, "Ani", (Role.AUTHOR, government(any_house)))
    make(any_house, tmp_path / "cadangan.zip")
    for kind in ("sqlite", "postgres"):
        other = elsewhere(kind)
        for is_over in (False, True):
            restore(other, tmp_path / "cadangan.zip", replace=is_over)
            with pytest.raises(DBAPIError, match="append-only"), other.database.write() as session:
                session.execute(text("DELETE FROM audit_entry"))
