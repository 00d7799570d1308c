"""The secret of the installation: from the setting, else made once and kept for the server alone."""

import threading
from pathlib import Path

import pytest

from rumah_inovasi.accounts import secret
from rumah_inovasi.errors import Unusable
from rumah_inovasi.settings import Settings, load

GIVEN = "0123456789abcdef" * 4


def settings(folder: Path, **more: str) -> Settings:
    return load({"RUMAH_DATA_DIR": str(folder / "data"), **more})


def test_setting_comes_first(tmp_path: Path) -> None:
    assert secret.secret_of(settings(tmp_path, RUMAH_SECRET_KEY=GIVEN)) == GIVEN
    assert not (tmp_path / "data").exists()


def test_secret_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    made = secret.secret_of(settings(tmp_path))
    assert len(made) == 64
    assert secret.secret_of(settings(tmp_path)) == made
    (place,) = (tmp_path / "data").iterdir()
    assert place.stat().st_mode & 0o777 == 0o600


def test_two_that_start_at_once_agree(tmp_path: Path) -> None:
    ready, found = threading.Barrier(8), set()

    def run() -> None:
        ready.wait()
        found.add(secret.secret_of(settings(tmp_path)))

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1
    assert len(list((tmp_path / "data").iterdir())) == 1


@pytest.mark.parametrize("content", [b"", b"pendek", b"\xff\xfe" * 40])
def test_damaged_secret_is_said_and_not_replaced(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "data" / secret.FILE
    place.parent.mkdir()
    place.write_bytes(content)
    with pytest.raises(Unusable, match=secret.FILE):
        secret.secret_of(settings(tmp_path))
    assert place.read_bytes() == content


def test_mark_tells_nothing_without_the_secret() -> None:
    assert secret.keyed(GIVEN, "10.0.0.1") == secret.keyed(GIVEN, "10.0.0.1")
    assert len({secret.keyed(key, text) for key in (GIVEN, GIVEN[::-1]) for text in ("10.0.0.1", "10.0.0.2")}) == 4
