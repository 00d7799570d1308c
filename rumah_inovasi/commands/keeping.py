"""`rumah-inovasi backup` and `restore`: a whole house in one file, and back."""

import logging
from pathlib import Path

import click

from rumah_inovasi.backup.making import make
from rumah_inovasi.backup.manifest import CONTENT, FILES, Manifest
from rumah_inovasi.backup.restoring import Restored, look_at
from rumah_inovasi.backup.restoring import restore as restore_house
from rumah_inovasi.commands.base import open_house, say, tells_errors
from rumah_inovasi.commands.relaying import carry_over

KILO = 1000
UNITS = ("B", "kB", "MB", "GB", "TB")


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@tells_errors
def backup(file: Path) -> None:
    """Menyimpan seluruh rumah ke satu berkas FILE; situs boleh tetap berjalan."""
    with open_house() as house:
        made = make(house, file.absolute())
    for problem in made.problems:
        say(f"Perhatian: {problem}")
    say(f"Cadangan ditulis ke {file} ({_size(made.size)}).")
    _tell(made.manifest)
    say("Berkas ini memuat data pribadi: simpan di tempat tertutup, sebaiknya di komputer lain.")
    if made.problems:
        raise SystemExit(1)


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Mengganti rumah yang sudah berisi; keadaan lamanya disimpan.")
@click.option("--dry-run", is_flag=True, help="Hanya memeriksa cadangan; tidak ada yang diubah.")
@tells_errors
def restore(file: Path, *, replace: bool, dry_run: bool) -> None:
    """Memulihkan rumah dari cadangan FILE; situs harus berhenti dahulu."""
    if dry_run:
        _tell(look_at(file))
        say("Cadangan ini utuh: setiap bagian seperti saat ditulis. Baris-barisnya baru dibaca saat dipulihkan.")
        say("Hanya diperiksa; tidak ada yang diubah.")
        return
    with open_house() as house:
        restored = restore_house(house, file, replace=replace)
        _tell_restored(file, restored)
        logging.getLogger("rumah_inovasi").addHandler(logging.NullHandler())  # what matters is said below
        problem = carry_over(house)
    if problem:
        say(
            f"Rumah sudah dipulihkan, tetapi isinya belum sampai ke indeks dan arsip: {problem.rstrip('.')}. Perbaiki "
            "sebabnya, lalu jalankan: rumah-inovasi reindex, dan rumah-inovasi relay --once."
        )
        raise SystemExit(1)
    say("Siap. Jalankan situs seperti biasa.")


def _tell_restored(file: Path, restored: Restored) -> None:
    say(f"Rumah dipulihkan dari {file}.")
    _tell(restored.manifest)
    for missing in restored.manifest.missing:
        say(f"Perhatian: berkas {missing} sudah hilang sebelum dicadangkan.")
    for changed in restored.manifest.changed:
        say(f"Perhatian: isi berkas {changed} sudah berubah sebelum dicadangkan.")
    for kept in restored.kept:
        say(f"Keadaan sebelumnya disimpan di {kept}. Hapus bila tidak diperlukan lagi.")


def _tell(told: Manifest) -> None:
    secret = "kunci rahasia situs" if told.has_secret else "tanpa kunci rahasia"
    say(
        f"Isi: {len(told.tables)} tabel ({told.rows} baris), {len(told.below(FILES))} lampiran, "
        f"{len(told.below(CONTENT))} berkas arsip, {secret}. "
        f"Dibuat {told.made} oleh versi {told.program}, bentuk basis data {told.schema}."
    )


def _size(size: int) -> str:
    shown, unit = float(size), 0
    while shown >= KILO and unit < len(UNITS) - 1:
        shown, unit = shown / KILO, unit + 1
    return f"{shown:.1f} {UNITS[unit]}".replace(".", ",") if unit else f"{size} B"
