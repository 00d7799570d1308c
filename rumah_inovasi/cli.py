"""The commands of `rumah-inovasi`: thin, each opening the house, doing one thing and saying what came of it.

Exit codes: 0 done, 1 a problem in the data or the installation, 2 wrong usage.
"""

import gettext
import importlib
import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import ClassVar

import click

from rumah_inovasi import settings as settings_module
from rumah_inovasi.commands.base import open_house, open_prepared_house, say, tells_errors

WORDS = Path(__file__).parent / "translations" / "click"


def speak() -> None:
    """Let the command line library speak Indonesian where the site does; its own words come through gettext."""
    if os.environ.get("RUMAH_LOCALE", "id") == "id":
        os.environ["LANGUAGE"] = "id"
        gettext.bindtextdomain("click", WORDS)
        gettext.textdomain("click")


speak()


class Commands(click.Group):
    """Larger commands are loaded from their files when asked for: `serve` and `settings` start without them."""

    FILES: ClassVar = {
        "backup": "keeping",
        "check": "checking",
        "content": "content",
        "reindex": "relaying",
        "relay": "relaying",
        "restore": "keeping",
        "search": "searching",
        "unit": "units",
        "user": "users",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands and groups by name."""
        return sorted([*super().list_commands(ctx), *self.FILES])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command of this file, or one from its own."""
        if cmd_name not in self.FILES:
            return super().get_command(ctx, cmd_name)
        file = importlib.import_module(f"rumah_inovasi.commands.{self.FILES[cmd_name]}")
        found: click.Command = getattr(file, cmd_name)
        return found


def _not_empty(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not value.strip():  # which the system takes for every address of the machine
        raise click.BadParameter("tidak boleh kosong; tulis 0.0.0.0 untuk semua alamat komputer ini.")
    return value


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rumah_inovasi", message="Rumah Inovasi %(version)s")
def main() -> None:
    """Rumah Inovasi: menyimpan, menemukan, dan mereplikasi inovasi pelayanan publik."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, callback=_not_empty, help="Alamat yang didengarkan.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Nomor port.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Banyaknya proses pekerja.")
@tells_errors
def serve(host: str, port: int, workers: int) -> None:
    """Menyiapkan yang belum ada, lalu menjalankan situs."""
    from rumah_inovasi.serving.preparation import run_apart  # noqa: PLC0415 - loaded when needed
    from rumah_inovasi.serving.supervisor import Supervisor, allow_files, load_once, open_socket  # noqa: PLC0415 - as above

    allow_files()
    listener = open_socket(host, port)
    from rumah_inovasi.commands.relaying import relay  # noqa: PLC0415 - after the socket: a taken port is told at once

    load_once()
    if not run_apart(partial(prepare, listener.getsockname()[1]), say):  # refused files are told and stop nothing
        raise SystemExit(1)
    raise SystemExit(Supervisor(listener, workers, partial(relay.main, []), say).run())


@main.command()
@tells_errors
def init() -> None:
    """Menyiapkan basis data dan isi awal; aman diulang."""
    if prepare():
        raise SystemExit(1)
    say("Siap.")


def prepare(port: int | None = None) -> bool:
    """Bring the house into working order and tell how; true where files were refused. `port`: where it is served."""
    from rumah_inovasi import installation  # noqa: PLC0415 - loaded when needed
    from rumah_inovasi.accounts import secret  # noqa: PLC0415 - loaded when needed
    from rumah_inovasi.commands.content import tell_reports  # noqa: PLC0415 - loaded when needed
    from rumah_inovasi.commands.relaying import carry_over  # noqa: PLC0415 - loaded when needed

    with open_house() as house:
        secret.require_usable(house.settings)
        reports = installation.prepare(house, say)
        if reports:
            tell_reports(house, reports)
        carry_over(house)
        installation.make_first_administrator(house, say, port=port)
        return any(report.failed for report in reports)


@main.command()
@tells_errors
def migrate() -> None:
    """Membawa basis data ke bentuk terbaru."""
    from rumah_inovasi import installation  # noqa: PLC0415 - loaded when needed

    with open_house() as house:
        installation.bring_up_to_date(house, say)
    say("Basis data sudah dalam bentuk terbaru.")


@main.command()
@tells_errors
def render() -> None:
    """Membuat ulang HTML tulisan yang dibuat oleh versi lama."""
    from rumah_inovasi.maintenance import render_outdated  # noqa: PLC0415 - loaded when needed

    with open_prepared_house() as house:
        done, problems = render_outdated(house)
    for problem in problems:
        say(problem)
    say(f"{done} teks dibuat ulang.")
    if problems:
        raise SystemExit(1)


@main.command("settings")
@click.option("--json", "as_json", is_flag=True, help="Keluaran JSON.")
@tells_errors
def show_settings(*, as_json: bool) -> None:
    """Menampilkan setiap pengaturan: nilai, nilai awal, arti."""
    lines = settings_module.describe(settings_module.load(os.environ))
    if as_json:
        click.echo(json.dumps([vars(line) for line in lines], ensure_ascii=False, indent=2))
        return
    for line in lines:
        click.echo(f"{line.name}={line.value}\n    {line.meaning}. Nilai awal: {line.default or '(kosong)'}")


if __name__ == "__main__":
    sys.exit(main())
