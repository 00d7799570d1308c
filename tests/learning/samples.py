"""Workshops for tests: as the text of a file, put into a house by the import itself."""

from pathlib import Path

from rumah_inovasi.house import House
from rumah_inovasi.interoperability.reading import FileReport
from tests.factories import importer

FRONT = """\
judul: {title}
ringkasan: {summary}
mulai: {starts}
penyelenggara: {organiser}
wilayah: "{region}"
"""
BODY = "## Acara\n\nPeserta berlatih menulis inovasi.\n"


def workshop(
    title: str = "Bimtek Menulis Inovasi",
    *,
    extra: str = "",
    body: str = BODY,
    starts: str = "2026-12-02",
    region: str = "35.15",
    organiser: str = "Bagian Organisasi",
    summary: str = "Peserta menulis dan menilai inovasinya sendiri.",
) -> str:
    """The text of a file in `content/pelatihan/`; `extra` holds further lines of front matter."""
    front = FRONT.format(title=title, summary=summary, starts=starts, organiser=organiser, region=region)
    return f"---\n{front}{extra}---\n{body}"


def held(
    house: House,
    text: str,
    files: dict[str, bytes] | None = None,
    *,
    name: str = "acara.md",
    folder: Path | None = None,
) -> FileReport:
    """Import a workshop through a real file, with what stands beside it; from elsewhere where no folder is given."""
    place = folder or Path("masuk").absolute()
    for path, data in (files or {}).items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(data)
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_text(text, "utf-8")
    (report,) = importer(house).run(place / name)
    return report
