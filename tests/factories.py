"""Small makers of what tests need: text files of write-ups, and write-ups put into a house by the import itself."""

from pathlib import Path

from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.house import House
from rumah_inovasi.interoperability.importer import Importer
from rumah_inovasi.interoperability.reading import FileReport

FRONT = """\
judul: {title}
ringkasan: {summary}
wilayah: "{region}"
unit: {unit}
jenis_unit: {kind}
"""
BODY = "## Latar belakang\n\nAntrean terlalu panjang.\n\n## Solusi\n\nNomor antrean diambil dari rumah.\n"


def write_up(
    title: str = "Antrean Ringkas",
    *,
    extra: str = "",
    body: str = BODY,
    region: str = "35.15",
    unit: str = "Puskesmas Contoh",
    kind: str = "puskesmas",
    summary: str = "Warga mengambil nomor antrean dari rumah.",
) -> str:
    """The text of a file in `content/`; `extra` holds further lines of front matter."""
    front = FRONT.format(title=title, summary=summary, region=region, unit=unit, kind=kind)
    return f"---\n{front}{extra}---\n{body}"


def importer(house: House) -> Importer:
    """The importer of a house, acting as the system."""
    return Importer(house.database, house.renderer, SYSTEM, house.settings.content_dir, house.clock, house.files)


def put(house: House, text: str, *, name: str = "tulisan.md", folder: Path | None = None) -> FileReport:
    """Import one text through a real file and give the report; by default the file lies outside the archive."""
    place = folder or Path("masuk").absolute()
    place.mkdir(parents=True, exist_ok=True)
    path = place / name
    path.write_text(text, "utf-8")
    (report,) = importer(house).run(path)
    return report
