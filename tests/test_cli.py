"""The commands: what they say, where they say it, and with which exit code."""

import json
from importlib.metadata import version
from pathlib import Path

import pytest
from sqlalchemy import update

from rumah_inovasi.catalogue.model import Revision
from rumah_inovasi.database import Database
from rumah_inovasi.house import House
from rumah_inovasi.markup.rendered import MARKUP_VERSION
from rumah_inovasi.migrations.upgrade import HEAD, upgrade_within
from rumah_inovasi.migrations.upgrade import version as version_at
from tests.backup.houses import attached
from tests.factories import put, write_up
from tests.indexing import settle
from tests.nobody import as_nobody, open_folder
from tests.postgres import Cluster
from tests.terminal import enter, process, run


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, house: House) -> None:
    """Let commands find the house of the test."""
    enter(house, monkeypatch)


def file(folder: Path, text: str, name: str = "tulisan.md") -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return str(folder / name)


# Usage and settings


def test_help_is_indonesian_and_names_the_commands() -> None:
    said = run("-h").output
    known = ("serve", "init", "migrate", "render", "settings", "content", "relay", "reindex", "search", "check")
    for command in (*known, "backup", "restore"):
        assert command in said
    assert "Menyiapkan basis data" in said


def test_version_is_told() -> None:
    assert run("--version").stdout == f"Rumah Inovasi {version('rumah_inovasi')}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["terbang"],
        ["serve", "--port", "99999"],
        ["serve", "--workers", "0"],
        ["serve", "--host", " "],
        ["search", "a", "--limit", "0"],
        ["content", "import"],
    ],
)
def test_wrong_usage_ends_with_2_and_is_told_in_indonesian(arguments: list[str]) -> None:
    said = run(*arguments, code=2).stderr
    assert "Kesalahan: " in said
    assert "Pemakaian: " in said


def test_every_setting_is_shown_with_value_default_and_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUMAH_LOCALE", "en")
    said = run("settings").stdout
    assert "RUMAH_LOCALE=en\n    Bahasa awal halaman: id atau en. Nilai awal: id\n" in said
    rows = {row["name"]: row for row in json.loads(run("settings", "--json").stdout)}
    assert rows["RUMAH_LOCALE"]["value"] == "en"
    assert said.count("Nilai awal: ") == len(rows)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("RUMAH_LOCAL", "en", "Mungkin maksudnya RUMAH_LOCALE"),
        ("RUMAH_LOCALE", "jv", "harus salah satu dari: id, en"),
        ("RUMAH_CONFIG", "tidak-ada.toml", "tidak-ada.toml tidak dapat dibaca"),
    ],
)
def test_wrong_setting_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str) -> None:
    monkeypatch.setenv(name, value)
    for command in (["settings"], ["init"], ["content", "status"]):
        result = run(*command, code=1)
        assert result.stderr.startswith("Kesalahan: ")
        assert said in result.stderr
        assert result.stderr.count("\n") == 1


# The database


def test_file_that_is_no_database_is_told(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file(tmp_path, "bukan basis data " * 100, "rusak.sqlite3")
    monkeypatch.setenv("RUMAH_DATABASE_URL", f"sqlite:///{path}")
    said = run("init", code=1).stderr
    assert said.startswith("Kesalahan: Basis data tidak dapat dibuka: file is not a database.")
    assert house.settings.content_dir.exists() is False


def test_database_that_does_not_answer_is_told(postgres_cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    url = postgres_cluster.url("tidak_ada")
    monkeypatch.setenv("RUMAH_DATABASE_URL", url)
    said = run("migrate", code=1).stderr
    assert said.startswith("Kesalahan: Basis data tidak dapat dibuka: ")
    assert "tidak_ada" in said
    assert url.split(":")[2].split("@")[0] not in said  # the password


def test_data_folder_that_cannot_be_made_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUMAH_DATABASE_URL")
    monkeypatch.setenv("RUMAH_DATA_DIR", file(tmp_path, "x") + "/data")
    assert "RUMAH_DATA_DIR" in run("init", code=1).stderr


NEEDING = (
    ["backup", "cadangan.zip"],
    ["check"],
    ["content", "export"],
    ["content", "import", "masuk"],
    ["content", "status"],
    ["reindex"],
    ["relay"],
    ["relay", "--once"],
    ["render"],
    ["search", "antrean"],
    ["unit", "list", "35.15"],
    ["unit", "close", "1"],
    ["user", "add", "ani@contoh.id", "--name", "Ani", "--role", "kurator"],
    ["user", "list"],
    ["user", "password", "ani@contoh.id"],
)


def test_commands_that_need_a_house_neither_make_one_nor_leave_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "kosong" / "data" / "rumah.sqlite3"
    monkeypatch.setenv("RUMAH_DATABASE_URL", f"sqlite:///{place}")
    monkeypatch.setenv("RUMAH_DATA_DIR", str(place.parent))
    before = sorted(tmp_path.rglob("*"))
    for words in NEEDING:
        said = run(*words, code=1)
        assert said.output == f"Kesalahan: Belum ada rumah di {place}. Jalankan dahulu: rumah-inovasi init.\n", words
    assert sorted(tmp_path.rglob("*")) == before


def test_commands_leave_a_house_of_an_older_form_as_it_is_and_migrate_names_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = f"{int(HEAD) - 1:04}"
    old = Database(f"sqlite:///{tmp_path / 'lama.sqlite3'}")
    old.make_file()
    with old.write() as session:
        upgrade_within(session.connection(), former)
    monkeypatch.setenv("RUMAH_DATABASE_URL", old.url)
    for words in NEEDING[1:]:
        said = run(*words, code=1).output
        assert said.startswith(f"Kesalahan: Rumah ini memakai bentuk basis data {former}, program ini {HEAD}. "), words
        assert said.endswith("Buat cadangan, lalu jalankan: rumah-inovasi migrate.\n")
        assert version_at(old) == former
    run(*NEEDING[0])
    assert version_at(old) == former
    assert run("migrate").stderr.startswith(f"Basis data dibawa dari bentuk {former} ke bentuk {HEAD}.\n")
    assert version_at(old) == HEAD
    assert run("migrate").stderr == "Basis data sudah dalam bentuk terbaru.\n"
    old.close()


def test_lost_database_is_not_taken_for_a_house_that_never_was(house: House) -> None:
    house.database.mark.touch()
    house.database.place.unlink()
    assert "hilang, padahal pernah ada" in run("check", code=1).stderr


def test_data_folder_of_somebody_else_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with open_folder() as folder:
        (folder / "data").mkdir(mode=0)
        monkeypatch.setenv("RUMAH_DATA_DIR", str(folder / "data"))
        monkeypatch.delenv("RUMAH_DATABASE_URL")
        with as_nobody():
            said = run("check", code=1)
        (folder / "data").chmod(0o700)
    assert said.output.startswith("Kesalahan: Basis data tidak dapat dibuka: unable to open database file. ")


def test_full_disk_is_told_and_the_next_start_completes_the_house(house: House) -> None:
    size = Path(house.settings.sqlalchemy_url.removeprefix("sqlite:///")).stat().st_size
    said = process("init", code=1, most_bytes=size + 600_000).stderr
    assert "Kesalahan: Basis data tidak dapat dipakai: " in said
    assert "Traceback" not in said
    again = process("init").stderr
    assert " tetap" in again
    assert " baru" in again
    assert process("content", "status").stdout == ""


def test_full_disk_from_the_very_beginning_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUMAH_DATABASE_URL", f"sqlite:///{tmp_path / 'baru.sqlite3'}")
    said = process("init", code=1, most_bytes=100_352).stderr
    assert "Kesalahan: Basis data tidak dapat dipakai: " in said
    assert "Traceback" not in said


# Preparing


def test_init_may_be_repeated_and_tells_files_that_were_refused(house: House) -> None:
    bad = file(house.settings.content_dir / "inovasi", write_up(extra="mulai: 2019-13\n"))
    said = run("init", code=1).stderr
    assert f"{bad}, baris 7 (mulai): " in said
    assert "Impor selesai: 1 bermasalah." in said
    assert run("init").stderr == "Siap.\n"


# Content


def test_import_tells_what_became_of_the_files(tmp_path: Path) -> None:
    file(tmp_path / "masuk", write_up("Satu"), "a.md")
    file(tmp_path / "masuk", write_up("Dua", extra="terkait: [9]\n"), "b.md")
    result = run("content", "import", "masuk")
    assert result.stdout == ""
    assert "Catatan: " in result.stderr
    assert "menyebut nomor 9 yang tidak ada." in result.stderr
    assert result.stderr.endswith("Impor selesai: 2 baru. 1 unit baru dicatat.\n")
    bad = file(tmp_path / "masuk", write_up("Tiga", extra="urusan: [sihir]\n"), "c.md")
    said = run("content", "import", "masuk", code=1).stderr
    assert f"{bad}, baris 7 (urusan.1): “sihir” tidak ada dalam daftar urusan." in said
    assert "2 kembar" in said


def test_dry_run_of_a_new_file_keeps_nothing_and_ends_well(tmp_path: Path) -> None:
    path = file(tmp_path / "masuk", write_up())
    said = run("content", "import", path, "--dry-run").stderr
    assert said.startswith("Impor selesai: 1 baru.")
    assert said.endswith("Hanya diperiksa; tidak ada yang disimpan.\n")
    assert "1 baru" in run("content", "import", path).stderr
    assert run("content", "import", path, "--dry-run", code=1).stderr.count("kembar") == 1


def test_import_answers_programs_in_json(tmp_path: Path) -> None:
    file(tmp_path / "masuk", write_up(), "a.md")
    file(tmp_path / "masuk", "x", "b.md")
    rows = json.loads(run("content", "import", "masuk", "--json", code=1).stdout)
    assert {Path(row["path"]).name: (row["outcome"], row["number"]) for row in rows} == {
        "a.md": ("baru", 1),
        "b.md": ("bermasalah", None),
    }


def test_import_of_nothing_is_told(tmp_path: Path) -> None:
    assert "tidak-ada tidak ada" in run("content", "import", "tidak-ada", code=1).stderr
    (tmp_path / "kosong").mkdir()
    assert "tidak ada berkas" in run("content", "import", "kosong").stderr


@pytest.mark.parametrize("command", [["content", "status"], ["check"]])
def test_house_without_its_first_import_is_not_compared(house: House, command: list[str]) -> None:
    house.settings.content_dir.mkdir()
    (house.settings.content_dir / "inovasi").mkdir()
    (house.settings.content_dir / "inovasi" / "a.md").write_text(write_up(), "utf-8")
    said = run(*command, code=1)
    assert said.stdout == ""
    assert "Jalankan dahulu: rumah-inovasi init." in said.stderr


def test_export_and_status_agree(house: House, tmp_path: Path) -> None:
    put(house, write_up())
    assert run("content", "status", code=1).stdout == "hilang: inovasi/2026/1-antrean-ringkas.md\n"
    assert "1 berkas di " in run("content", "export").stderr
    assert run("content", "status").stdout == ""
    assert json.loads(run("content", "status", "--json").stdout) == []
    assert run("content", "export", "keluar").stderr.endswith("1 ditulis, sisanya sudah sama.\n")
    assert (tmp_path / "keluar" / "inovasi" / "2026" / "1-antrean-ringkas.md").is_file()


def test_export_into_a_place_that_takes_no_files_is_told(house: House, tmp_path: Path) -> None:
    put(house, write_up())
    file(tmp_path, "x", "inovasi")
    said = run("content", "export", str(tmp_path), code=1).stderr
    assert "1-antrean-ringkas.md tidak dapat ditulis" in said


def test_render_makes_old_html_anew(house: House) -> None:
    put(house, write_up())
    with house.database.write() as session:
        session.execute(update(Revision).values(markup_version=MARKUP_VERSION - 1))
    assert run("render").stderr == "1 teks dibuat ulang.\n"
    assert run("render").stderr == "0 teks dibuat ulang.\n"


def test_program_runs_as_a_module_and_tells_at_the_terminal_what_is_wrong() -> None:
    assert "serve" in process("--help").stdout
    assert process("content", "import", "tidak-ada", code=1).stderr.startswith("Kesalahan: ")


# Finding, and whether all is as the database says


def test_search_answers_as_the_page_does(house: House) -> None:
    put(house, write_up("Antrean Ringkas"))
    put(house, write_up("Loket Malam", summary="Nomor antrean malam hari."), name="dua.md")
    settle(house)
    said = run("search", "ringkas antrean")
    assert said.stdout.splitlines() == ["1\tAntrean Ringkas\tKab. Sidoarjo", "2\tLoket Malam\tKab. Sidoarjo"]
    assert said.stderr == "2 dari 2 tulisan.\n"
    assert run("search", "antrean", "--limit", "1").stderr == "1 dari 2 tulisan.\n"
    assert run("search", "antrean wilayah:35.78").stdout == ""
    assert run("search", "ringkas", "antrean").stdout == said.stdout
    assert "Maksud Anda: antrean\n" in run("search", "antrexn").stderr
    found = json.loads(run("search", "malam", "--json").stdout)
    assert [(item["id"], item["title"]) for item in found["items"]] == [(2, "Loket Malam")]


def test_search_says_where_it_had_to_look_wider(house: House) -> None:
    put(house, write_up("Antrean Ringkas"))
    assert "rumah-inovasi reindex" in run("search", "antrean").stderr
    settle(house)
    assert "memuat sebagiannya" in run("search", "antrean zzqq").stderr


def test_check_tells_what_differs_and_the_relay_mends_it(house: House) -> None:
    put(house, write_up())
    assert run("relay", "--once").stderr == "2 perubahan diterapkan.\n"  # the write-up and its unit
    said = run("check")
    assert (said.stdout, said.stderr) == ("", "Basis data, indeks, arsip, dan lampiran sama.\n")
    put(house, write_up(extra="nomor: 1\n", summary="Lain."))
    put(house, write_up("Dua"), name="dua.md")
    said = run("check", code=1)
    assert said.stdout.splitlines() == [
        "Indeks, berbeda: 1",
        "Indeks, hilang: 2",
        "Arsip, berbeda: inovasi/2026/1-antrean-ringkas.md",
        "Arsip, hilang: inovasi/2026/2-dua.md",
    ]
    assert "menunggu, 0 diparkir" in said.stderr
    found = json.loads(run("check", "--json", code=1).stdout)
    assert [len(found["indeks"]), len(found["arsip"])] == [2, 2]
    assert found["perubahan"]["menunggu"] >= 2
    run("relay", "--once")
    assert run("check").stdout == ""
    (house.settings.content_dir / "inovasi/2026/2-dua.md").write_text("diubah")
    said = run("check", code=1)
    assert said.stdout == "Arsip, berbeda: inovasi/2026/2-dua.md\n"
    assert "content import, atau pindahkan" in said.stderr


def test_check_tells_attachments_whose_bytes_are_lost(house: House) -> None:
    key = attached(house)
    run("relay", "--once")
    run("check")
    house.files.delete(key)
    said = run("check", code=1)
    assert said.stdout == f"Lampiran, hilang: {key} (attachment 1)\n"
    assert "kembalikan folder lampiran dari cadangan" in said.stderr
    assert "sama" not in said.stderr
    assert json.loads(run("check", "--json", code=1).stdout)["lampiran"][0]["kind"] == "hilang"


def test_secret_key_with_which_no_site_comes_up_is_told_once(house: House) -> None:
    house.settings.data_dir.mkdir()
    place = house.settings.data_dir / "kunci-rahasia"
    for data in (b"pendek\n", b"\xff" * 64, b""):
        place.write_bytes(data)
        said = [run(word, code=1).stderr for word in ("check", "init")]
        assert said[0].startswith(f"Kesalahan: Kunci rahasia {place} tidak dapat dipakai: ")
        assert said[0].endswith(" Hapus berkas itu; yang baru dibuat sendiri.\n")
        assert said[0].count("\n") == 1
        assert said == [said[0]] * 2
    assert process("serve", "--port", "0", code=1).stderr == said[0]
    assert place.read_bytes() == b""
