"""Files that appear whole or not at all, and never over another."""

import stat
from pathlib import Path

import pytest

from rumah_inovasi.whole_files import UNFINISHED, new_file


def test_new_file_is_for_its_owner_and_appears_when_it_is_whole(tmp_path: Path) -> None:
    with new_file(tmp_path / "a") as file:
        file.write(b"isi")
        assert not (tmp_path / "a").exists()
    assert (tmp_path / "a").read_bytes() == b"isi"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_new_file_does_not_replace_one_that_came_meanwhile(tmp_path: Path) -> None:
    def write() -> None:
        with new_file(tmp_path / "a") as file:
            file.write(b"isi")
            (tmp_path / "a").write_bytes(b"lain")

    with pytest.raises(FileExistsError):
        write()
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"lain")]


def test_what_a_killed_writer_left_is_removed_and_what_a_living_one_writes_stays(tmp_path: Path) -> None:
    (tmp_path / f".dulu{UNFINISHED}").write_bytes(b"separuh")
    with new_file(tmp_path / "a") as first, new_file(tmp_path / "b") as second:
        first.write(b"satu")
        second.write(b"dua")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
