"""What the system says in English is said to people in their own words."""

import os
from pathlib import Path

import pytest

from rumah_inovasi.disk_reasons import reason_of


def test_usual_reasons_are_said_in_indonesian(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("")
    for act, said in (
        ((tmp_path / "tidak-ada").read_bytes, "berkas atau foldernya tidak ada"),
        (tmp_path.read_bytes, "itu sebuah folder"),
        ((tmp_path / "berkas" / "a").read_bytes, "bagian dari alamatnya bukan folder"),
        ((tmp_path / "berkas").mkdir, "sudah ada sesuatu di sana"),
        ((tmp_path / ("a" * 300)).read_bytes, "namanya terlalu panjang"),
    ):
        with pytest.raises(OSError) as caught:  # noqa: PT011 - whichever it is
            act()
        assert reason_of(caught.value) == said


def test_what_is_unusual_keeps_the_words_of_the_system() -> None:
    assert reason_of(OSError(9999, "Aneh")) == "Aneh"
    assert reason_of(ValueError("bukan teks")) == "bukan teks"
    assert reason_of(OSError("tanpa nomor")) == "tanpa nomor"
    assert os.strerror(2) != reason_of(FileNotFoundError(2, os.strerror(2)))
