"""A damaged index is said to be damaged, by every process, until it is rebuilt; it never answers wrongly."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rumah_inovasi.search.port import Health, IndexUnusable
from rumah_inovasi.search.whoosh_engine import store
from rumah_inovasi.search.whoosh_engine.engine import WhooshEngine
from rumah_inovasi.search.whoosh_engine.schema import FORMAT
from tests.search.engine.samples import ask, document, found

DOCUMENTS = [document(number, f"desa kata{number} " + "sawah hijau " * 200) for number in range(1, 60)]


def segment(folder: Path) -> Path:
    return max(folder.glob("*/*.seg"), key=lambda path: path.stat().st_size)


def arrays(folder: Path) -> Path:
    (path,) = folder.glob("*/*.arrays")
    return path


def contents(folder: Path) -> Path:
    (path,) = folder.glob("*/*.toc")
    return path


def cut(path: Path, share: float) -> None:
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * share))


def scribble(path: Path, share: float, data: bytes = b"\x00garbage\xff" * 8) -> None:
    with path.open("r+b") as file:
        file.seek(int(path.stat().st_size * share))
        file.write(data)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "segment gone": lambda folder: segment(folder).unlink(),
    "segment empty": lambda folder: cut(segment(folder), 0),
    "segment cut short": lambda folder: cut(segment(folder), 0.5),
    "segment a byte short": lambda folder: cut(segment(folder), 0.9999),
    "segment overwritten at its start": lambda folder: scribble(segment(folder), 0),
    "segment overwritten in the middle": lambda folder: scribble(segment(folder), 0.5),
    "one byte of the segment overwritten": lambda folder: scribble(segment(folder), 0.3, b"\x07"),
    "segment replaced": lambda folder: segment(folder).write_bytes(b"garbage"),
    "arrays empty": lambda folder: cut(arrays(folder), 0),
    "arrays cut short": lambda folder: cut(arrays(folder), 0.5),
    "arrays overwritten": lambda folder: scribble(arrays(folder), 0.5),
    "arrays gone": lambda folder: arrays(folder).unlink(),
    "contents gone": lambda folder: contents(folder).unlink(),
    "contents empty": lambda folder: cut(contents(folder), 0),
    "contents overwritten": lambda folder: scribble(contents(folder), 0.4),
    "generation gone": lambda folder: shutil.rmtree(contents(folder).parent),
    "generation a file": lambda folder: file_instead(contents(folder).parent),
    "current empty": lambda folder: (folder / "current").write_text(""),
    "current garbage": lambda folder: (folder / "current").write_bytes(b"\xff\x00{"),
    "current another JSON": lambda folder: (folder / "current").write_text("[]"),
    "current without fields": lambda folder: (folder / "current").write_text(json.dumps({"format": FORMAT})),
    "current leads elsewhere": lambda folder: point(folder, "../.."),
    "current leads nowhere": lambda folder: point(folder, "0123456789abcdef"),
}


def file_instead(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("x")


def point(folder: Path, generation: str) -> None:
    said = json.loads((folder / "current").read_text())
    (folder / "current").write_text(json.dumps({**said, "generation": generation}))


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_is_noticed_when_the_index_is_opened_and_ends_with_a_rebuild(
    damage: Callable[[Path], object], whoosh_engine: WhooshEngine, index_folder: Path
) -> None:
    whoosh_engine.rebuild(DOCUMENTS)
    damage(index_folder)
    reader = WhooshEngine(index_folder)
    for _ in range(2):
        with pytest.raises(IndexUnusable):
            ask(reader, "desa")
        with pytest.raises(IndexUnusable):
            reader.change([document(1)], [])
        assert reader.state().health is Health.DAMAGED
    assert WhooshEngine(index_folder).state().health is Health.DAMAGED
    reader.rebuild(DOCUMENTS)
    assert found(reader, "kata7") == [7]
    assert reader.state() == whoosh_engine.state()
    assert not (index_folder / "damaged").exists()


@pytest.mark.parametrize("damage", [lambda path: cut(path, 0), lambda path: path.write_bytes(b"garbage" * 20_000)])
def test_damage_met_by_one_reader_is_known_to_all(
    damage: Callable[[Path], object], whoosh_engine: WhooshEngine, index_folder: Path
) -> None:
    whoosh_engine.rebuild(DOCUMENTS)
    reader = WhooshEngine(index_folder)
    assert reader.state() == whoosh_engine.state()
    damage(segment(index_folder))
    with pytest.raises(IndexUnusable):
        ask(reader, "kata7 sawah", size=None)
    assert reader.state().health is Health.DAMAGED
    assert whoosh_engine.state().health is Health.DAMAGED
    with pytest.raises(IndexUnusable):
        whoosh_engine.digests()
    whoosh_engine.rebuild(DOCUMENTS)
    assert found(reader, "kata7") == [7]


def test_damage_met_on_opening_is_known_to_those_who_opened_before(
    whoosh_engine: WhooshEngine, index_folder: Path
) -> None:
    whoosh_engine.rebuild(DOCUMENTS)
    assert found(whoosh_engine, "kata7") == [7]
    scribble(segment(index_folder), 0.3, b"\x07")
    assert WhooshEngine(index_folder).state().health is Health.DAMAGED
    assert whoosh_engine.state().health is Health.DAMAGED


def test_an_index_that_was_removed_is_missing_for_those_who_read_it(
    whoosh_engine: WhooshEngine, index_folder: Path
) -> None:
    whoosh_engine.rebuild(DOCUMENTS)
    assert found(whoosh_engine, "kata7") == [7]
    shutil.rmtree(index_folder)
    with pytest.raises(IndexUnusable):
        ask(whoosh_engine, "kata7")
    assert whoosh_engine.state().health is Health.MISSING
    whoosh_engine.rebuild([document(1, "kembali")])
    assert found(whoosh_engine, "kembali") == [1]


def test_a_change_that_meets_damage_says_so(whoosh_engine: WhooshEngine, index_folder: Path) -> None:
    whoosh_engine.rebuild(DOCUMENTS)
    assert whoosh_engine.state().health is Health.READY
    segment(index_folder).unlink()
    with pytest.raises(IndexUnusable):
        whoosh_engine.change([document(1)], [2])
    assert whoosh_engine.state().health is Health.DAMAGED


def test_a_mark_of_an_earlier_generation_means_nothing(whoosh_engine: WhooshEngine, index_folder: Path) -> None:
    whoosh_engine.rebuild(DOCUMENTS)
    (index_folder / "damaged").write_text("0123456789abcdef")
    assert whoosh_engine.state().health is Health.READY
    assert found(whoosh_engine, "kata7") == [7]


def test_arrays_that_are_overwritten_while_they_are_read_are_damage(
    whoosh_engine: WhooshEngine, index_folder: Path
) -> None:
    whoosh_engine.rebuild(DOCUMENTS)
    assert found(whoosh_engine, "kata7") == [7]
    size = arrays(index_folder).stat().st_size
    with arrays(index_folder).open("r+b") as file:
        file.seek(size // 3)
        file.write(b"\xff" * (size - size // 3))
    with pytest.raises(IndexUnusable):
        ask(whoosh_engine, "sawah kata9 desa", size=None)
    assert WhooshEngine(index_folder).state().health is Health.DAMAGED
    whoosh_engine.rebuild(DOCUMENTS)
    assert found(whoosh_engine, "kata7") == [7]


def test_damage_in_large_files_is_found_by_whoever_looks_thoroughly_and_known_to_all(
    whoosh_engine: WhooshEngine, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "QUICKLY_READ", 0)
    whoosh_engine.rebuild(DOCUMENTS)
    scribble(segment(index_folder), 0.9, b"\x07")
    reader = WhooshEngine(index_folder)
    assert reader.state().health is Health.READY
    assert WhooshEngine(index_folder).state(thorough=True).health is Health.DAMAGED
    with pytest.raises(IndexUnusable):
        reader.digests()


def test_large_files_of_another_size_are_damage_at_a_glance(
    whoosh_engine: WhooshEngine, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "QUICKLY_READ", 0)
    whoosh_engine.rebuild(DOCUMENTS)
    cut(arrays(index_folder), 0.9999)
    assert WhooshEngine(index_folder).state().health is Health.DAMAGED
