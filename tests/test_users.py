"""Accounts from the terminal: the first one by itself, others on request, and what is wrong is told before anything."""

import json
import os
import pty
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from flask import Flask

from rumah_inovasi import installation
from rumah_inovasi.accounts import passwords, queries
from rumah_inovasi.accounts.actor import EVERYWHERE, Role
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.database import Database
from rumah_inovasi.house import House
from rumah_inovasi.membership import queries as members
from tests.people import government, signed_in, unit
from tests.people import person as made_person
from tests.terminal import enter, run

PASSWORD = "kuda baterai staples benar"
ADD = ("user", "add", "Budi@Contoh.go.id", "--name", "Budi Santoso")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, house: House) -> None:
    """Let commands find the house of the test."""
    enter(house, monkeypatch)


def account(house: House, email: str = "budi@contoh.go.id") -> Account | None:
    with house.database.read() as session:
        return queries.by_email(session, email)


def roles(house: House, email: str = "budi@contoh.go.id") -> set[tuple[Role, int]]:
    found = account(house, email)
    assert found is not None
    with house.database.read() as session:
        return {(grant.role, grant.unit) for grant in members.grants_of(session, found.id)}


# Adding


def test_account_is_made_with_its_roles_and_the_password_that_came_in(house: House) -> None:
    health = unit(house, "Puskesmas Contoh")
    said = run(*ADD, "--role", "penyusun", "--role", "petugas", "--unit", str(health), typed=f"{PASSWORD}\nlain\n")
    assert said.stdout == ""
    assert said.stderr == (f"Akun budi@contoh.go.id dibuat: penyusun, petugas di Puskesmas Contoh (unit {health}).\n")
    made = account(house)
    assert made is not None
    assert (made.name, made.must_change) == ("Budi Santoso", False)
    assert passwords.matches(made.password_hash, PASSWORD)
    assert roles(house) == {(Role.AUTHOR, health), (Role.OFFICER, health)}


@pytest.mark.parametrize("place", ["35.15 puskesmas  contoh", "35.15/Puskesmas Contoh", "35.15: Puskesmas Contoh"])
def test_unit_may_be_named_with_its_region(house: House, place: str) -> None:
    health = unit(house, "Puskesmas Contoh")
    run(*ADD, "--role", "narasumber", "--unit", place, typed=PASSWORD)
    assert roles(house) == {(Role.TRAINER, health)}


def test_code_of_a_region_alone_means_its_government(house: House) -> None:
    run(*ADD, "--role", "admin-lokal", "--unit", "35.15", typed=PASSWORD)
    assert roles(house) == {(Role.LOCAL_ADMIN, government(house))}


@pytest.mark.parametrize("role", sorted(EVERYWHERE))
def test_those_of_the_whole_province_belong_to_its_government(house: House, role: Role) -> None:
    run(*ADD, "--role", role.value, typed=PASSWORD)
    assert roles(house) == {(role, government(house, "35"))}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--role", "penyusun"], "Peran penyusun bekerja di sebuah unit: tambahkan --unit."),
        (["--role", "kurator", "--role", "petugas"], "Peran petugas bekerja di sebuah unit"),
        (["--role", "penyusun", "--unit", "99999"], "Unit nomor 99999 tidak ada."),
        (["--role", "penyusun", "--unit", "99.99"], "Wilayah dengan kode “99.99” tidak ada."),
        (["--role", "penyusun", "--unit", "99.99 Dinas"], "Wilayah dengan kode “99.99” tidak ada."),
        (["--role", "penyusun", "--unit", "35.15 Dinas Sihir"], "Unit “Dinas Sihir” tidak ada di Kabupaten Sidoarjo."),
        (["--role", "penyusun", "--unit", "Dinas Sihir"], "Unit ditulis sebagai nomornya, atau seperti “35.15 "),
        (["--role", "penyusun", "--unit", "9" * 30], "Unit ditulis sebagai nomornya"),
        (["--role", "kurator", "--name", " "], "Nama wajib diisi"),
    ],
)
def test_what_is_wrong_is_told_and_makes_no_account(house: House, words: list[str], said: str) -> None:
    assert run(*ADD, *words, code=1, typed=PASSWORD).stderr.startswith(f"Kesalahan: {said}")
    assert account(house) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Kata sandi kosong."),
        ("\n" + PASSWORD, "Kata sandi kosong."),
        ("pendek", "Kata sandi harus 10 sampai 200 huruf."),
        ("santoso1234567", "Kata sandi ini mudah ditebak."),
    ],
)
def test_bad_password_is_told_and_makes_no_account(house: House, typed: str, said: str) -> None:
    assert run(*ADD, "--role", "kurator", code=1, typed=typed).stderr.startswith(f"Kesalahan: {said}")
    assert account(house) is None


def test_address_that_is_none_or_taken_is_told(house: House) -> None:
    words = ("--name", "Budi", "--role", "kurator")
    assert "nama@instansi.go.id" in run("user", "add", "budi", *words, code=1, typed=PASSWORD).stderr
    run(*ADD, "--role", "kurator", typed=PASSWORD)
    said = run(*ADD, "--role", "pengelola", code=1, typed=PASSWORD).stderr
    assert said == "Kesalahan: Surel budi@contoh.go.id sudah punya akun.\n"
    assert {role for role, _ in roles(house)} == {Role.CURATOR}


def test_wrong_usage_is_told_in_indonesian() -> None:
    assert "'raja' tidak ada dalam daftar: 'petugas', " in run(*ADD, "--role", "raja", code=2).stderr
    run(*ADD, code=2)
    run("user", "add", code=2)


def test_nothing_is_kept_of_an_account_whose_unit_has_ended(house: House) -> None:
    health = unit(house, "Puskesmas Contoh")
    run("unit", "close", str(health))
    said = run(*ADD, "--role", "penyusun", "--unit", str(health), code=1, typed=PASSWORD).stderr
    assert "sudah tidak aktif" in said
    assert account(house) is None


# At a terminal


def at_terminal(words: tuple[str, ...], *answers: str) -> str:
    """Run a command at a terminal, answer what it asks for, and give all that the terminal showed."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "rumah_inovasi", *words]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as process:
        os.close(theirs)
        shown = ""
        for answer in answers:
            shown += read_until(ours, ": ")
            os.write(ours, f"{answer}\n".encode())
        shown += read_until(ours, None)
        assert process.wait() == 0, shown
    os.close(ours)
    return shown


def read_until(terminal: int, end: str | None) -> str:
    found = b""
    while end is None or not found.endswith(end.encode()):
        try:
            found += os.read(terminal, 1000)
        except OSError:  # nobody is at the other end any more
            break
    return found.decode()


def test_terminal_asks_twice_and_shows_nothing_of_the_password(house: House) -> None:
    shown = at_terminal((*ADD, "--role", "kurator"), PASSWORD, "lain", PASSWORD, PASSWORD)
    assert "kedua isian tidak sama" in shown
    assert "kuda" not in shown
    made = account(house)
    assert made is not None
    assert passwords.matches(made.password_hash, PASSWORD)


# Passwords and lists


def test_new_password_ends_all_sessions(house: House, app: Flask) -> None:
    person = made_person(house, "Budi", (Role.CURATOR, government(house, "35")))
    client = signed_in(app, house, person)
    client.get("/akun")
    run("user", "password", person.email.upper(), typed="empat kata acak lain")
    made = account(house, person.email)
    assert made is not None
    assert passwords.matches(made.password_hash, "empat kata acak lain")
    assert client.get("/akun", status=302).headers["Location"].startswith("/masuk")
    assert "tidak ada" in run("user", "password", "x@y.id", code=1, typed=PASSWORD).stderr
    assert "mudah ditebak" in run("user", "password", person.email, code=1, typed="budi budi budi").stderr


def test_list_tells_every_account_with_its_roles(house: House) -> None:
    health = unit(house, "Puskesmas Contoh")
    made_person(house, "Budi", (Role.AUTHOR, health))
    made_person(house, "Ani")
    said = run("user", "list")
    assert said.stdout.splitlines() == [
        "ani@contoh.go.id\tAni\ttanpa peran",
        f"budi@contoh.go.id\tBudi\tpenyusun di Puskesmas Contoh ({health})",
    ]
    assert said.stderr == "2 akun.\n"
    ani, budi = json.loads(run("user", "list", "--json").stdout)
    assert (ani["email"], ani["roles"], ani["is_open"]) == ("ani@contoh.go.id", [], True)
    assert budi["roles"] == [{"role": "penyusun", "unit": health, "name": "Puskesmas Contoh"}]


# The first administrator


def told_password(said: str) -> str:
    found = re.search(r"^    (\S+)$", said, re.MULTILINE)
    assert found
    return found[1]


def test_first_start_makes_an_administrator_and_tells_the_password_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.settings.content_dir.mkdir()
    monkeypatch.setenv("RUMAH_BASE_URL", "https://inovasi.contoh.go.id")
    said = run("init").stderr
    assert "Masuk di https://inovasi.contoh.go.id/masuk dengan surel pengelola@localhost" in said
    made = account(house, "pengelola@localhost")
    assert made is not None
    assert made.must_change
    assert passwords.matches(made.password_hash, told_password(said))
    at = government(house, "35")
    assert roles(house, "pengelola@localhost") == {(Role.SYSTEM_ADMIN, at), (Role.CURATOR, at)}
    assert run("init").stderr == "Siap.\n"


def test_house_in_which_somebody_has_an_account_gets_no_other(house: House) -> None:
    house.settings.content_dir.mkdir()
    made_person(house, "Budi")
    assert run("init").stderr == "Siap.\n"
    assert account(house, "pengelola@localhost") is None


def test_two_starts_at_once_make_one_administrator(any_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    faster = replace(any_house, database=Database(any_house.database.url))

    def slow(password: str) -> str:
        """Somebody else is faster while this one computes."""
        monkeypatch.undo()
        installation.make_first_administrator(faster, said.append)
        return passwords.hashed(password)

    monkeypatch.setattr(passwords, "hashed", slow)
    installation.make_first_administrator(any_house, said.append)
    faster.database.close()
    assert len([line for line in said if line.startswith("    ")]) == 1
    with any_house.database.read() as session:
        assert [row.email for row in queries.all_accounts(session)] == ["pengelola@localhost"]
