"""Where arrays are missing Whoosh itself answers, says so, and a rebuild ends it."""

import json
import logging
import os
from pathlib import Path

import pytest

from rumah_inovasi.search.arrays import collected
from rumah_inovasi.search.whoosh_engine import writing
from rumah_inovasi.search.whoosh_engine.engine import WhooshEngine
from tests.search.engine.samples import ask, document, found, numbers


def without_arrays(folder: Path) -> None:
    """As an index is whose arrays were never written."""
    (path,) = folder.glob("*/*.arrays")
    path.unlink()
    said = json.loads((folder / "current").read_text())
    del said["files"][path.name]
    (folder / "current").write_text(json.dumps(said))


def test_without_arrays_whoosh_answers_and_the_log_says_so(
    whoosh_engine: WhooshEngine, index_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    whoosh_engine.rebuild([document(1, "desa"), document(2, "kota")])
    without_arrays(index_folder)
    with caplog.at_level(logging.WARNING):
        reader = WhooshEngine(index_folder)
        assert found(reader, "desa") == [1]
    assert "no arrays beside" in reader.state().slow_because
    assert "answered slowly" in caplog.text
    reader.rebuild([document(1, "desa")])
    assert not reader.state().slow_because


def test_a_change_keeps_the_slow_way_until_a_rebuild(whoosh_engine: WhooshEngine, index_folder: Path) -> None:
    whoosh_engine.rebuild([document(1, "desa"), document(2, "kota")])
    without_arrays(index_folder)
    whoosh_engine.change([document(3, "desa")], [2])
    assert found(whoosh_engine, "desa") == [1, 3]
    assert whoosh_engine.state().slow_because


def test_more_than_the_arrays_can_count_is_answered_slowly(
    whoosh_engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(collected, "DOCUMENT_BITS", 2)
    with caplog.at_level(logging.WARNING):
        whoosh_engine.rebuild([document(number, "desa") for number in range(1, 9)])
    assert "more words than they can count" in caplog.text
    assert len(found(whoosh_engine, "desa")) == 8
    assert whoosh_engine.state().slow_because


def test_an_index_that_several_processes_wrote_is_one_index(
    whoosh_engine: WhooshEngine, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [document(number, f"desa kata{number % 5}", title=f"T{number:03}") for number in range(1, 260)]
    whoosh_engine.rebuild(documents)
    alone = [ask(whoosh_engine, typed, size=None) for typed in ("desa", "kata3", "")]
    monkeypatch.setattr(writing, "ALONE", 10)
    monkeypatch.setattr(writing, "HELPERS", 1)
    whoosh_engine.rebuild(documents)
    assert [ask(whoosh_engine, typed, size=None) for typed in ("desa", "kata3", "")] == alone
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(writing, "HELPERS", 2)
    whoosh_engine.rebuild(documents)
    assert [ask(whoosh_engine, typed, size=None) for typed in ("desa", "kata3", "")] == alone
    assert numbers(ask(WhooshEngine(index_folder, with_arrays=False), "kata3", size=3)) == numbers(
        ask(whoosh_engine, "kata3", size=3)
    )


def test_documents_that_fail_leave_no_helper_and_the_index_as_it_was(
    whoosh_engine: WhooshEngine, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whoosh_engine.rebuild([document(1, "desa")])
    monkeypatch.setattr(writing, "ALONE", 2)
    monkeypatch.setattr(writing, "HELPERS", 1)

    def failing() -> object:
        yield from (document(number, "kota") for number in range(1, 5))
        raise RuntimeError("habis")

    with pytest.raises(RuntimeError, match="habis"):
        whoosh_engine.rebuild(failing())  # type: ignore[arg-type]
    assert found(whoosh_engine, "desa") == [1]
    assert len([path for path in index_folder.iterdir() if path.is_dir()]) == 1
