"""The embedded engine's folder: generations, what other processes see, and what cannot be written."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rumah_inovasi.errors import Unusable
from rumah_inovasi.search.port import Health, IndexUnusable, SearchDocument
from rumah_inovasi.search.whoosh_engine import store
from rumah_inovasi.search.whoosh_engine.engine import WhooshEngine
from tests.nobody import as_nobody, closed, open_folder
from tests.search.engine.samples import ask, document, found


def generations(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def writers(engine: WhooshEngine, body: str) -> tuple[Callable[[], None], ...]:
    """Both ways to write a document."""
    return lambda: engine.change([document(2, body)], []), lambda: engine.rebuild([document(2, body)])


def test_without_a_folder_the_index_is_missing(whoosh_engine: WhooshEngine, index_folder: Path) -> None:
    assert whoosh_engine.state().health is Health.MISSING
    for question in (
        lambda: ask(whoosh_engine, "desa"),
        lambda: whoosh_engine.complete("de"),
        whoosh_engine.digests,
        lambda: whoosh_engine.change([document(1)], []),
    ):
        with pytest.raises(IndexUnusable):
            question()
    assert not index_folder.exists()


def test_a_rebuild_leaves_one_generation(whoosh_engine: WhooshEngine, index_folder: Path) -> None:
    whoosh_engine.rebuild([document(1)])
    (first,) = generations(index_folder)
    whoosh_engine.rebuild([document(1)])
    (second,) = generations(index_folder)
    assert first != second


def test_a_rebuild_that_is_stopped_after_its_switch_keeps_what_it_made(
    whoosh_engine: WhooshEngine, index_folder: Path
) -> None:
    whoosh_engine.rebuild([document(1)])
    (generation,) = generations(index_folder)
    store.Store(index_folder).discard(generation)
    assert whoosh_engine.state().health is Health.READY
    assert found(whoosh_engine, "judul") == [1]


def test_what_killed_rebuilds_left_goes_and_other_folders_stay(whoosh_engine: WhooshEngine, index_folder: Path) -> None:
    whoosh_engine.rebuild([document(1)])
    left_over = index_folder / "0123456789abcdef"
    left_over.mkdir()
    (index_folder / "milik-orang-lain").mkdir()

    def documents() -> Iterator[SearchDocument]:
        # Before, not after: on a full disk it is what has to go first.
        assert not left_over.exists()
        yield document(1)

    whoosh_engine.rebuild(documents())
    assert "milik-orang-lain" in generations(index_folder)
    assert len(generations(index_folder)) == 2


def test_an_index_of_another_form_counts_as_missing(whoosh_engine: WhooshEngine, index_folder: Path) -> None:
    whoosh_engine.rebuild([document(1)])
    said = json.loads((index_folder / "current").read_text())
    (index_folder / "current").write_text(json.dumps({**said, "format": "0.9"}))
    assert whoosh_engine.state().health is Health.MISSING
    with pytest.raises(IndexUnusable):
        ask(whoosh_engine)
    whoosh_engine.rebuild([document(1)])
    assert whoosh_engine.state().health is Health.READY


def test_other_engines_see_every_commit(whoosh_engine: WhooshEngine, index_folder: Path) -> None:
    reader = WhooshEngine(index_folder)
    whoosh_engine.rebuild([document(1, "desa")])
    assert found(reader, "desa") == [1]
    whoosh_engine.change([document(2, "desa")], [])
    assert found(reader, "desa") == [1, 2]
    whoosh_engine.rebuild([document(3, "desa")])
    assert found(reader, "desa") == [3]
    assert reader.state() == whoosh_engine.state()


def test_a_page_under_way_survives_the_end_of_its_generation(whoosh_engine: WhooshEngine, index_folder: Path) -> None:
    whoosh_engine.rebuild([document(number, f"desa kata{number} " + "sawah " * 900) for number in range(1, 30)])
    with whoosh_engine._reading() as snapshot:
        WhooshEngine(index_folder).rebuild([document(99, "kota")])
        assert [snapshot.execution.texts([each])[each]["body"].split()[1] for each in (1, 29)] == ["kata1", "kata29"]
        assert snapshot.execution.known(["kata7", "kota"]) == {"kata7"}
    assert found(whoosh_engine, "desa kota") == [99]


def test_a_process_that_is_running_sees_every_commit(whoosh_engine: WhooshEngine, index_folder: Path) -> None:
    whoosh_engine.rebuild([document(1, "desa")])
    command = [sys.executable, "-m", "tests.search.engine.children", "answer", str(index_folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin
        assert child.stdout

        def answered(typed: str) -> str:
            assert child.stdin
            assert child.stdout
            print(typed, file=child.stdin, flush=True)
            return child.stdout.readline().strip()

        assert answered("desa") == "[1]"
        whoosh_engine.change([document(2, "desa")], [])
        assert answered("desa") == "[1, 2]"
        whoosh_engine.rebuild([document(3, "desa")])
        assert answered("desa") == "[3]"
        child.stdin.close()
        assert child.wait() == 0


def test_workers_that_are_forked_before_the_first_question_search(
    whoosh_engine: WhooshEngine, index_folder: Path
) -> None:
    whoosh_engine.rebuild([document(number, "desa") for number in range(1, 41)])
    command = [sys.executable, "-m", "tests.search.engine.children", "fork", str(index_folder)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == ["40"] * 4


def test_the_lock_of_a_writer_that_died_blocks_nobody(whoosh_engine: WhooshEngine, index_folder: Path) -> None:
    whoosh_engine.rebuild([document(1)])
    (generation,) = generations(index_folder)
    (index_folder / generation / "MAIN_WRITELOCK").touch()
    assert (index_folder / "lock").exists()
    whoosh_engine.change([document(2)], [])
    assert whoosh_engine.state().documents == 2


def test_who_writes_second_is_told_so(
    whoosh_engine: WhooshEngine, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LOCK_SECONDS", 0.0)
    whoosh_engine.rebuild([document(1)])
    with store.Store(index_folder).locked():
        for write in writers(whoosh_engine, "kota"):
            with pytest.raises(Unusable, match="sedang ditulis"):
                write()
    assert whoosh_engine.state().documents == 1


def test_a_full_disk_is_said_clearly_and_the_index_stays(whoosh_engine: WhooshEngine, index_folder: Path) -> None:
    long = " ".join(f"kata{number}" for number in range(3_000))
    whoosh_engine.rebuild([document(1, "desa")])
    before = whoosh_engine.state()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_192, limits[1]))
    try:
        for write in writers(whoosh_engine, long):
            with pytest.raises(Unusable, match="penuh"):
                write()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert whoosh_engine.state() == before
    assert len(generations(index_folder)) == 1
    whoosh_engine.change([document(2, long)], [])
    assert found(whoosh_engine, "desa kata7") == [1, 2]


def test_a_closed_folder_still_answers_and_says_that_it_cannot_be_written() -> None:
    with open_folder() as place:
        with as_nobody():
            engine = WhooshEngine(place / "index")
            engine.rebuild([document(1, "desa")])
        with closed(place):
            for write in writers(engine, "kota"):
                with pytest.raises(Unusable, match="hak akses"):
                    write()
            reader = WhooshEngine(place / "index")
            assert found(reader, "desa") == [1]
            with pytest.raises(Unusable, match="hak akses"):
                WhooshEngine(place / "lain").rebuild([])


def test_a_file_in_place_of_the_folder_is_said_clearly(whoosh_engine: WhooshEngine, index_folder: Path) -> None:
    index_folder.write_text("bukan folder")
    assert whoosh_engine.state().health is Health.MISSING
    with pytest.raises(Unusable, match="Folder indeks"):
        whoosh_engine.rebuild([])


def test_an_index_that_may_not_be_read_is_not_called_damaged_for_others() -> None:
    with open_folder() as place:
        WhooshEngine(place).rebuild([document(1, "desa")])
        (path,) = place.glob("*/*.seg")
        path.chmod(0)
        with as_nobody(), pytest.raises(IndexUnusable):
            ask(WhooshEngine(place), "desa")
        assert not (place / "damaged").exists()
        path.chmod(0o600)
        assert found(WhooshEngine(place), "desa") == [1]
