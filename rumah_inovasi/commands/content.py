"""`rumah-inovasi content`: the Markdown archive in and out."""

import json
from collections import Counter
from pathlib import Path

import click

from rumah_inovasi import installation
from rumah_inovasi.commands.base import open_prepared_house, say, tells_errors
from rumah_inovasi.house import House
from rumah_inovasi.interoperability.importer import missing_links
from rumah_inovasi.interoperability.reading import FileReport
from rumah_inovasi.maintenance import differences, export


@click.group()
def content() -> None:
    """Arsip Markdown: memasukkan, mengeluarkan, membandingkan."""


@content.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Hanya memeriksa; tidak ada yang disimpan.")
@click.option("--json", "as_json", is_flag=True, help="Keluaran JSON.")
@tells_errors
def content_import(path: Path, *, dry_run: bool, as_json: bool) -> None:
    """Memasukkan satu berkas .md atau seisi folder."""
    with open_prepared_house() as house:
        reports = installation.import_content(house, path.absolute(), dry_run=dry_run)
        if as_json:
            rows = [vars(report) | {"path": str(report.path)} for report in reports]
            click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            tell_reports(house, reports)
    if dry_run:
        say("Hanya diperiksa; tidak ada yang disimpan.")
    if any(report.failed for report in reports):
        raise SystemExit(1)


@content.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
@tells_errors
def content_export(folder: Path | None) -> None:
    """Menulis arsip ke FOLDER (tanpa FOLDER: folder isi situs)."""
    with open_prepared_house() as house:
        target = (folder or house.settings.content_dir).absolute()
        written, total, problems = export(house, target)
    for problem in problems:
        say(problem)
    kept = "sisanya sudah sama" if not problems else f"{len(problems)} tulisan bermasalah"
    say(f"{total} berkas di {target}; {written} ditulis, {kept}.")
    if problems:
        raise SystemExit(1)


@content.command("status")
@click.option("--json", "as_json", is_flag=True, help="Keluaran JSON.")
@tells_errors
def content_status(*, as_json: bool) -> None:
    """Membandingkan arsip dengan basis data; kode keluar 1 bila ada beda."""
    with open_prepared_house() as house:
        found = differences(house)
        if found:
            installation.require_filled(house)
    if as_json:
        click.echo(json.dumps([vars(item) for item in found], ensure_ascii=False, indent=2))
    for item in found if not as_json else ():
        click.echo(f"{item.kind}: {item.path}")
    if not found:
        say("Arsip sama dengan basis data.")
        return
    raise SystemExit(1)


def tell_reports(house: House, reports: list[FileReport]) -> None:
    """What became of imported files: problems, notes, and a line of totals."""
    for report in reports:
        for line in report.problems:
            say(line)
    with house.database.read() as session:
        for note in missing_links(session, reports):
            say(f"Catatan: {note}")
    units = sum(len(report.notes) for report in reports)
    totals = Counter(report.outcome.value for report in reports)
    listed = ", ".join(f"{count} {outcome}" for outcome, count in totals.items()) or "tidak ada berkas"
    say(f"Impor selesai: {listed}." + (f" {units} unit baru dicatat." if units else ""))
