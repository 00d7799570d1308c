"""An archive whose writer is killed, whose folder is lost or full, is made whole again and stops nothing else."""

import os
import resource
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from rumah_inovasi import outbox
from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.catalogue import actions as catalogue_actions
from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.house import House
from rumah_inovasi.maintenance import differences
from rumah_inovasi.outbox import OutboxRow
from rumah_inovasi.relay.relay import Outcome
from tests.catalogue.facts import metadata
from tests.catalogue.publishing import publish
from tests.factories import put, write_up
from tests.interoperability.keeping import (
    BY_HAND,
    FIRST,
    RENAMED,
    YEAR,
    entries,
    found,
    projection,
    relay,
    retitle,
    rows,
    tree,
    withdraw,
)

# Kills

KILLED = """
import os, signal, sys
from pathlib import Path
from rumah_inovasi import house, settings
from rumah_inovasi.projections import build_projections
from rumah_inovasi.relay.projections import Change

place = {name: value for name, value in os.environ.items() if name.startswith("RUMAH_")}
made = house.build(settings.load(place))
kind, _, count = sys.argv[1].partition(":")
owner, name = (os, kind) if hasattr(os, kind) else (Path, kind)
plain, calls = getattr(owner, name), []

def deadly(*words):
    calls.append(words)
    if len(calls) == abs(int(count)):
        if int(count) < 0:
            plain(*words)
        os.kill(os.getpid(), signal.SIGKILL)
    return plain(*words)

setattr(owner, name, deadly)
archive = build_projections(made)[1]
archive.rebuild() if sys.argv[2] == "all" else archive.apply([Change("innovation", sys.argv[2])])
"""


def killed(house: House, moment: str, what: str) -> None:
    """Work on the archive in a process that kills itself before (after, where negative) so many calls of a function."""
    made = house.settings
    environ = {name: value for name, value in os.environ.items() if not name.startswith("RUMAH_")} | {
        "RUMAH_DATABASE_URL": made.sqlalchemy_url,
        "RUMAH_DATA_DIR": str(made.data_dir),
        "RUMAH_CONTENT_DIR": str(made.content_dir),
        "RUMAH_INDEX_DIR": str(made.index_dir),
    }
    done = subprocess.run([sys.executable, "-c", KILLED, moment, what], env=environ, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("moment", ["fsync:1", "replace:1", "replace:-1", "unlink:1", "unlink:-1"])
def test_kill_between_two_steps_leaves_nothing_that_passes_for_somebodys_own(kept: House, moment: str) -> None:
    retitle(kept)
    killed(kept, moment, "1")
    # Not what was on its way is to stand there now, but the next revision.
    retitle(kept, summary="Lain lagi.")
    assert relay(kept).catch_up().failed == 0
    assert differences(kept) == []
    folder = kept.settings.content_dir / YEAR
    assert [path.name for path in folder.iterdir()] == [Path(RENAMED).name]  # no unfinished one either
    assert entries(kept) == {RENAMED: (1, True)}


@pytest.mark.parametrize("was_whole", [False, True])
def test_archive_that_was_half_made_is_made_whole(any_house: House, *, was_whole: bool) -> None:
    for number in range(1, 6):
        put(any_house, write_up(f"Tulisan {number}"), name=f"{number}.md")
    if was_whole:
        relay(any_house).catch_up()
        shutil.rmtree(any_house.settings.content_dir)
    killed(any_house, "replace:3", "all")
    assert len(list((any_house.settings.content_dir / YEAR).glob("*.md"))) == 2
    assert not projection(any_house).is_whole()
    relay(any_house).catch_up()
    assert differences(any_house) == []


# What is made anew


def test_lost_folder_is_filled_again(kept: House) -> None:
    before = tree(kept)
    shutil.rmtree(kept.settings.content_dir)
    assert not projection(kept).is_whole()
    assert relay(kept).catch_up() == Outcome(rebuilt=1)
    assert tree(kept) == before


def test_other_folder_gets_the_whole_archive(kept: House, tmp_path: Path) -> None:
    moved = replace(kept, settings=replace(kept.settings, content_dir=tmp_path / "pindah"))
    (tmp_path / "pindah").mkdir()
    relay(moved).catch_up()
    assert tree(moved) == tree(kept)


def test_making_anew_removes_what_nobody_wants_and_leaves_what_is_not_ours(kept: House) -> None:
    (kept.settings.content_dir / "README.md").write_text("Baca ini.")
    (kept.settings.content_dir / YEAR / "catatan.md").write_text("Punya saya.")
    with kept.database.write() as session:
        session.execute(update(Innovation).values(state=State.DRAFT.value))
    projection(kept).rebuild()
    assert list(tree(kept)) == ["README.md", f"{YEAR}/catatan.md"]


def test_write_up_that_cannot_be_written_anew_gets_a_row_and_stops_no_other(kept: House) -> None:
    put(kept, write_up("Dua"), name="dua.md")
    (kept.settings.content_dir / FIRST).write_bytes(BY_HAND)
    with kept.database.write() as session:
        session.execute(delete(OutboxRow))
        outbox.record(session, outbox.REBUILD, "arsip", now=kept.clock())
    assert relay(kept).catch_up() == Outcome(failed=1, rebuilt=1)
    assert f"{YEAR}/2-dua.md" in tree(kept)
    assert [(row.kind, row.entity, row.attempts) for row in rows(kept)] == [(outbox.INNOVATION, "1", 1)]


# A folder that takes nothing


def test_folder_that_takes_no_file_keeps_the_row_and_search_and_others_go_on(kept: House) -> None:
    place = kept.settings.content_dir / "inovasi" / "2019"
    place.write_text("bukan folder")
    put(kept, write_up("Lama", extra="nomor: 5\nterbit: 2019-03-01T00:00:00Z\n"), name="lama.md")
    put(kept, write_up("Dua"), name="dua.md")
    assert relay(kept).catch_up() == Outcome(applied=1, failed=1)
    (row,) = rows(kept)
    assert row.error is not None
    assert "5-lama.md tidak dapat ditulis: sudah ada sesuatu di sana" in row.error
    assert found(kept) == {1, 5, 6}
    place.unlink()
    with kept.database.write() as session:
        outbox.retry_failed(session)
    assert relay(kept).catch_up() == Outcome(applied=1)
    assert differences(kept) == []


def test_full_disk_keeps_the_row_and_search_goes_on(kept: House) -> None:
    most = 4_000_000
    stored = kept.files.put(bytes(most + 1))
    with kept.database.write() as session:
        innovation = publish(kept, session, metadata(berkas=[{"nama": "a.pdf", "sha256": stored.sha256}]))
        catalogue_actions.attach(
            session, SYSTEM, innovation, "a.pdf", stored, "application/pdf", is_open=True, now=kept.clock()
        )
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        assert relay(kept).catch_up() == Outcome(failed=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "a.pdf tidak dapat ditulis: berkasnya terlalu besar" in str(rows(kept)[0].error)
    assert found(kept) == {1, 2}
    assert list(tree(kept)) == [FIRST]  # neither half a file nor a text that shows what is not there
    with kept.database.write() as session:
        outbox.retry_failed(session)
    relay(kept).catch_up()
    assert differences(kept) == []


def test_content_folder_that_cannot_be_made_stops_no_search_and_loses_nothing(any_house: House) -> None:
    place = any_house.settings.content_dir
    place.write_text("bukan folder")
    put(any_house, write_up())
    working = relay(any_house)
    assert working.catch_up().failed == 0
    assert found(any_house) == {1}
    withdraw(any_house)
    assert working.catch_up() == Outcome(applied=1)
    assert working.step() == Outcome()
    assert found(any_house) == set()
    assert len(rows(any_house)) == 3  # none is given up, and none takes the blame
    assert {row.attempts for row in rows(any_house)} == {0}
    place.unlink()
    any_house.clock.at += timedelta(minutes=10)  # type: ignore[attr-defined]
    working.catch_up()
    assert rows(any_house) == []
    assert differences(any_house) == []
