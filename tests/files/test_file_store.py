"""Kept files are whole or absent, and their keys lead nowhere else."""

import hashlib
import re
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from rumah_inovasi.errors import Invalid, NotFound, Unusable
from rumah_inovasi.files.store import FolderStore, store_from_url
from tests.nobody import as_nobody


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "berkas")


def test_kept_bytes_come_back_whole_with_their_checksum(store: FolderStore) -> None:
    stored = store.put(b"isi berkas")
    assert store.read(stored.key) == b"isi berkas"
    assert stored.sha256 == hashlib.sha256(b"isi berkas").hexdigest()
    assert stored.size == 10
    with store.open(stored.key) as file:
        assert file.read(3) == b"isi"


def test_bytes_are_put_back_under_the_key_that_they_had(store: FolderStore) -> None:
    key = store.put(b"dulu").key
    store.put_back(key, b"kini")
    assert store.read(key) == b"kini"
    store.delete(key)
    place = store.root / key
    place.with_name(f".{place.name}.part").write_bytes(b"dari yang terputus")
    store.put_back(key, b"lagi")
    assert [path.read_bytes() for path in place.parent.iterdir()] == [b"lagi"]
    with pytest.raises(NotFound):
        store.put_back("../luar", b"x")


def test_key_is_random_and_says_nothing_of_the_content(store: FolderStore) -> None:
    first, second = store.put(b"sama"), store.put(b"sama")
    assert first.key != second.key
    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}", first.key)
    assert list(store.keys()) == sorted([first.key, second.key])


def test_kept_files_are_for_the_server_alone(store: FolderStore) -> None:
    place = store.root / store.put(b"x").key
    assert place.stat().st_mode & 0o077 == 0
    assert place.parent.stat().st_mode & 0o077 == 0


def test_deleted_file_is_gone_and_deleting_twice_is_harmless(store: FolderStore) -> None:
    key = store.put(b"x").key
    store.delete(key)
    store.delete(key)
    assert not store.exists(key)
    assert list(store.keys()) == []
    with pytest.raises(NotFound):
        store.read(key)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "..",
        "../../etc/passwd",
        "/etc/passwd",
        "ab/cd/../../x",
        "ab/cd/" + "0" * 32,
        "AB/CD/ABCD" + "0" * 28,
        "ab/cd/abcd" + "0" * 28 + "\n",
        "ab/cd/abcd" + "0" * 27 + "\0",
        ".ab/cd/abcd" + "0" * 28,
        "ab\\cd\\abcd" + "0" * 28,
    ],
)
def test_what_is_not_a_key_is_not_found(store: FolderStore, key: str) -> None:
    store.put(b"x")
    assert not store.exists(key)
    for verb in (store.read, store.open, store.delete):
        with pytest.raises(NotFound):
            verb(key)


def test_link_or_folder_in_the_store_is_not_followed(store: FolderStore, tmp_path: Path) -> None:
    (tmp_path / "rahasia").write_bytes(b"rahasia")
    for token, make in (("a" * 32, lambda place: place.symlink_to(tmp_path / "rahasia")), ("b" * 32, Path.mkdir)):
        place = store.root / token[:2] / token[2:4] / token
        place.parent.mkdir(parents=True)
        make(place)
        assert not store.exists(f"{token[:2]}/{token[2:4]}/{token}")
    assert list(store.keys()) == []


def test_writer_that_is_killed_leaves_no_visible_file(store: FolderStore) -> None:
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from rumah_inovasi.files import store\n"
        "real = os.fsync\n"
        "def stop(handle):\n"
        "    if not os.path.isdir(f'/proc/self/fd/{handle}'):\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    real(handle)\n"
        "os.fsync = stop\n"
        "store.FolderStore(Path(sys.argv[1])).put(b'x' * 100_000)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(store.root)], check=False)
    assert ended.returncode == -signal.SIGKILL
    unfinished = [place for place in store.root.rglob("*") if place.is_file()]
    assert len(unfinished) == 1
    assert list(store.keys()) == []
    age = unfinished[0].stat().st_mtime
    assert store.sweep(now=age + 60) == 0
    assert store.sweep(now=age + 7_200) == 1
    assert [place for place in store.root.rglob("*") if place.is_file()] == []


def test_sweeping_leaves_kept_files_alone(store: FolderStore) -> None:
    key = store.put(b"x").key
    assert store.sweep(now=(store.root / key).stat().st_mtime + 1e6) == 0
    assert store.exists(key)


def test_full_disk_is_said_clearly_and_leaves_nothing(store: FolderStore) -> None:
    kept = store.put(b"sebelumnya").key
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, before[1]))
    try:
        with pytest.raises(Unusable, match="penuh"):
            store.put(bytes(100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(store.keys()) == [kept]
    assert [place.name for place in store.root.rglob("*") if place.is_file()] == [kept[-32:]]


def test_read_only_folder_still_reads_and_says_clearly_that_it_cannot_write() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o777)
        store = FolderStore(root / "berkas")
        with as_nobody():
            key = store.put(b"x").key
            closed = [store.root, *(place for place in store.root.rglob("*") if place.is_dir())]
            for place in closed:
                place.chmod(0o500)
            with pytest.raises(Unusable, match="hak akses"):
                store.put(b"y")
            with pytest.raises(Unusable, match="hak akses"):
                store.delete(key)
            assert store.read(key) == b"x"
            for place in closed:
                place.chmod(0o700)


def test_store_in_the_place_of_a_file_is_said_clearly(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    with pytest.raises(Unusable, match="berkas"):
        FolderStore(tmp_path / "berkas").put(b"x")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("berkas", "/data/berkas"),
        ("/srv/berkas", "/srv/berkas"),
        ("file:///srv/berkas%20kita", "/srv/berkas kita"),
        ("file://localhost/srv/berkas", "/srv/berkas"),
    ],
)
def test_setting_names_a_folder(url: str, expected: str) -> None:
    assert store_from_url(url, Path("/data")).root == Path(expected)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "  ",
        "s3://ember/berkas",
        "https://contoh.id/berkas",
        "file://server/berkas",
        "file:berkas",
        "file:///",
        "a\0b",
    ],
)
def test_other_settings_are_refused_with_the_name_of_the_setting(url: str) -> None:
    with pytest.raises(Invalid, match="RUMAH_FILES_URL") as refused:
        store_from_url(url, Path("/data"))
    assert refused.value.field == "RUMAH_FILES_URL"
