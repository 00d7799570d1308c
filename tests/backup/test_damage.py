"""A file that is no backup, or no longer what it was, is refused with a sentence before anything is touched."""

import json
import os
import random
import shutil
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from rumah_inovasi.accounts import secret
from rumah_inovasi.backup import opening
from rumah_inovasi.backup.making import make
from rumah_inovasi.backup.manifest import NAME
from rumah_inovasi.backup.restoring import look_at, restore
from rumah_inovasi.commands.relaying import carry_over
from rumah_inovasi.errors import Invalid, Unusable
from rumah_inovasi.house import House
from tests.access.world import inhabit
from tests.backup.conftest import Maker
from tests.backup.houses import at, state_of
from tests.backup.parts import Parts
from tests.factories import put, write_up
from tests.people import unit

UNTOUCHED = "Tidak ada yang diubah."
FLIPS = 150
KEY = "ab/cd/abcd" + "0" * 28


@pytest.fixture(scope="module")
def sound(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a house with something of every kind."""
    folder = tmp_path_factory.mktemp("utuh")
    shutil.copy(sqlite_template, folder / "rumah.sqlite3")
    made = at(folder, f"sqlite:///{folder / 'rumah.sqlite3'}")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        inhabit(made).house.database.close()
    carry_over(made)
    secret.secret_of(made.settings)
    make(made, folder / "cadangan.zip")
    made.close()
    return folder / "cadangan.zip"


def members(path: Path) -> dict[str, bytes]:
    """The parts that a restore would take."""
    with opening.opened(path) as archive:
        archive.verify()
        return {part.name: b"".join(archive.chunks(part.name)) for part in archive.manifest.parts}


def test_flipped_bit_is_told_or_changes_nothing(sound: Path, tmp_path: Path) -> None:
    dice, data, wanted = random.Random(5), sound.read_bytes(), members(sound)
    damaged, refused = tmp_path / "rusak.zip", 0
    for count in range(FLIPS):
        # Half of them where the file says what is in it.
        place = dice.randrange(len(data)) if count % 2 else len(data) - 1 - dice.randrange(len(data) // 8)
        spoiled = bytearray(data)
        spoiled[place] ^= 1 << dice.randrange(8)
        damaged.write_bytes(spoiled)
        try:
            found = members(damaged)
        except Invalid as error:
            refused += UNTOUCHED in str(error)
        else:
            assert found == wanted  # a date in the directory of the file, say
    assert refused > FLIPS // 2


def test_cut_file_is_refused(sound: Path, tmp_path: Path) -> None:
    data, cut = sound.read_bytes(), tmp_path / "potong.zip"
    for length in (0, 1, 100, len(data) // 3, len(data) // 2, len(data) - 200, len(data) - 1):
        cut.write_bytes(data[:length])
        with pytest.raises(Invalid, match=r"terpotong\. Tidak ada yang diubah\.") as caught:
            look_at(cut)
        assert "potong.zip" in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\0", b"PK\5\6" + b"\0" * 18])
def test_file_of_another_kind_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "surat.zip"
    path.write_bytes(data)
    with pytest.raises(Invalid, match="bukan cadangan Rumah Inovasi"):
        look_at(path)


def test_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipa")
    for path in (tmp_path / "tidak-ada.zip", tmp_path, tmp_path / "pipa", Path("/dev/zero")):
        with pytest.raises(Unusable, match="tidak dapat dibaca"):
            look_at(path)


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../luar.md",
        "content/../../luar.md",
        "content//luar.md",
        "content/",
        "content/.git/config",
        "content/a\\..\\b.md",
        "content/a\nb.md",
        "content/" + "a" * 300,
        "files/../../luar",
        "files/ab/cd/luar",
        f"files/{KEY}/..",
        "database/sqlite_master.jsonl",
        "database/../luar.jsonl",
        "lain.txt",
        "",
    ],
)
def test_part_with_a_name_that_no_backup_has_is_refused(sound: Path, tmp_path: Path, name: str) -> None:
    parts = Parts.of(sound)
    parts.put(name, b"halo")
    parts.write(tmp_path / "aneh.zip")
    with pytest.raises(Invalid, match="tidak seperti yang disebut manifestnya"):
        look_at(tmp_path / "aneh.zip")


def _extra(parts: Parts) -> None:
    parts.members.append((f"files/{KEY}", b"tidak disebut"))


def _double(parts: Parts) -> None:
    parts.members.append(parts.members[0])


def _double_name(parts: Parts) -> None:
    parts.told["parts"].append(parts.told["parts"][0])


def _absent(parts: Parts) -> None:
    parts.members.pop(1)


def _without_table(parts: Parts) -> None:
    parts.drop("database/account.jsonl")


def _unknown_step(parts: Parts) -> None:
    parts.told["schema"] = "0000"


@pytest.mark.parametrize("spoil", [_extra, _double, _double_name, _absent, _without_table, _unknown_step])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_parts_that_are_not_those_of_the_manifest_are_refused(
    sound: Path, tmp_path: Path, spoil: Callable[[Parts], None]
) -> None:
    parts = Parts.of(sound)
    spoil(parts)
    parts.write(tmp_path / "aneh.zip")
    with pytest.raises(Invalid, match="tidak seperti yang disebut manifestnya"):
        look_at(tmp_path / "aneh.zip")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", "lain"),
        ("version", "1"),
        ("schema", 3),
        ("created_at", "kemarin"),
        ("tables", []),
        ("tables", {"account": {"rows": -1, "last_id": None}}),
        ("tables", {"account": {"rows": 1, "last_id": 1 << 80}}),
        ("created_at", "2026-11-22T03:15:00"),
        ("parts", [1]),
        ("changed", [1]),
        ("parts", [{"name": "content/a.md", "size": True, "sha256": "0" * 64}]),
        ("parts", [{"name": "content/a.md", "size": 1, "sha256": "kosong"}]),
        ("missing", [1]),
    ],
)
def test_manifest_that_makes_no_sense_is_refused(sound: Path, tmp_path: Path, key: str, value: object) -> None:
    parts = Parts.of(sound)
    parts.told[key] = value
    parts.write(tmp_path / "aneh.zip")
    with pytest.raises(Invalid, match="bukan cadangan Rumah Inovasi"):
        look_at(tmp_path / "aneh.zip")


@pytest.mark.parametrize(("key", "value"), [("version", 2), ("schema", "9999")])
def test_backup_of_a_newer_program_is_refused(sound: Path, tmp_path: Path, key: str, value: object) -> None:
    parts = Parts.of(sound)
    parts.told[key] = value
    parts.write(tmp_path / "baru.zip")
    with pytest.raises(Invalid, match="versi program yang lebih baru"):
        look_at(tmp_path / "baru.zip")


def test_other_bytes_than_the_sum_says_are_refused(sound: Path, tmp_path: Path) -> None:
    parts = Parts.of(sound)
    name, data = next(member for member in parts.members if member[0].startswith("files/"))
    parts.members = [(name, data[::-1]) if member[0] == name else member for member in parts.members]
    parts.write(tmp_path / "rusak.zip")
    with pytest.raises(Invalid, match=f"rusak \\(bagian {name}\\)"):
        look_at(tmp_path / "rusak.zip")


def test_restore_looks_at_every_sum_before_it_touches_anything(any_house: House, sound: Path, tmp_path: Path) -> None:
    put(any_house, write_up("Antrean Mangga"), name="mangga.md")
    before = state_of(any_house)
    parts = Parts.of(sound)
    parts.told["parts"][-1]["sha256"] = "0" * 64
    parts.write(tmp_path / "rusak.zip")
    with pytest.raises(Invalid, match="rusak"):
        restore(any_house, tmp_path / "rusak.zip", replace=True)
    assert state_of(any_house) == before


def test_bomb_is_refused_before_anything_of_it_is_unpacked(elsewhere: Maker, sound: Path, tmp_path: Path) -> None:
    parts = Parts.of(sound)
    most = 1 << 60
    next(part for part in parts.told["parts"] if part["name"] == "database/revision.jsonl")["size"] = most
    with zipfile.ZipFile(tmp_path / "bom.zip", "w") as archive:
        for name, data in parts.members:
            archive.writestr(zipfile.ZipInfo(name), json.dumps(parts.told) if name == NAME else data)
        archive.getinfo("database/revision.jsonl").file_size = most
    other = elsewhere("sqlite")
    with pytest.raises(Unusable, match=r"Ruang disk di .* tidak cukup"):
        restore(other, tmp_path / "bom.zip", replace=False)
    assert not other.settings.content_dir.exists()


def test_manifest_without_end_is_refused(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_MANIFEST", 1000)
    with pytest.raises(Invalid, match="bukan cadangan"):
        look_at(sound)


@pytest.mark.parametrize("count", [0, 2])
def test_backup_without_its_one_row_of_the_site_is_refused(sound: Path, tmp_path: Path, count: int) -> None:
    parts = Parts.of(sound)
    parts.change("database/site_state.jsonl", lambda data: data * count)
    parts.told["tables"]["site_state"]["rows"] = count
    parts.write(tmp_path / "aneh.zip")
    with pytest.raises(Invalid, match="site_state tidak tepat satu baris"):
        look_at(tmp_path / "aneh.zip")


def test_file_that_no_upload_can_have_been_is_refused(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_FILE", 10)
    with pytest.raises(Invalid, match=r"bagian files/.* terlalu besar"):
        look_at(sound)


@pytest.mark.parametrize("key", [b"", b"pendek", b"\xff" * 64, b"k" * 5000])
def test_secret_key_with_which_no_site_comes_up_is_refused(
    elsewhere: Maker, sound: Path, tmp_path: Path, key: bytes
) -> None:
    parts = Parts.of(sound)
    parts.put("secret-key", key)
    parts.write(tmp_path / "kunci.zip")
    other = elsewhere("sqlite")
    for work in (look_at, partial(restore, other, replace=False)):
        with pytest.raises(Invalid, match=UNTOUCHED):
            work(tmp_path / "kunci.zip")
    assert not other.settings.data_dir.exists()


def _lost(parts: Parts, name: str) -> None:
    parts.drop(name)


def _other(parts: Parts, name: str) -> None:
    parts.put(name, b"lain")


@pytest.mark.parametrize(("spoil", "word"), [(_lost, "missing"), (_other, "changed")])
def test_file_that_is_not_as_its_row_says_is_refused_unless_that_is_told(
    elsewhere: Maker, sound: Path, tmp_path: Path, spoil: Callable[[Parts, str], None], word: str
) -> None:
    parts = Parts.of(sound)
    row = json.loads(dict(parts.members)["database/attachment.jsonl"].splitlines()[0])
    spoil(parts, f"files/{row['key']}")
    parts.write(tmp_path / "diam.zip")
    parts.told[word].append(row["key"])
    parts.write(tmp_path / "jujur.zip")
    other = elsewhere("sqlite")
    with pytest.raises(Invalid, match=row["key"]):
        restore(other, tmp_path / "diam.zip", replace=False)
    assert list(other.files.keys()) == []
    assert getattr(restore(other, tmp_path / "jujur.zip", replace=False).manifest, word) == (row["key"],)


# Rows


def _with(line: int, **values: Any) -> Callable[[bytes], bytes]:
    """Other values in one line."""

    def change(data: bytes) -> bytes:
        lines = data.splitlines()
        lines[line] = json.dumps(json.loads(lines[line]) | values).encode()
        return b"\n".join(lines) + b"\n"

    return change


ROWS: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("account", lambda data: data.rpartition(b"{")[0], "tabel account"),
    ("account", lambda data: data + data.splitlines(keepends=True)[-1], "tabel account"),
    ("account", lambda data: data.rstrip(), "bagian database/account.jsonl"),
    ("account", lambda data: b"[" * 100_000 + b"\n" + data, "tabel account"),
    ("account", lambda data: b"[]\n" * data.count(b"\n"), "tabel account"),
    ("account", lambda data: b"\xff\n" * data.count(b"\n"), "tabel account"),
    ("account", _with(0, sandi="rahasia"), "tabel account"),
    ("account", _with(0, email=7), "not a value of email"),
    ("account", _with(0, id=True), "not a value of id"),
    ("account", _with(0, id=1 << 70), "tabel account"),
    ("account", _with(0, name=None), "tabel account"),
    ("account", _with(0, created_at="kemarin"), "tabel account"),
    ("account", _with(0, created_at="2026-11-22T03:15:00+07:00"), "not a value of created_at"),
    ("account", _with(1, id=1), "tabel account"),
]


@pytest.mark.parametrize(("table", "change", "told"), ROWS)
def test_rows_that_do_not_fit_leave_the_house_as_it_was(
    any_house: House, sound: Path, tmp_path: Path, table: str, change: Callable[[bytes], bytes], told: str
) -> None:
    parts = Parts.of(sound)
    parts.change(f"database/{table}.jsonl", change)
    parts.write(tmp_path / "baris.zip")
    put(any_house, write_up("Antrean Mangga"), name="mangga.md")
    before = state_of(any_house)
    with pytest.raises(Invalid, match=told) as caught:
        restore(any_house, tmp_path / "baris.zip", replace=True)
    assert UNTOUCHED in str(caught.value)
    assert state_of(any_house) == before  # attachments of the backup are not left behind either
    assert list(any_house.settings.data_dir.parent.rglob(".pemulihan-*")) == []
    assert unit(any_house, "Dinas Baru")  # and work goes on in it


def test_row_that_names_an_absent_one_is_refused(any_house: House, sound: Path, tmp_path: Path) -> None:
    parts = Parts.of(sound)
    parts.change("database/membership.jsonl", _with(0, account_id=999))
    parts.write(tmp_path / "baris.zip")
    put(any_house, write_up("Antrean Mangga"), name="mangga.md")
    before = state_of(any_house)
    with pytest.raises(Invalid, match=UNTOUCHED):
        restore(any_house, tmp_path / "baris.zip", replace=True)
    assert state_of(any_house).rows == before.rows


def test_line_without_end_is_refused(elsewhere: Maker, sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LONGEST_LINE", 300)
    with pytest.raises(Invalid, match=r"rusak \(bagian database/"):
        restore(elsewhere("sqlite"), sound, replace=False)
